"""What no resident can be, against every resident there could be of a small vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.rules import (
    Constraint,
    Constraints,
    Fact,
    FactType,
    Known,
    Origin,
    Schedule,
    Text,
    Value,
    Verdict,
    Vocabulary,
    derive,
    evaluate,
    parse,
)
from tests.rules.strategies import thorough

DAY = date(2026, 11, 24)


def both(word: str) -> Text:
    return Text(zh=word, en=word)


def fact(name: str, kind: FactType = FactType.BOOL, **more: Any) -> Fact:
    return Fact(id=name, type=kind, label=both(name), **more)


_CHOICES = {value: both(value) for value in ("a", "b", "none")}
VOCABULARY = Vocabulary(
    {
        each.id: each
        for each in (
            fact("birth_date", FactType.DATE, order=1),
            fact("work", FactType.CHOICE, choices=_CHOICES, order=2),
            fact("home", FactType.CHOICE, choices=_CHOICES, order=3),
            fact("married", order=4),
            fact("trader", order=5),
            fact("years", FactType.INT, least=0, most=3, order=6),
            fact("income", FactType.NUMBER, least=0, order=7),
        )
    },
    {"line": Schedule("line", both("line"), ((date(2020, 1, 1), 1000),))},
)
VALUES: dict[str, tuple[Value, ...]] = {
    "birth_date": (date(2014, 5, 1), date(2010, 11, 24), date(1990, 1, 1), date(1955, 2, 28)),
    "work": ("a", "b", "none"),
    "home": ("a", "b", "none"),
    "married": (False, True),
    "trader": (False, True),
    "years": (0, 1, 2, 3),
    "income": (0, 999.5, 1000, 4000),
}
WORLDS = [dict(zip(VALUES, values, strict=True)) for values in product(*VALUES.values())]
"""Everybody there can be, as far as these conditions can tell them apart."""

_ATOMS = (
    "age < 16",
    "age >= 60",
    "birth_date < date(1960, 1, 1)",
    "months_until(age=16) > 0",
    'work == "a"',
    'work != "none"',
    'home in ("a", "b")',
    'home == "none"',
    "married",
    "not married",
    "trader",
    "not trader",
    "years > 0",
    "years in (1, 3)",
    "years <= 2",
    "income > 0",
    'income < amount("line")',
)


def constraint(source: str, *, certain: bool = True) -> Constraint:
    return Constraint(source, parse(source, VOCABULARY), both(f"{source} never"), certain)


def together(*sources: str) -> Constraints:
    return Constraints([constraint(source) for source in sources], VOCABULARY)


def said(**values: Value) -> dict[str, Known]:
    return {name: Known(value, Origin.SAID) for name, value in values.items()}


_nevers = st.one_of(
    st.lists(st.sampled_from(_ATOMS), min_size=2, max_size=3, unique=True).map(" and ".join),
    st.tuples(*[st.sampled_from(_ATOMS)] * 3).map(lambda found: f"{found[0]} and ({found[1]} or {found[2]})"),
)
nevers: st.SearchStrategy[list[str]] = st.lists(_nevers, min_size=1, max_size=6, unique=True)
worlds = st.sampled_from(WORLDS)


@st.composite
def partly_known(draw: st.DrawFn) -> dict[str, Known]:
    """What somebody may have said, true or not; perhaps only the years of their age."""
    world = draw(worlds)
    names = draw(st.sets(st.sampled_from(sorted(world))))
    known = said(**{name: world[name] for name in sorted(names)})
    if draw(st.booleans()):
        known = {name: item for name, item in known.items() if name != "birth_date"} | said(
            age=draw(st.sampled_from([12, 16, 36, 71]))
        )
    return known


def possible(sources: list[str], known: Mapping[str, Known]) -> list[dict[str, Value]]:
    """Every world that agrees with what is known and breaks nothing."""
    conditions = [parse(source, VOCABULARY) for source in sources]
    found = []
    for world in WORLDS:
        whole = derive(said(**world), DAY)
        if all(whole[name].value == item.value for name, item in known.items()) and not any(
            evaluate(never, whole, DAY, VOCABULARY) == Verdict.YES for never in conditions
        ):
            found.append(world)
    return found


@thorough
@given(nevers, partly_known())
def test_what_is_implied_is_so_in_every_possible_world(sources: list[str], known: dict[str, Known]) -> None:
    implied = together(*sources).implied(known, DAY)

    assert not implied.keys() & known.keys()
    assert all(item.origin is Origin.DERIVED for item in implied.values())
    for world in possible(sources, known):
        assert {name: world[name] for name in implied} == {name: item.value for name, item in implied.items()}


@thorough
@given(nevers, partly_known())
def test_where_people_contradict_themselves_there_is_no_such_person(
    sources: list[str], known: dict[str, Known]
) -> None:
    conflicts = together(*sources).conflicts(known, DAY)

    if conflicts:
        assert not possible(sources, known)
        assert together(*sources).implied(known, DAY) == {}


@thorough
@given(nevers, partly_known())
def test_a_contradiction_outright_is_found_exactly_where_a_constraint_is_met(
    sources: list[str], known: dict[str, Known]
) -> None:
    broken = together(*sources).broken(known, DAY)
    met = {
        source
        for source in sources
        if evaluate(parse(source, VOCABULARY), derive(known, DAY), DAY, VOCABULARY) == Verdict.YES
    }

    assert bool(broken) is bool(met)
    assert {each.id for conflict in broken for each in conflict.constraints} <= met


@thorough
@given(nevers, worlds)
def test_of_whom_everything_is_known_every_contradiction_is_found(sources: list[str], world: dict[str, Value]) -> None:
    known = said(**world)

    assert bool(together(*sources).conflicts(known, DAY)) is not bool(possible(sources, known))


@thorough
@given(nevers, partly_known())
def test_the_facts_of_a_contradiction_contradict_each_other_and_none_is_idle(
    sources: list[str], known: dict[str, Known]
) -> None:
    all_together = together(*sources)
    for conflict in all_together.conflicts(known, DAY):
        alone = {name: known[name] for name in conflict.facts}
        assert all_together.conflicts(alone, DAY)
        assert not possible([each.id for each in conflict.constraints], alone)
        if len(conflict.constraints) > 1:
            for name in alone:
                assert not all_together.conflicts({other: alone[other] for other in alone if other != name}, DAY)


@thorough
@given(nevers, partly_known(), st.sets(st.sampled_from(sorted(VALUES))))
def test_who_says_less_has_less_implied(sources: list[str], known: dict[str, Known], left_out: set[str]) -> None:
    all_together = together(*sources)
    less = {name: item for name, item in known.items() if name not in left_out}
    if all_together.conflicts(known, DAY):
        return
    more = {**all_together.implied(known, DAY), **known}

    assert not all_together.conflicts(less, DAY)
    assert {name: item.value for name, item in all_together.implied(less, DAY).items()}.items() <= {
        name: item.value for name, item in more.items()
    }.items()


@thorough
@given(nevers, partly_known())
def test_nothing_more_is_implied_by_what_is_implied(sources: list[str], known: dict[str, Known]) -> None:
    all_together = together(*sources)
    implied = all_together.implied(known, DAY)

    assert all_together.implied({**known, **implied}, DAY) == {}


@thorough
@given(nevers, partly_known(), st.randoms(use_true_random=False))
def test_neither_the_order_of_constraints_nor_that_of_answers_matters(
    sources: list[str], known: dict[str, Known], random: Any
) -> None:
    shuffled, answers = list(sources), list(known.items())
    random.shuffle(shuffled)
    random.shuffle(answers)
    one, other = together(*sources), together(*shuffled)

    assert one.implied(known, DAY) == other.implied(dict(answers), DAY)
    assert one.conflicts(known, DAY) == one.conflicts(dict(answers), DAY)
    assert bool(one.conflicts(known, DAY)) is bool(other.conflicts(known, DAY))


@thorough
@given(nevers, partly_known())
def test_the_grounds_of_what_is_implied_imply_it_and_none_is_idle(sources: list[str], known: dict[str, Known]) -> None:
    all_together = together(*sources)
    for name, item in all_together.implied(known, DAY).items():
        grounds = all_together.grounds(name, known, DAY)
        alone = {each: known[each] for each in grounds}
        assert all_together.implied(alone, DAY)[name] == item
        for each in grounds:
            fewer = {other: alone[other] for other in alone if other != each}
            assert all_together.implied(fewer, DAY).get(name) != item


def test_a_child_has_no_trade_and_therefore_no_years_in_it() -> None:
    constraints = together("age < 16 and trader", "not trader and years > 0", 'age < 16 and work in ("a", "b")')

    implied = constraints.implied(said(birth_date=date(2014, 5, 1)), DAY)

    assert {name: item.value for name, item in implied.items()} == {"trader": False, "years": 0, "work": "none"}
    assert constraints.grounds("years", said(home="a", birth_date=date(2014, 5, 1)), DAY) == ("birth_date",)


def test_an_age_that_was_said_goes_as_far_as_it_goes() -> None:
    constraints = together("birth_date >= date(2010, 11, 25) and married")

    assert constraints.implied(said(age=15), DAY)["married"].value is False
    assert constraints.implied(said(age=16), DAY) == {}
    assert constraints.conflicts(said(age=15, married=True), DAY)[0].facts == ("age", "married")


def test_an_amount_that_nobody_knows_yet_rules_nothing_out() -> None:
    constraints = together('income < amount("line") and trader')

    assert constraints.implied(said(income=500), date(2019, 12, 31)) == {}
    assert constraints.implied(said(income=500), date(2020, 1, 1))["trader"].value is False


def test_a_number_that_can_only_be_nothing_is_implied() -> None:
    constraints = together("trader and income > 0", "married and years < 3")

    assert constraints.implied(said(trader=True, married=True), DAY)["income"].value == 0
    assert constraints.implied(said(trader=True, married=True), DAY)["years"].value == 3


def test_a_way_that_several_constraints_close_together_is_told_with_all_of_them() -> None:
    (conflict,) = together('home == "a" and married', 'home == "a" and not married').conflicts(
        said(home="a", work="b"), DAY
    )

    assert conflict.facts == ("home",)
    assert [each.id for each in conflict.constraints] == ['home == "a" and married', 'home == "a" and not married']


@pytest.mark.parametrize(
    ("name", "value"),
    [("work", "c"), ("work", True), ("married", 1), ("years", True), ("years", 1.5), ("income", "many"), ("birth_date", 1990), ("age", "old"), ("age", True)],
)  # fmt: skip
def test_a_value_that_a_fact_cannot_have_is_named(name: str, value: Value) -> None:
    constraints = together('work == "a" and married and years > 1 and income > 2 and age < 3')
    constraints.implied(said(**{name: 1} if name in ("years", "income") else {}), DAY)

    with pytest.raises(ValueError, match=f"what is known of {name} is not a value it can have"):
        constraints.implied(said(**{name: value}), DAY)


def test_a_constraint_that_is_too_tangled_is_refused() -> None:
    tangled = " and ".join(f"(age == {number} or income == {number})" for number in range(12))

    with pytest.raises(ValueError, match="too tangled"):
        together(tangled)
