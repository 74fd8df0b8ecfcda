"""How long somebody has practised today, and when the hall is quiet next. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from onetrip.lobby.quiet_hours import QuietHour

_WEEK = 7


def spent(moments: Iterable[datetime], longest_pause: timedelta) -> timedelta:
    """The time between answers, of each pause at most `longest_pause`: whoever serves somebody in between loses nothing."""
    ordered = sorted(moments)
    gaps = (later - earlier for earlier, later in pairwise(ordered))
    return sum((min(gap, longest_pause) for gap in gaps), timedelta())


def next_quiet(hours: Sequence[QuietHour], now: datetime) -> tuple[date, QuietHour] | None:
    """The quiet hour that comes first, with its day, or is now; `now` on the centre's own clock. None where there is none."""
    coming = [
        (day, hour)
        for ahead in range(_WEEK + 1)
        for day in (now.date() + timedelta(days=ahead),)
        for hour in hours
        if hour.weekday == day.weekday() and (ahead > 0 or hour.closes > now.time())
    ]
    return min(coming, key=lambda each: (each[0], each[1].opens), default=None)
