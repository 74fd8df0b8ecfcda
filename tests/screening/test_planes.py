"""Columns, planes of bits and Polars say of each resident what the rules say of one, also of what is not known."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.rules import (
    ALWAYS,
    NEVER,
    Compare,
    Expr,
    Fact,
    FactType,
    KnownFacts,
    OneOf,
    Op,
    Text,
    Verdict,
    Vocabulary,
    evaluate,
    parse,
)
from onetrip.rules.sql import as_sql
from onetrip.screening.columns import Column, counted, packed, unpacked, words_for
from onetrip.screening.frames import as_polars
from onetrip.screening.planes import BLOCK, Planes
from onetrip.screening.planes import evaluate as evaluate_all
from tests.rules.examples import DAY, VOCABULARY
from tests.rules.strategies import days, partly_known, residents, sources, thorough
from tests.screening.people import columns_of, frame_of

NAMES = (*VOCABULARY.facts, "age")


def parsed(source: str) -> Expr | None:
    try:
        return parse(source, VOCABULARY)
    except ValueError:  # such as a comparison that always holds
        return None


def verdicts_of(certain: np.ndarray, possible: np.ndarray) -> list[Verdict]:
    return [
        Verdict.YES if sure else Verdict.UNKNOWN if maybe else Verdict.NO
        for sure, maybe in zip(certain, possible, strict=True)
    ]


def of_truths(found: list[bool | None]) -> list[Verdict]:
    return [Verdict.UNKNOWN if one is None else Verdict.YES if one else Verdict.NO for one in found]


@st.composite
def some_people(draw: st.DrawFn) -> tuple[list[KnownFacts], date]:
    day = draw(days)
    people = draw(st.lists(residents, min_size=1, max_size=6))
    return [draw(partly_known(person, day)) for person in people], day


@thorough
@given(sources, some_people())
def test_planes_and_polars_agree_with_the_evaluation_of_each_resident(
    source: str, drawn: tuple[list[KnownFacts], date]
) -> None:
    people, day = drawn
    expr = parsed(source)
    if expr is None:
        return
    each = [evaluate(expr, person, day, VOCABULARY) for person in people]
    found = evaluate_all({"it": expr}, columns_of(people, NAMES, VOCABULARY), len(people), day, VOCABULARY)
    certain, possible = (unpacked(plane, len(people)) for plane in found["it"])
    assert verdicts_of(certain, possible) == each
    frame = frame_of(people, NAMES, VOCABULARY)
    read = frame.with_columns(it=as_polars(expr, day, VOCABULARY, NAMES))
    assert of_truths(read["it"].to_list()) == each


@thorough
@given(st.lists(sources, min_size=2, max_size=8), some_people())
def test_conditions_that_share_parts_are_judged_as_if_each_stood_alone(
    texts: list[str], drawn: tuple[list[KnownFacts], date]
) -> None:
    people, day = drawn
    conditions = {str(place): expr for place, text in enumerate(texts) if (expr := parsed(text)) is not None}
    columns = columns_of(people, NAMES, VOCABULARY)
    together = evaluate_all(conditions, columns, len(people), day, VOCABULARY)
    for name, expr in conditions.items():
        (alone,) = evaluate_all({name: expr}, columns, len(people), day, VOCABULARY).values()
        for one, other in zip(together[name], alone, strict=True):
            assert unpacked(one, len(people)).tolist() == unpacked(other, len(people)).tolist()


def test_more_than_one_block_of_residents_is_judged_like_one() -> None:
    number = BLOCK + 77
    chance = np.random.default_rng(7)
    children = Column(chance.integers(0, 9, number, dtype=np.int16), chance.random(number) < 0.7)
    expr = parse("children >= 3", VOCABULARY)
    certain, possible = evaluate_all({"it": expr}, {"children": children}, number, DAY, VOCABULARY)["it"]
    assert children.known is not None
    many = children.values >= 3
    assert unpacked(certain, number).tolist() == (many & children.known).tolist()
    assert unpacked(possible, number).tolist() == (many | ~children.known).tolist()


def test_a_fact_without_a_column_leaves_open_only_what_needs_it() -> None:
    permits = {"holds_permit": Column(np.array([True, False]))}
    conditions = {
        "needs it": parse("holds_permit and lives_alone", VOCABULARY),
        "does not": parse("holds_permit or lives_alone", VOCABULARY),
    }
    found = evaluate_all(conditions, permits, 2, DAY, VOCABULARY)
    assert [unpacked(plane, 2).tolist() for plane in found["needs it"]] == [[False, False], [True, False]]
    assert [unpacked(plane, 2).tolist() for plane in found["does not"]] == [[True, False], [True, True]]


def test_an_amount_without_a_figure_on_the_day_leaves_everybody_possible() -> None:
    income = {"income": Column(np.array([100.0, 9e9]))}
    early = date(1990, 1, 1)
    expr = parse('income <= amount("minimum")', VOCABULARY)
    certain, possible = evaluate_all({"it": expr}, income, 2, early, VOCABULARY)["it"]
    assert unpacked(certain, 2).tolist() == [False, False]
    assert unpacked(possible, 2).tolist() == [True, True]
    assert as_sql(expr, early, VOCABULARY, {"income"}) == "CAST(NULL AS BOOLEAN)"


@pytest.mark.parametrize(("expr", "everybody"), [(ALWAYS, True), (NEVER, False)])
def test_a_rule_that_matches_everybody_or_nobody_is_a_rule(expr: Expr, everybody: bool) -> None:
    certain, possible = evaluate_all({"it": expr}, {}, 70, DAY, VOCABULARY)["it"]
    assert unpacked(certain, 70).tolist() == unpacked(possible, 70).tolist() == [everybody] * 70


def test_a_column_of_the_wrong_length_is_refused() -> None:
    compiled = Planes({"it": parse("lives_alone", VOCABULARY)}, VOCABULARY, DAY, {"lives_alone"})
    with pytest.raises(ValueError, match="2 values of 3 residents"):
        compiled.index({"lives_alone": Column(np.array([True, False]))}, 3)


def test_a_bound_beyond_the_columns_type_is_met_by_all_or_by_none() -> None:
    children = {"children": Column(np.array([0, 3], dtype=np.int8))}
    conditions = {"low": Compare("children", Op.GE, -500), "high": Compare("children", Op.GE, 500)}
    found = evaluate_all(conditions, children, 2, DAY, VOCABULARY)
    assert unpacked(found["low"][0], 2).tolist() == [True, True]
    assert unpacked(found["high"][0], 2).tolist() == [False, False]


@given(st.lists(st.booleans(), max_size=200))
def test_packing_loses_nothing(truths: list[bool]) -> None:
    plane = packed(np.array(truths, dtype=bool))
    assert len(plane) == words_for(len(truths))
    assert unpacked(plane, len(truths)).tolist() == truths
    assert counted(plane) == sum(truths)


def test_polars_reads_a_condition_without_any_column() -> None:
    frame = pl.DataFrame({"holds_permit": [True, False, None]})
    expr = parse("holds_permit or lives_alone", VOCABULARY)
    assert frame.select(it=as_polars(expr, DAY, VOCABULARY, {"holds_permit"}))["it"].to_list() == [True, None, None]


def test_sql_says_what_was_written_and_not_the_number_after_it() -> None:
    assert as_sql(parse("income > 1595.5", VOCABULARY), DAY, VOCABULARY, {"income"}) == '("income" > 1595.5)'


def test_words_with_quotation_marks_cannot_leave_their_place() -> None:
    label = Text("话", "words")
    fact = Fact(id="said", type=FactType.CHOICE, label=label, choices={"it's; DROP TABLE": label, "other": label})
    text = as_sql(OneOf("said", ("it's; DROP TABLE",)), DAY, Vocabulary({"said": fact}), {"said"})
    assert text == "(\"said\" IN ('it''s; DROP TABLE'))"
