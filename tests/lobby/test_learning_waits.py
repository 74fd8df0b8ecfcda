"""A centre that learns from its own numbers, and tells from what it learned."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta

import numpy as np
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from onetrip.centres import actions as centres
from onetrip.centres.models import Centre, Duty
from onetrip.ledger.models import Event
from onetrip.lobby import actions, queries
from onetrip.lobby.actions.learning import KEPT
from onetrip.lobby.eta import memory, records
from onetrip.lobby.models import LearnedWaits, Ticket, Visit
from tests.factories import NOW, TODAY
from tests.lobby.hall import Hall

pytestmark = pytest.mark.django_db
BY = "system:test"


def past_day(centre: Centre, day: date, *, numbers: int = 80, each: float = 4.0, seed: int = 1) -> None:
    """A day on which a number was drawn every `each` minutes or so and one was called every `each` minutes."""
    random = np.random.default_rng(seed)
    opened = datetime.combine(day, time(8, 30), centre.zone)
    came = np.sort(random.uniform(0, numbers * each * 0.8, numbers))
    free = 0.0
    visits, tickets = [], []
    for serial, minute in enumerate(came.tolist(), 1):
        called = max(minute, free)
        free = called + each * random.uniform(0.7, 1.3)
        drawn_at, called_at = opened + timedelta(minutes=minute), opened + timedelta(minutes=called)
        visit = Visit(centre=centre, day=day, arrived_at=drawn_at, finished_at=called_at, outcome="none")
        visits.append(visit)
        tickets.append(
            Ticket(
                centre=centre, visit=visit, day=day, prefix="A", serial=serial, state="done", drawn_at=drawn_at,
                queue_at=drawn_at, waits_since=drawn_at, called_at=called_at, first_called_at=called_at, started_at=called_at, finished_at=called_at,
                window=centre.windows.first(), estimate_minutes=5, soonest_minutes=3, latest_minutes=9, calls=1,
            )
        )  # fmt: skip
    Visit.objects.bulk_create(visits)
    Ticket.objects.bulk_create(tickets)


def past_weeks(hall: Hall, days: int = 10, **given: float) -> None:
    for back in range(days, 0, -1):
        past_day(hall.centre, TODAY - timedelta(days=back), seed=back, **given)


def learn(hall: Hall, now: datetime = NOW) -> LearnedWaits:
    return actions.learn_waits(centre=hall.centre.code, now=now, by=BY)


def test_before_anything_is_learned_the_days_own_rule_is_told(hall: Hall) -> None:
    hall.arrive()
    ticket = hall.arrive()
    assert ticket.told_from is None
    assert (ticket.soonest_minutes, ticket.estimate_minutes, ticket.latest_minutes) == (1, 2, 6)


def test_from_too_few_days_nothing_is_learned_and_that_is_recorded(hall: Hall) -> None:
    past_weeks(hall, 3)
    made = learn(hall)
    assert made.told is None
    assert (made.days, made.cases) == (3, 240)
    assert memory.learned("LF", NOW) is None
    assert memory.stale_centres(NOW) == []
    hall.arrive()
    assert hall.arrive().told_from is None


def test_what_was_learned_is_told_and_stands_with_the_number(hall: Hall) -> None:
    past_weeks(hall)
    made = learn(hall)
    assert made.cases == 800
    for _ in range(9):
        hall.arrive()
    queries.forget()
    ticket = hall.arrive()
    assert ticket.told_from == made.learnt_at
    # One is called every four minutes in this hall, whatever the rule of three windows and six minutes would say.
    assert 25 <= ticket.estimate_minutes <= 60
    assert ticket.soonest_minutes <= ticket.estimate_minutes <= ticket.latest_minutes
    place = queries.place(ticket.pk, hall.now)
    assert place.wait is not None
    assert place.wait.likely == ticket.estimate_minutes


def test_everybody_in_line_is_told_at_least_as_much_as_those_before_them(hall: Hall) -> None:
    past_weeks(hall)
    learn(hall)
    for _ in range(25):
        hall.arrive()
    queries.forget()
    minutes = [one.minutes for one in queries.hall(hall.centre, hall.now).waiting]
    assert minutes == sorted(minutes)
    assert minutes[-1] > minutes[0]


def test_while_no_window_calls_nothing_is_told_whatever_was_learned(hall: Hall) -> None:
    past_weeks(hall)
    learn(hall)
    Duty.objects.update(ended=NOW)
    queries.forget()
    ticket = hall.arrive()
    assert ticket.estimate_minutes is None
    assert ticket.soonest_minutes is None
    assert queries.display(hall.centre, hall.now).wait is None


def test_only_the_newest_version_is_told_from_and_old_ones_are_let_go(hall: Hall) -> None:
    past_weeks(hall, 6)
    for later in range(KEPT + 2):
        learn(hall, NOW + timedelta(minutes=later))
    assert LearnedWaits.objects.count() == KEPT
    found = memory.learned("LF", NOW + timedelta(minutes=20))
    assert found is not None
    assert found.learnt_at == NOW + timedelta(minutes=KEPT + 1)


def test_what_was_learned_a_month_ago_is_not_told_any_more(hall: Hall) -> None:
    past_weeks(hall)
    learn(hall)
    assert memory.learned("LF", NOW + timedelta(days=29)) is not None
    assert memory.learned("LF", NOW + timedelta(days=31)) is None


def test_a_centre_learns_once_a_day(hall: Hall) -> None:
    assert memory.stale_centres(NOW) == ["LF"]
    learn(hall)
    assert memory.stale_centres(NOW + timedelta(hours=23)) == []
    assert memory.stale_centres(NOW + timedelta(hours=25)) == ["LF"]


def test_learning_is_an_event_without_anybodys_data(hall: Hall) -> None:
    past_weeks(hall, 6)
    learn(hall)
    event = Event.objects.get(thing="learned-waits")
    assert event.data == {"days": 6, "cases": 480, "told": True}
    assert event.public is None


def test_today_is_not_among_the_days_learned_from(hall: Hall) -> None:
    past_weeks(hall, 5)
    past_day(hall.centre, TODAY)
    assert learn(hall).days == 5


def test_a_pause_at_a_window_is_no_window_that_calls(hall: Hall) -> None:
    duty = Duty.objects.get(window=hall.windows[0])
    began = duty.began
    centres.pause_window(duty=duty, reason=next(iter(centres.PAUSES)), now=began + timedelta(minutes=10), by=BY)
    centres.pause_window(duty=duty, reason="", now=began + timedelta(minutes=20), by=BY)
    hall.now = began + timedelta(minutes=14)
    hall.arrive()
    hall.now = began + timedelta(minutes=24)
    hall.arrive()
    track = records.today(hall.centre, hall.now).track
    assert track.windows.tolist() == [2, 3, 3]


def test_the_days_before_are_read_in_a_few_statements_whatever_their_number(hall: Hall) -> None:
    past_weeks(hall, 10)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        records.past_days(hall.centre, TODAY - timedelta(days=30), TODAY)
    assert len(asked) <= 5


def test_the_waits_of_the_moment_are_worked_out_once_for_many(hall: Hall) -> None:
    past_weeks(hall)
    learn(hall)
    hall.arrive()
    queries.waits(hall.centre, hall.now)
    with CaptureQueriesContext(connection) as asked:
        for _ in range(20):
            queries.waits(hall.centre, hall.now)
    assert len(asked) == 0


@pytest.mark.parametrize(("soonest", "latest"), [(6, 9), (1, 4), (1, None)])
def test_a_range_that_does_not_hold_the_likely_wait_cannot_be_stored(
    hall: Hall, soonest: int, latest: int | None
) -> None:
    ticket = hall.arrive()
    with pytest.raises(IntegrityError, match="ticket_told_within_range"), transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(estimate_minutes=5, soonest_minutes=soonest, latest_minutes=latest)


def test_a_version_is_kept_once(hall: Hall) -> None:
    given = {"centre": hall.centre, "learnt_at": NOW, "days": 1, "cases": 1}
    LearnedWaits.objects.create(**given)
    with pytest.raises(IntegrityError, match="learned_waits_once"), transaction.atomic():
        LearnedWaits.objects.create(**given)


def test_a_number_drawn_twice_with_one_key_keeps_the_wait_first_told(hall: Hall) -> None:
    key = uuid.uuid4()
    first = hall.arrive(key=key)
    for _ in range(3):
        hall.arrive()
    assert hall.arrive(key=key).estimate_minutes == first.estimate_minutes
