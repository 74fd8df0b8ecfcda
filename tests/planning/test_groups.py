"""Groups "any one of these", decided together over all matters: which paper, why that one, what would do instead."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onetrip.planning import (
    Ask,
    Book,
    Bring,
    Effort,
    MatterTerms,
    OneOf,
    Paper,
    Plan,
    ProxyRule,
    plan,
)
from onetrip.planning.burden import NOTHING_SAID, InHand, Weights, burden_of, weights_on
from onetrip.planning.covering import cover
from onetrip.rules import KnownFacts, Schedule, Vocabulary
from tests.planning.making import DAY, VOCABULARY, asks, book, books, both, known_facts, matter, said

ERRAND = Effort(trips=1)


def paper(name: str, **more: Any) -> Paper:
    return Paper(name, both(name), **more)


def made(*matters: MatterTerms, papers: tuple[Paper, ...] = (), **in_hand: frozenset[str]) -> Plan:
    one = book(*matters, papers=papers)
    return plan(one, said(married=True), DAY, [each.id for each in matters], **in_hand)


def any_of(*papers: str, **more: Any) -> OneOf:
    return OneOf(tuple(asks(paper, **more) for paper in papers))


def brought(one: Plan) -> list[str]:
    return [each.paper for each in one.bring]


def why(one: Plan) -> list[str | None]:
    return [each.choice.zh if each.choice else None for each in one.bring]


def only(one: Plan) -> Bring:
    (brings,) = one.bring
    return brings


def test_one_paper_for_several_groups_beats_the_first_of_each() -> None:
    one = made(
        matter("m", "married", any_of("deed", "booklet")),
        matter("n", "married", any_of("lease", "booklet")),
    )

    assert brought(one) == ["booklet"]
    assert why(one) == ["带它一样，几处都能用。"]
    assert one.papers_exact


def test_what_is_had_at_home_beats_what_has_to_be_fetched() -> None:
    papers = (paper("record", obtain=ERRAND), paper("contract", usual=True))
    one = made(matter("m", "married", any_of("record", "contract")), papers=papers)

    assert (brought(one), why(one)) == (["contract"], ["带它跑得最少。"])
    assert only(one).obtain is None
    assert [each.obtain and each.obtain.en for each in only(one).instead] == [
        "If you do not have it: one errand (an estimate)."
    ]


def test_two_short_errands_lose_to_one_long_one_only_where_it_saves_both() -> None:
    papers = (
        paper("a", obtain=Effort(minutes=20)),
        paper("b", obtain=Effort(minutes=30)),
        paper("c", obtain=Effort(minutes=45)),
    )
    groups = (any_of("a", "c"), any_of("b", "c"))

    assert brought(made(matter("m", "married", groups[0]), papers=papers)) == ["a"]
    assert brought(made(matter("m", "married", *groups), papers=papers)) == ["c"]


def test_money_and_errands_are_weighed_by_the_catalogue_s_own_figures() -> None:
    vocabulary = Vocabulary(
        VOCABULARY.facts,
        {
            "minutes_of_an_errand": Schedule("minutes_of_an_errand", both("e"), ((date(2020, 1, 1), 90),)),
            "minutes_of_a_yuan": Schedule("minutes_of_a_yuan", both("y"), ((DAY, 3), (date(2027, 1, 1), 5))),
        },
    )
    effort = paper("p", obtain=Effort(minutes=10, money=7.5, trips=2))

    assert weights_on(vocabulary, DAY) == Weights(errand=90, yuan=3)
    assert burden_of(effort, NOTHING_SAID, weights_on(vocabulary, DAY)) == 60 * (10 + 2 * 90 + 7.5 * 3)
    assert weights_on(VOCABULARY, DAY) == Weights()


def test_a_paper_in_hand_is_taken_and_the_plan_says_so() -> None:
    asked = matter("m", "married", any_of("card", "passport"))
    papers = (paper("card", usual=True), paper("passport", obtain=ERRAND))
    one = made(asked, papers=papers, held=frozenset({"passport"}))

    assert (brought(made(asked, papers=papers)), brought(one)) == (["card"], ["passport"])
    assert (only(one).held, why(one), one.held) == (True, ["您手里有这个，就带它。"], ("passport",))


def test_a_paper_that_cannot_be_brought_is_avoided_wherever_something_else_will_do() -> None:
    one = made(
        matter("m", "married", any_of("card", "passport")),
        matter("n", "married", asks("card")),
        lacking=frozenset({"card"}),
    )

    assert [(each.paper, each.lacking, each.for_matters) for each in one.bring] == [
        ("card", True, ("n",)),
        ("passport", False, ("m",)),
    ]
    assert one.lacking == ("card",)
    assert why(one)[1] == "您说带不了“card”，改带它。"
    assert [(each.paper, each.lacking) for each in one.bring[1].instead] == [("card", True)]


def test_where_nothing_else_will_do_what_cannot_be_brought_stays_and_says_what_it_takes() -> None:
    papers = (paper("card", usual=True, obtain=Effort(trips=2, money=20, estimated=False)), paper("passport"))
    one = made(
        matter("m", "married", any_of("card", "passport")), papers=papers, lacking=frozenset({"card", "passport"})
    )

    assert brought(one) == ["passport"]
    assert only(one).lacking
    assert [each.obtain and each.obtain.zh for each in only(one).instead] == ["手里没有的话：另外跑 2 趟，20 元。"]


def test_of_what_is_said_to_be_had_and_not_to_be_had_the_latter_counts() -> None:
    both_said = InHand(frozenset({"p"}), frozenset({"p"}))

    assert not both_said.has("p")
    assert burden_of(paper("p", usual=True, obtain=ERRAND), both_said, Weights()) == 60 * 60


def test_what_is_brought_for_another_matter_needs_no_second_paper() -> None:
    one = made(matter("m", "married", any_of("deed", "lease")), matter("n", "married", asks("lease")))

    assert (brought(one), why(one)) == (["lease"], ["别的事也要用它，不用再带别的。"])
    assert not only(one).replaceable


def test_among_equals_the_fewest_copies_then_what_people_have_then_the_order_of_the_file() -> None:
    copies = OneOf((asks("deed", copies=2), asks("lease", copies=1)))
    usual = (paper("deed"), paper("lease", usual=True))
    group = any_of("deed", "lease")

    assert brought(made(matter("m", "married", copies))) == ["lease"]
    assert brought(made(matter("m", "married", group), papers=usual)) == ["lease"]
    assert why(made(matter("m", "married", group), papers=usual)) == ["这一样一般家里都有。"]
    assert (brought(made(matter("m", "married", group))), why(made(matter("m", "married", group)))) == (
        ["deed"],
        [None],
    )


def test_an_alternative_says_for_which_matters_it_would_do_and_how_many_copies_stay() -> None:
    one = made(
        matter("m", "married", OneOf((asks("card"), asks("passport", copies=2)))),
        matter("n", "married", any_of("card", "permit", "passport")),
    )

    assert [(each.paper, each.for_matters, each.copies) for each in only(one).instead] == [
        ("passport", ("m", "n"), 2),
        ("permit", ("n",), 0),
    ]
    assert only(one).replaceable


def test_an_alternative_that_depends_on_something_open_is_not_called_sure() -> None:
    one = made(matter("m", "married", OneOf((asks("card"), asks("permit", when_="moved")))))

    assert [(each.paper, each.sure) for each in only(one).instead] == [("permit", False)]


def test_of_an_undecided_group_the_paper_in_hand_is_the_one_perhaps_brought() -> None:
    asked = matter("m", "moved", any_of("deed", "lease", "permit"))

    assert [each.paper for each in made(asked).perhaps] == ["deed"]
    assert [each.paper for each in made(asked, lacking=frozenset({"deed"})).perhaps] == ["lease"]
    assert [each.paper for each in made(asked, held=frozenset({"permit"})).perhaps] == ["permit"]


def test_who_comes_instead_brings_nothing_that_the_resident_s_own_papers_already_do() -> None:
    proxy = ProxyRule("anyone", papers=(any_of("letter", "deed"),))
    one = made(matter("m", "married", any_of("deed", "lease"), proxy=proxy))

    assert brought(one) == ["deed"]
    assert one.if_proxy is not None
    assert one.if_proxy.bring == ()


def test_ids_of_papers_that_nobody_asks_for_change_nothing_but_are_kept() -> None:
    asked = matter("m", "married", any_of("deed", "lease"))
    one = made(asked, held=frozenset({"strange"}), lacking=frozenset({"odd"}))

    assert one.bring == made(asked).bring
    assert (one.held, one.lacking) == (("strange",), ("odd",))


def test_where_the_search_is_cut_short_the_plan_says_so_and_by_how_much(monkeypatch: Any) -> None:
    monkeypatch.setattr("onetrip.planning.groups.cover", lambda *given: cover(*given, steps=0))
    one = made(matter("m", "married", any_of("deed", "booklet"), any_of("lease", "booklet")))

    assert not one.papers_exact
    assert one.papers_gap is not None
    assert (one.papers_gap.minutes, one.papers_gap.papers) == (0, 2)
    assert "最多还能少带 2 样" in one.papers_gap.why.zh
    assert Plan.from_json(one.to_json()) == one


papers_said = st.frozensets(st.sampled_from([f"p{number}" for number in range(1, 6)]))


@given(books, known_facts, papers_said, papers_said)
def test_what_a_resident_says_of_papers_changes_which_are_brought_and_nothing_else(
    one: Book, known: KnownFacts, held: frozenset[str], lacking: frozenset[str]
) -> None:
    ids = [terms.id for terms in one.matters]
    before, after = plan(one, known, DAY, ids), plan(one, known, DAY, ids, held=held, lacking=lacking)

    assert [(item.matter, item.standing) for item in after.items] == [
        (item.matter, item.standing) for item in before.items
    ]
    for each in after.bring:
        assert each.held == (each.paper in held - lacking)
        assert each.lacking == (each.paper in lacking)
        assert not (each.lacking and each.replaceable and any(o.sure and not o.lacking for o in each.instead))
    assert plan(one, known, DAY, ids, held=held, lacking=lacking).to_json() == after.to_json()


NAMES = ("p1", "p2", "p3", "p4", "p5")
asked_papers = st.builds(
    lambda name, copies, originals: asks(name, copies=copies, originals=originals),
    st.sampled_from(NAMES),
    st.integers(0, 2),
    st.integers(1, 2),
)
groups_or_papers: st.SearchStrategy[Ask] = st.one_of(
    asked_papers,
    st.lists(asked_papers, min_size=2, max_size=3, unique_by=lambda each: each.paper).map(
        lambda each: OneOf(tuple(each))
    ),
)
lists_of_papers = st.lists(st.lists(groups_or_papers, max_size=3), min_size=1, max_size=3)
efforts = st.one_of(
    st.none(), st.builds(Effort, minutes=st.sampled_from([None, 5, 60]), trips=st.sampled_from([None, 1]))
)
some_papers = st.tuples(*(st.builds(paper, st.just(name), obtain=efforts, usual=st.booleans()) for name in NAMES))


def least(one: Plan, papers: tuple[Paper, ...], in_hand: InHand) -> tuple[int, int, int]:
    """What the papers of a plan cost, as plans are compared."""
    by_name = {each.id: each for each in papers}
    return (
        sum(burden_of(by_name[each.paper], in_hand, Weights()) for each in one.bring),
        len(one.bring),
        sum(each.copies for each in one.bring),
    )


@given(lists_of_papers, some_papers, st.frozensets(st.sampled_from(NAMES), max_size=2))
def test_no_plan_in_which_each_group_is_decided_by_hand_is_less_to_bring(
    lists: list[list[Ask]], papers: tuple[Paper, ...], held: frozenset[str]
) -> None:
    ids = [f"m{number}" for number in range(len(lists))]

    def planned(asked: list[list[Ask]]) -> tuple[int, ...]:
        one = book(*(matter(name, "married", *each) for name, each in zip(ids, asked, strict=True)), papers=papers)
        return least(plan(one, said(married=True), DAY, ids, held=held), papers, InHand(held))

    flat = [ask for each in lists for ask in each]
    by_hand = []
    for chosen in product(*(ask.options if isinstance(ask, OneOf) else (ask,) for ask in flat)):
        left = iter(chosen)
        by_hand.append(planned([[next(left) for _ in each] for each in lists]))

    assert planned(lists) == min(by_hand)
