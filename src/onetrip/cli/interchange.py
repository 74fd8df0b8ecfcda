"""The catalogue in the formats of others, and a matter package read back into files."""

from __future__ import annotations

import sys
import tempfile
from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from onetrip.cli import house
from onetrip.cli.operate import with_database

if TYPE_CHECKING:
    from onetrip.catalogue.book import Catalogue

FORMATS = ("cpsv-jsonld", "cpsv-turtle", "schema-org", "hsds", "matter-package", "csv")


def export_as(arguments: Namespace) -> int:
    """Write the catalogue of a folder in another format. Only `hsds`, which tells the centres, opens the database."""
    from onetrip.catalogue.exports.rdf import is_address

    arguments.address = arguments.address.rstrip("/")
    if not is_address(arguments.address):
        return _fail("--address 要以 https:// 开头。", "--address has to begin with https://.")
    if arguments.format == "hsds":
        return with_database(_export)(arguments)
    return _export(arguments)


def _export(arguments: Namespace) -> int:
    from onetrip.catalogue.files import read_folder
    from onetrip.catalogue.problems import render_problems
    from onetrip.catalogue.schema import read

    texts, unreadable = read_folder(arguments.folder or house.catalogue_folder())
    reading = read(texts)
    if reading.catalogue is None or any(problem.is_error for problem in unreadable):
        print(render_problems([*unreadable, *reading.problems], "en"), file=sys.stderr)
        return _fail("目录有错，没有导出。", "The catalogue has errors; nothing was exported.")
    files = _files(arguments, reading.catalogue, texts)
    try:
        for path, text in files.items():
            _write(path, text)
    except OSError as error:
        return _fail(f"写不进去：{error.strerror}。", f"It cannot be written: {error.strerror}.")
    listed = "\n".join(str(path) for path in files)
    print(f"导出好了。 Exported:\n{listed}")
    return 0


def _files(arguments: Namespace, catalogue: Catalogue, texts: Mapping[str, str]) -> dict[Path, str]:
    """Which files to write, and what stands in them."""
    from onetrip.catalogue.exports import cpsv, hsds, national, schema_org, table

    output: Path = arguments.output
    day, base = date.today(), arguments.address  # noqa: DTZ011 -- the day at the operator's place
    match arguments.format:
        case "cpsv-jsonld":
            return {output: cpsv.json_ld(catalogue, day, base)}
        case "cpsv-turtle":
            return {output: cpsv.turtle(catalogue, day, base)}
        case "schema-org":
            return {output: schema_org.document(catalogue, day, base)}
        case "matter-package":
            city = (arguments.folder or house.catalogue_folder()).resolve().name
            content = national.Content(catalogue, texts, city)
            return {output: national.export(content, day, public=arguments.for_publication)}
        case "hsds":
            from onetrip.web import directory

            centres = directory.centres(day)
            return {output: hsds.document(catalogue, centres, directory.changed_days(), day, base)}
    return {
        output / f"{name}.{language}.csv": make(catalogue, day, language)
        for language in table.LANGUAGES
        for name, make in (("matters", table.matters), ("papers", table.papers))
    }


def import_json(arguments: Namespace) -> int:
    """Write the files of a matter package into a new folder, all of them or none."""
    from onetrip.catalogue.exports.importing import MOST_PACKAGE_BYTES, texts_of
    from onetrip.ledger.refusals import Refused

    folder: Path = arguments.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return _fail(f"{folder} 里已经有东西，换一个新文件夹。", f"{folder} is not empty; name a new folder.")
    try:
        with arguments.file.open("rb") as file:
            content = file.read(MOST_PACKAGE_BYTES + 1)
        texts = texts_of(content)
        _write_folder(folder, texts)
    except Refused as refused:
        print(refused.text.in_language(arguments.language), file=sys.stderr)
        return 1
    except OSError as error:
        return _fail(f"{error.filename}：{error.strerror}。", f"{error.filename}: {error.strerror}.")
    print(f"读回来了，{len(texts)} 个文件。 Read back, {len(texts)} files: {folder}")
    return 0


def _write_folder(folder: Path, texts: Mapping[str, str]) -> None:
    """The files beside their place first, then moved there in one step."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".import-") as aside:
        made = Path(aside) / "files"
        for name, text in texts.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_text(text, encoding="utf-8")
        made.replace(folder)


def _write(path: Path, text: str) -> None:
    """The whole file or nothing of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.part")
    aside.write_text(text, encoding="utf-8", newline="")
    aside.replace(path)


def _fail(zh: str, en: str) -> int:
    print(f"{zh}\n{en}", file=sys.stderr)
    return 1
