"""The visits of a plan: from which day, by whom, which way, with which papers, and why not all at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.centres.working_days import Calendar, DayKind
from onetrip.planning import (
    Book,
    Forerunner,
    Limit,
    Limits,
    MatterTerms,
    Plan,
    ProxyRule,
    Season,
    Standing,
    WorkingDays,
    plan,
)
from onetrip.planning.calendar import WeekdaysOnly, ready_after
from onetrip.rules import KnownFacts, Value
from tests.planning.making import DAY, asks, book, books, known_facts, matter, said

HOLIDAYS = {date(2026, 12, day): DayKind.HOLIDAY for day in (3, 4)}
CALENDAR = Calendar(HOLIDAYS, frozenset({2026}), {2026: 2})
DAYS_5, DAYS_30 = Limits(decide=Limit(5, "working_days")), Limits(decide=Limit(30, "working_days"))


def made(
    *matters: MatterTerms, calendar: WorkingDays | None = CALENDAR, wanted: Sequence[str] = (), **known: Value
) -> Plan:
    ids = [each.id for each in matters]
    return plan(book(*matters), said(**{"married": True, **known}), DAY, wanted or ids, calendar=calendar)


def needs(name: str, *firsts: str, **more: Any) -> MatterTerms:
    return matter(name, needs_first=tuple(Forerunner(each) for each in firsts), **more)


def test_one_visit_needs_no_reason() -> None:
    one = made(matter("a"), matter("b", limits=DAYS_30))

    assert [(visit.number, visit.matters, visit.from_day, visit.why) for visit in one.schedule] == [
        (1, ("a", "b"), DAY, None)
    ]
    assert one.schedule[0].told.zh == "今天起：任何一个中心的任一窗口办“a”“b”。"
    assert one.schedule[0].told.en == "From today: at any window of any centre: “a” and “b”."
    assert one.calendar == ""


def test_a_result_can_be_counted_on_from_the_working_day_after_its_limit() -> None:
    one = made(needs("c", "a"), matter("a", limits=DAYS_5), matter("b"))

    first, second = one.schedule
    assert (first.matters, second.matters, one.trips) == (("a", "b"), ("c",), 2)
    # A Tuesday; five working days end on 1 December, and the day after can be counted on.
    assert (second.from_day, second.certain) == (date(2026, 12, 2), True)
    assert second.when.zh == "12 月 2 日起"
    assert second.why is not None
    assert second.why.zh == "先办“a”，拿到结果再来办“c”。按今天就办“a”、5 个工作日内办好算的。"
    assert one.trips_why == second.why
    assert one.calendar == "2026:2"


def test_holidays_are_left_out_and_a_limit_that_ends_before_them_is_counted_to_after_them() -> None:
    six = Limits(decide=Limit(6, "working_days"))

    assert made(needs("c", "a"), matter("a", limits=six)).schedule[1].from_day == date(2026, 12, 7)
    assert ready_after(CALENDAR, DAY, Limit(9, "calendar_days")).day == date(2026, 12, 8)


def test_a_day_in_a_year_whose_holidays_are_not_announced_is_not_called_certain() -> None:
    one = made(needs("c", "a"), matter("a", limits=DAYS_30))

    assert not one.schedule[1].certain
    assert "节假日安排公布后可能有变化" in one.schedule[1].when.zh
    assert "may change" in one.schedule[1].when.en
    assert one.calendar == "2026:2 2027:0"


def test_without_a_calendar_lengths_of_time_are_told_and_no_days() -> None:
    one = made(needs("c", "a"), matter("a", limits=DAYS_30), calendar=None)

    assert [visit.from_day for visit in one.schedule] == [DAY, None]
    assert one.schedule[1].when.zh == "“a”交了以后，大约 30 个工作日"
    assert one.schedule[1].when.en == "About 30 working days after you apply for “a”"
    assert one.calendar == ""


def test_where_nobody_says_how_long_it_takes_no_day_is_told() -> None:
    one = made(needs("c", "a"), matter("a", limits=Limits()))

    assert (one.schedule[1].from_day, one.schedule[1].when.zh) == (None, "“a”的结果出来以后")


def test_the_most_that_the_law_allows_counts_where_nothing_shorter_is_promised() -> None:
    legal = Limits(legal=Limit(5, "working_days"))

    assert made(needs("c", "a"), matter("a", limits=legal)).schedule[1].from_day == date(2026, 12, 2)


def test_what_waits_for_several_results_comes_once_with_all_of_them() -> None:
    one = made(needs("c", "a"), needs("d", "b"), matter("a", limits=DAYS_5), matter("b", limits=DAYS_30))

    assert [visit.matters for visit in one.schedule] == [("a", "b"), ("c", "d")]


def test_a_wanted_matter_of_a_later_day_is_a_later_visit_and_an_offered_one_is_not() -> None:
    june = matter("june", season=Season((6, 1), (6, 30)))
    wanted, offered = made(matter("a"), june), made(matter("a"), june, wanted=("a",))

    assert [(visit.matters, visit.from_day, visit.until_day) for visit in wanted.schedule] == [
        (("a",), DAY, None),
        (("june",), date(2027, 6, 1), date(2027, 6, 30)),
    ]
    assert (wanted.trips, offered.trips) == (2, 1)
    assert wanted.trips_why is not None
    assert wanted.trips_why.zh == "“june”2027 年 6 月 1 日起才能办。"
    assert "办到 2027 年 6 月 30 日为止。" in wanted.schedule[1].told.zh
    assert (wanted.order, offered.order) == (("a",), ("a",))


def test_what_waits_for_its_day_goes_along_with_a_visit_that_is_made_anyway() -> None:
    soon = matter("soon", season=Season((12, 1), (12, 31)))
    one = made(needs("c", "a"), matter("a", limits=DAYS_5), soon)

    assert [(visit.matters, visit.from_day) for visit in one.schedule] == [
        (("a",), DAY),
        (("c", "soon"), date(2026, 12, 2)),
    ]


def test_nobody_comes_a_second_time_for_what_can_be_done_from_home() -> None:
    one = made(needs("c", "a", channels=("window", "online")), matter("a", limits=DAYS_5))

    assert [(visit.number, visit.channel, visit.also) for visit in one.schedule] == [
        (1, "window", ()),
        (None, "online", ("window",)),
    ]
    assert (one.trips, one.trips_why) == (1, None)
    assert one.schedule[1].told.zh == "12 月 2 日起：网上办“c”。窗口也能办。"


def test_what_could_be_done_from_home_is_done_on_the_visit_of_that_day_where_there_is_one() -> None:
    one = made(needs("c", "a", channels=("window", "online")), needs("d", "a"), matter("a", limits=DAYS_5), matter("b"))

    assert [visit.matters for visit in one.schedule] == [("a", "b"), ("c", "d")]


def test_today_the_window_does_it_and_the_other_ways_are_told() -> None:
    one = made(matter("a", channels=("window", "kiosk", "app")))

    assert (one.trips, one.schedule[0].channel, one.schedule[0].also) == (1, "window", ("kiosk", "app"))
    assert one.schedule[0].told.zh.endswith("自助机也能办。手机上也能办，不用来。")


def test_what_a_machine_prints_is_done_at_the_machine_on_the_same_visit() -> None:
    one = made(matter("a"), matter("print", kind="print", channels=("kiosk", "window")))

    assert one.schedule[0].channel == "window"
    assert one.schedule[0].how.zh.startswith("任何一个中心的任一窗口办“a”，自助机办“print”。")
    assert made(matter("print", kind="print", channels=("kiosk",))).schedule[0].channel == "kiosk"


def test_who_comes_is_said_where_both_have_to() -> None:
    never, other = matter("never", proxy=ProxyRule("nobody")), matter("other", proxy=ProxyRule("anyone"))
    one = made(never, other, by_proxy=True)

    assert [(visit.who, visit.matters) for visit in one.schedule] == [("resident", ("never",)), ("proxy", ("other",))]
    assert "代办人来" in one.schedule[1].told.zh
    assert "本人来" in one.schedule[0].told.zh


def test_what_only_the_resident_can_do_but_from_home_takes_no_visit_of_theirs() -> None:
    never = matter("never", proxy=ProxyRule("nobody"), channels=("window", "app"))
    other = matter("other", proxy=ProxyRule("anyone"))
    one = made(never, other, by_proxy=True)

    assert (one.trips, [(visit.who, visit.channel) for visit in one.schedule]) == (
        1,
        [("resident", "app"), ("proxy", "window")],
    )


def test_each_visit_has_its_own_papers() -> None:
    one = made(
        matter("a", "married", asks("card"), asks("photo"), limits=DAYS_5),
        matter("c", "married", asks("card"), asks("result"), needs_first=(Forerunner("a", paper="result"),)),
    )

    assert [visit.bring for visit in one.schedule] == [("card", "photo"), ("card", "result")]


def test_each_visit_has_its_own_place() -> None:
    one = made(matter("a", limits=DAYS_5, area="none", decided_by="residence"), needs("c", "a"))

    assert [visit.where.zh for visit in one.schedule] == ["要到居住地的街镇中心。", "全市任何一个街镇中心都能办。"]


@given(books, known_facts, st.data())
def test_the_schedule_holds_everything_there_is_to_do_once_and_agrees_with_the_rest(
    one: Book, known: KnownFacts, data: st.DataObject
) -> None:
    wanted = data.draw(st.lists(st.sampled_from([terms.id for terms in one.matters]), unique=True), label="wanted")
    found = plan(one, known, DAY, wanted, calendar=CALENDAR)
    to_do = {
        item.matter
        for item in found.items
        if item.standing in (Standing.NOW, Standing.UNDECIDED) or (item.standing == Standing.LATER and item.wanted)
    }
    scheduled = [matter for visit in found.schedule for matter in visit.matters]

    assert sorted(scheduled) == sorted(to_do)
    assert found.trips == sum(visit.number is not None for visit in found.schedule)
    assert [visit.number for visit in found.schedule if visit.number] == list(range(1, found.trips + 1))
    assert set(found.order) <= to_do
    assert [matter for matter in scheduled if matter in found.order] == list(found.order)
    assert {paper for visit in found.schedule for paper in visit.bring} <= {each.paper for each in found.bring}
    assert (found.trips_why is not None) or found.trips < 2
    days = [visit.from_day for visit in found.schedule if visit.from_day is not None]
    assert days == sorted(days)


calendars = st.builds(
    Calendar,
    st.dictionaries(st.dates(date(2026, 11, 1), date(2027, 3, 1)), st.sampled_from(DayKind), max_size=8),
    st.just(frozenset({2026, 2027})),
    st.fixed_dictionaries({2026: st.integers(1, 9), 2027: st.integers(1, 9)}),
)


@given(calendars, st.integers(0, 40), st.sampled_from(["working_days", "calendar_days"]))
def test_the_calendar_that_a_plan_names_is_all_that_its_days_rest_on(calendar: Calendar, days: int, unit: Any) -> None:
    matters = (needs("c", "a"), matter("a", limits=Limits(decide=Limit(days, unit)) if days else Limits()))
    found = made(*matters, calendar=calendar)
    named = {int(part.split(":")[0]) for part in found.calendar.split()}
    seen = Calendar(
        {day: kind for day, kind in calendar.days.items() if day.year in named}, frozenset(named), calendar.versions
    )

    again = made(*matters, calendar=seen if named else None)
    assert json.dumps(again.to_json()) == json.dumps(found.to_json())


@pytest.mark.parametrize("unit", ["working_days", "calendar_days"])
@given(number=st.integers(0, 300), accepted=st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_without_any_notice_the_house_counts_as_planning_does(unit: str, number: int, accepted: date) -> None:
    assert (
        WeekdaysOnly().deadline(accepted, number, unit).day
        == Calendar({}, frozenset()).deadline(accepted, number, unit).day
    )


def test_a_plan_kept_before_there_were_schedules_is_still_read() -> None:
    kept = made(matter("a")).to_json()
    for field in ("schedule", "schedule_exact", "trips_at_least", "calendar", "circles"):
        del kept[field]

    assert Plan.from_json(kept).schedule == ()


def test_a_result_that_comes_after_the_season_is_waited_for_until_the_next_one() -> None:
    season = Season((11, 1), (11, 30))
    one = made(needs("c", "a", season=season), matter("a", limits=DAYS_5))

    assert [(visit.matters, visit.from_day, visit.until_day) for visit in one.schedule] == [
        (("a",), DAY, None),
        (("c",), date(2027, 11, 1), date(2027, 11, 30)),
    ]


def test_who_is_too_old_by_the_day_of_the_result_is_told_to_ask_first() -> None:
    young = matter("c", "age < 18", needs_first=(Forerunner("a"),))
    one = plan(
        book(young, matter("a", limits=DAYS_5)),
        said(married=True, birth_date=date(2008, 12, 1)),
        DAY,
        ["c", "a"],
        calendar=CALENDAR,
    )
    item = one.item("c")

    assert item is not None
    assert (item.standing, item.promised) == (Standing.NOW, False)
    assert "可能已经不符合条件了" in item.why.zh
