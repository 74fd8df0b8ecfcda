"""When people wait least, by the hall's own numbers of the last weeks. Pure.

Told is an hour of a weekday in which many people were called on several days, and waited clearly less than people
usually do. Where there are too few numbers nothing is told: a guess would send people at a wrong hour.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from onetrip.centres.opening import Hours

WEEKS = 8
"""How many weeks are looked back on (example)."""

LEAST_IN_ALL = 200
"""Numbers below which nothing is told of any hour (example)."""

LEAST_IN_HOUR = 24
"""Numbers that an hour of a weekday needs, on at least LEAST_DAYS different days (example)."""

LEAST_DAYS = 4

CLEARLY_LESS = 0.7
"""The median wait of a quiet hour is at most this share of the usual one, and at least a minute less (example)."""

MOST_TOLD = 2

_SLOT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Waited:
    """One number: when it was drawn, on the centre's own clock, and the minutes until it was called."""

    drawn: datetime
    minutes: float


@dataclass(frozen=True, slots=True)
class QuietHour:
    """An hour of a weekday (Monday is 0) in which people usually wait `minutes`, by `people` numbers."""

    weekday: int
    opens: time
    closes: time
    minutes: int
    people: int


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours to come, best first; `usual` is the median wait in minutes of all `people` of the last WEEKS weeks."""

    hours: tuple[QuietHour, ...]
    usual: int
    people: int


def quiet_hours(waits: Iterable[Waited], hours: Sequence[Hours]) -> QuietHours | None:
    """The quietest hours within the opening `hours`; None where too few numbers, or no hour, stand out.

    The waits are those of ordinary days: of working days from Monday to Friday, and of days off at the weekend.
    """
    slots: dict[tuple[int, int], list[Waited]] = {}
    known: list[Waited] = []
    for each in waits:
        known.append(each)
        slots.setdefault((each.drawn.weekday(), _slot_of(each.drawn)), []).append(each)
    if len(known) < LEAST_IN_ALL:
        return None
    usual = statistics.median(each.minutes for each in known)
    found = [
        hour
        for weekday, slot in slots
        if (hour := _hour(weekday, slot, slots, hours)) is not None and _stands_out(hour.minutes, usual)
    ]
    best = _apart(sorted(found, key=lambda hour: (hour.minutes, -hour.people, hour.weekday, hour.opens)))
    return QuietHours(best, round(usual), len(known)) if best else None


def ordinary(day: date, *, working: bool) -> bool:
    """Whether a day is as its weekday usually is: no holiday from Monday to Friday, no make-up workday at the weekend."""
    return working == (day.weekday() < 5)


def _hour(
    weekday: int, slot: int, slots: dict[tuple[int, int], list[Waited]], hours: Sequence[Hours]
) -> QuietHour | None:
    """The hour that begins with this half hour; None where it is not all open, or has too few numbers."""
    if slot + 2 >= 48:
        return None
    opens, closes = _clock(slot), _clock(slot + 2)
    if not any(
        each.on_working_days is (weekday < 5) and each.opens <= opens and closes <= each.closes for each in hours
    ):
        return None
    inside = [each for half in (slot, slot + 1) for each in slots.get((weekday, half), ())]
    days = {each.drawn.date() for each in inside}
    if len(inside) < LEAST_IN_HOUR or len(days) < LEAST_DAYS:
        return None
    return QuietHour(weekday, opens, closes, round(statistics.median(each.minutes for each in inside)), len(inside))


def _stands_out(minutes: int, usual: float) -> bool:
    return minutes <= usual * CLEARLY_LESS and minutes <= usual - 1


def _apart(ranked: Sequence[QuietHour]) -> tuple[QuietHour, ...]:
    """The best of them, no two of which overlap."""
    told: list[QuietHour] = []
    for hour in ranked:
        overlaps = any(
            hour.weekday == other.weekday and hour.opens < other.closes and other.opens < hour.closes for other in told
        )
        if not overlaps and len(told) < MOST_TOLD:
            told.append(hour)
    return tuple(told)


def _slot_of(at: datetime) -> int:
    return (at.hour * 60 + at.minute) // int(_SLOT.total_seconds() // 60)


def _clock(slot: int) -> time:
    return time(slot // 2, 30 * (slot % 2))
