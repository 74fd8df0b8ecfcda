"""What residents are like: learnt from residents, of whom not all has to be known."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import numpy as np
import pytest

from onetrip.planning import NOTHING_KNOWN, learn
from onetrip.planning.states import states_of
from onetrip.rules import Known, KnownFacts, Origin, Value
from tests.planning.making import DAY, VOCABULARY, said, when


def residents(number: int, *, missing: float = 0.0) -> list[KnownFacts]:
    """Two kinds of people: the old, poor and ill, and the young; half of each."""
    lot = Random(3)  # noqa: S311 - lots for a test
    found = []
    for _ in range(number):
        old = lot.random() < 0.5
        values: dict[str, Value] = {
            "birth_date": DAY - timedelta(days=365 * (lot.randint(70, 90) if old else lot.randint(20, 40))),
            "poor": lot.random() < (0.8 if old else 0.1),
            "ill": lot.random() < (0.9 if old else 0.05),
            "hukou": "a" if lot.random() < 0.5 else "b",
            "income": lot.randint(500, 1200) if old else lot.randint(3000, 9000),
        }
        found.append(said(**{name: value for name, value in values.items() if lot.random() >= missing}))
    return found


CONDITIONS = {
    name: when(source)
    for name, source in (
        ("old", "age >= 60"),
        ("poor", "poor"),
        ("ill", "ill"),
        ("both", "poor and ill"),
        ("a", 'hukou == "a"'),
        ("low", 'income < amount("line")'),
    )
}


def chance(people: list[KnownFacts], condition: str, **known: Value) -> float:
    from onetrip.planning.chooser import Chooser

    prior = learn(people, VOCABULARY, DAY)
    conditions = {name: expr for name, expr in CONDITIONS.items() if expr is not None}
    return Chooser(states_of(conditions, VOCABULARY, DAY, prior)).ahead(said(**known)).chance(condition)


@pytest.mark.parametrize("missing", [0.0, 0.5])
def test_what_is_known_changes_how_likely_the_rest_is(missing: float) -> None:
    people = residents(4000, missing=missing)
    assert chance(people, "ill") == pytest.approx(0.475, abs=0.04)
    assert chance(people, "ill", birth_date=date(1945, 1, 1)) == pytest.approx(0.9, abs=0.05)
    assert chance(people, "ill", birth_date=date(2000, 1, 1)) == pytest.approx(0.05, abs=0.04)
    assert chance(people, "both", income=800) == pytest.approx(0.72, abs=0.06)
    assert chance(people, "a", income=800) == pytest.approx(0.5, abs=0.05)


def test_the_same_residents_give_the_same_prior() -> None:
    one, other = (learn(residents(500), VOCABULARY, DAY) for _ in range(2))
    assert (one.weights == other.weights).all()
    assert all((one.facts[name].shares == other.facts[name].shares).all() for name in one.facts)


def test_no_answer_is_impossible_whatever_the_sample_lacked() -> None:
    people = residents(300)
    assert chance(people, "a", hukou="none", income=90_000) >= 0
    assert np.isfinite(chance(people, "ill", hukou="none", poor=True))


def test_without_anybody_to_learn_from_all_answers_are_alike() -> None:
    assert learn([], VOCABULARY, DAY) is NOTHING_KNOWN
    assert chance([], "both") == 0.25


def test_a_value_that_its_fact_cannot_have_is_refused() -> None:
    with pytest.raises(ValueError, match="hukou cannot be"):
        learn([{"hukou": Known("elsewhere", Origin.SAID)}], VOCABULARY, DAY)
