"""A catalogue as one file to carry: a zip of exactly the texts of a version, and reading such a file back with suspicion."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from onetrip.catalogue.files import MOST_BYTES, MOST_FILES
from onetrip.ledger.refusals import Malformed

MOST_ARCHIVE = 4 * 1024 * 1024
_MOST_UNPACKED = 32 * 1024 * 1024
_ALIKE = (1980, 1, 1, 0, 0, 0)


def packed(texts: Mapping[str, str]) -> bytes:
    """The texts as a zip; the same texts give the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(texts):
            archive.writestr(zipfile.ZipInfo(name, _ALIKE), texts[name].encode(), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def write_folder(texts: Mapping[str, str], folder: Path) -> int:
    """Write each text as a file under `folder`, byte for byte; returns how many. Raises Malformed for a folder in use.

    YAML files that stand in the folder and are not among the texts would be published with them, so there may be none.
    """
    strange = (
        sorted(found.relative_to(folder).as_posix() for found in folder.rglob("*.y*ml")) if folder.exists() else []
    )
    if strange := [name for name in strange if name not in texts]:
        raise Malformed(
            "folder-in-use",
            f"文件夹里还有别的 YAML 文件：{strange[0]}。请换一个空的文件夹。",
            f"The folder holds other YAML files: {strange[0]}. Please choose an empty folder.",
        )
    for name, text in texts.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    return len(texts)


def unpacked(content: bytes) -> dict[str, str]:
    """The texts of a zip by their names. Raises Malformed (field "archive") in words for everything that is no catalogue.

    A folder around all the files is taken away; texts that explain (.md, .txt) are left out.
    """
    if len(content) > MOST_ARCHIVE:
        raise _bad(f"压缩包超过 {MOST_ARCHIVE >> 20} MB。", f"The archive is larger than {MOST_ARCHIVE >> 20} MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES:
                raise _bad(f"文件超过 {MOST_FILES} 个。", f"It holds more than {MOST_FILES} files.")
            names = _names(entries)
            texts: dict[str, str] = {}
            total = 0
            for entry in entries:
                if (name := names[entry.filename]) is None:
                    continue
                if name in texts:
                    raise _bad(f"{name} 在里面有两份。", f"It holds {name} twice.")
                data = _content(archive, entry, name)
                total += len(data)
                if total > _MOST_UNPACKED:
                    raise _bad("解开以后太大了。", "It is too large when unpacked.")
                texts[name] = _text(data, name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _bad(
            "这不是能读的 zip 文件，或者加了密码。", "This is no readable zip file, or it has a password."
        ) from error
    if not texts:
        raise _bad("里面没有 .yaml 文件。", "It holds no .yaml file.")
    return texts


def _names(entries: list[zipfile.ZipInfo]) -> dict[str, str | None]:
    """What each entry is called inside the catalogue; None for one that only explains."""
    paths = {}
    for entry in entries:
        raw = entry.filename
        path = PurePosixPath(raw)
        if "\\" in raw or ":" in raw or path.is_absolute() or any(part in ("..", "") for part in path.parts):
            raise _bad(f"文件名不行：{raw[:80]!r}。", f"This name is not possible: {raw[:80]!r}.")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise _bad(f"里面有链接：{raw[:80]}。只收文件。", f"It holds a link, {raw[:80]}; only files are taken.")
        paths[raw] = path
    files = {raw: path for raw, path in paths.items() if path.suffix not in (".md", ".txt")}
    for raw, path in files.items():
        if path.suffix != ".yaml":
            raise _bad(f"只收 .yaml 文件，里面有 {raw[:80]}。", f"Only .yaml files are taken; it holds {raw[:80]}.")
    around = {path.parts[0] for path in files.values()}
    inside = len(around) == 1 and all(len(path.parts) > 1 for path in files.values()) and not around & {"matters"}
    return {
        raw: (PurePosixPath(*path.parts[1:]) if inside else path).as_posix() if raw in files else None
        for raw, path in paths.items()
    }


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """The bytes of an entry, read no further than a file may be long, whatever its header says."""
    with archive.open(entry) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise _bad(f"{name} 超过 {MOST_BYTES // 1024} KB。", f"{name} is larger than {MOST_BYTES // 1024} KB.")
    return data


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _bad(f"{name} 不是 UTF-8 编码。", f"{name} is not UTF-8.") from error


def _bad(zh: str, en: str) -> Malformed:
    return Malformed("archive-bad", f"{zh}什么都没有收。", f"{en} Nothing was taken.", field="archive")
