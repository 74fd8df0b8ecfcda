"""Facts, dated amounts and what is known."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from onetrip.rules import Fact, FactType, Known, Origin, Schedule, Text, Vocabulary, derive
from tests.rules.examples import AMOUNTS, VOCABULARY, WITHOUT_AGE

LABEL = Text("甲", "a")


@pytest.mark.parametrize(
    "parts",
    [
        {"id": "two words", "type": FactType.BOOL},
        {"id": "class", "type": FactType.BOOL},
        {"id": "amount", "type": FactType.BOOL},
        {"id": "户籍", "type": FactType.BOOL},
        {"id": "hukou", "type": FactType.CHOICE},
        {"id": "alone", "type": FactType.BOOL, "choices": {"yes": LABEL}},
        {"id": "alone", "type": FactType.BOOL, "least": 0},
        {"id": "children", "type": FactType.INT, "least": 5, "most": 1},
    ],
)
def test_a_fact_that_contradicts_itself_is_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=str(parts["id"])):
        Fact(label=LABEL, **parts)


@pytest.mark.parametrize(
    ("fact", "value", "fits"),
    [
        ("holds_permit", True, True),
        ("holds_permit", 1, False),
        ("children", 3, True),
        ("children", True, False),
        ("children", 3.5, False),
        ("income", 3.5, True),
        ("income", float("nan"), False),
        ("income", "3", False),
        ("hukou", "shanghai", True),
        ("hukou", "beijing", False),
        ("birth_date", date(1960, 1, 1), True),
        ("birth_date", datetime(1960, 1, 1, tzinfo=UTC), False),
    ],
)
def test_a_value_fits_only_a_fact_of_its_type(fact: str, value: Any, fits: bool) -> None:
    assert VOCABULARY.facts[fact].fits(value) is fits


@pytest.mark.parametrize(
    "value", [None, [], {}, object(), float("inf"), float("nan"), datetime(2025, 1, 1, tzinfo=UTC)]
)
def test_there_is_no_value_for_not_known(value: Any) -> None:
    with pytest.raises(TypeError):
        Known(value, Origin.SAID)


def test_an_amount_holds_from_its_day_until_the_next() -> None:
    minimum = AMOUNTS["minimum"]
    assert minimum.at(date(2022, 6, 30)) is None
    assert minimum.at(date(2022, 7, 1)) == 1420
    assert minimum.at(date(2024, 6, 30)) == 1510
    assert minimum.at(date(2030, 1, 1)) == 1595


@pytest.mark.parametrize(
    "values", [(), ((date(2025, 1, 1), 1), (date(2025, 1, 1), 2)), ((date(2025, 1, 1), 1), (date(2024, 1, 1), 2))]
)
def test_an_amount_without_order_is_refused(values: Any) -> None:
    with pytest.raises(ValueError, match="later day"):
        Schedule("minimum", LABEL, values)


def test_age_is_there_wherever_the_birth_date_can_be_asked() -> None:
    age = WITHOUT_AGE.fact("age")
    assert age is not None
    assert age.type is FactType.INT
    assert "age" in WITHOUT_AGE.names()
    assert Vocabulary({}).fact("age") is None
    assert VOCABULARY.fact("age") is VOCABULARY.facts["age"]


def test_the_age_follows_from_the_birth_date() -> None:
    said = {"birth_date": Known(date(1960, 12, 18), Origin.ID_NUMBER)}
    derived = derive(said, date(2025, 12, 17))
    assert derived["age"] == Known(64, Origin.DERIVED)
    assert derived["birth_date"] is said["birth_date"]
    assert "age" not in said
    assert derive(said, date(2025, 12, 18))["age"].value == 65


def test_a_birth_date_outweighs_an_age_that_was_said() -> None:
    both = {"birth_date": Known(date(1960, 12, 18), Origin.LICENCE), "age": Known(70, Origin.SAID)}
    assert derive(both, date(2025, 1, 1))["age"] == Known(64, Origin.DERIVED)


def test_nothing_follows_from_an_age_alone_or_from_a_birth_in_the_future() -> None:
    said = {"age": Known(70, Origin.SAID)}
    assert derive(said, date(2025, 1, 1)) == said
    unborn = {"birth_date": Known(date(2030, 1, 1), Origin.SAID)}
    assert derive(unborn, date(2025, 1, 1)) == unborn


def test_a_text_speaks_chinese_unless_english_is_asked_for() -> None:
    assert LABEL.in_language("en") == "a"
    assert LABEL.in_language("zh") == "甲"
    assert LABEL.in_language("fr") == "甲"
