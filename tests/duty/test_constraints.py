"""What the database itself refuses, by trying it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction

from onetrip.duty.models import (
    Assignment,
    Attendance,
    Break,
    Contract,
    Leave,
    Overtime,
    Roster,
    RosterDay,
    RosterSeen,
    ShiftPattern,
    Swap,
    Wish,
)
from tests.duty.conftest import MONDAY, NOW, Place

pytestmark = pytest.mark.django_db


def refused(name: str, deed: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        deed()


def test_shifts_and_contracts(place: Place) -> None:
    who = {"account": place.clerks[0], "centre_id": "LF", "posts": ["window"], "set_at": NOW, "set_by": "x"}
    hours = {"minutes_a_week": 2400, "from_day": MONDAY}
    refused("contract_one_at_a_time", lambda: Contract.objects.create(**who, **hours))
    Contract.objects.filter(account=place.clerks[0]).delete()
    refused(
        "contract_ends_after_it_begins",
        lambda: Contract.objects.create(**who, **hours, until_day=MONDAY - timedelta(days=1)),
    )
    refused("contract_within_a_week", lambda: Contract.objects.create(**who, minutes_a_week=10081, from_day=MONDAY))
    shift = {"centre_id": "LF", "name_zh": "x", "name_en": "x", "on_working_days": True, "set_at": NOW, "set_by": "x"}
    begins = {"begins": time(8), "ends": time(12)}
    refused("shift_pattern_version_once", lambda: ShiftPattern.objects.create(**shift, **begins, code="a1", version=1))
    refused(
        "shift_pattern_ends_after_it_begins",
        lambda: ShiftPattern.objects.create(**shift, code="z", version=1, begins=time(9), ends=time(9)),
    )
    for lunch in ({"lunch_from": time(9)}, {"lunch_from": time(11), "lunch_until": time(13)}):
        refused(
            "shift_pattern_lunch_inside",
            lambda lunch=lunch: ShiftPattern.objects.create(**shift, **begins, **lunch, code="z", version=1),
        )


def test_wishes_and_leave(place: Place) -> None:
    who = {"account": place.clerks[0], "centre_id": "LF", "asked_at": NOW}
    Wish.objects.create(**who, day=MONDAY, wants="off")
    refused("wish_one_for_a_day", lambda: Wish.objects.create(**who, day=MONDAY, wants="early"))
    refused("wish_wants_known", lambda: Wish.objects.create(**who, day=MONDAY + timedelta(days=1), wants="pay"))
    days = {"first": MONDAY, "last": MONDAY + timedelta(days=2), "kind": "annual"}
    Leave.objects.create(**who, **days)
    refused("leave_never_twice_for_a_day", lambda: Leave.objects.create(**who, **days))
    later = {"first": MONDAY + timedelta(days=9), "kind": "annual"}
    refused("leave_ends_after_it_begins", lambda: Leave.objects.create(**who, **later, last=MONDAY))
    later["last"] = later["first"]
    done = {"decided_at": NOW, "decided_by": "x"}
    refused("leave_state_known", lambda: Leave.objects.create(**who, **later, **done, state="maybe"))
    refused("leave_decided_by_somebody", lambda: Leave.objects.create(**who, **later, state="granted"))
    refused("leave_refused_with_a_word", lambda: Leave.objects.create(**who, **later, **done, state="refused"))
    Leave.objects.create(**who, **days, **done, state="withdrawn")


def test_rosters(place: Place) -> None:
    made = {"centre_id": "LF", "first": MONDAY, "last": MONDAY, "made_at": NOW, "made_by": "x"}
    first = Roster.objects.create(**made)
    refused("roster_one_draft_of_the_days", lambda: Roster.objects.create(**made))
    refused("roster_ends_after_it_begins", lambda: Roster.objects.create(**made | {"last": MONDAY - timedelta(days=1)}))
    for state in ("lost", "published"):
        refused(
            "roster_published_by_somebody",
            lambda state=state: Roster.objects.filter(pk=first.pk).update(state=state),
        )
    out = {"state": "published", "published_at": NOW, "published_by": "x"}
    second = Roster.objects.create(**made, **out)
    day = {"centre_id": "LF", "day": MONDAY, "basis": "example"}
    RosterDay.objects.create(roster=first, **day, counts=True)
    refused("roster_day_once", lambda: RosterDay.objects.create(roster=first, **day))
    refused("roster_day_published_once", lambda: RosterDay.objects.create(roster=second, **day, counts=True))
    pattern = ShiftPattern.objects.get(centre="LF", code="b1")
    row = {"centre_id": "LF", "account": place.clerks[0], "day": MONDAY}
    full = {"pattern": pattern, "post": "window"}
    Assignment.objects.create(roster=first, **row, **full, counts=True)
    refused("assignment_once_a_day", lambda: Assignment.objects.create(roster=first, **row, **full))
    refused(
        "assignment_published_once_a_day", lambda: Assignment.objects.create(roster=second, **row, **full, counts=True)
    )
    refused("assignment_has_pattern_and_post", lambda: Assignment.objects.create(roster=second, **row))
    refused(
        "assignment_freed_counts_not",
        lambda: Assignment.objects.filter(roster=first).update(is_freed=True),
    )
    RosterSeen.objects.create(roster=second, account=place.clerks[0], at=NOW)
    refused("roster_seen_once", lambda: RosterSeen.objects.create(roster=second, account=place.clerks[0], at=NOW))


def test_swaps(place: Place) -> None:
    out = place.publish()
    gives = out.assignments.filter(pattern__isnull=False).first()
    row = {
        "centre_id": "LF",
        "gives": gives,
        "day": gives.day,
        "offered_by": gives.account,
        "offered_at": NOW,
    }
    refused("swap_between_two", lambda: Swap.objects.create(**row, to=gives.account))
    refused("swap_answered_by_somebody", lambda: Swap.objects.create(**row, state="agreed"))
    refused(
        "swap_state_known",
        lambda: Swap.objects.create(**row, state="sold", answered_by=gives.account, answered_at=NOW),
    )
    Swap.objects.create(**row)
    refused("swap_one_open_offer", lambda: Swap.objects.create(**row))


def test_presence(place: Place) -> None:
    who = {"account": place.clerks[0], "centre_id": "LF", "day": MONDAY}
    put = {"set_at": NOW, "set_by": "x"}
    refused("attendance_has_a_reason", lambda: Attendance.objects.create(**who, **put, reason=""))
    refused("attendance_left_after_coming", lambda: Attendance.objects.create(**who, **put, reason="x", came=NOW))
    Attendance.objects.create(**who, **put, reason="x")
    refused("attendance_version_once", lambda: Attendance.objects.create(**who, **put, reason="x"))
    away = {"account": place.clerks[0], "centre_id": "LF", "began_at": NOW}
    refused("break_has_a_reason", lambda: Break.objects.create(**away, reason=""))
    refused(
        "break_ends_after_it_begins",
        lambda: Break.objects.create(**away, reason="x", ended_at=NOW - timedelta(seconds=1)),
    )
    Break.objects.create(**away, reason="x")
    refused("break_one_at_a_time", lambda: Break.objects.create(**away, reason="x"))
    said = {"decided_at": NOW, "decided_by": "x"}
    refused(
        "overtime_of_numbers_alone",
        lambda: Overtime.objects.create(**who, **said, minutes=5, tickets=0, is_confirmed=True),
    )
    refused(
        "overtime_refused_with_a_word",
        lambda: Overtime.objects.create(**who, **said, minutes=5, tickets=1, is_confirmed=False),
    )
    Overtime.objects.create(**who, **said, minutes=5, tickets=1, is_confirmed=True)
    refused(
        "overtime_once_a_day", lambda: Overtime.objects.create(**who, **said, minutes=6, tickets=1, is_confirmed=True)
    )
