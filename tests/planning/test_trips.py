"""In how few trips, in which order, where."""

from __future__ import annotations

import pytest

from onetrip.planning import Area, Forerunner, Limit, Limits, MatterTerms, Place, Plan, ProxyRule, plan
from onetrip.rules import Value
from tests.planning.making import DAY, book, matter, said

TAKES_DAYS = Limits(decide=Limit(20, "working_days"))


def made(*matters: MatterTerms, **known: Value) -> Plan:
    return plan(book(*matters), said(**{"married": True, **known}), DAY, [each.id for each in matters])


def test_everything_is_done_in_one_trip() -> None:
    one = made(matter("m"), matter("n", limits=TAKES_DAYS))

    assert (one.trips, one.trips_why, one.order) == (1, None, ("m", "n"))


def test_nothing_to_do_at_a_centre_is_no_trip() -> None:
    one = made(matter("m", "claimed"), matter("online", channels=("online",)), claimed=False)

    assert (one.trips, one.order, one.where.zh) == (0, (), "这次不用去中心。")


def test_a_matter_whose_result_is_needed_comes_a_trip_earlier() -> None:
    one = made(matter("second", needs_first=(Forerunner("first"),)), matter("first", limits=TAKES_DAYS))

    assert (one.trips, one.order) == (2, ("first", "second"))
    assert one.trips_why is not None
    assert one.trips_why.zh == "先办“first”，拿到结果再来办“second”。"
    assert [item.matter for item in one.items] == ["first", "second"]


def test_a_result_given_on_the_spot_only_sets_the_order() -> None:
    one = made(matter("second", needs_first=(Forerunner("first"),)), matter("first"))

    assert (one.trips, one.order) == (1, ("first", "second"))


def test_chains_add_up_and_side_branches_do_not() -> None:
    one = made(
        matter(
            "c",
            needs_first=(
                Forerunner("b"),
                Forerunner("x"),
            ),
        ),
        matter("b", needs_first=(Forerunner("a"),), limits=TAKES_DAYS),
        matter("x", limits=TAKES_DAYS),
        matter("a", limits=TAKES_DAYS),
    )

    assert one.trips == 3
    assert one.order.index("a") < one.order.index("b") < one.order.index("c")


def test_what_is_not_in_the_plan_is_not_waited_for() -> None:
    first = matter("first", "claimed", limits=TAKES_DAYS, offer="asked")
    one = plan(book(matter("m", needs_first=(Forerunner("first"),)), first), said(married=True), DAY, ["m"])

    assert one.trips == 1


@pytest.mark.parametrize(
    ("areas", "place"),
    [
        (["direct", "direct"], Place.ANY),
        (["direct", "split"], Place.ANY_SENT_ON),
        (["direct", None], Place.UNKNOWN),
        (["split", None, "none"], Place.HOUSEHOLD),
    ],
)
def test_the_place_is_where_everything_can_be_done(areas: list[Area | None], place: Place) -> None:
    one = made(*(matter(f"m{number}", area=area) for number, area in enumerate(areas)))

    assert one.place == place


def test_a_place_that_is_not_known_is_said_to_be_so() -> None:
    assert "“n”是不是任何中心都办，还没核对到" in made(matter("m"), matter("n", area=None)).where.zh


def test_what_only_the_resident_can_do_takes_a_trip_of_its_own() -> None:
    never = matter("never", proxy=ProxyRule("nobody"))
    other = matter("other", proxy=ProxyRule("anyone"))

    both_ways = made(never, other, by_proxy=True)
    assert both_ways.trips == 2
    assert both_ways.trips_why is not None
    assert "要本人来" in both_ways.trips_why.zh
    assert [item.in_person for item in both_ways.items] == [True, False]
    assert made(never, by_proxy=True).trips == 1
    assert made(never, other).trips == 1


def test_what_a_machine_shows_is_done_at_the_machine_also_where_nobody_knows_which_ones() -> None:
    look_up = matter("n", area=None, kind="query", channels=("kiosk",))
    assert "“n”在中心的自助机上就能办" in made(look_up).where.zh
    assert "户口所在" not in made(look_up).where.zh
    assert "“m”是不是任何中心都办" in made(look_up, matter("m", area=None)).where.zh


def test_where_one_district_decides_the_centre_is_named_and_where_nobody_knows_which_it_is_not() -> None:
    of_household = matter("h", "married", area="none", decided_by="household", offer="asked")
    of_residence = matter("r", "married", area="none", decided_by="residence", offer="asked")
    of_some = matter("s", "married", area="none", offer="asked")

    def where(*names: str) -> str:
        return plan(book(of_household, of_residence, of_some), said(married=True), DAY, names).where.zh

    assert where("h") == "要到户口所在的街镇中心。"
    assert where("r") == "要到居住地的街镇中心。"
    assert "先问前台" in where("s")
    assert "先问前台" in where("h", "r")
