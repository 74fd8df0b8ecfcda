from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onetrip.prints import slip_pdf, ticket_roll_pdf
from onetrip.prints.glyphs import BOX, has_glyph, printable
from onetrip.prints.sheets import MatterLine
from onetrip.rules import Text
from tests.prints import samples
from tests.prints.reading import opened, squeezed, text_of, width_in_mm

HOSTILE = [
    '#import "/etc/passwd": *',
    "#panic(1)",
    "$ x^2 $",
    "*strong* _emph_ `raw` ```typ #panic()```",
    "\\u{41} \\n \\\\",
    "\"quotes\" 'single' “弯引号”",
    "<label> @reference [content] {code}",
    "= heading\n- list\n/ term: text",
    "// comment /* block */ ~ -- --- ...",
    "</svg><script>alert(1)</script>",
    '","page":"{pages}"',
    "{page} of {pages}",
    "%PDF-1.7 endstream endobj",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_printed_as_it_is_and_commands_nothing(name: str) -> None:
    sheet = replace(samples.SMALL_SLIP, for_whom=name, matters=(MatterLine(name=Text(name, name)),))

    for language in ("zh", "en"):
        assert text_of(slip_pdf(sheet, language)).count(squeezed(name)) == 2


def test_characters_that_are_rare_in_names_are_printed() -> None:
    rare = "犇垚喆堃龑㛃䶮"

    assert printable(rare) == rare
    assert rare in text_of(slip_pdf(replace(samples.SMALL_SLIP, for_whom=rare), "zh"))


@pytest.mark.parametrize(
    ("name", "on_paper"),
    [
        ("张𠮷", f"张{BOX}"),
        ("محمد", BOX * 4),
        ("דוד", BOX * 3),
        ("李😀", f"李{BOX}"),
        ("王👨‍👩‍👧", f"王{BOX * 3}"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("王\u200b\u200f五", "王五"),
        ("王\ud800五", "王五"),
        ("王\x00\x07五", "王五"),
        ("e\u0301", "é"),
        ("王\n五\t六", "王 五 六"),
        ("\ue000", BOX),
    ],
)
def test_what_cannot_be_drawn_leaves_a_visible_box_and_never_stops_the_print(name: str, on_paper: str) -> None:
    assert printable(name) == on_paper
    assert squeezed(on_paper) in text_of(slip_pdf(replace(samples.SMALL_SLIP, for_whom=name), "zh"))


def test_a_very_long_word_stays_on_the_paper() -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
    pdf = ticket_roll_pdf(replace(samples.TICKET, priority=Text(word, word)), "en")
    reached: list[float] = []
    opened(pdf).pages[0].extract_text(
        visitor_text=lambda text, cm, tm, font, size: reached.append(tm[4] * cm[0] + cm[4]) if text.strip() else None
    )

    assert word in text_of(pdf)
    assert max(reached) < width_in_mm(pdf) * 72 / 25.4


def test_every_word_of_the_house_can_be_drawn() -> None:
    assert all(has_glyph(character) for character in "，。：“”（）、；？·–＊□待核对免同")


@given(st.text(max_size=60))
def test_printable_text_holds_only_what_the_fonts_can_draw(text: str) -> None:
    assert all(has_glyph(character) or character == "\u200b" for character in printable(text))


@given(st.text(st.characters(categories=["Lo", "Lu", "Ll", "Nd", "Po", "Sm"]), max_size=40))
def test_no_character_disappears_without_a_trace(text: str) -> None:
    found = re.sub("\u200b", "", printable(text))

    assert len(found) >= 1 or not text.strip("\u3000 ")


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_any_name_at_all_can_be_printed(name: str) -> None:
    assert slip_pdf(replace(samples.SMALL_SLIP, matters=(MatterLine(name=Text(name, name)),)), "zh").startswith(
        b"%PDF-"
    )
