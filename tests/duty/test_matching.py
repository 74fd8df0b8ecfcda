"""A plan of windows matched with people: the rules hold, the best is proved, what is missing is named, nothing is written."""

from __future__ import annotations

from datetime import timedelta

from onetrip.duty.matching import match
from onetrip.duty.models import Assignment, Roster
from onetrip.ledger.models import Event
from tests.duty.conftest import MONDAY, Place
from tests.factories import NOW

OPEN = range(17, 33)
"""Half hours from 8:30 to 16:30."""


def test_every_window_of_a_plan_that_the_people_can_staff_is_staffed(place: Place) -> None:
    wanted = {half: 2 if half in (23, 24) else 4 for half in OPEN}
    found = match("LF", MONDAY, wanted, NOW)
    assert found.missing == {}
    assert found.is_proved
    assert found.gap == 0
    at_windows = [one for one in found.seats if one.post == "window"]
    assert 4 <= len(at_windows) <= 6
    assert {one.account_id for one in at_windows} <= {each.pk for each in [*place.clerks, place.supervisor]}
    for half in OPEN:
        begun = [one for one in at_windows if one.begins.hour * 2 + one.begins.minute // 30 <= half]
        there = [one for one in begun if half < one.ends.hour * 2 + one.ends.minute // 30]
        assert len(there) >= wanted[half]


def test_windows_that_nobody_is_left_for_are_named_by_half_hour(place: Place) -> None:
    for clerk in place.clerks[:4]:
        place.leave(clerk, MONDAY)
    found = match("LF", MONDAY, dict.fromkeys(OPEN, 4), NOW)
    assert found.missing
    assert all(0 < gap <= 4 for gap in found.missing.values())
    assert not {each.pk for each in place.clerks[:4]} & {one.account_id for one in found.seats}


def test_everybody_on_leave_leaves_every_window_empty(place: Place) -> None:
    for each in [*place.clerks, *place.guides, place.supervisor]:
        place.leave(each, MONDAY)
    found = match("LF", MONDAY, dict.fromkeys(OPEN, 3), NOW)
    assert found.seats == ()
    assert found.missing == dict.fromkeys(OPEN, 3)


def test_whoever_works_five_other_days_of_that_week_has_this_day_off(place: Place) -> None:
    roster = place.publish()
    sunday = MONDAY + timedelta(days=6)
    on_five = {
        account
        for account in Assignment.objects.filter(roster=roster).values_list("account_id", flat=True)
        if Assignment.objects.filter(account_id=account, counts=True, pattern__isnull=False).exclude(day=sunday).count()
        >= 5
    }
    found = match("LF", sunday, dict.fromkeys(range(18, 32), 4), NOW)
    assert on_five
    assert not on_five & {one.account_id for one in found.seats}


def test_who_is_on_the_published_roster_is_said_and_nothing_is_written(place: Place) -> None:
    place.publish()
    before = Roster.objects.count(), Assignment.objects.count(), Event.objects.count()
    found = match("LF", MONDAY, dict.fromkeys(OPEN, 3), NOW)
    published = set(
        Assignment.objects.filter(day=MONDAY, counts=True, pattern__isnull=False).values_list("account_id", flat=True)
    )
    assert published
    assert all(one.is_rostered == (one.account_id in published) for one in found.seats)
    assert (Roster.objects.count(), Assignment.objects.count(), Event.objects.count()) == before


def test_a_closed_day_and_a_plan_without_windows_need_nobody(place: Place) -> None:
    assert match("LF", MONDAY, {}, NOW).missing == {}
    assert match("LF", MONDAY, dict.fromkeys(OPEN, 0), NOW).missing == {}
