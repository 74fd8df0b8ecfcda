"""When people were there, and what they earned after closing. Pure: stretches of time in, minutes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Served:
    """A number at somebody's window: when it was drawn, and from when until when it was open there."""

    number: str
    drawn: datetime
    began: datetime
    ended: datetime


@dataclass(frozen=True)
class Earned:
    """Overtime of a day: whole minutes, and the numbers that make them."""

    minutes: int
    numbers: tuple[str, ...]


NOTHING = Earned(0, ())


@dataclass(frozen=True, slots=True)
class Stay:
    """From coming until leaving."""

    came: datetime
    left: datetime


def earned(served: Iterable[Served], *, closes: datetime, until: datetime | None, most_minutes: int) -> Earned:
    """Minutes after the doors closed, and after the shift's own end (`until`), with a number open that was drawn before
    closing. Time without a number counts for nothing, time with two counts once, and one number counts for no more than
    `most_minutes`: neither waiting about nor holding a number open makes overtime.
    """
    begins = closes if until is None else max(closes, until)
    stretches, numbers = [], []
    for one in sorted(served, key=lambda each: (each.began, each.number)):
        start = max(one.began, begins)
        end = min(one.ended, start + timedelta(minutes=most_minutes))
        if one.drawn <= closes and end > start:
            stretches.append((start, end))
            numbers.append(one.number)
    minutes = int(length(stretches) // timedelta(minutes=1))
    return Earned(minutes, tuple(numbers)) if minutes else NOTHING


def length(stretches: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """How long some stretches are together, what lies in two counted once."""
    total, reached = timedelta(), None
    for start, end in sorted(stretches):
        begins = start if reached is None or start > reached else reached
        total += max(end - begins, timedelta())
        reached = end if reached is None else max(reached, end)
    return total


def stay_of(stretches: Sequence[tuple[datetime, datetime]]) -> Stay | None:
    """From the first coming until the last leaving; None where there was nobody."""
    if not stretches:
        return None
    return Stay(min(start for start, _ in stretches), max(end for _, end in stretches))


def minutes_there(stay: Stay, lunch: tuple[datetime, datetime] | None) -> int:
    """Whole minutes of a stay without the part of the lunch that lies in it."""
    minutes = stay.left - stay.came
    if lunch is not None:
        minutes -= max(min(lunch[1], stay.left) - max(lunch[0], stay.came), timedelta())
    return int(minutes // timedelta(minutes=1))
