"""A file that is sent as a result: what it is by its content, never by its name; whether it is safe to keep. Pure but for Pillow.

The bytes stay as they are, for the department's own seal covers them. So nothing is mended here, only refused; and the house
never shows such a file itself, it hands it out to be saved.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile

from PIL import Image, UnidentifiedImageError

from onetrip.departments.models import ResultFile
from onetrip.ledger.refusals import Malformed

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 60_000_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_ENTRIES = 2000

TYPES = {
    "application/pdf": ResultFile.Kind.PDF,
    "application/ofd": ResultFile.Kind.OFD,
    "image/jpeg": ResultFile.Kind.JPEG,
    "image/png": ResultFile.Kind.PNG,
}
"""The content types that are taken."""

_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA|SubmitForm|ImportData)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def kind_of(content: bytes, content_type: str) -> ResultFile.Kind:
    """What the file is. Raises Malformed where it is not what it is said to be, is damaged, or could do something."""
    if not content:
        raise _wrong("file-empty", "文件是空的", "the file is empty")
    kind = TYPES.get(content_type.partition(";")[0].strip().lower())
    if kind is None:
        raise _wrong("file-type", "只收 PDF、OFD、JPEG、PNG", "PDF, OFD, JPEG and PNG are taken, nothing else")
    if kind is ResultFile.Kind.PDF:
        _check_pdf(content)
    elif kind is ResultFile.Kind.OFD:
        _check_ofd(content)
    else:
        _check_picture(content, kind.name)
    return kind


def _check_pdf(content: bytes) -> None:
    if not re.match(rb"%PDF-[12]\.[0-9]", content) or b"%%EOF" not in content[-1024:]:
        raise _not_it("PDF")
    # A name may be written with its letters as #-numbers: put back before anything is looked for.
    plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)
    if _ACTIVE.search(plain):
        raise _wrong(
            "file-active",
            "PDF 里有脚本、附件或会自己动作的内容",
            "the PDF holds a script, an attachment or something that acts by itself",
        )


def _check_ofd(content: bytes) -> None:
    if not content.startswith(b"PK\x03\x04"):
        raise _not_it("OFD")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            names = [entry.filename for entry in entries]
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise _wrong("file-bomb", "压缩包展开后太大", "unpacked it is too large")
            if any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names):
                raise _wrong("file-paths", "压缩包里的路径不对", "it holds paths that lead out of it")
            if "OFD.xml" not in names:
                raise _not_it("OFD")
            # Read as far as a true one may need: what the directory says of a size may be a lie.
            with packed.open("OFD.xml") as first:
                if b"OFD" not in first.read(4096):
                    raise _not_it("OFD")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _not_it("OFD") from error


def _check_picture(content: bytes, name: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content), formats=(name,))
            if opened.width * opened.height > MOST_PIXELS:
                raise _wrong("file-bomb", "图片的点太多", "the picture has too many pixels")
            opened.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _wrong("file-bomb", "图片的点太多", "the picture has too many pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise _not_it(name) from error


def _not_it(name: str) -> Malformed:
    return _wrong("file-damaged", f"这不是完整的 {name} 文件", f"this is no whole {name} file")


def _wrong(code: str, zh: str, en: str) -> Malformed:
    return Malformed(code, f"文件没有收：{zh}。", f"The file was not taken: {en}.", field="file")
