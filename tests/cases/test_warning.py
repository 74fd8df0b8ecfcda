"""Before and after its limit a case is warned of, once each, and to more people each time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.cases import actions, clock
from onetrip.cases.models import Alarm, Case
from onetrip.centres import elsewhere
from onetrip.centres.working_days import Calendar
from onetrip.ledger.models import Event
from tests.cases.counter import Counter
from tests.cases.test_clock import REAL
from tests.cases.test_following import case_in, do

BY = "system:clock"


def warned(counter: Counter, now: datetime) -> list[str]:
    """What the clock warns of at that moment."""
    before = Event.objects.filter(verb="warn").count()
    given_now = actions.warn_of_limits(now=now, by=BY)
    events = list(Event.objects.filter(verb="warn").order_by("pk"))[before:]
    assert len(events) == given_now
    return [event.data["alarm"] for event in events]


def at(counter: Counter, day: date) -> datetime:
    """Ten in the morning of `day`."""
    return counter.hall.now + (day - counter.hall.now.date())


@pytest.mark.django_db
def test_it_is_warned_of_two_working_days_ahead_the_day_after_and_three_days_late_once_each(counter: Counter) -> None:
    case = case_in(counter, "accepted")
    assert case.due_on == date(2026, 12, 14)  # a Monday
    told = {}
    for offset in range(12):
        day = date(2026, 12, 8) + timedelta(days=offset)
        for _ in range(2):
            if levels := warned(counter, at(counter, day)):
                told.setdefault(day, []).extend(levels)
    assert told == {date(2026, 12, 10): ["soon"], date(2026, 12, 15): ["late"], date(2026, 12, 17): ["long"]}


@pytest.mark.django_db
def test_what_nobody_was_told_of_in_time_is_told_once_as_what_it_is(counter: Counter) -> None:
    case_in(counter, "accepted")
    assert warned(counter, at(counter, date(2027, 1, 20))) == ["long"]


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["supplement", "procedure", "completed", "delivered", "withdrawn"])
def test_a_case_that_stands_still_or_is_done_is_not_warned_of(counter: Counter, state: str) -> None:
    case_in(counter, state)
    assert warned(counter, at(counter, date(2027, 1, 20))) == []


@pytest.mark.django_db
def test_a_day_that_moved_away_is_warned_of_anew(counter: Counter) -> None:
    case = case_in(counter, "accepted")
    assert warned(counter, at(counter, date(2026, 12, 11))) == ["soon"]
    do("begin-procedure", case, at(counter, date(2026, 12, 11)))
    after = do("end-procedure", case, at(counter, date(2026, 12, 21)))
    assert (after.due_on, after.alarm) == (date(2026, 12, 24), Alarm.NONE)
    assert warned(counter, at(counter, date(2026, 12, 23))) == ["soon"]


@pytest.mark.django_db
def test_more_cases_than_one_transaction_holds_are_all_warned_of(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onetrip.cases.actions.warning._AT_ONCE", 2)
    for _ in range(5):
        case_in(counter, "accepted")
    assert warned(counter, at(counter, date(2026, 12, 11))) == ["soon"] * 5
    assert set(Case.objects.values_list("alarm", flat=True)) == {"soon"}


@pytest.mark.django_db
def test_a_centre_with_a_node_of_its_own_is_warned_there_and_nowhere_else(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_in(counter, "accepted")
    monkeypatch.setattr(elsewhere, "_ask", lambda: frozenset({"LF"}))
    assert warned(counter, at(counter, date(2027, 1, 20))) == []


@given(today=st.dates(date(2025, 2, 1), date(2026, 12, 1)), before=st.integers(0, 10), after=st.integers(1, 10))
def test_the_days_of_warning_are_counted_in_working_days(today: date, before: int, after: int) -> None:
    days = clock.warning_days(today, before=before, after=after, calendar=REAL)
    assert days.long <= days.late < today <= days.soon
    assert REAL.working_days_between(today, days.soon) == before
    assert REAL.working_days_between(days.long, today) >= after
    assert REAL.working_days_between(days.long + timedelta(days=1), today) < after


def test_on_a_day_without_any_notice_weeks_count_as_they_are() -> None:
    days = clock.warning_days(date(2031, 3, 5), before=2, after=3, calendar=Calendar({}, frozenset()))
    assert (days.soon, days.late, days.long) == (date(2031, 3, 7), date(2031, 3, 4), date(2031, 3, 2))
