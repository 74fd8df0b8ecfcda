"""The half hours of a day that can be booked. Pure; times are the centre's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from onetrip.centres.opening import Hours

LENGTH = timedelta(minutes=30)
"""How long a slot is; quotas are counted by it."""


def slots_of(stretches: Sequence[Hours], day: date, zone: tzinfo) -> list[time]:
    """The beginnings of the half hours that lie whole within the `stretches` of opening on `day`, earliest first.

    They begin on the hour and the half, wherever the doors open in between. Where the clock is put forward, a half hour
    that does not exist on that day is left out.
    """
    found: list[time] = []
    for stretch in stretches:
        begins = _round_up(datetime.combine(day, stretch.opens))
        closes = datetime.combine(day, stretch.closes)
        while begins + LENGTH <= closes:
            if begins.time() not in found and _exists(begins, zone):
                found.append(begins.time())
            begins += LENGTH
    return sorted(found)


def moment(day: date, starts: time, zone: tzinfo) -> datetime:
    """When a slot begins. Where the clock is put back and the hour comes twice, the first of the two."""
    return datetime.combine(day, starts, tzinfo=zone)


def is_slot(starts: time) -> bool:
    """Whether a time of day is the beginning of a half hour."""
    return starts.minute in (0, 30) and starts.second == 0 and starts.microsecond == 0


def _round_up(at: datetime) -> datetime:
    over = timedelta(minutes=at.minute % 30, seconds=at.second, microseconds=at.microsecond)
    return at if not over else at - over + LENGTH


def _exists(at: datetime, zone: tzinfo) -> bool:
    """Whether a clock in `zone` ever shows `at`: there and back through the world's time it is the same again."""
    aware = at.replace(tzinfo=zone)
    return aware.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == at
