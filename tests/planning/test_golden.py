"""The version of the engine is honest: the same version makes the same plans."""

from __future__ import annotations

import pytest

from onetrip.planning import ENGINE, Standing, plan, words
from onetrip.rules import Text
from tests.planning.golden.catalogue import BOOK, DAY, RESIDENTS, resident
from tests.planning.golden.digests import changed, kept

_RENEW = "then renew the file with: python -m tests.planning.golden"


def test_the_plans_of_fixed_residents_are_what_they_were() -> None:
    others = changed()
    assert not others or kept()["engine"] != ENGINE, (
        f"{len(others)} of {RESIDENTS} plans are other bytes by the same engine: if that is meant, "
        f"bump onetrip.planning.plan.ENGINE (it is {ENGINE!r}), {_RENEW}"
    )
    assert kept()["engine"] == ENGINE, f"ENGINE is {ENGINE!r} and the file is of {kept()['engine']!r}: {_RENEW}"
    assert not others


def test_the_fixed_residents_see_everything_that_a_plan_can_say() -> None:
    made = []
    for number in range(RESIDENTS):
        known, wanted, skipped, declined = resident(number)
        made.append(plan(BOOK, known, DAY, wanted, skipped, declined))
    assert {item.standing for each in made for item in each.items} == set(Standing)
    for part in (
        "bring",
        "not_needed",
        "perhaps",
        "if_proxy",
        "possible",
        "skipped",
        "declined",
        "by_proxy",
        "trips_why",
    ):
        assert any(getattr(each, part) for each in made), part


def test_an_engine_that_says_something_else_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "COMES_BY_ITSELF", Text(zh="自己来。", en="It comes."))
    assert changed()
