"""Examples stand where a condition decides: one inside, one outside for each of its facts, one of whom too little is known."""

from __future__ import annotations

import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.trying import examples
from onetrip.rules import Verdict, derive, evaluate, facts_of, parse
from tests.factories import TODAY


def verdicts(source: str, shanghai: Catalogue) -> list[Verdict]:
    vocabulary = shanghai.book.vocabulary
    condition = parse(source, vocabulary)
    return [
        evaluate(condition, derive(each.known, TODAY), TODAY, vocabulary)
        for each in examples(condition, vocabulary, TODAY)
    ]


def test_one_is_inside_each_fact_keeps_one_outside_and_one_is_unknown(shanghai: Catalogue) -> None:
    found = verdicts('hukou == "shanghai" and months_until(age=65) <= 1', shanghai)
    assert found == [Verdict.YES, Verdict.NO, Verdict.NO, Verdict.UNKNOWN]


def test_whoever_fails_differs_from_the_first_by_one_fact_only(shanghai: Catalogue) -> None:
    vocabulary = shanghai.book.vocabulary
    condition = parse('hukou == "shanghai" and work == "retired" and age >= 60', vocabulary)
    first, *others = examples(condition, vocabulary, TODAY)
    for each in others:
        if each.decides is not None:
            assert {name for name in first.known if each.known.get(name) != first.known[name]} == {each.decides}


def test_they_stand_on_the_very_edge(shanghai: Catalogue) -> None:
    vocabulary = shanghai.book.vocabulary
    condition = parse("age >= 65", vocabulary)
    inside, outside, _ = examples(condition, vocabulary, TODAY)
    assert derive(inside.known, TODAY)["age"].value == 65
    assert derive(outside.known, TODAY)["age"].value == 64


@pytest.mark.parametrize("source", ["true", "false"])
def test_a_condition_that_asks_nothing_needs_no_example(shanghai: Catalogue, source: str) -> None:
    from onetrip.rules import Truth

    assert examples(Truth(source == "true"), shanghai.book.vocabulary, TODAY) == ()


def test_every_condition_of_the_catalogue_has_somebody_inside(shanghai: Catalogue) -> None:
    vocabulary = shanghai.book.vocabulary
    for matter in shanghai.matters.values():
        condition = matter.terms.entitled
        if not facts_of(condition):
            continue
        found = examples(condition, vocabulary, TODAY)
        assert found, matter.id
        assert evaluate(condition, derive(found[0].known, TODAY), TODAY, vocabulary) is Verdict.YES, matter.id
        assert len(found) <= 8
