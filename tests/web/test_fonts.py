"""The print fonts and the screen slices can draw what the house writes, also rare names."""

from __future__ import annotations

import re
import struct
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.web.rare_names import NOT_IN_THE_PRINT_FONT, RARE
from tests.web.stage import Stage

HOUSE = Path(__file__).resolve().parents[2]
FONTS = HOUSE / "src/onetrip/web/fonts"
SLICES = HOUSE / "src/onetrip/web/static/web/vendor/noto-sans-sc"
MARKS = HOUSE / "src/onetrip/web/static/web/vendor/source-sans-3"
WEIGHTS = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


@cache
def drawn(font: Path) -> frozenset[int]:
    """The code points for which a TrueType font has a glyph, read from its format 12 character map."""
    data = font.read_bytes()
    tables = (struct.unpack_from(">4sIII", data, 12 + 16 * n) for n in range(struct.unpack_from(">H", data, 4)[0]))
    start = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    for n in range(struct.unpack_from(">H", data, start + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * n)
        if (platform, encoding) == (3, 10):
            groups = struct.unpack_from(">I", data, start + offset + 12)[0]
            found: set[int] = set()
            for group in range(groups):
                first, last, glyph = struct.unpack_from(">III", data, start + offset + 16 + 12 * group)
                found.update(point for point in range(first, last + 1) if glyph + point - first)
            return frozenset(found)
    raise AssertionError(f"{font.name} has no full Unicode character map")


def missing(text: str, font: Path) -> list[str]:
    """The characters of `text` that the font cannot draw."""
    have = drawn(font)
    return sorted({character for character in text if character.isprintable() and ord(character) not in have})


def written(*patterns: str) -> str:
    """Everything that stands in the files of the house that match."""
    return "".join(path.read_text(encoding="utf-8") for pattern in patterns for path in HOUSE.glob(pattern))


@pytest.mark.parametrize("weight", WEIGHTS)
def test_every_character_of_the_catalogue_can_be_printed(weight: str) -> None:
    assert missing(written("catalogue/**/*.yaml"), FONTS / weight) == []


@pytest.mark.parametrize("weight", WEIGHTS)
def test_every_character_of_pages_and_prints_has_a_glyph(weight: str) -> None:
    text = written("src/onetrip/*/templates/**/*.html", "src/onetrip/*/typst/**/*.typ")
    assert "一趟" in text
    assert missing(text, FONTS / weight) == []


@pytest.mark.parametrize("weight", WEIGHTS)
def test_every_rare_name_character_can_be_printed(weight: str) -> None:
    assert len(RARE) >= 300
    assert missing("".join(RARE), FONTS / weight) == []


def test_the_characters_named_as_not_printable_are_truly_missing() -> None:
    assert missing("".join(NOT_IN_THE_PRINT_FONT), FONTS / WEIGHTS[0]) == sorted(NOT_IN_THE_PRINT_FONT)


def test_both_print_weights_draw_the_same_characters() -> None:
    assert drawn(FONTS / WEIGHTS[0]) == drawn(FONTS / WEIGHTS[1])


def test_screens_get_a_slice_for_every_chinese_character_that_prints_have() -> None:
    ranges = re.findall(r"U\+([0-9a-f]+)(?:-([0-9a-f]+))?", (SLICES / "fonts.css").read_text(encoding="utf-8"))
    sliced = {point for first, last in ranges for point in range(int(first, 16), int(last or first, 16) + 1)}
    chinese = {
        point
        for point in drawn(FONTS / WEIGHTS[0])
        if 0x3400 <= point <= 0x4DBF or 0x4E00 <= point <= 0x9FFF or 0x20000 <= point <= 0x323AF
    }
    assert len(chinese) > 27_000
    assert chinese - sliced == set()


def test_every_slice_named_in_the_stylesheet_is_there() -> None:
    css = (SLICES / "fonts.css").read_text(encoding="utf-8")
    files = re.findall(r'url\("([^"]+)"\)', css)
    there = {*SLICES.glob("*.woff2"), *MARKS.glob("*.woff2")}
    assert {(SLICES / file).resolve() for file in files} == there
    assert css.count("font-display:swap") == len(files)


@pytest.mark.browser
def test_english_text_sets_its_marks_as_narrow_as_its_letters(stage: Stage, screen: Page) -> None:
    fonts = '<link rel="stylesheet" href="/static/web/vendor/noto-sans-sc/fonts.css">'
    screen.goto(stage.show("/", f"{fonts}<p><span>“”</span></p><p lang='zh-CN'><span>“”</span></p>", lang="en"))
    width = "one.getBoundingClientRect().width / parseFloat(getComputedStyle(one).fontSize)"
    widths = f"[...document.querySelectorAll('span')].map((one) => {width})"
    screen.wait_for_function(f"{widths}[0] < 1.2")
    assert screen.evaluate(widths)[1] == pytest.approx(2.0, abs=0.05)


def test_the_fonts_come_with_their_licence() -> None:
    for licence in (FONTS / "LICENSE", SLICES / "LICENSE", MARKS / "LICENSE"):
        assert "SIL OPEN FONT LICENSE" in licence.read_text(encoding="utf-8").upper()
