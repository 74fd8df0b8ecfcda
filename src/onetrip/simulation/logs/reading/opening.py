"""A file of unknown making becomes bytes within bounds, then text: gzip, encodings, and what is refused at the door."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from onetrip.simulation.logs.reading.log import LogRefused

MOST_BYTES = 4 << 30
"""A centre's year as XES is about 1 GB."""

MOST_BLOWN_UP = 300
"""Times that a packed file may grow; logs grow 10 to 60 times, a bomb a thousand times."""

_SAMPLE = 1 << 18
_LONGEST_LINE = 1 << 20
_GRACE = 64 << 20
"""Unpacked bytes up to which nobody asks how much a file has grown."""


class Bounded(io.RawIOBase):
    """The bytes of a file, unpacked, up to the bounds. Raises LogRefused beyond them, and where a packed file is broken."""

    def __init__(self, file: BinaryIO, packed_bytes: int | None) -> None:
        self._file, self._packed, self._read = file, packed_bytes, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """As io.RawIOBase."""
        view = memoryview(cast(bytearray, buffer))
        try:
            block = self._file.read(len(view))
        except (OSError, EOFError, zlib.error):
            raise LogRefused(
                "packed-broken",
                "压缩包坏了，或者没传完。请重新导出一份。",
                "The packed file is broken or not complete. Please export it again.",
            ) from None
        view[: len(block)] = block
        self._read += len(block)
        blown_up = self._packed is not None and self._read > max(_GRACE, MOST_BLOWN_UP * self._packed)
        if blown_up or self._read > MOST_BYTES:
            raise LogRefused(
                "too-big",
                "文件展开后大得不像日志，没有读。请按月份分成几个文件。",
                "Unpacked, the file is larger than any log should be; it was not read. Please split it by month.",
            )
        return len(block)

    def close(self) -> None:
        """The file too."""
        self._file.close()
        super().close()


def opened(path: Path) -> io.BufferedReader:
    """The unpacked bytes of a file. Raises LogRefused where there is none, and for kinds of files that hold no plain log."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
        size = path.stat().st_size
    except OSError as error:
        raise LogRefused(
            "unreadable", f"打不开 {path.name}：{error.strerror}。", f"{path.name} cannot be opened: {error.strerror}."
        ) from None
    if not head:
        raise LogRefused("empty", "文件是空的。", "The file is empty.")
    _refuse_others(head)
    packed = head[:2] == b"\x1f\x8b"
    raw = cast(BinaryIO, gzip.open(path, "rb") if packed else path.open("rb"))  # noqa: SIM115 -- closed by Bounded
    return io.BufferedReader(Bounded(raw, size if packed else None), 1 << 16)


_OTHERS = {
    b"PK\x03\x04": ("Excel（xlsx）或 zip 文件", "an Excel (xlsx) or zip file"),
    b"\xd0\xcf\x11\xe0": ("老的 Excel（xls）文件", "an old Excel (xls) file"),
    b"%PDF": ("PDF 文件", "a PDF"),
    b"SQLi": ("SQLite 数据库", "an SQLite database"),
    b"PAR1": ("Parquet 文件", "a Parquet file"),
}


def _refuse_others(head: bytes) -> None:
    for mark, (zh, en) in _OTHERS.items():
        if head.startswith(mark):
            raise LogRefused(
                "other-format",
                f"这是{zh}。请另存为 CSV（UTF-8）再来。",
                f"This is {en}. Please save it as CSV (UTF-8) first.",
            )


@dataclass(frozen=True)
class Encoded:
    """How text is written in a file; `certain` False: it was guessed from what the bytes look like."""

    name: str
    certain: bool


def encoding_of(path: Path) -> Encoded:
    """How the text of a file is encoded; the whole file is looked at until something speaks against UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with opened(path) as file:
        head = file.read(_SAMPLE)
        for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
            if head.startswith(mark):
                return Encoded(name, certain=True)
        if b"\0" in head:
            return Encoded(_of_two_bytes(head), certain=False)
        block = head
        while block:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                return Encoded(_utf_8_or_older(block), certain=False)
            block = file.read(_SAMPLE)
    return Encoded("utf-8", certain=True)


def _of_two_bytes(head: bytes) -> str:
    zeros = head.count(0)
    if zeros < len(head) // 5:
        if zeros > 100 or len(head) < 4:
            raise LogRefused(
                "not-text", "这不是文本文件，读不出表格。", "This is no text file; no table can be read in it."
            )
        return "utf-8"  # a few strays, which are left out
    return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"


def _utf_8_or_older(block: bytes) -> str:
    text = block.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text) - broken
    return "utf-8" if whole > 4 * broken else _one_or_two_bytes(block)


_HIGH = re.compile(rb"[\x80-\xff]+")


def _one_or_two_bytes(sample: bytes) -> str:
    """GB18030 where high bytes come in pairs; else Windows-1252, whose accented letters mostly stand alone."""
    runs = [len(run) for run in _HIGH.findall(sample)]
    odd = sum(length % 2 for length in runs)
    return "cp1252" if odd * 4 > len(runs) else "gb18030"


def lines_of(file: io.BufferedReader, encoded: Encoded) -> Iterator[str]:
    """The text line by line; what cannot be decoded becomes U+FFFD, zeros are left out, a line has an end some time."""
    text = io.TextIOWrapper(file, encoding=encoded.name, errors="replace", newline="")
    while line := text.readline(_LONGEST_LINE):
        yield line.replace("\0", "") if "\0" in line else line
