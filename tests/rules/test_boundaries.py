"""Residents on the boundaries of a condition, against every resident there could be of a small vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.rules import (
    BIRTH_DATE,
    Atom,
    Constraint,
    Text,
    Verdict,
    age_on,
    atoms,
    derive,
    evaluate,
    months_until,
    parse,
)
from onetrip.rules.boundaries import Boundaries, Pair, Why, World, boundaries, somebody
from onetrip.rules.edges import Lived, Traits, edges_of, known_of, traits_of
from tests.rules.strategies import sources, thorough
from tests.rules.test_constraints import VOCABULARY

DAY = date(2026, 11, 24)
SOME = Text("情形", "case")
FREE = World(VOCABULARY, (), DAY)


def never(source: str, *, certain: bool = True) -> Constraint:
    return Constraint(source, parse(source, VOCABULARY), SOME, certain)


def of(source: str, world: World = FREE, around: str = "") -> Boundaries:
    condition = parse(source, VOCABULARY)
    return boundaries(condition, world, parse(around, VOCABULARY)) if around else boundaries(condition, world)


def judged(source: str, traits: Traits, world: World = FREE) -> Verdict:
    return evaluate(parse(source, VOCABULARY), derive(world.known(traits), DAY), DAY, VOCABULARY)


def only(found: Boundaries) -> Pair:
    (pair,) = found.pairs.values()
    return pair


def test_an_age_turns_between_the_last_month_before_and_the_birthday() -> None:
    pair = only(of("age >= 65"))
    assert (pair.inside[BIRTH_DATE], pair.outside[BIRTH_DATE]) == (Lived(780), Lived(779))
    assert pair.sharp
    assert pair.unique


def test_months_until_an_age_turn_where_the_month_begins() -> None:
    pair = only(of("months_until(age=65) <= 1"))
    assert (pair.inside[BIRTH_DATE], pair.outside[BIRTH_DATE]) == (Lived(779), Lived(778))


def test_a_number_turns_at_its_bound_and_a_dated_amount_at_its_figure_of_the_day() -> None:
    pair = only(of("years >= 2"))
    assert (pair.inside["years"], pair.outside["years"]) == (2, 1)
    pair = only(of('income < amount("line")'))
    assert (pair.inside["income"], pair.outside["income"]) == (999, 1000)


def test_each_comparison_decides_with_all_else_the_same() -> None:
    source = 'work == "a" and (married or years >= 2) and not trader'
    found = of(source)
    assert len(found.pairs) == 4
    assert not found.cannot
    for pair in found.pairs.values():
        assert judged(source, pair.inside) is Verdict.YES
        assert judged(source, pair.outside) is Verdict.NO
        assert len(pair.changed) == 1
        assert pair.unique


def test_nobody_impossible_is_made_and_facts_that_hang_together_change_together() -> None:
    source = 'work == "a" and home == "a"'
    world = World(VOCABULARY, [never('work == "a" and home == "b"'), never('work == "a" and home == "none"')], DAY)
    found = of(source, world)
    for pair in found.pairs.values():
        assert world.can_be(pair.inside)
        assert world.can_be(pair.outside)
    assert len(found.pairs) == 1  # who works at a lives at a: the home never decides by itself
    assert list(found.cannot.values()) == [Why.OTHERS_DECIDE]


def test_what_hardly_anybody_is_is_taken_only_where_nobody_else_will_do() -> None:
    hardly = never('work == "a" and married', certain=False)
    world = World(VOCABULARY, [hardly], DAY)
    assert only(of('work == "a"', world)).inside["work"] == "a"
    assert len(of('work == "a" and married', world).pairs) == 2  # there is nobody else who meets it
    for pair in of('home == "a" and (work == "a" or work == "b")', world, "married").pairs.values():
        if pair.atom == parse('home == "a"', VOCABULARY):
            assert pair.inside["work"] == "b"


def test_what_cannot_decide_is_said_with_its_reason() -> None:
    world = World(VOCABULARY, [never("trader and married")], DAY)
    assert list(of("trader", world, "married").cannot.values()) == [Why.NOBODY_MEETS]
    assert list(of("not trader", world, "married").cannot.values()) == [Why.EVERYBODY_MEETS]
    found = of("married and (married or trader)")
    assert set(found.cannot.values()) == {Why.OTHERS_DECIDE}


def test_a_comparison_that_stands_in_several_places_decides_with_all_of_them() -> None:
    found = of("trader or trader and years >= 2", World(VOCABULARY, [never("years < 2 and trader")], DAY))
    assert [pair.atom for pair in found.pairs.values()] == [parse("trader", VOCABULARY)]


def test_an_amount_without_a_figure_decides_nothing() -> None:
    early = World(VOCABULARY, (), date(2019, 1, 1))
    condition = parse('income < amount("line")', VOCABULARY)
    assert list(boundaries(condition, early).cannot.values()) == [Why.NO_FIGURE]


def test_a_question_about_some_is_shown_by_those_alone() -> None:
    pair = only(of("years >= 2", around="married and not trader"))
    assert pair.inside["married"] is True
    assert pair.outside["trader"] is False


def test_somebody_ordinary_is_found_and_nobody_where_there_is_none() -> None:
    world = World(VOCABULARY, [never("trader and married")], DAY)
    assert somebody(parse("trader and years >= 2", VOCABULARY), world) == {"trader": True, "years": 2}
    assert somebody(parse("trader and married", VOCABULARY), world) is None


@given(st.integers(0, 12 * 150), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
@thorough
def test_who_has_lived_so_many_months_has_on_every_day(months: int, day: date) -> None:
    known = known_of({BIRTH_DATE: Lived(months)}, day, VOCABULARY)[BIRTH_DATE].value
    assert isinstance(known, date)
    assert age_on(known, day) == months // 12
    assert months_until(known, 100, day) == 1200 - months


_ATOMS = st.sampled_from(
    [
        "married",
        "trader",
        "years >= 2",
        "years == 1",
        'work == "a"',
        'work in ("a", "b")',
        'home != "none"',
        "age >= 40",
    ]
)
_CONDITIONS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: "(" + " and ".join(parts) + ")"),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: "(" + " or ".join(parts) + ")"),
    ),
    max_leaves=7,
)
_NEVER = st.lists(
    st.sampled_from(
        [
            "trader and married",
            'work == "a" and trader',
            "years < 2 and trader",
            'home == "a" and work != "a"',
            "age < 40 and married",
        ]
    ),
    max_size=3,
    unique=True,
)


def everybody(world: World) -> Iterator[Traits]:
    values = {
        "work": ("a", "b", "none"),
        "home": ("a", "b", "none"),
        "married": (False, True),
        "trader": (False, True),
        "years": (0, 1, 2, 3),
        BIRTH_DATE: (Lived(479), Lived(480)),
    }
    for chosen in product(*values.values()):
        traits = dict(zip(values, chosen, strict=True))
        if world.can_be(traits):
            yield traits


def truth(atom: Atom, traits: Traits, world: World) -> bool:
    return evaluate(atom, derive(world.known(traits), DAY), DAY, VOCABULARY) is Verdict.YES


@given(_CONDITIONS, _NEVER)
@thorough
def test_what_is_said_to_decide_for_nobody_decides_for_nobody_by_itself(source: str, nevers: list[str]) -> None:
    world = World(VOCABULARY, [never(each) for each in nevers], DAY)
    condition = parse(source, VOCABULARY)
    found = boundaries(condition, world)
    assert not set(found.pairs) & set(found.cannot)
    assert {*found.pairs, *found.cannot} == set(atoms(condition))
    for pair in found.pairs.values():
        assert world.can_be(pair.inside)
        assert world.can_be(pair.outside)
        assert evaluate(condition, derive(world.known(pair.inside), DAY), DAY, VOCABULARY) is Verdict.YES
        assert evaluate(condition, derive(world.known(pair.outside), DAY), DAY, VOCABULARY) is Verdict.NO
        assert truth(pair.atom, pair.inside, world)
        assert not truth(pair.atom, pair.outside, world)
    people = list(everybody(world))
    outcomes: dict[tuple[bool, ...], bool] = {}
    for traits in people:
        all_truths = tuple(truth(atom, traits, world) for atom in atoms(condition))
        outcomes[all_truths] = evaluate(condition, derive(world.known(traits), DAY), DAY, VOCABULARY) is Verdict.YES
    for atom, why in found.cannot.items():
        at = atoms(condition).index(atom)
        assert why is not Why.TOO_TANGLED
        for truths, outcome in outcomes.items():
            flipped = (*truths[:at], not truths[at], *truths[at + 1 :])
            assert outcomes.get(flipped, outcome) is outcome, "two possible residents show that it does"


@given(sources)
@thorough
def test_an_edge_is_met_by_its_first_value_and_not_by_its_second(source: str) -> None:
    from tests.rules.examples import VOCABULARY as LARGER

    for atom in atoms(parse(source, LARGER)):
        for inside, outside in edges_of(atom, DAY, LARGER):
            fact = next(iter(_facts_of(atom)))
            assert evaluate(atom, known_of({fact: inside}, DAY, LARGER), DAY, LARGER) is Verdict.YES
            assert evaluate(atom, known_of({fact: outside}, DAY, LARGER), DAY, LARGER) is Verdict.NO


def _facts_of(atom: Atom) -> set[str]:
    from onetrip.rules.classes import key_of

    return {key_of(atom)}


@pytest.mark.parametrize("source", ["years >= 2", 'income < amount("line")', "age >= 65", 'work == "a"'])
def test_no_value_is_tried_that_the_fact_cannot_have(source: str) -> None:
    (atom,) = atoms(parse(source, VOCABULARY))
    fact = next(iter(_facts_of(atom)))
    for trait in traits_of(fact, (atom,), DAY, VOCABULARY):
        if not isinstance(trait, Lived):
            assert VOCABULARY.facts[fact].can_be(trait, DAY)
