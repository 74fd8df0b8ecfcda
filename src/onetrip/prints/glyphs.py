"""Which characters the print fonts can draw, and what stands on paper for the others.

A character without a glyph becomes a visible box (□), one for one: nobody must think that a name was complete. Marks
that cannot stand alone, controls, and characters that turn the direction of writing are left out. So emoji and scripts
the fonts do not have (Arabic, for instance) never stop a print. The text in the PDF holds the box as well: names are
masked before they come here, so the first character of a rare name is all that can be lost, and the record keeps it.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import onetrip

FONTS = Path(onetrip.__file__).parent / "web" / "fonts"
FACES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
BOX = "□"

# Nothing in these stands alone on paper: combining marks, controls and format characters, half of a surrogate pair.
_INVISIBLE = frozenset({"Mn", "Me", "Cc", "Cf", "Cs"})
# A run with no place to break in it, such as a word of forty letters, would run off an 80 mm roll.
_UNBREAKABLE = re.compile(r"[^\s\u2E80-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFF00-\uFFEF\U00020000-\U0003FFFF□]{19,}")
_KEPT_SPACES = "\u00a0\u3000"
_BREAK_HERE = "\u200b"
_BREAK_EVERY = 12


def printable(text: str) -> str:
    """`text` as it can be printed: composed (NFC), on one line, boxes for what has no glyph, long words breakable."""
    composed = unicodedata.normalize("NFC", text)
    drawn = "".join(_drawn(character) for character in composed)
    return _UNBREAKABLE.sub(lambda run: _BREAK_HERE.join(_pieces(run.group())), drawn)


def has_glyph(character: str) -> bool:
    """Whether every print font can draw this character."""
    return all(_within(ranges, ord(character)) for ranges in _coverage())


@lru_cache(maxsize=8192)
def _drawn(character: str) -> str:
    if character.isspace():
        return character if character in _KEPT_SPACES else " "
    if unicodedata.category(character) in _INVISIBLE:
        return character if unicodedata.category(character) in ("Mn", "Me") and has_glyph(character) else ""
    return character if has_glyph(character) else BOX


def _pieces(run: str) -> Iterator[str]:
    for start in range(0, len(run), _BREAK_EVERY):
        yield run[start : start + _BREAK_EVERY]


@cache
def _coverage() -> tuple[tuple[list[int], list[int]], ...]:
    """For each font the first and the last code points of the ranges it can draw."""
    return tuple(_ranges((FONTS / face).read_bytes()) for face in FACES)


def _within(ranges: tuple[list[int], list[int]], point: int) -> bool:
    firsts, lasts = ranges
    index = bisect_right(firsts, point) - 1
    return index >= 0 and point <= lasts[index]


def _ranges(font: bytes) -> tuple[list[int], list[int]]:
    """The ranges of a TrueType font's `cmap` in format 12, the one that reaches beyond the basic plane."""
    tables = struct.unpack(">H", font[4:6])[0]
    records = (struct.unpack(">4sIII", font[12 + 16 * n : 28 + 16 * n]) for n in range(tables))
    cmap = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    subtables = struct.unpack(">H", font[cmap + 2 : cmap + 4])[0]
    for n in range(subtables):
        start = cmap + struct.unpack(">I", font[cmap + 8 + 8 * n : cmap + 12 + 8 * n])[0]
        if struct.unpack(">H", font[start : start + 2])[0] == 12:
            groups = struct.unpack(">I", font[start + 12 : start + 16])[0]
            rows = list(struct.iter_unpack(">III", font[start + 16 : start + 16 + 12 * groups]))
            return [first for first, _, _ in rows], [last for _, last, _ in rows]
    raise ValueError("the print font has no table of characters beyond the basic plane")
