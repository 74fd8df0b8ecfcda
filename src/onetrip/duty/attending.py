"""Who was there on which day: windows taken and left, sign-ins of whoever works elsewhere, and what was put down by hand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.db.models.functions import Coalesce

from onetrip.centres.models import Duty
from onetrip.centres.opening import hours_on
from onetrip.centres.queries import Settled, settled
from onetrip.duty.house import house
from onetrip.duty.models import Assignment, Attendance, Overtime
from onetrip.duty.presence import NOTHING, Earned, Served, Stay, earned, minutes_there, stay_of
from onetrip.lobby.models import Ticket
from onetrip.staff.models import Session

WINDOW, SIGN_IN, HAND, NOBODY_SAW = "window", "sign-in", "hand", ""
"""Where it is known from that somebody was there."""


@dataclass(frozen=True)
class PersonDay:
    """Somebody's day at a centre. `stay` None: not there, or nobody saw; `source` says which. `earned` are the minutes after
    closing, `decided` what a person said of them."""

    account_id: int
    day: date
    assignment: Assignment | None
    stay: Stay | None
    source: str
    minutes: int
    earned: Earned
    decided: Overtime | None


def days_of(centre: str, first: date, last: date, *, now: datetime, account_id: int | None = None) -> list[PersonDay]:
    """Every day on which somebody was rostered, was there, or earned overtime, until `now`; by day, then by account."""
    place = settled(centre)
    begins, ends = _midnight(place, first), min(_midnight(place, last + timedelta(days=1)), now)
    mine = Q() if account_id is None else Q(account_id=account_id)
    rostered = {
        (one.account_id, one.day): one
        for one in Assignment.objects.filter(
            mine, centre_id=centre, counts=True, day__gte=first, day__lte=last, pattern__isnull=False
        ).select_related("pattern")
        if _midnight(place, one.day) < now
    }
    served = _served(place, first, last, begins, account_id)
    seen = _seen(place, begins, ends, mine, rostered, served)
    by_hand = _by_hand(centre, first, last, mine)
    overtime = {
        (one.account_id, one.day): one
        for one in Overtime.objects.filter(mine, centre_id=centre, day__gte=first, day__lte=last)
    }
    keys = sorted({*rostered, *seen, *by_hand, *served, *overtime}, key=lambda key: (key[1], key[0]))
    found = []
    for key in keys:
        stay, source = seen.get(key, (None, NOBODY_SAW))
        if key in by_hand:
            stay, source = _told(by_hand[key]), HAND
        assignment = rostered.get(key)
        minutes = minutes_there(stay, _lunch(place, assignment)) if stay else 0
        made = _earned(place, key[1], assignment, served.get(key, []))
        if stay or source or assignment or made.minutes or key in overtime:
            found.append(PersonDay(key[0], key[1], assignment, stay, source, minutes, made, overtime.get(key)))
    return found


def _midnight(place: Settled, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=place.centre.zone)


def _at(place: Settled, day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=place.centre.zone)


def closing(place: Settled, day: date) -> datetime | None:
    """When the doors close for the last time on a day; None on a closed one."""
    stretches = hours_on(place.hours, place.calendar, day)
    return _at(place, day, stretches[-1].closes) if stretches else None


def _served(
    place: Settled, first: date, last: date, begins: datetime, account_id: int | None
) -> dict[tuple[int, date], list[Served]]:
    """The numbers each of them served, by day; a number that was never started began when it was called."""
    rows = Ticket.objects.filter(
        centre=place.centre, day__gte=first, day__lte=last, served_by__isnull=False, finished_at__isnull=False
    )
    if account_id is not None:
        rows = rows.filter(served_by_id=account_id)
    found: dict[tuple[int, date], list[Served]] = defaultdict(list)
    closes: dict[date, datetime | None] = {}
    values = rows.annotate(began=Coalesce("started_at", "called_at", "first_called_at")).values_list(
        "served_by_id", "day", "prefix", "serial", "drawn_at", "began", "finished_at"
    )
    for account, day, prefix, serial, drawn, began, finished in values.iterator(chunk_size=5000):
        if day not in closes:
            closes[day] = closing(place, day)
        shut = closes[day]
        if account is None or began is None or finished is None or shut is None or finished <= shut or began < begins:
            continue
        found[account, day].append(Served(f"{prefix}{serial:03d}", drawn, began, finished))
    return found


def _seen(
    place: Settled,
    begins: datetime,
    ends: datetime,
    mine: Q,
    rostered: dict[tuple[int, date], Assignment],
    served: dict[tuple[int, date], list[Served]],
) -> dict[tuple[int, date], tuple[Stay, str]]:
    """By windows; of whoever is rostered elsewhere by sign-ins, within the shift: a look at a page at night is no work."""
    found: dict[tuple[int, date], list[tuple[datetime, datetime]]] = defaultdict(list)
    duties = Duty.objects.filter(mine, Q(ended=None) | Q(ended__gt=begins), window__centre=place.centre, began__lt=ends)
    for account, began, ended in duties.values_list("account_id", "began", "ended"):
        day = place.centre.day_of(began)
        last = _no_later_than(place, day, rostered.get((account, day)), served.get((account, day), []))
        until = min(ended or ends, ends, max(last, began) if last else ends)
        if until > began >= begins:
            found[account, day].append((began, until))
    stays = {key: (stay, WINDOW) for key, stretches in found.items() if (stay := stay_of(stretches))}
    elsewhere = {key: one for key, one in rostered.items() if one.post != "window" and key not in stays}
    return stays | {key: (stay, SIGN_IN) for key, stay in _signed_in(place, begins, ends, elsewhere).items()}


def _no_later_than(place: Settled, day: date, assignment: Assignment | None, served: list[Served]) -> datetime | None:
    """Whoever forgets to leave a window has left when the shift and the doors were over and the last number was done."""
    moments = [one.ended for one in served]
    if (shut := closing(place, day)) is not None:
        moments.append(shut)
    if assignment is not None and assignment.pattern is not None:
        moments.append(_at(place, day, assignment.pattern.ends))
    return max(moments, default=None)


def _signed_in(
    place: Settled, begins: datetime, ends: datetime, rostered: dict[tuple[int, date], Assignment]
) -> dict[tuple[int, date], Stay]:
    accounts = {account for account, _ in rostered}
    found: dict[tuple[int, date], list[tuple[datetime, datetime]]] = defaultdict(list)
    sessions = Session.objects.filter(account_id__in=accounts, began_at__lt=ends, seen_at__gt=begins)
    for account, began, seen in sessions.values_list("account_id", "began_at", "seen_at"):
        day = place.centre.day_of(began)
        one = rostered.get((account, day))
        if one is None or one.pattern is None:
            continue
        start = max(began, _at(place, day, one.pattern.begins))
        end = min(seen, _at(place, day, one.pattern.ends), ends)
        if end > start:
            found[account, day].append((start, end))
    return {key: stay for key, stretches in found.items() if (stay := stay_of(stretches))}


def _by_hand(centre: str, first: date, last: date, mine: Q) -> dict[tuple[int, date], Attendance]:
    rows = Attendance.objects.filter(mine, centre_id=centre, day__gte=first, day__lte=last)
    return {(one.account_id, one.day): one for one in rows.order_by("version")}


def _told(put_down: Attendance) -> Stay | None:
    if put_down.came is None or put_down.left is None:
        return None
    return Stay(put_down.came, put_down.left)


def _lunch(place: Settled, assignment: Assignment | None) -> tuple[datetime, datetime] | None:
    pattern = assignment.pattern if assignment else None
    if assignment is None or pattern is None or pattern.lunch_from is None or pattern.lunch_until is None:
        return None
    return _at(place, assignment.day, pattern.lunch_from), _at(place, assignment.day, pattern.lunch_until)


def _earned(place: Settled, day: date, assignment: Assignment | None, served: list[Served]) -> Earned:
    shut = closing(place, day)
    if shut is None or not served:
        return NOTHING
    pattern = assignment.pattern if assignment else None
    until = _at(place, day, pattern.ends) if pattern else None
    return earned(served, closes=shut, until=until, most_minutes=house().most_minutes_a_number)
