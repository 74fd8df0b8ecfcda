from __future__ import annotations

from datetime import date

import pytest

from onetrip.prints.voice import Voice, spaced


@pytest.mark.parametrize(
    ("number", "aloud"),
    [
        ("LF11240386", "LF 1124 0386"),
        ("lf 1124-0386", "lf 1124 0386"),
        ("LF-20261124-0101", "LF 2026 1124 0101"),
        ("LF-20261124-S0031", "LF 2026 1124 S\u00a00031"),
        ("A087", "A 087"),
        ("", ""),
    ],
)
def test_numbers_stand_in_groups_for_reading_aloud(number: str, aloud: str) -> None:
    assert spaced(number) == aloud


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [(1, "一", "one"), (2, "两", "two"), (10, "十", "ten"), (12, "十二", "twelve"), (22, "二十二", "22")],
)
def test_counts_are_spoken_as_before_a_measure_word(number: int, zh: str, en: str) -> None:
    assert Voice("zh").count(number) == zh
    assert Voice("en").count(number) == en


def test_the_year_is_said_where_it_is_not_the_same() -> None:
    assert Voice("zh").day(date(2026, 12, 16), seen_from=date(2026, 11, 24)) == "12 月 16 日"
    assert Voice("zh").day(date(2027, 1, 6), seen_from=date(2026, 11, 24)) == "2027 年 1 月 6 日"
    assert Voice("en").day(date(2027, 1, 6)) == "6 January 2027"


def test_every_sentence_gets_one_full_stop() -> None:
    assert Voice("zh").sentences("甲", "", "乙。") == "甲。乙。"
    assert Voice("en").sentences("One", "Two.", "Three?") == "One. Two. Three?"
