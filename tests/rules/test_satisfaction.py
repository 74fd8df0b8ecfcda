"""Conditions that nobody can meet."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given

from onetrip.rules import ALWAYS, NEVER, can_hold, every, negate, satisfaction, some
from tests.rules.examples import VOCABULARY, condition
from tests.rules.strategies import days, naively, residents, sources, thorough


@pytest.mark.parametrize(
    "source",
    [
        "age >= 65 and age < 60",
        "age >= 65 and months_until(age=65) > 0",
        "months_until(age=60) <= 0 and months_until(age=65) > 60",
        'hukou == "shanghai" and hukou != "shanghai"',
        'hukou == "shanghai" and hukou == "abroad"',
        'hukou in ("shanghai", "abroad") and hukou == "elsewhere"',
        "holds_permit and not holds_permit",
        "(holds_permit or age > 100) and not holds_permit and age < 100",
        "children > 2 and children < 3",
        "income > 100 and income < 100",
        'income > 1595 and income < amount("minimum")',
        "married_on > date(2024, 1, 1) and married_on < date(2024, 1, 2)",
        '(hukou == "shanghai" or children == 1) and (hukou == "abroad" or children == 2) and children in (3, 4)',
    ],
)
def test_what_nobody_can_meet_is_found(source: str) -> None:
    assert not can_hold(condition(source), VOCABULARY)
    assert can_hold(negate(condition(source)), VOCABULARY)


@pytest.mark.parametrize(
    "source",
    [
        "age >= 65 and age < 66",
        "age == 64 and months_until(age=65) == 1",
        "age == 64 and months_until(age=65) == 12",
        "income > 100 and income < 100.01",
        'income > 1594 and income < amount("minimum")',
        "married_on > date(2024, 1, 1) and married_on < date(2024, 1, 3)",
        "children not in (0, 1, 2, 3, 4, 5, 6, 7, 8)",
        'children < amount("minimum")',
        "age < 1",
        "age >= 130",
        '(hukou == "shanghai" or children == 1) and (hukou == "abroad" or children == 2)',
    ],
)
def test_what_somebody_can_meet_is_left_in_peace(source: str) -> None:
    assert can_hold(condition(source), VOCABULARY)


def test_constants_are_easy() -> None:
    assert can_hold(ALWAYS, VOCABULARY)
    assert not can_hold(NEVER, VOCABULARY)


@given(source=sources, resident=residents, day=days)
@thorough
def test_whatever_somebody_meets_can_be_met(source: str, resident: dict[str, Any], day: date) -> None:
    assume("amount" not in source or VOCABULARY.amounts["minimum"].at(day) is not None)
    expr = condition(source)
    assert can_hold(expr if naively(source, resident, day) else negate(expr), VOCABULARY)


@given(source=sources)
@thorough
def test_a_condition_or_its_opposite_can_be_met_and_never_both_at_once(source: str) -> None:
    expr = condition(source)
    assert can_hold(expr, VOCABULARY) or can_hold(negate(expr), VOCABULARY)
    # Three-valued logic does not look across comparisons, but this check does.
    if len(source) < 200:
        assert not can_hold(every(expr, negate(expr)), VOCABULARY)
        assert can_hold(some(expr, negate(expr)), VOCABULARY)


def test_a_tangle_gets_a_mere_yes_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    tangle = condition(
        '(hukou == "shanghai" or children == 1) and (hukou == "abroad" or children == 2) and children in (3, 4)'
    )
    assert not can_hold(tangle, VOCABULARY)
    monkeypatch.setattr(satisfaction, "_MOST_STEPS", 2)
    assert can_hold(tangle, VOCABULARY)
