"""When a centre is open. Pure; times are the centre's own.

A week has the hours of working days and those of days off; a single day may be different from its week: half a day,
closed, or an opening of its own. `Opening` holds both, and whoever asks by `hours_on`, `is_open` or `next_opening` is
answered by both, so that no screen can forget a day on which the doors stay shut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import overload

from onetrip.centres.working_days import Calendar
from onetrip.rules import Text

LOOK_AHEAD = 22
"""Days within which a next opening is looked for."""


@dataclass(frozen=True)
class Hours:
    """One stretch of opening: on working days, or on days off (weekends and public holidays)."""

    on_working_days: bool
    opens: time
    closes: time


@dataclass(frozen=True)
class SpecialDay:
    """A day that is not as its week says: its stretches (none: closed all day), and why."""

    day: date
    stretches: tuple[tuple[time, time], ...]
    reason: Text

    @property
    def is_closed(self) -> bool:
        """Whether the doors stay shut all day."""
        return not self.stretches


@dataclass(frozen=True)
class Opening(Sequence[Hours]):
    """The hours of the week, read like a list of them, with the single days that are different."""

    week: tuple[Hours, ...]
    special: Mapping[date, SpecialDay] = field(default_factory=dict)

    @overload
    def __getitem__(self, place: int) -> Hours: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Hours]: ...
    def __getitem__(self, place: int | slice) -> Hours | Sequence[Hours]:
        return self.week[place]

    def __len__(self) -> int:
        return len(self.week)


def hours_on(hours: Sequence[Hours], calendar: Calendar, day: date) -> list[Hours]:
    """The stretches of opening on `day`, earliest first; a make-up workday has the hours of a working day."""
    working = calendar.is_working_day(day)
    special = special_on(hours, day)
    if special is not None:
        return sorted((Hours(working, *stretch) for stretch in special.stretches), key=lambda h: h.opens)
    return sorted((h for h in hours if h.on_working_days is working), key=lambda h: h.opens)


def special_on(hours: Sequence[Hours], day: date) -> SpecialDay | None:
    """What is different on `day`; None where it is as its week says."""
    return hours.special.get(day) if isinstance(hours, Opening) else None


def is_open(hours: Sequence[Hours], calendar: Calendar, at: datetime) -> bool:
    """Whether the doors are open at `at` (aware or naive, in the centre's zone)."""
    return any(h.opens <= at.time() < h.closes for h in hours_on(hours, calendar, at.date()))


def next_opening(hours: Sequence[Hours], calendar: Calendar, at: datetime) -> datetime | None:
    """The next moment the doors open after `at`, within three weeks; None when they never do."""
    for offset in range(LOOK_AHEAD):
        day = at.date() + timedelta(days=offset)
        for stretch in hours_on(hours, calendar, day):
            opens = datetime.combine(day, stretch.opens, tzinfo=at.tzinfo)
            if opens > at:
                return opens
    return None


@dataclass(frozen=True)
class DayOfOpening:
    """A day as the calendar of opening shows it: its stretches, and what makes it unlike its week, if anything."""

    day: date
    stretches: tuple[Hours, ...]
    is_working_day: bool
    special: SpecialDay | None
    usual: tuple[Hours, ...]

    @property
    def is_closed(self) -> bool:
        """Whether the doors stay shut all day."""
        return not self.stretches


def days(hours: Sequence[Hours], calendar: Calendar, first: date, number: int) -> tuple[DayOfOpening, ...]:
    """`number` days from `first` on, each with its hours and what it would have been without a word about it."""
    week = hours.week if isinstance(hours, Opening) else tuple(hours)
    return tuple(
        DayOfOpening(
            day,
            tuple(hours_on(hours, calendar, day)),
            calendar.is_working_day(day),
            special_on(hours, day),
            tuple(hours_on(week, calendar, day)),
        )
        for day in (first + timedelta(days=offset) for offset in range(number))
    )


def different_days(hours: Sequence[Hours], calendar: Calendar, first: date, number: int) -> Iterator[DayOfOpening]:
    """Of `number` days from `first` on those that a resident would get wrong: what somebody said, and holidays in the week."""
    for each in days(hours, calendar, first, number):
        moved = each.is_working_day != (each.day.weekday() < 5)
        if each.special is not None or moved:
            yield each


def fault_of(stretches: Sequence[tuple[time, time]]) -> Text | None:
    """What is wrong with the stretches of a day, in words; None when nothing is."""
    ordered = sorted(stretches)
    for opens, closes in ordered:
        if closes <= opens:
            return Text(
                f"{opens:%H:%M} 开、{closes:%H:%M} 关，关门要比开门晚。",
                f"Opening at {opens:%H:%M} and closing at {closes:%H:%M}: closing has to come later.",
            )
    for (_, closes), (opens, _) in pairwise(ordered):
        if opens < closes:
            return Text(
                f"两段时间重叠了：前一段 {closes:%H:%M} 才关，后一段 {opens:%H:%M} 就开。",
                f"Two stretches overlap: one closes at {closes:%H:%M}, the next opens at {opens:%H:%M}.",
            )
    return None
