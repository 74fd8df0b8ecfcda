"""When a centre is open. Pure; times are the centre's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from onetrip.centres.working_days import Calendar


@dataclass(frozen=True)
class Hours:
    """One stretch of opening: on working days, or on days off (weekends and public holidays)."""

    on_working_days: bool
    opens: time
    closes: time


def hours_on(hours: Sequence[Hours], calendar: Calendar, day: date) -> list[Hours]:
    """The stretches of opening on `day`, earliest first; a make-up workday has the hours of a working day."""
    working = calendar.is_working_day(day)
    return sorted((h for h in hours if h.on_working_days is working), key=lambda h: h.opens)


def is_open(hours: Sequence[Hours], calendar: Calendar, at: datetime) -> bool:
    """Whether the doors are open at `at` (aware or naive, in the centre's zone)."""
    return any(h.opens <= at.time() < h.closes for h in hours_on(hours, calendar, at.date()))


def next_opening(hours: Sequence[Hours], calendar: Calendar, at: datetime) -> datetime | None:
    """The next moment the doors open after `at`, within three weeks; None when they never do."""
    for offset in range(22):
        day = at.date() + timedelta(days=offset)
        for stretch in hours_on(hours, calendar, day):
            opens = datetime.combine(day, stretch.opens, tzinfo=at.tzinfo)
            if opens > at:
                return opens
    return None
