"""What people type, and what it means."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from onetrip.rules import Fact, FactType, Problem, Text, Value, check_value
from tests.rules.examples import VOCABULARY

FACTS = VOCABULARY.facts


@pytest.mark.parametrize(
    ("fact", "raw", "value"),
    [
        ("holds_permit", True, True),
        ("holds_permit", "是", True),
        ("holds_permit", " Yes ", True),
        ("holds_permit", "没有", False),
        ("holds_permit", "false", False),
        ("hukou", "shanghai", "shanghai"),
        ("children", 3, 3),
        ("children", 3.0, 3),
        ("children", "3", 3),
        ("children", " ３ ", 3),
        ("children", "+3", 3),
        ("age", "65岁", 65),
        ("age", "65 years", 65),
        ("income", "1595", 1595),
        ("income", "1,595.50 元", 1595.5),
        ("income", "１，５９５元", 1595),
        ("income", 1595.5, 1595.5),
        ("income", "1595.00", 1595),
        ("birth_date", "1960-12-18", date(1960, 12, 18)),
        ("birth_date", "1960-3-8", date(1960, 3, 8)),
        ("birth_date", "1960/12/18", date(1960, 12, 18)),
        ("birth_date", "1960.12.18", date(1960, 12, 18)),
        ("birth_date", "19601218", date(1960, 12, 18)),
        ("birth_date", "1960年12月18日", date(1960, 12, 18)),
        ("birth_date", "1960 年 3 月 8 日", date(1960, 3, 8)),
        ("birth_date", "１９６０年３月８日", date(1960, 3, 8)),
        ("birth_date", date(1960, 12, 18), date(1960, 12, 18)),
        ("birth_date", "1960-02-29", date(1960, 2, 29)),
    ],
)
def test_usual_ways_of_writing_are_understood(fact: str, raw: object, value: object) -> None:
    found = check_value(FACTS[fact], raw)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("fact", "raw", "zh"),
    [
        ("holds_permit", "maybe", "请选“是”或“否”。"),
        ("holds_permit", 1, "请选“是”或“否”。"),
        ("hukou", "上海", "请从这些里面选：上海、外省市、国外。"),
        ("hukou", None, "请从这些里面选：上海、外省市、国外。"),
        ("children", "three", "请填整数，例如 3。"),
        ("children", "3.5", "请填整数，例如 3。"),
        ("children", 3.5, "请填整数，例如 3。"),
        ("children", True, "请填整数，例如 3。"),
        ("children", "1,5", "请填整数，例如 3。"),
        ("children", "10", "子女数要在 0 到 9 之间，请再看一下。"),
        ("children", -1, "子女数要在 0 到 9 之间，请再看一下。"),
        ("income", "much", "请填数字，例如 1500。"),
        ("income", float("nan"), "请填数字，例如 1500。"),
        ("income", float("inf"), "请填数字，例如 1500。"),
        ("income", "-1", "人均月收入要在 0 元到 1,000,000 元之间，请再看一下。"),
        ("birth_date", "1960", "日期请写成 2024-09-01 这样。"),
        ("birth_date", "1960-12.18", "日期请写成 2024-09-01 这样。"),
        ("birth_date", "18.12.1960", "日期请写成 2024-09-01 这样。"),
        ("birth_date", datetime(1960, 12, 18, tzinfo=UTC), "日期请写成 2024-09-01 这样。"),
        ("birth_date", "1961-02-29", "没有这一天，请再看一下。"),
        ("birth_date", "19611331", "没有这一天，请再看一下。"),
        ("birth_date", "0001-01-01", "这个年份不对，请再看一下。"),
        ("birth_date", date(2500, 1, 1), "这个年份不对，请再看一下。"),
        ("age", "", "还没有填。"),
        ("age", "　 ", "还没有填。"),
        ("age", "x" * 65, "太长了，请只填答案。"),
    ],
)
def test_what_is_no_answer_is_said_in_words(fact: str, raw: object, zh: str) -> None:
    found = check_value(FACTS[fact], raw)
    assert isinstance(found, Problem)
    assert found.zh == zh
    assert found.en.endswith(".")
    assert found.where is None


def test_a_birth_date_after_the_day_is_a_slip() -> None:
    assert check_value(FACTS["birth_date"], "2025-06-01", day=date(2025, 6, 1)) == date(2025, 6, 1)
    late = check_value(FACTS["birth_date"], "2025-06-02", day=date(2025, 6, 1))
    assert isinstance(late, Problem)
    assert late.zh == "出生日期在今天以后，请再看一下。"
    assert check_value(FACTS["married_on"], "2025-06-02", day=date(2025, 6, 1)) == date(2025, 6, 2)
    child = replace(FACTS["married_on"], past=True)
    late = check_value(child, "2025-06-02", day=date(2025, 6, 1))
    assert isinstance(late, Problem)
    assert late.en == "This day is in the future. Please check it."


@pytest.mark.parametrize(
    ("fact", "value", "possible"),
    [
        ("children", 0, True),
        ("children", 9, True),
        ("children", 10, False),
        ("children", -1, False),
        ("children", 1.5, False),
        ("income", 0.5, True),
        ("income", -0.5, False),
        ("hukou", "shanghai", True),
        ("hukou", "moon", False),
        ("holds_permit", False, True),
        ("holds_permit", 0, False),
        ("birth_date", date(2025, 6, 1), True),
        ("birth_date", date(2025, 6, 2), False),
        ("married_on", date(2025, 6, 2), True),
    ],
)
def test_what_a_resident_can_be_has_a_type_and_bounds_and_is_born(fact: str, value: Value, *, possible: bool) -> None:
    assert FACTS[fact].can_be(value, date(2025, 6, 1)) is possible


@pytest.mark.parametrize(
    ("least", "most", "raw", "en"),
    [
        (3, None, "2", "This must be at least 3. Please check it."),
        (None, 3, "4", "This must be at most 3. Please check it."),
        (None, None, "9999999999999", "This number is too large. Please check it."),
    ],
)
def test_a_fact_may_have_one_bound_or_none(least: int | None, most: int | None, raw: str, en: str) -> None:
    fact = Fact(id="rooms", type=FactType.INT, label=Text("房间", "rooms"), least=least, most=most)
    found = check_value(fact, raw)
    assert isinstance(found, Problem)
    assert found.en == en
    assert check_value(fact, "3") == 3
