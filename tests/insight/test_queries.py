from __future__ import annotations

from datetime import date, time

import pytest

from onetrip.insight import daily, queries
from onetrip.insight.daily import by_day, together
from onetrip.insight.periods import Period, Span, span_of
from onetrip.insight.rates import Share
from tests import factories
from tests.cases import matters
from tests.insight import past

pytestmark = pytest.mark.django_db

DAY = factories.TODAY
YESTERDAY = date(2026, 11, 23)
TODAY = Span(DAY, DAY)


@pytest.fixture
def centre():
    matters.publish()
    return factories.make_centre()


def days(centre, span: Span = TODAY):
    return by_day(centre, span, DAY)


def sums(centre, span: Span = TODAY):
    return together(days(centre, span).values())


@pytest.fixture
def clerk(centre):
    return factories.make_account("clerk")


def test_the_one_trip_rate_counts_every_visit_that_ended_and_none_that_goes_on(centre):
    for outcome in ("all", "all", "all", "part", "none", "left", ""):
        past.a_visit(centre, DAY, outcome=outcome)
    past.a_visit(centre, YESTERDAY, outcome="none")
    found = queries.visits(sums(centre))
    assert found.one_trip == Share(3, 6)
    assert (found.part, found.none, found.left) == (1, 1, 1)


def test_an_empty_day_has_no_rate_and_no_median(centre):
    found = queries.visits(sums(centre))
    assert not found.one_trip.is_known
    assert found.door_to_done_minutes is None


def test_another_centre_has_its_own_figures(centre):
    other = factories.make_centre("PP")
    past.a_visit(other, DAY)
    assert queries.visits(sums(centre)).one_trip == Share(0, 0)
    assert queries.visits(sums(other)).one_trip == Share(1, 1)


def test_minutes_from_door_to_done_are_the_median_of_those_who_stayed(centre):
    for waited, served in ((5, 5), (10, 10), (40, 50)):
        past.a_visit(centre, DAY, waited=waited, served=served)
    past.a_visit(centre, DAY, outcome="left", waited=300, served=0)
    assert queries.visits(sums(centre)).door_to_done_minutes == pytest.approx(20)


def test_a_visit_that_was_told_what_is_missing_is_counted_once(centre):
    visit = past.a_visit(centre, DAY, outcome="part")
    past.a_notice(visit)
    past.a_notice(visit)
    past.a_visit(centre, DAY, outcome="none")
    assert queries.visits(sums(centre)).told_missing == 1


def test_a_promise_broken_twice_in_one_visit_is_one_visit_that_was_not_kept(centre):
    for _ in range(3):
        past.a_visit(centre, DAY, slip=past.a_slip(centre, DAY))
    visit = past.a_visit(centre, DAY, outcome="part", slip=past.a_slip(centre, DAY))
    past.a_broken_promise(visit, paper="household-booklet", cause="rule")
    past.a_broken_promise(visit, paper="marriage-certificate", cause="unknown")
    found = queries.promises(sums(centre))
    assert found.kept == Share(3, 4)
    assert found.broken == 1
    assert queries.causes(centre, TODAY) == {"rule": 1, "unknown": 1}


def test_a_slip_counts_when_its_visit_has_ended_and_as_soon_as_it_is_broken(centre):
    past.a_visit(centre, DAY, outcome="", slip=past.a_slip(centre, DAY))
    past.a_visit(centre, DAY, outcome="left", slip=past.a_slip(centre, DAY))
    assert queries.promises(sums(centre)).kept == Share(0, 0)
    past.a_broken_promise(past.a_visit(centre, DAY, outcome="", slip=past.a_slip(centre, DAY)))
    past.a_visit(centre, DAY, slip=past.a_slip(centre, DAY))
    assert queries.promises(sums(centre)).kept == Share(1, 2)


def test_waits_stand_in_the_half_hour_in_which_the_number_was_drawn(centre):
    past.a_visit(centre, DAY, drew="9:00", waited=4)
    past.a_visit(centre, DAY, drew="9:29", waited=8)
    past.a_visit(centre, DAY, drew="9:30", waited=20)
    past.a_visit(centre, DAY, drew="9:40", outcome="")
    found = {wait.begins: wait for wait in queries.waits(sums(centre), [(time(8, 30), time(10, 30))])}
    assert list(found) == [time(8, 30), time(9, 0), time(9, 30), time(10, 0)]
    assert found[time(9, 0)].mean_wait == pytest.approx(6)
    assert (found[time(9, 30)].drawn, found[time(9, 30)].mean_wait) == (2, pytest.approx(20))
    assert (found[time(8, 30)].drawn, found[time(8, 30)].mean_wait) == (0, None)


def test_a_number_drawn_out_of_hours_is_not_left_out(centre):
    past.a_visit(centre, DAY, drew="17:10", waited=4)
    found = queries.waits(sums(centre), [(time(8, 30), time(9, 30))])
    assert [wait.begins for wait in found] == [time(8, 30), time(9, 0), time(17, 0)]


@pytest.mark.parametrize(
    ("opens", "closes", "count"),
    [(time(8, 30), time(16, 30), 16), (time(8, 40), time(9, 10), 2), (time(9), time(9), 0)],
)
def test_half_hours_cover_a_stretch_of_opening(opens, closes, count):
    assert len(queries.half_hours(opens, closes)) == count


def test_matters_come_most_frequent_first_and_the_rest_is_summed(centre, clerk):
    for matter, number in (("a", 1), ("b", 3), ("c", 2)):
        for _ in range(number):
            past.a_case(past.a_visit(centre, DAY), matter, clerk)
    past.a_case(past.a_visit(centre, DAY), "b", clerk, state="withdrawn")
    past.a_case(past.a_visit(centre, YESTERDAY), "z", clerk)
    found = queries.matters(sums(centre), most=2)
    assert [(count.matter, count.count, count.name["en"]) for count in found.top] == [
        ("b", 3, "matter b"),
        ("c", 2, "matter c"),
    ]
    assert (found.others, found.total) == (1, 6)


def test_the_price_of_an_answer_is_questions_and_papers_for_each_slip(centre):
    past.a_slip(centre, DAY, questions=1, papers=2)
    past.a_slip(centre, DAY, questions=4, papers=3)
    found = queries.answers(sums(centre))
    assert (found.slips, found.questions_per_slip, found.papers_per_slip) == (2, 2.5, 2.5)
    assert queries.answers(sums(centre, Span(YESTERDAY, YESTERDAY))).questions_per_slip is None


def test_the_two_lowest_levels_are_not_good(centre):
    for level in (5, 5, 3, 2, 1):
        past.a_rating(past.a_visit(centre, DAY), level)
    found = queries.judged(centre, TODAY)
    assert found.good == Share(3, 5)
    assert found.levels == {5: 2, 3: 1, 2: 1, 1: 1}


def test_the_trend_has_a_point_for_each_day_with_visits(centre):
    past.a_visit(centre, YESTERDAY, outcome="none")
    past.a_visit(centre, DAY, outcome="all")
    past.a_visit(centre, DAY, outcome="part")
    found = queries.trend(days(centre, queries.trend_span(TODAY, Period.TODAY)), Period.TODAY)
    assert [(point.label, point.one_trip) for point in found] == [(YESTERDAY, Share(0, 1)), (DAY, Share(1, 2))]


def test_the_trend_of_a_year_has_a_point_for_each_month(centre):
    past.a_visit(centre, date(2026, 9, 3))
    past.a_visit(centre, date(2026, 9, 30), outcome="part")
    past.a_visit(centre, DAY)
    found = queries.trend(days(centre, span_of(Period.YEAR, DAY)), Period.YEAR)
    assert [(point.label, point.one_trip.whole) for point in found] == [(date(2026, 9, 1), 2), (date(2026, 11, 1), 1)]


def test_an_open_case_is_past_due_from_the_day_after_its_last(centre, clerk):
    visit = past.a_visit(centre, YESTERDAY)
    past.a_case(visit, "a", clerk, state="accepted", due_on=YESTERDAY)
    past.a_case(visit, "b", clerk, state="accepted", due_on=DAY)
    past.a_case(visit, "c", clerk, state="completed", due_on=YESTERDAY)
    past.a_case(visit, "d", clerk, state="accepted", due_on=None)
    assert queries.cases_past_due(centre.code, DAY) == 1


def test_the_year_reaches_back_twelve_months_and_no_further(centre):
    past.a_visit(centre, date(2025, 11, 25))
    past.a_visit(centre, date(2025, 11, 24))
    assert queries.visits(sums(centre, span_of(Period.YEAR, DAY))).one_trip.whole == 1


def test_a_day_that_is_over_is_read_once_and_today_every_time(centre, django_assert_num_queries):
    past.a_visit(centre, YESTERDAY)
    both = Span(YESTERDAY, DAY)
    assert sums(centre, both).ended == 1
    past.a_visit(centre, YESTERDAY)
    past.a_visit(centre, DAY)
    with django_assert_num_queries(6):
        assert sums(centre, both).ended == 2
    daily.forget()
    assert sums(centre, both).ended == 3


def test_days_added_up_are_the_span_read_at_once(centre, clerk):
    for day in (YESTERDAY, DAY):
        for outcome in ("all", "none", "left"):
            visit = past.a_visit(centre, day, outcome=outcome, slip=past.a_slip(centre, day), waited=7)
        past.a_case(visit, "card", clerk)
        past.a_broken_promise(visit)
    whole = sums(centre, Span(YESTERDAY, DAY))
    one = sums(centre, Span(YESTERDAY, YESTERDAY))
    one.add(sums(centre))
    assert one == whole
    assert (whole.ended, whole.brought, whole.broken, whole.matters["card"]) == (6, 6, 2, 2)
