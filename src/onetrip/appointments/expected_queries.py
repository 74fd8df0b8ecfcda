"""What to expect at the door, worked out anew once an hour from the events of the hall (which is above this room)."""

from __future__ import annotations

import threading
import time as clock
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from onetrip.appointments.expected import NOTHING, WEEKS, Expected, expected_by_weekday
from onetrip.centres.opening import special_on
from onetrip.centres.queries import Settled, settled

_KEEP_SECONDS = 3600.0
_lock = threading.Lock()
_kept: dict[str, tuple[float, date, dict[int, Expected]]] = {}

_DRAWN = """
SELECT (at AT TIME ZONE %(zone)s)::date, (date_bin('30 minutes', at AT TIME ZONE %(zone)s, timestamp '2000-01-01'))::time,
       count(*)
FROM ledger_event
WHERE centre = %(centre)s AND at >= %(since)s AND at < %(until)s AND thing = 'ticket' AND verb = 'draw'
  AND coalesce(data ->> 'appointment', '') IN ('', 'false', 'null')
GROUP BY 1, 2
"""


def forget() -> None:
    """Drop what is kept in memory (between tests)."""
    with _lock:
        _kept.clear()


def expected_on(code: str, day: date, now: datetime) -> Expected:
    """How many people without a booking are likely to come on `day`, by half hour; at most an hour old. Raises NotFound."""
    place = settled(code)
    working = place.calendar.is_working_day(day)
    if working != (day.weekday() < 5) or special_on(place.hours, day) is not None:
        return NOTHING  # a day that is not as its weekday is: nobody can say
    return _by_weekday(place, now).get(day.weekday(), NOTHING)


def _by_weekday(place: Settled, now: datetime) -> dict[int, Expected]:
    code, today = place.centre.code, place.centre.day_of(now)
    kept = _kept.get(code)
    if kept and kept[0] > clock.monotonic() and kept[1] == today:
        return kept[2]
    midnight = datetime.combine(today, time(), tzinfo=place.centre.zone)
    given: dict[str, Any] = {
        "centre": code,
        "zone": place.centre.time_zone,
        "since": midnight - timedelta(weeks=WEEKS),
        "until": midnight,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DRAWN, given)
        rows: list[tuple[date, time, int]] = cursor.fetchall()
    ordinary = {
        day: place.calendar.is_working_day(day) == (day.weekday() < 5) and special_on(place.hours, day) is None
        for day in {row[0] for row in rows}
    }
    found = expected_by_weekday(rows, ordinary)
    with _lock:
        _kept[code] = (clock.monotonic() + _KEEP_SECONDS, today, found)
    return found
