from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.prints import FullNumberOnPaper
from onetrip.prints.privacy import holds_full_number
from onetrip.prints.sheets import CaseLine, Line, MatterLine, MissingLine, PaperLine, ProxyLine
from onetrip.rules import Text
from tests.factories import synthetic_number
from tests.prints import samples

NUMBER = synthetic_number(serial=7)


def both(words: str) -> Text:
    return Text(words, words)


@pytest.mark.parametrize(
    ("sheet", "change"),
    [
        (samples.SLIP, {"for_whom": f"王 {NUMBER}"}),
        (samples.SLIP, {"number": NUMBER}),
        (samples.SLIP, {"address": f"https://onetrip.example/s/{NUMBER}"}),
        (samples.SLIP, {"matters": (MatterLine(name=both("甲"), sentence=both(f"证号{NUMBER}。")),)}),
        (samples.SLIP, {"papers": (PaperLine(name=both("甲"), instead=(both(NUMBER),)),)}),
        (samples.SLIP, {"cannot_come": (ProxyLine(sentence=both("甲"), papers=(PaperLine(name=both(NUMBER)),)),)}),
        (samples.SLIP, {"undecided": (Line(name=Text("甲", f"for {NUMBER}")),)}),
        (samples.RECEIPT, {"cases": (CaseLine(name=both("甲"), case_number=NUMBER),)}),
        (samples.NOTICE, {"missing": (MissingLine(paper=both("甲"), matter=both("乙"), why=both(NUMBER)),)}),
        (samples.TICKET, {"priority": both(NUMBER)}),
        (samples.AUTHORITY, {"principal": f"王 {NUMBER}"}),
        (samples.AUTHORITY, {"agent": NUMBER}),
        (samples.AUTHORITY, {"matters": (both(NUMBER),)}),
    ],
)
def test_a_sheet_with_a_full_id_number_anywhere_cannot_be_made(sheet: Any, change: dict[str, Any]) -> None:
    with pytest.raises(FullNumberOnPaper) as refused:
        replace(sheet, **change)

    assert NUMBER not in str(refused.value)
    assert refused.value.where.startswith(type(sheet).__name__)


@pytest.mark.parametrize(
    "words",
    [
        NUMBER.lower(),
        " ".join((NUMBER[:6], NUMBER[6:14], NUMBER[14:])),
        f"{NUMBER[:6]}-{NUMBER[6:14]}-{NUMBER[14:]}",
        "".join(chr(ord(c) + 0xFEE0) for c in NUMBER),
        f"残疾证 {NUMBER}11",
        f"号码{NUMBER}，",
        "123456789012345678",
    ],
)
def test_a_number_is_found_however_it_is_written(words: str) -> None:
    assert holds_full_number(words)


@pytest.mark.parametrize(
    "words",
    [
        "310***********0011",
        "LF202611240101",
        "LF 2026 1124 0101",
        "12345",
        "310105109000100",
        "规则 2026-11-20 版",
        "https://onetrip.example/t/6f2f7b0e-3f0c-4a52-9a52-0d4f3a3c5e11",
        "1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9",
    ],
)
def test_masked_numbers_and_other_numbers_may_be_printed(words: str) -> None:
    assert not holds_full_number(words)


@given(born=st.dates(date(1901, 1, 1), date(2026, 1, 1)), serial=st.integers(0, 499), around=st.text(max_size=20))
def test_no_id_number_slips_through_between_other_words(born: date, serial: int, around: str) -> None:
    assert holds_full_number(f"{around}，{synthetic_number(born, serial=serial)}，{around}")
