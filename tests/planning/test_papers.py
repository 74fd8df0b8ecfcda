"""What to bring, what not, and what perhaps."""

from __future__ import annotations

import pytest

from onetrip.planning import (
    MatterTerms,
    MinorGap,
    OneOf,
    Paper,
    PaperAsk,
    Plan,
    ProvidedAs,
    ProxyChance,
    ProxyRule,
    Situation,
    plan,
)
from onetrip.rules import Text, Value
from tests.planning.making import DAY, asks, book, both, matter, said, when


def made(*matters: MatterTerms, papers: tuple[Paper, ...] = (), **known: Value) -> Plan:
    one = book(*matters, papers=papers)
    return plan(one, said(**{"married": True, **known}), DAY, [each.id for each in matters])


def brought(one: Plan) -> list[tuple[str, int, int]]:
    return [(each.paper, each.originals, each.copies) for each in one.bring]


def test_one_original_serves_all_and_copies_add_up() -> None:
    one = made(
        matter("m", "married", asks("id", copies=1)),
        matter("n", "married", asks("id", originals=2, copies=2), asks("photo", originals=0, copies=3)),
    )

    assert brought(one) == [("id", 2, 3), ("photo", 0, 3)]
    assert one.bring[0].for_matters == ("m", "n")
    assert one.bring[0].why.zh == "两件事都用它，原件带 2 份就够。"
    assert one.bring[1].why.zh == "“n”要用。"
    assert [each.paper for each in one.bring_for("m")] == ["id"]


def test_a_number_that_no_source_states_is_one_and_marked() -> None:
    alone = made(matter("m", "married", PaperAsk("id")))
    vouched = made(matter("m", "married", PaperAsk("id")), matter("n", "married", asks("id")))

    assert (brought(alone), alone.bring[0].unverified) == ([("id", 1, 0)], True)
    assert (brought(vouched), vouched.bring[0].unverified) == ([("id", 1, 0)], False)


def test_a_paper_asked_for_twice_by_one_matter_counts_once() -> None:
    situation = Situation("s", both("s"), when("moved"), (asks("id", copies=2, main=True),))
    one = made(matter("m", "married", asks("id", copies=1), situations=(situation,)), moved=True)

    assert brought(one) == [("id", 1, 2)]
    assert [use.main for use in one.bring[0].uses] == [True]


def test_each_matter_says_what_the_window_looks_at() -> None:
    one = made(matter("m", "married", asks("id", main=False, check=(both("valid"),), note=both("own"))))

    use = one.bring[0].uses[0]
    assert (use.matter, use.main, use.checks, use.note) == ("m", False, (both("valid"),), both("own"))


def test_only_what_can_be_done_now_at_a_centre_asks_for_papers() -> None:
    one = made(
        matter("no", "claimed", asks("a")),
        matter("online", "married", asks("b"), channels=("online",)),
        matter("auto", "married", asks("c"), automatic=True),
        matter("m", "married", asks("d")),
        claimed=False,
    )

    assert [each.paper for each in one.bring] == ["d"]


def test_an_exempt_paper_is_named_with_its_reason_and_not_brought() -> None:
    held = Text(zh="本市有电子证照。", en="The city holds it.")
    booklet = Paper("booklet", both("booklet"), exempt=when('hukou == "a"'), exempt_why=held)
    asked = matter("m", "married", asks("booklet"))

    one = made(asked, papers=(booklet,), hukou="a")
    assert (one.bring, [(each.paper, each.why) for each in one.not_needed]) == ((), [("booklet", held)])
    assert brought(made(asked, papers=(booklet,), hukou="b")) == [("booklet", 1, 0)]


def test_a_paper_that_may_be_exempt_is_brought_until_the_fact_is_known() -> None:
    booklet = Paper("booklet", both("booklet"), exempt=when('hukou == "a"'), exempt_why=both("held"))
    one = made(matter("m", "married", asks("booklet")), papers=(booklet,))

    assert brought(one) == [("booklet", 1, 0)]
    assert one.bring[0].needs == ("hukou",)
    assert one.promise_holds


def test_an_exemption_of_one_matter_is_not_one_of_another() -> None:
    spared = matter("m", "married", asks("id", exempt="married"))

    assert [each.paper for each in made(spared).not_needed] == ["id"]
    assert made(spared, matter("n", "married", asks("id"))).not_needed == ()


@pytest.mark.parametrize(
    ("how", "where", "why"),
    [
        ("printed", None, "窗口填好打印，您看一遍签字。"),
        ("handed_out", None, "窗口当场给，不用先准备。"),
        ("self_service", "机器旁有。", "自助机上当场出，不用先准备。"),
        (None, "和居委会说一声就行。", "和居委会说一声就行。"),
        (None, None, "办的时候会有，不用先准备。"),
    ],
)
def test_a_form_that_is_had_when_one_applies_is_not_brought_and_says_how_it_comes(
    how: ProvidedAs | None, where: str | None, why: str
) -> None:
    said_where = Text(where, "there") if where else None
    form = Paper("form", both("form"), where=said_where, provided=True, provided_as=how)
    one = made(matter("m", "married", asks("form")), papers=(form,))

    assert one.bring == ()
    assert one.not_needed[0].why.zh == why


def test_of_a_group_the_paper_is_taken_that_is_brought_anyway() -> None:
    group = OneOf((asks("deed"), asks("lease")))

    alone = made(matter("m", "married", group))
    shared = made(matter("m", "married", group), matter("n", "married", asks("lease")))

    assert brought(alone) == [("deed", 1, 0)]
    assert [each.paper for each in alone.bring[0].instead] == ["lease"]
    assert brought(shared) == [("lease", 1, 0)]
    assert shared.bring[0].for_matters == ("n", "m")


def test_of_a_group_the_first_that_holds_is_taken() -> None:
    group = OneOf((asks("deed", when_="moved"), asks("lease", when_="not moved")))

    assert brought(made(matter("m", "married", group), moved=True)) == [("deed", 1, 0)]
    assert brought(made(matter("m", "married", group), moved=False)) == [("lease", 1, 0)]
    assert made(matter("m", "married", group), moved=False).bring[0].instead == ()


def test_of_a_group_an_exempt_paper_spares_the_others() -> None:
    booklet = Paper("booklet", both("booklet"), exempt=when('hukou == "a"'), exempt_why=both("held"))
    group = OneOf((asks("deed"), asks("booklet")))
    one = made(matter("m", "married", group), papers=(booklet,), hukou="a")

    assert one.bring == ()
    assert [each.paper for each in one.not_needed] == ["booklet"]


def test_a_paper_that_depends_on_an_open_question_is_brought_perhaps() -> None:
    one = made(matter("m", "married", asks("lease", when_="moved"), asks("id")))
    item = one.items[0]

    assert brought(one) == [("id", 1, 0)]
    assert [(each.paper, each.needs, each.for_matters) for each in one.perhaps] == [("lease", ("moved",), ("m",))]
    assert one.perhaps[0].why.zh == "要不要带，看moved。没答之前，带上更稳妥。"
    assert (item.needs, item.promised, one.promise_holds) == (("moved",), False, False)


def test_a_paper_that_is_brought_anyway_is_not_also_brought_perhaps() -> None:
    one = made(matter("m", "married", asks("id", when_="moved")), matter("n", "married", asks("id")))

    assert one.perhaps == ()
    assert one.promise_holds


def test_the_papers_of_an_undecided_matter_are_brought_perhaps() -> None:
    one = made(matter("m", "moved", asks("lease"), asks("deed", when_="claimed")), claimed=False)

    assert one.bring == ()
    assert [each.paper for each in one.perhaps] == ["lease"]
    assert "还没定" in one.perhaps[0].why.zh


def test_a_situation_that_holds_is_named_and_adds_its_papers() -> None:
    situation = Situation("first", both("first time"), when("not claimed"), (asks("photo"),))
    terms = matter("m", "married", asks("id"), situations=(situation,))

    assert brought(made(terms, claimed=False)) == [("id", 1, 0), ("photo", 1, 0)]
    assert made(terms, claimed=False).items[0].situations == (both("first time"),)
    assert brought(made(terms, claimed=True)) == [("id", 1, 0)]
    assert made(terms, claimed=True).items[0].situations == ()


PROXY = ProxyRule("family", when("age >= 65"), (asks("proxy-id"), asks("letter")), both("close relatives"))


def test_who_comes_for_somebody_brings_more() -> None:
    one = made(matter("m", "married", asks("id"), proxy=PROXY), by_proxy=True, age=70)

    assert [(each.paper, each.proxy) for each in one.bring] == [("id", False), ("proxy-id", True), ("letter", True)]
    assert (one.items[0].proxy, one.items[0].in_person) == (ProxyChance.FAMILY, False)


def test_where_nobody_speaks_of_a_proxy_the_resident_comes() -> None:
    one = made(matter("m", "married", asks("id"), asks("letter", when_="by_proxy"), proxy=PROXY), age=70)

    assert not one.by_proxy
    assert brought(one) == [("id", 1, 0)]
    assert one.promise_holds
    assert one.if_proxy is not None
    assert [each.paper for each in one.if_proxy.bring] == ["letter", "proxy-id"]


def test_the_plan_says_for_what_nobody_else_may_come() -> None:
    one = made(
        matter("never", proxy=ProxyRule("nobody")),
        matter("young", proxy=PROXY),
        matter("unsaid"),
        age=30,
    )

    assert one.if_proxy is not None
    assert one.if_proxy.not_possible == ("never", "young")
    assert one.if_proxy.not_known == ("unsaid",)


def test_a_minor_paper_may_follow_where_the_matter_allows_it() -> None:
    allowed = made(matter("m", minor_gap=MinorGap(allowed=True, days=10)))
    not_allowed = made(matter("m", minor_gap=MinorGap(allowed=False)))

    assert (allowed.items[0].minor_gap_days, not_allowed.items[0].minor_gap_days) == (10, None)


def test_a_paper_that_is_brought_anyway_is_in_doubt_only_for_who_asks_for_copies_of_it() -> None:
    one = book(
        matter("m", "married", asks("p"), asks("p", when_="moved")),
        matter("n", "married", asks("p", when_="claimed", copies=2)),
    )
    made = plan(one, said(married=True), DAY, ["m"])
    items = {item.matter: item.needs for item in made.items}
    assert items == {"m": (), "n": ("claimed",)}
    assert [(each.paper, each.copies, each.for_matters) for each in made.perhaps] == [("p", 2, ("n",))]
