"""Answers that cannot all be true, and answers nobody has to give, in a plan."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from onetrip.planning import Book, Plan, Standing, implied, next_question, plan
from onetrip.rules import Constraint, Known, KnownFacts, Origin, Value
from tests.planning.making import DAY, asks, book, both, known_facts, matter, said, when


def never(name: str, source: str, *, certain: bool = True) -> Constraint:
    condition = when(source)
    assert condition is not None
    return Constraint(name, condition, both(f"{name}."), certain)


def bound(made: Book, *constraints: Constraint) -> Book:
    return replace(made, constraints=constraints)


CHILD = date(2014, 3, 1)
NO_CHILD_WORKS = never("children-do-not-work", 'age < 16 and work != "none"')
NO_CHILD_MARRIES = never("children-do-not-marry", "age < 20 and married")
MATTERS = book(matter("pension", 'work == "a"'), matter("wedding", "married"), matter("move", "moved"))
TOWN = bound(MATTERS, NO_CHILD_WORKS, NO_CHILD_MARRIES)


def by_card(birth_date: date) -> KnownFacts:
    return {"birth_date": Known(birth_date, Origin.ID_NUMBER)}


def test_what_only_one_answer_is_left_for_is_not_asked_and_decides_like_one() -> None:
    found = plan(TOWN, by_card(CHILD), DAY, ["pension", "wedding"])

    assert {item.standing for item in found.items} == {Standing.NOT_ENTITLED}
    assert implied(TOWN, by_card(CHILD), DAY).keys() == {"work", "married"}
    asked = next_question(TOWN, by_card(CHILD), DAY, ["pension", "wedding"], scope="wanted")
    assert asked is None
    asked = next_question(MATTERS, by_card(CHILD), DAY, ["pension", "wedding"], scope="wanted")
    assert asked is not None


def test_an_answer_nobody_gave_is_explained_by_those_it_follows_from() -> None:
    item = plan(TOWN, by_card(CHILD), DAY, ["wedding"]).items[0]

    assert item.because == ("married", "birth_date")
    assert "“married”不用问，因为age 是 12。" in item.why.zh
    assert "We need not ask about “married”, because age is 12." in item.why.en


def test_an_answer_that_was_given_is_not_explained_by_others() -> None:
    item = plan(TOWN, {**by_card(CHILD), **said(married=False)}, DAY, ["wedding"]).items[0]

    assert item.because == ("married",)
    assert "不用问" not in item.why.zh


def test_a_contradiction_is_named_with_what_was_said_and_what_to_look_at_again() -> None:
    made = plan(TOWN, {**by_card(CHILD), **said(work="a")}, DAY, ["pension"])

    (found,) = made.contradictions
    assert made.contradicts_itself
    assert (found.facts, found.again, found.certain) == (("birth_date", "work"), ("work",), True)
    assert found.constraints == ("children-do-not-work",)
    assert found.why.zh == "对不上：身份证上，age 是 12；您说work 是 a。children-do-not-work.请再看看“work”。"
    assert found.why.en == (
        "This does not go together: by the ID number, age is 12; you said work is a. children-do-not-work. "
        "Please look again at “work”."
    )


def test_who_said_both_may_have_got_either_wrong() -> None:
    (found,) = plan(TOWN, said(age=12, work="a"), DAY, ["pension"]).contradictions

    assert found.again == ("age", "work")


def test_two_documents_against_each_other_are_for_the_window_to_look_at() -> None:
    known = {**by_card(CHILD), "work": Known("a", Origin.REGISTER)}

    (found,) = plan(TOWN, known, DAY, ["pension"]).contradictions

    assert found.again == ()
    assert "登记信息上，work 是 a" in found.why.zh
    assert "请窗口核对" in found.why.zh


def test_while_answers_contradict_each_other_nothing_that_rests_on_them_is_promised() -> None:
    known = {**by_card(CHILD), **said(work="a", moved=True)}

    made = plan(TOWN, known, DAY, ["pension", "move"])

    promised = {item.matter: item.promised for item in made.items}
    assert promised == {"pension": False, "move": True}
    assert not made.promise_holds
    assert made.label("work") is not None


def test_a_paper_or_a_fee_may_be_what_rests_on_a_contradiction() -> None:
    paper = bound(book(matter("move", "moved", asks("permit", when_='work == "a"'))), NO_CHILD_WORKS)

    made = plan(paper, {**by_card(CHILD), **said(work="a", moved=True)}, DAY, ["move"])

    assert not made.items[0].promised


def test_what_is_only_unlikely_is_asked_again_and_promised_all_the_same() -> None:
    town = bound(MATTERS, never("old-movers", "age > 100 and moved", certain=False))

    made = plan(town, said(age=101, moved=True), DAY, ["move"])

    assert [each.certain for each in made.contradictions] == [False]
    assert made.promise_holds
    assert not made.contradicts_itself
    assert "没有答错，就不用改" in made.contradictions[0].why.zh


def test_what_is_only_unlikely_decides_nothing_by_itself() -> None:
    assert implied(bound(MATTERS, never("old-movers", "age > 100 and moved", certain=False)), said(age=101), DAY) == {}


def test_a_plan_with_contradictions_comes_back_from_json_and_an_old_plan_has_none() -> None:
    made = plan(TOWN, {**by_card(CHILD), **said(work="a")}, DAY, ["pension"])
    stored = json.loads(json.dumps(made.to_json()))

    assert Plan.from_json(stored) == made
    stored.pop("contradictions")
    assert Plan.from_json(stored).contradictions == ()


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("work", "c"),
        ("married", "yes"),
        ("income", True),
        ("income", -1),
        ("income", 100_001),
        ("age", 131),
        ("birth_date", 7),
        ("birth_date", date(2026, 11, 25)),
    ],
)
def test_a_plan_for_what_cannot_be_the_value_of_a_fact_is_refused_by_name(fact: str, value: Value) -> None:
    everything = bound(book(matter("m", 'work == "a" and married and income > 3 and age < 5')), NO_CHILD_WORKS)

    for made in (everything, replace(everything, constraints=()), book(matter("m", "moved"))):
        with pytest.raises(ValueError, match=fact):
            plan(made, said(**{fact: value}), DAY, ["m"])


@given(known_facts)
def test_what_follows_is_what_would_have_been_answered(known: KnownFacts) -> None:
    """Who answers what follows anyway gets the same plan, but for the reasons given."""
    follows = implied(TOWN, known, DAY)
    found = plan(TOWN, known, DAY, ["pension", "wedding", "move"])
    told = plan(TOWN, {**known, **follows}, DAY, ["pension", "wedding", "move"])

    assert [(item.matter, item.standing, item.needs, item.promised) for item in found.items] == [
        (item.matter, item.standing, item.needs, item.promised) for item in told.items
    ]
    assert (found.bring, found.perhaps, found.possible) == (told.bring, told.perhaps, told.possible)


def test_what_is_impossible_is_not_called_unlikely_as_well() -> None:
    town = bound(MATTERS, NO_CHILD_MARRIES, never("young-wives", "age < 23 and married", certain=False))

    made = plan(town, said(age=12, married=True), DAY, ["wedding"])

    assert [each.constraints for each in made.contradictions] == [("children-do-not-marry",)]
    assert [each.certain for each in plan(town, said(age=22, married=True), DAY, ["wedding"]).contradictions] == [False]
