"""The quiet hours of a centre, worked out anew once an hour."""

from __future__ import annotations

import threading
import time as clock
from datetime import datetime, timedelta

from onetrip.centres.queries import Settled, settled
from onetrip.lobby.models import Ticket
from onetrip.lobby.quiet_hours import WEEKS, QuietHours, Waited, ordinary, quiet_hours
from onetrip.lobby.waiting import minutes_between

_KEEP_SECONDS = 3600.0
_lock = threading.Lock()
_kept: dict[str, tuple[float, QuietHours | None]] = {}


def forget() -> None:
    """Drop what is kept in memory (between tests)."""
    with _lock:
        _kept.clear()


def quiet_hours_of(code: str, now: datetime) -> QuietHours | None:
    """When people wait least at the centre, by the finished numbers of the last weeks without today; None: nobody can
    say. At most an hour old. Raises NotFound."""
    kept = _kept.get(code)
    if kept and kept[0] > clock.monotonic():
        return kept[1]
    place = settled(code)
    value = quiet_hours(_waits(place, now), place.hours)
    with _lock:
        _kept[code] = (clock.monotonic() + _KEEP_SECONDS, value)
    return value


def _waits(place: Settled, now: datetime) -> list[Waited]:
    """The waits of ordinary days, on the centre's clock."""
    centre, calendar = place.centre, place.calendar
    today = centre.day_of(now)
    rows = Ticket.objects.filter(
        centre=centre,
        day__gte=today - timedelta(weeks=WEEKS),
        day__lt=today,
        state=Ticket.State.DONE,
        first_called_at__isnull=False,
    ).values_list("day", "drawn_at", "first_called_at")
    usual = {day: ordinary(day, working=calendar.is_working_day(day)) for day in {row[0] for row in rows}}
    return [
        Waited(centre.local(drawn), minutes_between(drawn, called))
        for day, drawn, called in rows
        if called is not None and usual[day]
    ]
