"""What holds for every print, in both languages, with little and with much on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from onetrip.prints.authority import authority_print
from onetrip.prints.errand import errand_print
from onetrip.prints.notice import notice_print
from onetrip.prints.receipt import receipt_print
from onetrip.prints.record import record_print
from onetrip.prints.sheets import Language
from onetrip.prints.slip import slip_print
from onetrip.prints.ticket import ticket_print
from onetrip.prints.typesetter import DOTS_PER_INCH, Print
from tests.prints import samples
from tests.prints.reading import (
    height_in_mm,
    inks,
    missing_words,
    opened,
    sized,
    squeezed,
    tags,
    text_of,
    width_in_mm,
    words_of,
)


@dataclass(frozen=True, eq=False)
class Case:
    """A sheet and how it is set."""

    name: str
    sheet: Any
    set_as: Callable[[Any, Language], Print]

    def __str__(self) -> str:
        return self.name


@cache
def printed(case: Case, language: Language) -> Print:
    """The print as it is set."""
    return case.set_as(case.sheet, language)


@cache
def pdf_of(case: Case, language: Language) -> bytes:
    """The PDF, made once for all tests."""
    return printed(case, language).pdf()


def marks_of(said: Any) -> Iterator[str]:
    """The marks of a print: 演示数据, 待核对."""
    if isinstance(said, Mapping):
        for key, value in said.items():
            if key in ("mark", "marks"):
                yield from words_of(value)
            else:
                yield from marks_of(value)
    elif isinstance(said, list | tuple):
        for each in said:
            yield from marks_of(each)


def _cases() -> list[Case]:
    found = []
    setters = (
        ("SLIP", slip_print),
        ("RECEIPT", receipt_print),
        ("NOTICE", notice_print),
        ("ERRAND", errand_print),
        ("RECORD", record_print),
        ("AUTHORITY", authority_print),
    )
    for kind, setter in setters:
        for amount in ("SMALL_", "", "LARGE_"):
            sheet = getattr(samples, amount + kind)
            for template in ("a5", "roll"):
                found.append(
                    Case(
                        f"{amount}{kind}-{template}".lower(), sheet, lambda s, lang, f=setter, t=template: f(s, lang, t)
                    )
                )
    found.append(Case("kept_notice-a5", samples.KEPT_NOTICE, lambda s, lang: notice_print(s, lang, "a5")))
    for sheet, setter in ((samples.CHECKED_RECEIPT, receipt_print), (samples.CHECKED_NOTICE, notice_print)):
        for template in ("a5", "roll"):
            name = f"checked_{type(sheet).__name__}-{template}".lower()
            found.append(Case(name, sheet, lambda s, lang, f=setter, t=template: f(s, lang, t)))
    found += [Case("ticket", samples.TICKET, ticket_print), Case("small_ticket", samples.SMALL_TICKET, ticket_print)]
    return found


CASES = _cases()
both_languages = pytest.mark.parametrize("language", ["zh", "en"])
every_print = pytest.mark.parametrize("case", CASES, ids=str)


@both_languages
@every_print
def test_every_line_can_be_read_in_the_pdf(case: Case, language: Language) -> None:
    assert missing_words(pdf_of(case, language), printed(case, language).words) == []


@both_languages
@every_print
def test_only_black_is_printed(case: Case, language: Language) -> None:
    assert inks(pdf_of(case, language)) == {"0"}


@both_languages
@every_print
def test_only_marks_and_the_small_print_at_the_end_are_below_eleven_points(case: Case, language: Language) -> None:
    said = printed(case, language).words
    last = [part for part in said.get("blocks", []) if part["kind"] == "small"]
    allowed = squeezed("".join(words_of(last))) + "".join(squeezed(mark) for mark in marks_of(said))

    small = [(text, size) for text, size in sized(pdf_of(case, language)) if size < 11]

    assert all(size >= 10 for _, size in small)
    assert [text for text, _ in small if text not in allowed] == []


@both_languages
@every_print
def test_the_pdf_is_accessible(case: Case, language: Language) -> None:
    pdf = pdf_of(case, language)
    root = opened(pdf).trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    names = [tag for tag, _ in tags(pdf)]

    assert root["/Lang"] == {"zh": "zh-CN", "en": "en"}[language]
    assert root["/MarkInfo"]["/Marked"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert names.count("/H1") == 1
    assert all(alternative for tag, alternative in tags(pdf) if tag == "/Figure")
    assert any("二维码" in alternative or "QR code" in alternative for _, alternative in tags(pdf))


@both_languages
@every_print
def test_the_pdf_is_named_after_the_print_and_its_number(case: Case, language: Language) -> None:
    said = printed(case, language).words

    assert opened(pdf_of(case, language)).metadata.title == f"{said['heading']} {said['number']}"


@every_print
def test_the_same_sheet_gives_the_same_bytes(case: Case) -> None:
    assert case.set_as(case.sheet, "zh").pdf() == pdf_of(case, "zh")


@both_languages
@every_print
def test_a_page_is_a5_and_the_roll_is_80_mm_wide(case: Case, language: Language) -> None:
    pdf = pdf_of(case, language)

    if printed(case, language).template == "a5":
        assert (width_in_mm(pdf), height_in_mm(pdf)) == (148, 210)
    else:
        assert width_in_mm(pdf) == 80
        assert len(opened(pdf).pages) == 1


@every_print
def test_invented_data_say_so_on_every_page_and_other_data_do_not(case: Case) -> None:
    invented = case.set_as(replace(case.sheet, demonstration=True), "zh").pdf()
    real = case.set_as(replace(case.sheet, demonstration=False), "zh").pdf()

    assert all("演示数据" in page.extract_text() for page in opened(invented).pages)
    assert "演示数据" not in text_of(real)


@both_languages
@every_print
def test_nothing_is_printed_in_the_margins(case: Case, language: Language) -> None:
    page = Image.open(BytesIO(printed(case, language).png(dots_per_inch=DOTS_PER_INCH))).convert("L")
    margin = 8 * (8 if printed(case, language).template == "a5" else 4)

    assert page.crop((0, 0, margin, page.height)).getextrema() == (255, 255)
    assert page.crop((page.width - margin, 0, page.width, page.height)).getextrema() == (255, 255)
