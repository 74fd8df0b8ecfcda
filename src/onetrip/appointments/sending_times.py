"""When a message is sent: not at night, and not after what it is about. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

from onetrip.notices.times import is_quiet, last_clock, next_clock

BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""Waits between tries (example); after the last of them it has failed."""


def reminder_at(
    wanted: datetime, now: datetime, starts: datetime, quiet_from: time, quiet_until: time, zone: tzinfo
) -> datetime | None:
    """The moment for a message that is wanted at `wanted`: not before `now`, not in the quiet hours of the night; None
    where that would be after `starts`.

    In the quiet hours it waits for the morning; where the morning is too late, it goes at once, before the night, or not
    at all: nobody is woken up.
    """
    at = max(wanted, now)
    if not is_quiet(at, quiet_from, quiet_until, zone):
        return at if at < starts else None
    morning = next_clock(at, quiet_until, zone)
    if morning < starts:
        return morning
    evening = last_clock(at, quiet_from, zone) - timedelta(minutes=30)
    return evening if evening >= now and evening < starts else None


def next_try(tries: int, now: datetime) -> datetime | None:
    """When to try again after `tries` tries that failed; None: it is given up."""
    return now + BACK_OFF[tries - 1] if 0 < tries <= len(BACK_OFF) else None
