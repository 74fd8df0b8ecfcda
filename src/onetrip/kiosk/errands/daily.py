"""What a day of self-service adds up to. A day that is over hardly changes, so its sums are kept in memory for an hour.

Read from the events and the cases: of runs what became of them, of stays at which step somebody left. A year of figures
is then a year of small sums, and only today is read anew. A run that only took up an earlier one is no run of its own.
"""

from __future__ import annotations

import threading
import time as clock
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from onetrip.centres.models import Centre

_KEEP_SECONDS = 3600.0
_MOST_KEPT = 4000  # days, over all centres
_lock = threading.Lock()
_kept: dict[tuple[str, date], tuple[float, DaySums]] = {}

_EVENTS = """
SELECT (at AT TIME ZONE %(zone)s)::date, CASE thing WHEN 'errand' THEN verb ELSE 'leave' END, data->>'matter',
       CASE thing WHEN 'errand' THEN data->>'why' ELSE from_state END, extract(hour FROM at AT TIME ZONE %(zone)s)::int,
       count(*)
FROM ledger_event
WHERE centre = %(centre)s AND at >= %(since)s AND at < %(until)s
  AND (thing = 'errand' AND verb IN ('begin', 'submit', 'show-answer', 'give-up', 'print')
       OR thing = 'kiosk-stay' AND verb = 'end' AND data->>'kiosk' <> '0')
GROUP BY 1, 2, 3, 4, 5
"""
"""Of a stay the step at which it was left; those at no machine are of staff who looked at the pages."""

_ACCEPTED = """
SELECT (cases.received_at AT TIME ZONE %(zone)s)::date, visit.channel, cases.matter, count(*)
FROM cases_case cases JOIN lobby_visit visit ON visit.id = cases.visit_id
WHERE cases.receiving_centre_id = %(centre)s AND cases.received_at >= %(since)s AND cases.received_at < %(until)s
  AND cases.state <> 'withdrawn'
GROUP BY 1, 2, 3
"""


@dataclass
class DaySums:
    """One day, or several added up. Runs begun and finished and cases accepted by matter; `hours` are those in which runs
    were begun; `left` counts stays by step and matter at which they were left."""

    begun: Counter[str] = field(default_factory=Counter)
    finished: Counter[str] = field(default_factory=Counter)
    verbs: Counter[str] = field(default_factory=Counter)
    hours: Counter[int] = field(default_factory=Counter)
    left: Counter[tuple[str, str]] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    accepted_at_kiosk: Counter[str] = field(default_factory=Counter)

    def add(self, other: DaySums) -> None:
        """Put the sums of another day on top."""
        for name in self.__dataclass_fields__:
            getattr(self, name).update(getattr(other, name))

    def count(self, verb: str, matter: str | None, detail: str | None, hour: int, times: int) -> None:
        """Count events of one sort: `detail` is why a run was given up, or at which step a stay was left."""
        if verb == "leave":
            self.left[(detail or "", matter or "")] += times
            return
        if verb == "give-up":
            if detail != "took-up-earlier":
                return
            verb, times = "begin", -times
        self.verbs[verb] += times
        if verb == "begin":
            self.begun[matter or ""] += times
            self.hours[hour] += times
        elif verb in ("submit", "show-answer"):
            self.finished[matter or ""] += times


def forget() -> None:
    """Drop what is kept in memory (between tests, or after data were corrected)."""
    with _lock:
        _kept.clear()


def together(days: Iterable[DaySums]) -> DaySums:
    """Several days added up."""
    total = DaySums()
    for day in days:
        total.add(day)
    return total


def by_day(centre: Centre, first: date, last: date, today: date) -> dict[date, DaySums]:
    """The sums of every day from `first` to `last`, seen from `today`."""
    wanted = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    now = clock.monotonic()
    with _lock:
        known = {day: kept[1] for day in wanted if (kept := _kept.get((centre.code, day))) and kept[0] > now}
    missing = [day for day in wanted if day not in known]
    if missing:
        fresh = _read(centre, missing[0], missing[-1])
        known |= {day: fresh.get(day, DaySums()) for day in missing}
        _keep(centre.code, {day: known[day] for day in missing if day < today}, now)
    return {day: known[day] for day in wanted}


def _keep(code: str, days: dict[date, DaySums], now: float) -> None:
    with _lock:
        if len(_kept) + len(days) > _MOST_KEPT:
            _kept.clear()
        for day, sums in days.items():
            _kept[(code, day)] = (now + _KEEP_SECONDS, sums)


def _read(centre: Centre, first: date, last: date) -> dict[date, DaySums]:
    span = {
        "centre": centre.pk,
        "zone": centre.time_zone,
        "since": datetime.combine(first, time.min, tzinfo=centre.zone),
        "until": datetime.combine(last + timedelta(days=1), time.min, tzinfo=centre.zone),
    }
    days: dict[date, DaySums] = {}
    for day, *of_event in _rows(_EVENTS, span):
        days.setdefault(day, DaySums()).count(*of_event)
    for day, channel, matter, count in _rows(_ACCEPTED, span):
        sums = days.setdefault(day, DaySums())
        sums.accepted[matter] += count
        if channel == "kiosk":
            sums.accepted_at_kiosk[matter] += count
    return days


def _rows(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
