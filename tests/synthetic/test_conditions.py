"""A condition over columns says what it says of each resident alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.catalogue.book import Catalogue
from onetrip.rules import Known, Origin, Verdict, age_on, compile_conditions, evaluate, parse
from onetrip.synthetic import City, city, holds
from onetrip.synthetic.columns import encoded
from tests.factories import TODAY
from tests.rules.examples import VOCABULARY
from tests.rules.strategies import days, residents, sources, thorough


@thorough
@given(sources, st.lists(residents, min_size=1, max_size=6), days)
def test_columns_agree_with_the_evaluation_of_each_resident(
    source: str, people: list[dict[str, Any]], day: date
) -> None:
    for person in people:
        person["age"] = age_on(person["birth_date"], day)
    columns = {name: encoded(VOCABULARY.facts[name], [person[name] for person in people]) for name in people[0]}
    try:
        expr = parse(source, VOCABULARY)
    except ValueError:  # such as a comparison that always holds
        return
    each = [
        evaluate(expr, {name: Known(value, Origin.SAID) for name, value in person.items()}, day, VOCABULARY)
        for person in people
    ]
    assert holds(expr, columns, day, VOCABULARY).tolist() == [verdict is Verdict.YES for verdict in each]


@pytest.mark.parametrize("day", [TODAY, date(2020, 2, 29)])
def test_every_condition_of_the_catalogue_agrees_for_every_resident(shanghai: Catalogue, day: date) -> None:
    """In February 2020 the minimum living standard has no figure: what depends on it holds for nobody."""
    book = shanghai.book
    people = city(book.vocabulary, None, day, 1_500)
    program = compile_conditions(book.conditions, book.vocabulary)
    verdicts = [program.verdicts(known, day) for known in people.known()]
    for name, expr in book.conditions.items():
        each = np.array([verdict[name] is Verdict.YES for verdict in verdicts])
        assert np.array_equal(people.holds(expr), each), name


def test_nearly_every_condition_of_the_catalogue_holds_for_somebody_and_not_for_all(
    shanghai: Catalogue, town: City
) -> None:
    shares = {name: float(town.holds(expr).mean()) for name, expr in shanghai.book.conditions.items()}
    decided = [name for name, share in shares.items() if 0 < share < 1]
    assert len(decided) >= 0.9 * len(shares)


def test_a_fact_that_was_not_drawn_is_missed_by_its_name(town: City) -> None:
    expr = parse("age >= 65", town.vocabulary)
    with pytest.raises(KeyError, match="age"):
        holds(expr, {"sex": town.columns["sex"]}, TODAY, town.vocabulary)
