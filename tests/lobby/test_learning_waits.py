"""A centre that learns from its own numbers, and tells from what it learned."""

from __future__ import annotations

import uuid
from argparse import Namespace
from datetime import date, datetime, time, timedelta

import numpy as np
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from onetrip.centres import actions as centres
from onetrip.centres.models import Centre, Duty
from onetrip.cli import waits
from onetrip.ledger.models import Event
from onetrip.lobby import actions, queries, reasons
from onetrip.lobby.actions import learning
from onetrip.lobby.eta import memory, records
from onetrip.lobby.models import LearnedWaits, Ticket, Visit
from tests.factories import NOW, TODAY, make_centre
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


def test_only_the_newest_version_is_told_from_and_old_ones_are_let_go(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = 2
    monkeypatch.setattr(learning, "KEPT", kept)
    past_weeks(hall, 6)
    for later in range(kept + 2):
        learn(hall, NOW + timedelta(minutes=later))
    assert LearnedWaits.objects.count() == kept
    found = memory.learned("LF", NOW + timedelta(minutes=20))
    assert found is not None
    assert found.learnt_at == NOW + timedelta(minutes=kept + 1)


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


def test_who_comes_back_into_line_stands_in_it_again_until_the_next_call(hall: Hall) -> None:
    missed, second = hall.arrive(), hall.arrive()
    hall.call()
    for _ in range(hall.centre.calls_before_missed - 1):
        hall.at_window("call_again", missed)
    hall.at_window("miss", missed)
    hall.arrive()
    hall.in_hall("restore", missed)
    day = records.today(hall.centre, hall.now)
    assert day.track.waiting.tolist()[:4] == [1, 2, 1, 2]
    assert day.track.waiting[-1] == 3
    waited = (Ticket.objects.get(pk=missed.pk).first_called_at - missed.drawn_at) / timedelta(minutes=1)
    assert day.waits[~np.isnan(day.waits)].tolist() == [waited], "the first wait is as true as anybody's"
    for _ in range(2):
        hall.at_window("start", hall.call(1), 1)
        hall.at_window("finish", Ticket.objects.get(state="serving"), 1)
    assert not Ticket.objects.filter(pk__in=(missed.pk, second.pk), state="waiting").exists()
    assert records.today(hall.centre, hall.now).track.waiting[-1] == 1


def test_who_is_sent_on_stands_in_line_again(hall: Hall) -> None:
    sent = hall.serving()
    assert records.today(hall.centre, hall.now).track.waiting[-1] == 0
    hall.in_hall("put_back", sent)
    assert records.today(hall.centre, hall.now).track.waiting[-1] == 1


def test_who_was_on_hold_before_the_first_call_is_counted_once(hall: Hall) -> None:
    parked = hall.arrive()
    hall.in_hall("hold", parked, why=next(iter(reasons.HOLDING)))
    hall.in_hall("release", parked)
    hall.call()
    assert records.today(hall.centre, hall.now).track.called[-1] == 1


def test_a_number_whose_paper_failed_stands_in_no_line(hall: Hall) -> None:
    failed = hall.arrive()
    Ticket.objects.filter(pk=failed.pk).update(state="unissued", paper="failed")
    hall.arrive()
    assert records.today(hall.centre, hall.now).track.waiting.tolist() == [1, 1]


def test_a_centre_that_cannot_learn_does_not_keep_the_others_from_it(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_centre("AA")
    learned = []

    def learn_waits(*, centre: str, now: datetime, by: str) -> LearnedWaits:
        if centre == "AA":
            raise ValueError("a row that cannot be read")
        learned.append(centre)
        return LearnedWaits(learnt_at=now, days=0, cases=0)

    monkeypatch.setattr(actions, "learn_waits", learn_waits)
    monkeypatch.setattr(waits.os, "nice", lambda _: 0)
    assert waits.learn(Namespace()) == 1
    assert learned == ["LF"]
    assert "AA: could not learn (ValueError)" in capsys.readouterr().err
