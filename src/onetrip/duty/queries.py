"""What can be asked of duty by other rooms: who is on, and what somebody was on duty."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from onetrip.centres.queries import settled
from onetrip.duty.attending import days_of
from onetrip.duty.models import Assignment, Contract, Leave, Overtime
from onetrip.duty.problems import span
from onetrip.rules import Text


@dataclass(frozen=True, slots=True)
class DutyMonth:
    """What somebody was on duty between two days: days and minutes on duty, days of leave, minutes of overtime earned by
    serving numbers already taken (those a supervisor confirmed)."""

    days_on_duty: float
    minutes_on_duty: int
    leave_days: float
    overtime_minutes: int


@dataclass(frozen=True, slots=True)
class Rostered:
    """Somebody is on the published roster of a day: at which post, from when until when, on the centre's clock."""

    account_id: int
    name: Text
    post: str
    shift: Text
    begins: time
    ends: time


def on_duty_between(centre: str, first: date, last: date) -> dict[int, DutyMonth]:
    """Account id → what they were on duty from `first` to `last`, both counted; who never was is left out.

    By whole days until the end of `last`; leave counts on working days alone, and only while on this centre's roster, so
    that whoever moved in mid-month is counted in each centre for its part. Overtime is what a person has confirmed.
    """
    place = settled(centre)
    ends = datetime.combine(last + timedelta(days=1), time(), tzinfo=place.centre.zone)
    days, minutes = Counter[int](), Counter[int]()
    for one in days_of(centre, first, last, now=ends):
        if one.minutes:
            days[one.account_id] += 1
            minutes[one.account_id] += one.minutes
    overtime = Counter[int]()
    confirmed = Overtime.objects.filter(centre_id=centre, day__gte=first, day__lte=last, is_confirmed=True)
    for account, more in confirmed.values_list("account_id", "minutes"):
        overtime[account] += more
    leave = _leave_days(centre, first, last)
    return {
        account: DutyMonth(float(days[account]), minutes[account], float(leave[account]), overtime[account])
        for account in sorted({*days, *overtime, *leave})
    }


def rostered(centre: str, day: date) -> list[Rostered]:
    """Who is on the published roster of `day`, closed accounts left out; by post, then by the beginning of the shift."""
    return rostered_between(centre, day, day).get(day, [])


def rostered_between(centre: str, first: date, last: date) -> dict[date, list[Rostered]]:
    """The same of every day from `first` to `last` on which somebody is."""
    rows = Assignment.objects.filter(
        centre_id=centre,
        day__gte=first,
        day__lte=last,
        counts=True,
        pattern__isnull=False,
        account__is_active=True,
    ).select_related("account", "pattern")
    found: dict[date, list[Rostered]] = defaultdict(list)
    for one in rows:
        if one.pattern is not None:
            name = Text(one.account.name, one.account.name_en or one.account.name)
            shift = one.pattern
            found[one.day].append(Rostered(one.account_id, name, one.post, shift.name, shift.begins, shift.ends))
    for of_day in found.values():
        of_day.sort(key=lambda each: (each.post, each.begins, each.name.zh, each.account_id))
    return dict(found)


def _leave_days(centre: str, first: date, last: date) -> Counter[int]:
    """Working days of granted leave that lie within a contract with the centre."""
    calendar = settled(centre).calendar
    on_it: dict[int, list[Contract]] = defaultdict(list)
    during = Contract.objects.filter(Q(until_day=None) | Q(until_day__gte=first), centre_id=centre, from_day__lte=last)
    for contract in during:
        on_it[contract.account_id].append(contract)
    found = Counter[int]()
    granted = Leave.objects.filter(state=Leave.State.GRANTED, first__lte=last, last__gte=first, account_id__in=on_it)
    for each in granted:
        for day in span(max(each.first, first), min(each.last, last)):
            here = any(
                c.from_day <= day and (c.until_day is None or day <= c.until_day) for c in on_it[each.account_id]
            )
            found[each.account_id] += here and calendar.is_working_day(day)
    return +found
