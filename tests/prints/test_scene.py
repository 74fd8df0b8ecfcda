"""The cards of a scene: what the resident sees and what only the examiner sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from onetrip.prints.privacy import FullNumberOnPaper
from onetrip.prints.scene import SceneSheet, scene_pdf
from onetrip.prints.sheets import Language
from onetrip.rules import Text
from tests.factories import synthetic_number
from tests.prints.reading import opened, squeezed, text_of

SHEET = SceneSheet(
    centre=Text("示例街道中心", "Example centre"),
    matter=Text("敬老卡申领", "Elder card"),
    opens=(Text("我来是为“老年卡”的事。", "I have come about “Elder card”."), Text("我能办吗？", "Can I have it?")),
    answers=(
        (
            Text("您今年几周岁？", "How old are you?"),
            Text("64 周岁，再过 2 个月满 65 周岁。", "I am 64 and turn 65 in 2 months."),
        ),
        (Text("您的户口在哪里？", "Where is your household registration?"), Text("上海。", "Shanghai.")),
    ),
    good=(Text("不符合条件：还差一个月。", "Not yet: a month is missing."),),
    never=(Text("符合条件。", "Yes, the conditions are met."),),
    made=date(2026, 11, 30),
    version=7,
    demonstration=True,
)


def pages(sheet: SceneSheet, language: Language) -> list[str]:
    return [squeezed(page.extract_text()) for page in PdfReader(BytesIO(scene_pdf(sheet, language))).pages]


def test_the_resident_never_sees_the_key_and_the_examiner_sees_all_of_it() -> None:
    for language, good, never, asked in (
        ("zh", "还差一个月", "不能说", "您今年几周岁"),
        ("en", "amonthismissing", "Wrongtosay", "Howoldareyou"),
    ):
        resident, examiner = pages(SHEET, language)  # type: ignore[arg-type]
        assert asked in resident
        assert asked in examiner
        assert good in examiner
        assert good not in resident
        assert never in examiner
        assert never not in resident


def test_what_is_said_first_stands_in_quotes_that_do_not_nest() -> None:
    assert "“我来是为‘老年卡’的事。我能办吗？”" in pages(SHEET, "zh")[0]


def test_a_scene_without_anything_to_ask_has_no_such_part() -> None:
    resident, examiner = pages(replace(SHEET, answers=()), "zh")
    assert "问到了才说" not in resident
    assert "要问到的" not in examiner


def test_the_cards_say_what_they_are_made_from_and_are_tagged() -> None:
    pdf = scene_pdf(SHEET, "zh")
    assert "目录第7版" in squeezed(text_of(pdf))
    assert opened(pdf).metadata is not None
    assert scene_pdf(SHEET, "zh") == pdf  # the same bytes whenever it is made again
    assert "演示数据" in text_of(pdf)


def test_a_full_number_is_never_printed() -> None:
    with pytest.raises(FullNumberOnPaper):
        replace(SHEET, good=(Text(synthetic_number(), synthetic_number()),))


def test_a_long_scene_goes_on_to_another_page_and_loses_nothing() -> None:
    many = tuple(Text(f"第 {number} 句要说到的话。", f"Sentence number {number} to say.") for number in range(60))
    found = pages(replace(SHEET, good=many), "en")
    assert len(found) > 2
    assert all(f"number{number}to" in "".join(found) for number in range(60))
