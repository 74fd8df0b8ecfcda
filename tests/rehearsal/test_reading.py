"""The demonstration's past goes into the tables and comes out again as what was lived through."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, time, timedelta
from itertools import pairwise

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onetrip.appointments.models import Appointment, Service
from onetrip.cases.models import Case
from onetrip.centres.models import Duty
from onetrip.centres.queries import Settled
from onetrip.ledger.refusals import Refused
from onetrip.lobby.models import Ticket, Visit
from onetrip.people.models import Resident
from onetrip.rehearsal import grounds, reading, running
from onetrip.simulation.fitting import fitted
from onetrip.simulation.fitting.lived import DayKind, Fate, Lived
from onetrip.simulation.fitting.modelling import model_for, plan_of
from onetrip.web.demonstration import year
from tests.factories import NOW, TODAY
from tests.rehearsal.conftest import DAYS

pytestmark = pytest.mark.django_db


def _read(place: Settled) -> Lived:
    return reading.read(place, TODAY - timedelta(days=365), TODAY - timedelta(days=1))


def test_a_past_is_read_in_four_statements_and_holds_nobody(with_a_past: Settled) -> None:
    with CaptureQueriesContext(connection) as asked:
        lived = _read(with_a_past)
    assert len([one for one in asked if one["sql"].lstrip().startswith("SELECT")]) == 4
    assert not any("resident" in one["sql"] or "account.name" in one["sql"] for one in asked)
    assert not Resident.objects.exists()
    assert not Visit.objects.exclude(resident=None).exists()
    assert set(lived.clerk.tolist()) <= {-1, *range(16)}, "numbers dealt out anew, no account"
    assert {field.name for field in fields(lived)} & {"resident", "name", "number", "account"} == set()


def test_what_was_written_is_what_is_read(with_a_past: Settled) -> None:
    lived = _read(with_a_past)
    assert len(lived.days) == DAYS
    assert len(lived) == Ticket.objects.count()
    served = lived.fate == Fate.SERVED
    assert served.sum() == Ticket.objects.filter(state="done").count()
    assert (lived.waits[served] >= 0).all()
    assert (lived.ended[served] > lived.called[served]).all()
    assert {Fate.LEFT, Fate.MISSED} & set(lived.fate.tolist())
    assert len(lived.kiosk_day) > 0
    assert Duty.objects.filter(ended=None).count() == 0
    assert sum(len(day.shifts) for day in lived.days) == Duty.objects.count()
    assert {day.kind for day in lived.days} >= {DayKind.WORKING, DayKind.OFF}
    assert {day.length for day in lived.days} == {480.0, 180.0}


def test_the_invented_past_waits_as_a_queue_does_and_monday_is_the_busiest(with_a_past: Settled) -> None:
    lived = _read(with_a_past)
    people = np.bincount(lived.day, minlength=len(lived.days))
    by_weekday = [
        np.mean(
            [people[place] for place, day in enumerate(lived.days) if day.day.weekday() == number and day.length > 200]
        )
        for number in range(5)
    ]
    assert max(by_weekday) == by_weekday[0]
    first_hour = lived.arrived[(lived.arrived > 60) & (lived.arrived < 120)]
    noon = lived.arrived[(lived.arrived > 210) & (lived.arrived < 270)]
    assert len(first_hour) > 1.5 * len(noon)
    assert 1 < np.nanmean(lived.waits[lived.fate == Fate.SERVED]) < 15


def test_every_case_belongs_to_a_visit_that_was_served(with_a_past: Settled) -> None:
    served = set(Ticket.objects.filter(state="done").values_list("visit_id", flat=True))
    filed = list(Case.objects.values_list("visit_id", flat=True))
    assert len(filed) > 0.9 * len(served)
    assert set(filed) <= served


def test_a_past_that_is_there_stays_alone(with_a_past: Settled) -> None:
    before = Ticket.objects.count()
    with pytest.raises(Refused) as refused:
        year.play(code="LF", now=NOW)
    assert refused.value.code == "year-lived"
    assert Ticket.objects.count() == before


def test_where_no_duty_is_on_record_windows_are_taken_from_their_calls(with_a_past: Settled) -> None:
    with_duty = _read(with_a_past)
    Duty.objects.all().delete()
    without = _read(with_a_past)
    assert len(without.days) == len(with_duty.days)
    for one, other in zip(without.days, with_duty.days, strict=True):
        assert {shift.window for shift in one.shifts} <= {shift.window for shift in other.shifts}
        assert len(one.shifts) > 0


def test_rehearsing_changes_nothing_of_the_record(with_a_past: Settled) -> None:
    with CaptureQueriesContext(connection) as asked:
        grounds.grounds("LF", NOW)
    assert not [one["sql"] for one in asked if one["sql"].lstrip().split(" ")[0] in ("INSERT", "UPDATE", "DELETE")]


def test_today_is_not_part_of_what_was_lived_through(with_a_past: Settled) -> None:
    on = grounds.grounds("LF", NOW)
    assert on.last == TODAY - timedelta(days=1)
    assert on.first == date(2026, 10, 15)


def test_bookings_are_read_with_who_did_not_come_and_when_those_who_came_were_expected(with_a_past: Settled) -> None:
    day = _read(with_a_past).days[-1].day
    came = list(Ticket.objects.filter(day=day, state="done").order_by("drawn_at")[:40])
    for place, ticket in enumerate(came):
        ticket.appointment_at = ticket.drawn_at + timedelta(minutes=(-5, 10)[place % 2])
    Ticket.objects.bulk_update(came, ["appointment_at"])
    service = Service.objects.create(centre=with_a_past.centre, kind="anything", of="")
    Appointment.objects.bulk_create(
        Appointment(
            centre=with_a_past.centre,
            service=service,
            day=day,
            starts=time(9),
            number=f"B{place:05d}",
            token=f"token {place}",
            token_hash=f"{place:032d}".encode(),
            state="arrived" if place < 40 else "missed",
            channel="phone",
            booked_at=NOW - timedelta(days=9),
            booked_by="resident",
            arrived_at=came[place].drawn_at if place < 40 else None,
            counts_since=came[place].drawn_at if place < 40 else None,
            ended_at=None if place < 40 else NOW - timedelta(days=1),
        )
        for place in range(50)
    )
    lived = _read(with_a_past)
    assert (lived.days[-1].booked, lived.days[-1].came) == (50, 40)
    booked = ~np.isnan(lived.booked)
    assert booked.sum() == 40
    early = np.sort(np.unique(np.round(lived.booked[booked] - lived.arrived[booked])))
    assert early.tolist() == [-5, 10]
    found = fitted.fit(lived)
    assert found.shows_up.value == pytest.approx(0.8, abs=0.02)
    assert found.shows_up.low < 0.8 < found.shows_up.high
    assert found.shows_up.n == 50
    assert found.booked.value == pytest.approx(40 / len(lived), rel=0.1)
    assert not found.booked.is_example


def test_of_two_who_are_signed_in_at_one_window_the_later_counts_and_the_day_can_be_played(
    with_a_past: Settled,
) -> None:
    before = _read(with_a_past)
    duty = Duty.objects.filter(window__centre=with_a_past.centre).order_by("began").first()
    assert duty is not None
    assert duty.ended is not None
    other = Duty.objects.exclude(account=duty.account).order_by("began").values_list("account", flat=True).first()
    middle = duty.began + (duty.ended - duty.began) / 2
    Duty.objects.create(window=duty.window, account_id=other, began=middle, ended=duty.ended + timedelta(minutes=5))
    lived = _read(with_a_past)
    assert len(lived.days[0].shifts) == len(before.days[0].shifts) + 1
    by_window: dict[int, list[tuple[float, float]]] = {}
    for shift in lived.days[0].shifts:
        by_window.setdefault(shift.window, []).append((shift.opens, shift.closes))
    for spans in by_window.values():
        spans.sort()
        assert all(one[1] <= two[0] for one, two in pairwise(spans))
    model = fitted.fit(lived)
    people = running.draw(model_for(model, lived.days[0]), 2, 1)
    assert running.play(people, plan_of(model, lived.days[0], kiosks=2)).days == 2
