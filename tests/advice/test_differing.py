"""How one plan differs from another, in words: of other rules, of another day, of other answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.advice.differing import differences, differing_answers
from onetrip.advice.memory import to_stored
from onetrip.planning import Book, Plan, Standing, plan
from onetrip.planning.plan import Contradiction, Entitled, Perhaps
from onetrip.planning.terms import Fee, Forerunner, Limit, Limits, OneOf, ProxyRule, Season
from onetrip.rules import Known, KnownFacts, Origin, Text
from tests.planning.making import DAY, VOCABULARY, asks, book, books, both, known_facts, matter, said

MARRIED = said(married=True)


def made(*papers: object, known: dict[str, Known] = MARRIED, day: date = DAY, **terms: object) -> Plan:
    """The plan for one matter with these papers and terms."""
    return plan(book(matter("m", "married", *papers, **terms)), known, day, ["m"])


def told(before: Plan, after: Plan) -> list[str]:
    """What differs, in Chinese; every sentence stands in English too."""
    sentences = differences(before, after)
    assert all(each.en and each.en.rstrip()[-1] in ".)”" for each in sentences), [each.en for each in sentences]
    return [each.zh for each in sentences]


def test_the_same_plan_does_not_differ() -> None:
    plain = made(asks("p"), fees=(Fee(pays=True, item=both("fee"), amount=5, unit=both("yuan")),))
    assert told(plain, plain) == []


def test_papers_more_fewer_and_of_another_number_are_told() -> None:
    before = made(asks("a"), asks("b"), asks("c", copies=1))
    after = made(asks("a"), asks("c", copies=2), asks("d"))
    assert told(before, after) == [
        "现在还要带d（原件 1）。",
        "b现在不用带了。",
        "c原来是原件 1、复印件 1，现在是原件 1、复印件 2。",
    ]


def test_a_paper_that_was_perhaps_needed_is_needed_or_is_not() -> None:
    open_yet = made(asks("p", when_="moved"))
    assert [each.paper for each in open_yet.perhaps] == ["p"]
    assert "原来说可能要p，现在一定要带（原件 1）。" in told(open_yet, made(asks("p")))
    assert "原来说可能要p，现在不用了。" in told(open_yet, made())
    assert any(each.startswith("现在可能要p：") for each in told(made(), open_yet))


def test_another_paper_that_would_do_instead_is_told() -> None:
    before = made(OneOf((asks("a"), asks("b"))))
    after = made(OneOf((asks("a"), asks("c"))))
    assert told(before, after) == ["代替a的变了：c也行。"]
    assert told(before, made(asks("a"))) == ["代替a的变了：没有别的可以代替。"]


def test_fees_are_told() -> None:
    def costing(amount: int) -> Plan:
        return made(fees=(Fee(pays=True, item=both("fee"), amount=amount, unit=both("yuan")),))

    assert told(costing(5), costing(7)) == ["“m”：原来要付：fee 5 yuan，现在要付：fee 7 yuan。"]
    assert told(made(), costing(0)) == ["“m”：原来没有写，现在fee不收费。"]


def test_how_long_it_takes_by_which_way_and_who_may_come_are_told() -> None:
    before = made(limits=Limits(decide=Limit(30, "working_days")), channels=("window",))
    after = made(limits=Limits(on_the_spot=True), channels=("online",), proxy=ProxyRule("nobody"))
    assert told(before, after)[:3] == [
        "“m”：原来到窗口办，现在在网上办。",
        "“m”：原来30 个工作日内办好，现在当场办好。",
        "“m”：原来没有写，现在要本人来。",
    ]


def test_the_end_of_a_season_is_told() -> None:
    before = made(season=Season((11, 1), (12, 31)))
    after = made(season=Season((11, 1), (12, 15)))
    assert told(before, after) == ["“m”的日子：原来办到 2026 年 12 月 31 日为止，现在办到 2026 年 12 月 15 日为止。"]


def test_trips_and_the_place_are_told() -> None:
    one = plan(book(matter("a"), matter("b")), MARRIED, DAY, ["a", "b"])
    two = plan(
        book(matter("a", limits=Limits()), matter("b", needs_first=(Forerunner("a"),))), MARRIED, DAY, ["a", "b"]
    )
    assert any(each.startswith("原来去 1 趟，现在去 2 趟。") for each in told(one, two))
    assert told(made(area="direct"), made(area="none")) == [
        "去的地方变了：不是每个街镇中心都办，要到指定的那一个；是哪一个，先问前台或 12345。"
    ]


def test_what_is_possible_no_longer_and_what_is_new_are_told() -> None:
    before, after = made(asks("p")), made(asks("p"), known=said(married=False))
    assert told(before, after)[0].startswith("“m”原来是“能办”，现在是“现在不能办”：")
    new = plan(book(matter("m"), matter("n")), MARRIED, DAY, ["m"])
    assert "现在多了“n”：能办。" in told(made(), new)
    assert "“n”现在没有了。" in told(new, made())
    both_wanted = plan(book(matter("m"), matter("n")), MARRIED, DAY, ["m", "n"])
    assert "“n”现在不办了。" in told(both_wanted, made())


def test_a_matter_that_is_called_otherwise_is_named_by_both_names() -> None:
    before = made()
    item = replace(before.items[0], name=Text("新名字", "new name"))
    assert "“m”改叫“新名字”了。" in told(before, replace(before, items=(item,)))


def test_somebody_else_comes() -> None:
    assert "现在由别人替您来。" in told(made(), made(known=said(married=True, by_proxy=True)))


def test_answers_that_are_others_are_told_in_words() -> None:
    before = to_stored(said(hukou="a", married=True, income=900, birth_date=date(1961, 12, 18)))
    after = to_stored(said(hukou="b", income=900, work="none", birth_date=date(1961, 12, 18)))
    assert [each.zh for each in differing_answers(before, after, VOCABULARY, DAY)] == [
        "hukou：原来说“a”，现在说“b”。",
        "work：原来没有说，现在说“none”。",
        "married：原来说“是”，现在不说了。",
    ]
    assert differing_answers(before, before, VOCABULARY, DAY) == ()


def test_where_an_answer_comes_from_is_no_other_answer() -> None:
    read = {"birth_date": Known(date(1961, 12, 18), Origin.ID_NUMBER)}
    assert differing_answers(to_stored(read), to_stored(said(birth_date=date(1961, 12, 18))), VOCABULARY, DAY) == ()


@given(books, known_facts, known_facts, st.data())
def test_nothing_differs_from_itself_and_what_is_brought_or_done_otherwise_is_always_told(
    anybook: Book, known: KnownFacts, others: KnownFacts, data: st.DataObject
) -> None:
    ids = [terms.id for terms in anybook.matters]
    wanted = data.draw(st.lists(st.sampled_from(ids), unique=True, min_size=1), label="wanted")
    before, after = (plan(anybook, each, DAY, wanted) for each in (known, others))
    assert differences(before, before) == ()

    def matters_to_whoever_comes(made: Plan) -> object:
        return (
            {item.matter: item.standing in (Standing.NOW, Standing.UNDECIDED) for item in made.items},
            {(each.paper, each.originals, each.copies) for each in made.bring},
            made.trips,
        )

    if matters_to_whoever_comes(before) != matters_to_whoever_comes(after):
        assert differences(before, after)


_UNTOLD = {
    "schema", "version", "day", "engine", "wanted", "declined", "skipped", "labels", "possible", "channels", "order",
    "place", "if_proxy", "promise_holds", "not_needed", "trips_why", "held", "lacking", "everything", "calendar",
    "papers_gap", "schedule_exact", "trips_at_least", "circles",
}  # fmt: skip
"""Parts of a plan of which nothing is told when they differ: what it was asked with, or follows from what is told."""


@pytest.mark.parametrize("part", sorted(Plan.__dataclass_fields__.keys() - _UNTOLD))
def test_every_part_of_a_plan_that_matters_is_told_when_it_differs(part: str) -> None:
    before = made(asks("p"))
    paper = before.bring[0]
    other: dict[str, object] = {
        "items": (),
        "bring": (replace(paper, copies=9),),
        "perhaps": (Perhaps("q", both("q"), 1, 0, ("m",), (), both("why.")),),
        "trips": 7,
        "schedule": (replace(before.schedule[0], when=both("later")),),
        "contradictions": (Contradiction(("hukou",), ("hukou",), certain=True, constraints=("x",), why=both("no.")),),
        "also": (Entitled("n", both("n"), "字", both("met.")),),
        "where": both("there."),
        "by_proxy": True,
    }
    assert told(before, replace(before, **{part: other[part]}))
