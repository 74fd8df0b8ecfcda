from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from onetrip.centres import queries as centres
from onetrip.centres.models import Centre, Duty
from onetrip.centres.queries import Settled, settled
from onetrip.days import actions, queries
from onetrip.days.actions import closing
from onetrip.days.checks import BY_CODE, Moment
from onetrip.days.models import DayAccount
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from onetrip.lobby import queries as queries_of_the_hall
from onetrip.lobby.models import Ticket
from onetrip.lobby.watching import watch
from tests.factories import TODAY, make_centre
from tests.lobby.hall import Hall, open_hall

pytestmark = pytest.mark.django_db
CLOSES = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
"""Half past four in the afternoon in Shanghai."""
THREE = datetime(2026, 11, 24, 19, 1, tzinfo=UTC)
"""Three in the morning of the day after."""


@pytest.fixture
def hall() -> Hall:
    return open_hall()


def due(at: datetime) -> list[DayAccount]:
    return actions.close_due(now=at, by="system:clock")


def served(hall: Hall) -> Ticket:
    ticket = hall.serving()
    return hall.at_window("finish", ticket)


def test_a_day_closes_by_itself_half_an_hour_after_everybody_is_done(hall: Hall) -> None:
    served(hall)
    assert due(CLOSES + timedelta(minutes=29)) == []
    (closed,) = due(CLOSES + timedelta(minutes=31))
    assert (closed.day, closed.closed_by, closed.left_open) == (TODAY, "system:clock", 0)
    assert closed.figures["drawn"] == closed.figures["served"] == 1
    assert [line["number"] for line in closed.lines] == ["A001"]
    assert due(CLOSES + timedelta(minutes=40)) == []
    assert Event.objects.filter(thing="day", verb="close").count() == 1


def test_while_somebody_is_here_the_day_waits_for_them_and_their_overtime_is_on_record(hall: Hall) -> None:
    ticket = hall.arrive()
    assert due(CLOSES + timedelta(hours=2)) == []
    hall.now = CLOSES + timedelta(minutes=10)
    assert hall.call() is not None
    hall.at_window("start", ticket)
    hall.at_window("finish", ticket)
    assert due(hall.now + timedelta(minutes=5)) == []
    (closed,) = due(hall.now + timedelta(minutes=31))
    assert closed.figures["served_after_closing"] == 1
    (counted,) = watch(hall.centre, hall.now).overtime
    assert closed.figures["overtime"] == {"1": counted.count} == {"1": 1}, "the same as on the supervisor's page"


def test_in_the_night_whoever_was_forgotten_is_let_go_of_and_told_apart(hall: Hall) -> None:
    hall.arrive()
    served_one = hall.serving(1)
    assert served_one.state == "serving"
    (closed,) = due(THREE)
    assert closed.left_open == 2
    assert {line["state"] for line in closed.lines} == {"done", "left"}
    assert closed.figures["open"] == 0


def test_somebody_forgotten_at_a_window_is_ten_hours_of_nobodys_overtime(hall: Hall) -> None:
    hall.serving()
    (closed,) = due(THREE)
    assert closed.figures["overtime"] == {}
    assert closed.figures["last_finished_at"] is None
    assert (closed.figures["served"], closed.figures["served_let_go"], closed.figures["left_let_go"]) == (1, 1, 0)
    assert [(line["let_go"], line["finished_at"]) for line in closed.lines] == [(True, None)]


def test_a_number_drawn_after_the_account_is_told_of_in_the_next_one_and_the_first_is_kept(hall: Hall) -> None:
    served(hall)
    (first,) = due(CLOSES + timedelta(minutes=31))
    hall.now = CLOSES + timedelta(minutes=50)
    late = hall.arrive(after_hours=True)
    assert due(CLOSES + timedelta(minutes=55)) == [], "somebody is here"
    hall.call()
    hall.at_window("start", late)
    hall.at_window("finish", late)
    assert due(hall.now + timedelta(minutes=10)) == []
    (second,) = due(hall.now + timedelta(minutes=31))
    assert (first.version, second.version) == (1, 2)
    assert [line["number"] for line in second.lines] == ["A001", "A002"]
    first.refresh_from_db()
    assert [line["number"] for line in first.lines] == ["A001"]
    assert due(hall.now + timedelta(hours=2)) == []
    assert [one.version for one in queries.accounts("LF")] == [2]
    assert queries.account_of("LF", TODAY) == second


def test_a_number_that_nobody_ended_after_the_account_is_let_go_of_in_the_night(hall: Hall) -> None:
    served(hall)
    due(CLOSES + timedelta(minutes=31))
    hall.now = CLOSES + timedelta(minutes=50)
    hall.arrive(after_hours=True)
    (second,) = due(THREE)
    assert (second.version, second.left_open, second.figures["left_let_go"]) == (2, 1, 1)
    assert BY_CODE["left-over"].run(Moment(settled("LF"), THREE)).state == "green"


def test_what_an_earlier_account_let_go_of_stays_known_in_the_next(hall: Hall) -> None:
    hall.serving()
    due(THREE)
    hall.now = CLOSES + timedelta(minutes=50)  # the clock was set back
    late = hall.arrive(after_hours=True)
    hall.in_hall("leave", late)
    (second,) = due(THREE)
    assert [line["let_go"] for line in second.lines] == [True, False]
    assert second.figures["overtime"] == {}


def test_whoever_went_home_without_leaving_the_window_has_left_it_with_the_night(hall: Hall) -> None:
    served(hall)
    due(CLOSES + timedelta(hours=2))
    assert Duty.objects.filter(ended=None).count() == 3, "in the evening somebody may still be working"
    due(THREE)
    assert not Duty.objects.filter(ended=None).exists()
    left = Event.objects.filter(thing="window", verb="leave")
    assert {event.actor for event in left} == {"system:clock"}
    assert queries_of_the_hall.pace(hall.centre, THREE).windows == 0


def test_whoever_is_at_work_in_the_morning_is_not_sent_away(hall: Hall) -> None:
    morning = hall.now + timedelta(days=1)
    Duty.objects.update(began=morning - timedelta(hours=1))
    due(morning)
    assert Duty.objects.filter(ended=None).count() == 3


def test_a_day_without_numbers_needs_no_account(hall: Hall) -> None:
    assert due(CLOSES + timedelta(days=2)) == []


def test_a_house_that_was_off_for_a_weekend_closes_the_days_it_missed_in_their_order(hall: Hall) -> None:
    served(hall)
    hall.now += timedelta(days=1)
    served(hall)
    closed = due(hall.now + timedelta(days=3))
    assert [one.day for one in closed] == [date(2026, 11, 24), date(2026, 11, 25)]


def test_each_day_that_was_missed_tells_of_those_it_let_go_of_itself(hall: Hall) -> None:
    hall.arrive()
    hall.now += timedelta(days=1)
    hall.arrive()
    first, second = due(hall.now + timedelta(days=3))
    assert (first.left_open, second.left_open) == (1, 1)


def test_a_number_of_months_ago_that_nobody_ended_is_still_found(hall: Hall) -> None:
    hall.arrive()
    (closed,) = actions.close_earlier(centre="LF", now=hall.now + timedelta(days=90), by="staff:director")
    assert (closed.day, closed.left_open, closed.closed_by) == (TODAY, 1, "staff:director")


def test_by_hand_an_earlier_day_is_not_ended_over_the_heads_of_people_before_the_night_is(hall: Hall) -> None:
    hall.now = CLOSES + timedelta(hours=7, minutes=40)  # ten past midnight
    hall.arrive(after_hours=True)
    Ticket.objects.update(day=TODAY)
    assert actions.close_earlier(centre="LF", now=hall.now, by="staff:director") == []
    assert Ticket.objects.get().state == "waiting"


def test_while_the_doors_are_open_nobody_closes_the_day(hall: Hall) -> None:
    served(hall)
    with pytest.raises(Refused, match="doors-open"):
        actions.close_day(centre="LF", day=TODAY, now=hall.now, by="staff:director")
    Centre.objects.update(numbers_at_any_hour=True)  # nothing closes there, so that it can only be done in between
    centres.forget()
    assert actions.close_day(centre="LF", day=TODAY, now=hall.now, by="staff:director").figures["drawn"] == 1


def test_whoever_closes_by_hand_with_people_in_the_hall_is_refused(hall: Hall) -> None:
    hall.arrive()
    with pytest.raises(Refused, match="people-in-the-hall"):
        actions.close_day(centre="LF", day=TODAY, now=CLOSES, by="staff:director")
    assert not DayAccount.objects.exists()


def test_a_centre_that_cannot_be_closed_keeps_no_other_one_open(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    served(hall)
    make_centre("AA")
    real = closing.settled

    def broken(code: str) -> Settled:
        if code == "AA":
            raise ValueError("hours of a time that is none")
        return real(code)

    monkeypatch.setattr(closing, "settled", broken)
    assert [one.centre_id for one in due(CLOSES + timedelta(hours=1))] == ["LF"]
    assert "AA closing the day" in caplog.text


def test_closing_twice_gives_the_first_account(hall: Hall) -> None:
    served(hall)
    late = CLOSES + timedelta(hours=1)
    first = actions.close_day(centre="LF", day=TODAY, now=late, by="staff:director")
    again = actions.close_day(centre="LF", day=TODAY, now=late, by="system:clock")
    assert (again.pk, again.closed_by) == (first.pk, "staff:director")


def test_the_database_keeps_one_account_of_a_day(hall: Hall) -> None:
    served(hall)
    (closed,) = due(CLOSES + timedelta(hours=1))
    closed.pk = None
    with pytest.raises(IntegrityError, match="day_account_once"), transaction.atomic():
        closed.save(force_insert=True)


def test_every_number_of_the_day_stands_in_the_account_whatever_became_of_it(hall: Hall) -> None:
    served(hall)
    gone = hall.arrive()
    hall.in_hall("leave", gone)
    missed = hall.arrive()
    assert hall.call(1) is not None
    for _ in range(2):
        hall.at_window("call_again", missed, 1)
    hall.at_window("miss", missed, 1)
    (closed,) = due(THREE)
    assert [line["number"] for line in closed.lines] == ["A001", "A002", "A003"]
    assert closed.figures["served"] + closed.figures["left"] == closed.figures["drawn"] == 3
