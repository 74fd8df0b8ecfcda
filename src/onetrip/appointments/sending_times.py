"""When a message is sent: not at night, and not after what it is about. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

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
    if not _is_quiet(at, quiet_from, quiet_until, zone):
        return at if at < starts else None
    morning = _next(at, quiet_until, zone)
    if morning < starts:
        return morning
    evening = _before(at, quiet_from, zone) - timedelta(minutes=30)
    return evening if evening >= now and evening < starts else None


def next_try(tries: int, now: datetime) -> datetime | None:
    """When to try again after `tries` tries that failed; None: it is given up."""
    return now + BACK_OFF[tries - 1] if 0 < tries <= len(BACK_OFF) else None


def _is_quiet(at: datetime, quiet_from: time, quiet_until: time, zone: tzinfo) -> bool:
    clock = at.astimezone(zone).time()
    if quiet_from <= quiet_until:
        return quiet_from <= clock < quiet_until
    return clock >= quiet_from or clock < quiet_until


def _next(at: datetime, clock: time, zone: tzinfo) -> datetime:
    """The first moment from `at` on at which clocks in `zone` show `clock`."""
    local = at.astimezone(zone)
    found = datetime.combine(local.date(), clock, tzinfo=zone)
    return found if found >= at else datetime.combine(local.date() + timedelta(days=1), clock, tzinfo=zone)


def _before(at: datetime, clock: time, zone: tzinfo) -> datetime:
    """The last moment up to `at` at which clocks in `zone` showed `clock`."""
    local = at.astimezone(zone)
    found = datetime.combine(local.date(), clock, tzinfo=zone)
    return found if found <= at else datetime.combine(local.date() - timedelta(days=1), clock, tzinfo=zone)
