"""What asking is worth, against trying it out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.planning import Book, learn, next_question, outlook
from onetrip.planning.chooser import Ahead
from onetrip.planning.priors import Prior
from onetrip.rules import KnownFacts, Value, Verdict, Vocabulary, derive, evaluate, residual
from tests.planning.making import DAY, VOCABULARY, answers, book, books, known_facts, matter, said
from tests.planning.test_priors import residents


@cache
def prior() -> Prior:
    return learn(residents(600), VOCABULARY, DAY)


def ahead_of(made: Book, known: KnownFacts) -> Ahead:
    return made.chooser(DAY, prior()).ahead(known)


@given(books, known_facts)
def test_what_is_open_is_among_what_the_condition_leaves_open(made: Book, known: KnownFacts) -> None:
    seen = derive(known, DAY)
    ahead = ahead_of(made, seen)
    for name, expr in made.conditions.items():
        left = {"birth_date" if fact == "age" else fact for fact in residual(expr, seen, DAY, VOCABULARY)}
        assert ahead.open_facts(name) <= left
        if evaluate(expr, seen, DAY, VOCABULARY) != Verdict.UNKNOWN:
            assert not ahead.open_facts(name)


@given(books, answers, st.data())
def test_who_is_known_through_and_through_has_what_is_certain(
    made: Book, truth: dict[str, Value], data: st.DataObject
) -> None:
    ahead = ahead_of(made, said(**truth))
    for name, expr in made.conditions.items():
        holds = evaluate(expr, derive(said(**truth), DAY), DAY, VOCABULARY) == Verdict.YES
        assert ahead.chance(name) == pytest.approx(float(holds), abs=1e-6)
        assert ahead.undiscovered([name]) == pytest.approx((float(holds), float(holds)), abs=1e-6)


@given(books, known_facts)
def test_the_chance_that_something_is_not_found_lies_between_that_of_each_and_their_sum(
    made: Book, known: KnownFacts
) -> None:
    ahead = ahead_of(made, known)
    names = list(made.conditions)
    expected, chance = ahead.undiscovered(names)
    each = [ahead.chance(name) for name in names]
    assert expected == pytest.approx(sum(each), abs=1e-5)
    assert max(each, default=0) - 1e-5 <= chance <= min(1, sum(each)) + 1e-5


def test_what_somebody_may_well_have_is_asked_about_before_what_hardly_anybody_has() -> None:
    # Of these people every second one is poor when old, and nobody has anything to do with "claimed" and "moved".
    made = book(matter("likely", "poor"), matter("unlikely", 'work == "a" and hukou == "none" and claimed and moved'))
    question = next_question(made, said(birth_date=truth_old()), DAY, [], scope="everything", prior=prior())
    assert question is not None
    assert question.fact == "poor"


def truth_old() -> Value:
    return DAY.replace(year=DAY.year - 80)


def test_everything_means_what_can_be_claimed_and_not_only_what_is_offered() -> None:
    made = book(matter("m", "moved", offer="asked"), matter("n", "claimed", offer="asked", kind="query"))
    assert next_question(made, {}, DAY, []) is None
    question = next_question(made, {}, DAY, [], scope="everything")
    assert question is not None
    assert question.decides == ("m",)


def test_a_question_that_has_to_be_looked_up_waits_for_an_easy_one() -> None:
    easy, hard = "married", "income"
    made = book(matter("m", f'{easy} and {hard} < amount("line")'))
    first = next_question(made, {}, DAY, ["m"])
    assert first is not None
    assert first.fact == easy


def test_the_outlook_says_what_may_not_have_been_found() -> None:
    made = book(matter("m", "poor", offer="asked"), matter("n", "ill", offer="asked"))
    begin = outlook(made, {}, DAY, [], scope="everything", prior=prior())
    assert begin.undecided == 2
    assert 0.5 < begin.chance < begin.expected < 1.2
    half = outlook(made, said(poor=True), DAY, [], scope="everything", prior=prior())
    assert (half.undecided, half.expected) == (1, pytest.approx(0.8, abs=0.06))
    done = outlook(made, said(poor=True, ill=False), DAY, [], scope="everything", prior=prior())
    assert (done.undecided, done.expected, done.chance) == (0, 0.0, 0.0)


def test_the_age_alone_serves_where_nobody_says_the_day() -> None:
    made = book(matter("m", "age >= 60 and moved"))
    question = next_question(made, said(age=66), DAY, ["m"], {"birth_date"}, prior=prior())
    assert question is not None
    assert question.fact == "moved"


def test_what_belongs_together_and_is_likely_to_be_asked_anyway_comes_on_one_screen() -> None:
    facts = dict(VOCABULARY.facts)
    for name in ("married", "moved", "claimed"):
        facts[name] = replace(facts[name], together="home")
    made = replace(book(matter("m", "married or moved"), matter("n", "claimed and ill")), vocabulary=Vocabulary(facts))

    question = next_question(made, {}, DAY, ["m", "n"])
    assert question is not None
    assert {question.fact, *question.beside} == {"married", "claimed"}
    alone = next_question(made, {}, DAY, ["m"])
    assert alone is not None
    # Whoever is the one is not asked for the other: half of all would be asked in vain.
    assert alone.beside == ()
