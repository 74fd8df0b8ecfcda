from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from onetrip.centres.queries import Settled
from onetrip.days import actions
from onetrip.days.actions import closing
from onetrip.days.models import DayAccount
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from onetrip.lobby.models import Ticket
from tests.factories import TODAY, make_centre
from tests.lobby.hall import Hall, open_hall

pytestmark = pytest.mark.django_db
CLOSES = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
"""Half past four in the afternoon in Shanghai."""


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
    assert closed.figures["overtime"] == {"1": 13}


def test_in_the_night_whoever_was_forgotten_is_let_go_of_and_told_apart(hall: Hall) -> None:
    hall.arrive()
    served_one = hall.serving(1)
    assert served_one.state == "serving"
    (closed,) = due(datetime(2026, 11, 24, 19, 1, tzinfo=UTC))  # three in the morning
    assert closed.left_open == 2
    assert {line["state"] for line in closed.lines} == {"done", "left"}
    assert closed.figures["open"] == 0


def test_a_day_without_numbers_needs_no_account(hall: Hall) -> None:
    assert due(CLOSES + timedelta(days=2)) == []


def test_a_house_that_was_off_for_a_weekend_closes_the_days_it_missed_in_their_order(hall: Hall) -> None:
    served(hall)
    hall.now += timedelta(days=1)
    served(hall)
    closed = due(hall.now + timedelta(days=3))
    assert [one.day for one in closed] == [date(2026, 11, 24), date(2026, 11, 25)]


def test_whoever_closes_by_hand_with_people_in_the_hall_is_refused(hall: Hall) -> None:
    hall.arrive()
    with pytest.raises(Refused, match="people-in-the-hall"):
        actions.close_day(centre="LF", day=TODAY, now=hall.now, by="staff:director")
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
    assert "AA could not be closed" in caplog.text


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
    (closed,) = due(datetime(2026, 11, 24, 19, 1, tzinfo=UTC))
    assert [line["number"] for line in closed.lines] == ["A001", "A002", "A003"]
    assert closed.figures["served"] + closed.figures["left"] == closed.figures["drawn"] == 3
