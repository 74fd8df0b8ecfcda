"""When a message is sent: not at night, not more than enough in a day, again after a while, and not for ever. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
"""Waits between tries (example); after the last of them it has failed, and a person sees it."""


def is_quiet(at: datetime, quiet_from: time, quiet_until: time, zone: tzinfo) -> bool:
    """Whether clocks in `zone` show an hour at which nobody is disturbed; the same hour twice: there is none."""
    clock = at.astimezone(zone).time()
    if quiet_from <= quiet_until:
        return quiet_from <= clock < quiet_until
    return clock >= quiet_from or clock < quiet_until


def next_clock(at: datetime, clock: time, zone: tzinfo) -> datetime:
    """The first moment from `at` on at which clocks in `zone` show `clock`."""
    local = at.astimezone(zone)
    found = datetime.combine(local.date(), clock, tzinfo=zone)
    return found if found >= at else datetime.combine(local.date() + timedelta(days=1), clock, tzinfo=zone)


def last_clock(at: datetime, clock: time, zone: tzinfo) -> datetime:
    """The last moment up to `at` at which clocks in `zone` showed `clock`."""
    local = at.astimezone(zone)
    found = datetime.combine(local.date(), clock, tzinfo=zone)
    return found if found <= at else datetime.combine(local.date() - timedelta(days=1), clock, tzinfo=zone)


def not_at_night(at: datetime, quiet_from: time, quiet_until: time, zone: tzinfo) -> datetime:
    """`at`, or the end of the quiet hours that it lies in."""
    return next_clock(at, quiet_until, zone) if is_quiet(at, quiet_from, quiet_until, zone) else at


def next_day(at: datetime, quiet_from: time, quiet_until: time, zone: tzinfo) -> datetime:
    """The first moment of the next day in `zone` at which a message may be sent."""
    tomorrow = datetime.combine(at.astimezone(zone).date() + timedelta(days=1), time.min, tzinfo=zone)
    return not_at_night(tomorrow, quiet_from, quiet_until, zone)


def next_try(tries: int, now: datetime, *, wait: timedelta | None = None) -> datetime | None:
    """When to try again after `tries` tries that failed, not before a gateway wants to be asked (`wait`); None: it is given
    up."""
    if not 0 < tries <= len(BACK_OFF):
        return None
    return now + max(BACK_OFF[tries - 1], wait or timedelta(0))
