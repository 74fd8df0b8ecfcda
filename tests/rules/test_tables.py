"""A condition in every state of knowledge, against trying everything."""

from __future__ import annotations

from datetime import date
from itertools import product
from math import prod

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from onetrip.rules import Expr, Known, Origin, Verdict, evaluate, tables
from onetrip.rules.expressions import Compare, Op
from onetrip.rules.tables import Parts, Table, parts_of, table_of
from tests.rules.examples import DAY, VOCABULARY, condition
from tests.rules.strategies import days, naively, residents, sources, thorough

YES, UNKNOWN, NO = int(Verdict.YES), int(Verdict.UNKNOWN), int(Verdict.NO)

State = tuple[int, ...]


def table(source: str, day: date = DAY) -> Table:
    found = table_of(condition(source), day, VOCABULARY)
    assert found is not None
    return found


def completions(made: Table, state: State) -> list[State]:
    """All states in which everything is known that `state` may become."""
    return list(
        product(*([at] if at else range(1, axis.groups + 1) for at, axis in zip(state, made.axes, strict=True)))
    )


def holds(made: Table, expr: Expr, full: State, day: date) -> bool:
    known = {axis.fact: Known(axis.examples()[at - 1], Origin.SAID) for axis, at in zip(made.axes, full, strict=True)}
    return evaluate(expr, known, day, VOCABULARY) == Verdict.YES


def states(made: Table) -> st.SearchStrategy[State]:
    return st.tuples(*(st.integers(0, axis.groups) for axis in made.axes))


@thorough
@given(sources, days, st.data())
def test_a_verdict_is_what_every_way_to_fill_in_the_unknown_says(source: str, day: date, data: st.DataObject) -> None:
    assume("amount" not in source or VOCABULARY.amounts["minimum"].at(day) is not None)
    expr = condition(source)
    made = table_of(expr, day, VOCABULARY)
    assume(made is not None and made.verdicts.size <= 20_000)
    assert made is not None
    state = data.draw(states(made))
    ends = {holds(made, expr, full, day) for full in completions(made, state)}
    assert made.verdicts[state] == (UNKNOWN if len(ends) == 2 else YES if True in ends else NO)


@thorough
@given(sources, days, residents)
def test_who_is_known_through_and_through_gets_the_verdict_of_the_condition(
    source: str, day: date, resident: dict[str, object]
) -> None:
    assume("amount" not in source or VOCABULARY.amounts["minimum"].at(day) is not None)
    made = table_of(condition(source), day, VOCABULARY)
    assume(made is not None)
    assert made is not None
    state = tuple(axis.place_of(resident[axis.fact]) for axis in made.axes)  # type: ignore[arg-type]
    assert bool(made.verdicts[state] == YES) is naively(source, resident, day)


@thorough
@given(sources, st.data())
def test_the_chance_is_the_weight_of_the_ways_in_which_it_holds(source: str, data: st.DataObject) -> None:
    made = table(source)
    assume(made.verdicts.size <= 2_000)
    weights = [
        [share / sum(drawn) for share in drawn]
        for axis in made.axes
        for drawn in [data.draw(st.lists(st.integers(1, 9), min_size=axis.groups, max_size=axis.groups))]
    ]
    state = data.draw(states(made))

    def weight(full: State) -> float:
        return prod(
            weights[at][place - 1] for at, (place, before) in enumerate(zip(full, state, strict=True)) if not before
        )

    expected = sum(weight(full) for full in completions(made, state) if made.verdicts[full] == YES)
    assert made.chances(weights)[state] == pytest.approx(expected)


@thorough
@given(sources, st.data())
def test_no_order_of_questions_decides_with_less_effort(source: str, data: st.DataObject) -> None:
    made = table(source)
    assume(made.verdicts.size <= 400)
    weights = [[1 / axis.groups] * axis.groups for axis in made.axes]
    costs = [data.draw(st.sampled_from([1.0, 2.0, 5.0])) for _ in made.axes]

    def least(state: State) -> float:
        if made.verdicts[state] != UNKNOWN:
            return 0.0
        return min(
            costs[at]
            + sum(share * least((*state[:at], group + 1, *state[at + 1 :])) for group, share in enumerate(weights[at]))
            for at, place in enumerate(state)
            if not place
        )

    state = data.draw(states(made))
    assert made.efforts(weights, costs)[state] == pytest.approx(least(state))


def test_what_is_true_either_way_is_true_before_anything_is_known() -> None:
    assert table("age >= 16 or age < 16").verdicts[0] == YES
    assert table("holds_permit and not holds_permit").verdicts[0] == NO
    assert table("holds_permit or lives_alone").verdicts[0, 0] == UNKNOWN


def test_values_a_fact_cannot_have_leave_nothing_open() -> None:
    for always in (Compare("children", Op.GE, 0), Compare("age", Op.LT, 151)):
        made = table_of(always, DAY, VOCABULARY)
        assert made is not None
        assert made.verdicts[0] == YES
    with pytest.raises(ValueError, match="birth_date cannot be"):
        made.axes[0].place_of(date(1800, 1, 1))


def test_an_amount_without_a_figure_leaves_open_what_hangs_on_it() -> None:
    early = date(1990, 1, 1)
    made = table('income < amount("minimum") or lives_alone', early)
    alone = made.facts.index("lives_alone")
    state = [0] * len(made.axes)
    assert made.verdicts[tuple(state)] == UNKNOWN
    state[alone] = made.axes[alone].place_of(value=True)
    assert made.verdicts[tuple(state)] == YES
    assert made.efforts([[1.0], [0.5, 0.5]], [1, 1]).max() < 3


def test_two_questions_are_worth_less_than_two_where_one_may_do() -> None:
    made = table("holds_permit and lives_alone")
    assert made.efforts([[0.5, 0.5]] * 2, [1, 1])[0, 0] == pytest.approx(1.5)
    assert made.efforts([[0.9, 0.1], [0.5, 0.5]], [1, 1])[0, 0] == pytest.approx(1.1)


def test_a_condition_with_too_many_states_gets_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onetrip.rules.tables.MOST_STATES", 8)
    assert table_of(condition("holds_permit and lives_alone"), DAY, VOCABULARY) is None


@thorough
@given(sources, st.data())
def test_a_fact_is_open_where_two_answers_to_it_may_lead_to_different_verdicts(
    source: str, data: st.DataObject
) -> None:
    made = table(source)
    assume(made.verdicts.size <= 2_000)
    state = data.draw(states(made))
    bits = int(made.openings()[state])
    for at, axis in enumerate(made.axes):
        differs = not state[at] and any(
            len({int(made.verdicts[(*full[:at], place, *full[at + 1 :])]) for place in range(1, axis.groups + 1)}) > 1
            for full in completions(made, state)
        )
        assert bool(bits >> at & 1) is differs


def nodes(found: Table | Parts) -> list[Table]:
    return [found] if isinstance(found, Table) else [table for part in found.parts for table in nodes(part)]


def holds_in_parts(found: Table | Parts, resident: dict[str, object]) -> bool:
    if isinstance(found, Table):
        return bool(found.verdicts[tuple(axis.place_of(resident[axis.fact]) for axis in found.axes)] == YES)  # type: ignore[arg-type]
    return (all if found.all_of else any)(holds_in_parts(part, resident) for part in found.parts)


@thorough
@given(sources, sources, days, residents)
def test_a_condition_in_parts_says_of_everybody_what_the_condition_says(
    one: str, other: str, day: date, resident: dict[str, object]
) -> None:
    assume("amount" not in one + other or VOCABULARY.amounts["minimum"].at(day) is not None)
    expr = condition(f"({one}) and ({other})")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "MOST_STATES", 60)
        try:
            found = parts_of(expr, day, VOCABULARY)
        except ValueError:
            assume(False)
    assert max(table.verdicts.size for table in nodes(found)) <= 60
    assert holds_in_parts(found, resident) is naively(f"({one}) and ({other})", resident, day)
