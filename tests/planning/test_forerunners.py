"""What has to be done first: who still has to do it, what is brought into the plan for it, and circles."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.planning import (
    Forerunner,
    Limit,
    Limits,
    MatterTerms,
    Plan,
    Scope,
    Season,
    Standing,
    circles_in,
    next_question,
    plan,
)
from onetrip.planning.circles import without_circles
from onetrip.rules import Value
from tests.planning.making import DAY, asks, book, both, matter, said, when

TAKES_DAYS = Limits(decide=Limit(20, "working_days"))


def first(name: str = "first", entitled: str = "not claimed", **more: object) -> MatterTerms:
    """A matter that gives what another needs: closed to whoever has it, asked for by nobody."""
    return matter(name, entitled, **{"offer": "asked", "changes": ("claimed",), **more})


def made(*matters: MatterTerms, wanted: Sequence[str] = ("m",), **known: Value) -> Plan:
    return plan(book(*matters), said(**{"married": True, "by_proxy": False, **known}), DAY, wanted)


def test_what_a_wanted_matter_needs_first_is_brought_into_the_plan() -> None:
    one = made(matter("m", needs_first=(Forerunner("first"),)), first(limits=TAKES_DAYS), claimed=False)

    brought = one.item("first")
    assert brought is not None
    assert (brought.standing, brought.wanted, brought.first_for) == (Standing.NOW, False, ("m",))
    assert (one.trips, one.order) == (2, ("first", "m"))
    wanted = one.item("m")
    assert wanted is not None
    assert [each.told.zh for each in wanted.first] == ["要先办“first”，拿到结果再办这件。"]


def test_who_has_the_result_is_not_sent_for_it_again() -> None:
    one = made(matter("m", needs_first=(Forerunner("first"),)), first(), claimed=True)

    assert [item.matter for item in one.items] == ["m"]
    assert (one.trips, one.items[0].first) == (1, ())


def test_it_is_due_only_where_its_condition_holds() -> None:
    lost = Forerunner("first", when=when("moved"))
    matters = (matter("m", needs_first=(lost,)), first(entitled="married"))

    assert made(*matters, moved=True).trips == 1
    assert [item.matter for item in made(*matters, moved=True).items] == ["first", "m"]
    assert [item.matter for item in made(*matters, moved=False).items] == ["m"]


def test_what_is_not_known_is_said_and_nothing_is_brought_in_for_it() -> None:
    one = made(matter("m", needs_first=(Forerunner("first"),)), first())

    assert [item.matter for item in one.items] == ["m"]
    assert [each.told.zh for each in one.items[0].first] == ["还没办过“first”的，要先办它。"]
    assert not one.items[0].first[0].sure


def test_who_holds_the_paper_it_gives_is_done_with_it() -> None:
    one = book(
        matter("m", "married", asks("permit"), needs_first=(Forerunner("first", paper="permit"),)),
        first(entitled="married", limits=TAKES_DAYS),
    )

    assert plan(one, said(married=True), DAY, ["m"]).trips == 2
    assert plan(one, said(married=True), DAY, ["m"], held={"permit"}).trips == 1


def test_a_result_that_is_called_like_a_paper_is_that_paper() -> None:
    permit = matter("first", "married", offer="asked", limits=TAKES_DAYS, result=both("permit"))
    one = book(matter("m", "married", asks("permit"), needs_first=(Forerunner("first"),)), permit)

    assert plan(one, said(married=True), DAY, ["m"], held={"permit"}).trips == 1


def test_who_lacks_the_paper_does_first_what_gives_it() -> None:
    lost = Forerunner("first", when=when("moved"), paper="permit")
    one = book(
        matter("m", "married", asks("permit"), needs_first=(lost,)), first(entitled="married", limits=TAKES_DAYS)
    )
    known = said(married=True, moved=False)

    assert plan(one, known, DAY, ["m"]).trips == 1
    assert plan(one, known, DAY, ["m"], lacking={"permit"}).trips == 2


def test_a_closed_matter_becomes_possible_by_what_comes_first() -> None:
    registered = matter("m", "claimed", needs_first=(Forerunner("first"),))
    at_once = made(registered, first(), claimed=False)
    in_days = made(registered, first(limits=TAKES_DAYS), claimed=False)

    assert [(item.matter, item.standing) for item in at_once.items] == [("first", "now"), ("m", "now")]
    assert (at_once.trips, at_once.items[1].promised) == (1, True)
    assert at_once.items[1].why.zh == "先办“first”，当场就好，接着办这件。"
    assert [(item.matter, item.standing) for item in in_days.items] == [("first", "now"), ("m", "later")]
    assert (in_days.trips, in_days.items[1].promised) == (2, False)


def test_a_matter_that_the_result_may_open_is_not_promised() -> None:
    assessed = matter("m", 'hukou == "a"', needs_first=(Forerunner("first"),))
    one = made(assessed, first(entitled="married", changes=("hukou",)), hukou="b")

    item = one.item("m")
    assert item is not None
    assert item.standing == Standing.NOT_ENTITLED
    assert item.why.zh.endswith("先办“first”，结果出来再看能不能办这件。")
    assert one.item("first") is not None


def test_who_cannot_have_it_whatever_is_done_first_is_not_sent_for_anything() -> None:
    one = made(matter("m", "claimed and ill", needs_first=(Forerunner("first"),)), first(), claimed=False, ill=False)

    assert [(item.matter, item.first) for item in one.items] == [("m", ())]


def test_chains_are_brought_in_whole() -> None:
    one = made(
        matter("m", needs_first=(Forerunner("b"),)),
        first("b", "not moved", changes=("moved",), needs_first=(Forerunner("a"),), limits=TAKES_DAYS),
        first("a", limits=TAKES_DAYS),
        claimed=False,
        moved=False,
    )

    assert (one.order, one.trips) == (("a", "b", "m"), 3)


def test_what_the_resident_declined_is_said_and_not_brought_in() -> None:
    one = book(matter("m", needs_first=(Forerunner("first"),)), first(limits=TAKES_DAYS))
    declined = plan(one, said(married=True, claimed=False), DAY, ["m"], declined={"first"})

    assert [item.matter for item in declined.items] == ["m"]
    assert not declined.items[0].promised
    assert declined.items[0].first[0].sure


def test_what_another_place_has_to_do_first_is_named_with_the_way_there() -> None:
    away = matter("first", "not claimed", kind="not_here", channels=(), go_to=both("go there"), offer="asked")
    one = made(matter("m", needs_first=(Forerunner("first"),)), away, claimed=False)

    assert [visit.channel for visit in one.schedule] == [None, "window"]
    assert one.trips == 1
    assert one.item("first") is not None
    wanted = one.item("m")
    assert wanted is not None
    assert [each.told.zh for each in wanted.first] == ["要先办好“first”，那件不在中心办。"]


def test_what_is_only_announced_brings_nothing_in() -> None:
    later = matter("m", needs_first=(Forerunner("first"),), season=Season((6, 1), (6, 30)))
    assert [item.matter for item in made(later, first(), wanted=(), claimed=False).items] == ["m"]
    assert [item.matter for item in made(later, first(), claimed=False).items] == ["first", "m"]


def test_a_circle_is_named_and_nothing_in_it_is_promised() -> None:
    one = made(
        matter("a", needs_first=(Forerunner("b"),)),
        matter("b", needs_first=(Forerunner("a"),)),
        matter("c"),
        wanted=("a", "b", "c"),
    )

    assert one.circles == (("a", "b"),)
    assert {item.matter: item.promised for item in one.items} == {"a": False, "b": False, "c": True}
    assert "“a”、“b”互相要先办" in one.items[0].why.zh
    assert one.trips == 1
    assert sorted(one.order) == ["a", "b", "c"]


edges = st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=4, unique=True), max_size=8)


def graph(found: dict[int, list[int]]) -> dict[str, list[str]]:
    """By names, every one of them there."""
    return {str(name): [str(each) for each in found.get(name, [])] for name in range(8)}


def comes_back(waits: dict[str, Sequence[str]], name: str) -> bool:
    """Whether a walk from that name may come back to it."""
    seen: set[str] = set()
    ahead = list(waits[name])
    while ahead:
        each = ahead.pop()
        if each == name:
            return True
        if each not in seen:
            seen.add(each)
            ahead += waits[each]
    return False


@given(edges)
def test_circles_are_found_exactly_where_a_walk_comes_back(found: dict[int, list[int]]) -> None:
    waits = graph(found)
    circles = circles_in(waits)

    assert bool(circles) == any(comes_back(waits, name) for name in waits)
    for circle in circles:
        for name, following in zip(circle, (*circle[1:], circle[0]), strict=True):
            assert following in waits[name]


@given(edges)
def test_without_its_circles_nothing_waits_for_itself_and_nothing_else_is_lost(found: dict[int, list[int]]) -> None:
    waits = graph(found)
    left, circles = without_circles(waits)
    in_circles = {
        (name, following)
        for circle in circles
        for name, following in zip(circle, (*circle[1:], circle[0]), strict=True)
    }

    assert not any(comes_back(dict(left), name) for name in left)
    steps = {(name, other) for name, others in waits.items() for other in others}
    assert steps == {(name, other) for name, others in left.items() for other in others} | in_circles


@given(edges, st.booleans())
def test_a_book_with_any_graph_gives_a_plan_that_ends(found: dict[int, list[int]], at_once: bool) -> None:
    waits = graph(found)
    limits = Limits(on_the_spot=True) if at_once else TAKES_DAYS
    one = made(
        *(matter(name, needs_first=tuple(map(Forerunner, others)), limits=limits) for name, others in waits.items()),
        wanted=tuple(waits),
    )

    circled = {name for circle in one.circles for name in circle}
    assert {item.matter for item in one.items if not item.promised} == circled
    assert sorted(matter for visit in one.schedule for matter in visit.matters) == sorted(waits)


@pytest.mark.parametrize("known", [{}, {"claimed": True}, {"claimed": False}])
def test_a_plan_with_forerunners_comes_back_from_json(known: dict[str, Value]) -> None:
    one = made(matter("m", needs_first=(Forerunner("first"),)), first(limits=TAKES_DAYS), **known)

    assert Plan.from_json(one.to_json()) == one


@pytest.mark.parametrize("scope", ["wanted", "usual", "everything"])
def test_what_is_brought_in_for_a_wanted_matter_is_asked_about_like_that(scope: Scope) -> None:
    one = book(
        matter("m", needs_first=(Forerunner("first"),)),
        matter("first", "not claimed", asks("photo", when_="moved"), offer="asked", limits=TAKES_DAYS),
    )
    question = next_question(one, said(married=True, claimed=False), DAY, ["m"], scope=scope)

    assert question is not None
    assert (question.fact, question.part, question.papers) == ("moved", "wanted", ("photo",))
    assert next_question(one, said(married=True, claimed=True), DAY, ["m"], scope="wanted") is None
