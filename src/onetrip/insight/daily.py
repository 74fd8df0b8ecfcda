"""What a day of a centre adds up to. A day that is over hardly changes, so its sums are kept in memory for an hour.

A year of figures is then a year of small sums put together, and only today is read anew: with 100,000 visits behind it
the director's page costs what a quiet day costs. What may still come in later (ratings, causes) is not among the sums.
"""

from __future__ import annotations

import threading
import time as clock
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.db import connection

from onetrip.centres.models import Centre
from onetrip.insight.periods import Span

_KEEP_SECONDS = 3600.0
_MOST_KEPT = 4000  # days, over all centres; a day takes a few kilobytes
_MOST_TOTALS = 600
_lock = threading.Lock()
_kept: dict[tuple[str, date], tuple[float, DaySums]] = {}
_totals: dict[tuple[str, date, int], tuple[list[DaySums], DaySums]] = {}


@dataclass
class Waits:
    """Numbers drawn in a half hour: how many, how many of them were called, and their waits in seconds together."""

    drawn: int = 0
    called: int = 0
    seconds: float = 0.0


@dataclass
class DaySums:
    """One day, or several added up.

    `stays` counts visits by their whole minutes from door to done, those that left early not among them. `brought` are
    slips whose visit ended at a window, or whose promise was broken.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    told_missing: int = 0
    stays: Counter[int] = field(default_factory=Counter)
    brought: int = 0
    broken: int = 0
    waits: dict[time, Waits] = field(default_factory=dict)
    matters: Counter[str] = field(default_factory=Counter)
    slips: int = 0
    questions: int = 0
    papers: int = 0

    @property
    def ended(self) -> int:
        """Visits that are over."""
        return sum(self.outcomes.values())

    @property
    def median_stay(self) -> float | None:
        """Minutes from door to done, the middle one of all, to the minute; None of none."""
        total = sum(self.stays.values())
        if not total:
            return None
        ordered = sorted(self.stays.items())
        return (_nth(ordered, (total - 1) // 2) + _nth(ordered, total // 2)) / 2

    def add(self, other: DaySums) -> None:
        """Put the sums of another day on top."""
        self.outcomes.update(other.outcomes)
        self.stays.update(other.stays)
        self.matters.update(other.matters)
        for name in ("told_missing", "brought", "broken", "slips", "questions", "papers"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for begins, waits in other.waits.items():
            mine = self.waits.setdefault(begins, Waits())
            mine.drawn += waits.drawn
            mine.called += waits.called
            mine.seconds += waits.seconds


def forget() -> None:
    """Drop what is kept in memory (between tests, or after data were corrected)."""
    with _lock:
        _kept.clear()
        _totals.clear()


def by_day(centre: Centre, span: Span, today: date) -> dict[date, DaySums]:
    """The sums of every day of `span` on which there is anything, seen from `today`."""
    wanted = [span.first + timedelta(days=offset) for offset in range((span.last - span.first).days + 1)]
    now = clock.monotonic()
    with _lock:
        known = {day: kept[1] for day in wanted if (kept := _kept.get((centre.code, day))) and kept[0] > now}
    missing = [day for day in wanted if day not in known]
    if missing:
        fresh = _read(centre, Span(missing[0], missing[-1]))
        known |= {day: fresh.get(day, DaySums()) for day in missing}
        _keep(centre.code, {day: known[day] for day in missing if day < today}, now)
    return {day: known[day] for day in wanted}


def together(days: Iterable[DaySums]) -> DaySums:
    """Several days added up."""
    total = DaySums()
    for day in days:
        total.add(day)
    return total


def total(code: str, days: dict[date, DaySums], today: date) -> DaySums:
    """What `by_day` gave for the centre `code`, added up; days that are over are not added up again while they stay the same."""
    over = [sums for day, sums in days.items() if day < today]
    whole = together(sums for day, sums in days.items() if day >= today)
    if over:
        whole.add(_added_up((code, min(days), len(over)), over))
    return whole


def _added_up(which: tuple[str, date, int], parts: list[DaySums]) -> DaySums:
    kept = _totals.get(which)
    if kept is None or any(old is not new for old, new in zip(kept[0], parts, strict=True)):
        kept = parts, together(parts)
        with _lock:
            if len(_totals) >= _MOST_TOTALS:
                _totals.clear()
            _totals[which] = kept
    return kept[1]


def _keep(code: str, days: dict[date, DaySums], now: float) -> None:
    with _lock:
        if len(_kept) + len(days) > _MOST_KEPT:
            _kept.clear()
        for day, sums in days.items():
            _kept[(code, day)] = (now + _KEEP_SECONDS, sums)


# Where the clock was set back in the middle of a visit, it took no time at all rather than less than none.
_VISITS = """
SELECT day, outcome, floor(extract(epoch FROM greatest(finished_at - arrived_at, interval '0')) / 60)::int, count(*)
FROM lobby_visit
WHERE centre_id = %(centre)s AND channel = 'hall' AND day BETWEEN %(first)s AND %(last)s AND outcome <> ''
GROUP BY 1, 2, 3
"""

_TOLD_MISSING = """
SELECT visit.day, count(DISTINCT visit.id)
FROM cases_missingnotice notice JOIN lobby_visit visit ON visit.id = notice.visit_id
WHERE visit.centre_id = %(centre)s AND visit.day BETWEEN %(first)s AND %(last)s AND visit.outcome IN ('part', 'none')
GROUP BY 1
"""

_PROMISES = """
SELECT visit.day, count(*) FILTER (WHERE visit.outcome NOT IN ('', 'left') OR broken.visit_id IS NOT NULL),
       count(broken.visit_id)
FROM lobby_visit visit
LEFT JOIN (SELECT DISTINCT visit_id FROM ratings_brokenpromise WHERE centre_id = %(centre)s) broken
       ON broken.visit_id = visit.id
WHERE visit.centre_id = %(centre)s AND visit.day BETWEEN %(first)s AND %(last)s AND visit.slip_id IS NOT NULL
GROUP BY 1
"""

_WAITS = """
SELECT day, (date_bin('30 minutes', drawn_at AT TIME ZONE %(zone)s, timestamp '2000-01-01'))::time,
       count(*), count(first_called_at),
       coalesce(sum(extract(epoch FROM greatest(first_called_at - drawn_at, interval '0'))), 0)::float
FROM lobby_ticket
WHERE centre_id = %(centre)s AND day BETWEEN %(first)s AND %(last)s
GROUP BY 1, 2
"""

_MATTERS = """
SELECT (received_at AT TIME ZONE %(zone)s)::date, matter, count(*)
FROM cases_case
WHERE receiving_centre_id = %(centre)s AND received_at >= %(begin)s AND received_at < %(end)s AND state <> 'withdrawn'
GROUP BY 1, 2
"""

_SLIPS = """
SELECT day, count(*), sum(questions_asked), sum(papers_asked)
FROM advice_slip
WHERE centre_id = %(centre)s AND day BETWEEN %(first)s AND %(last)s
GROUP BY 1
"""


def _read(centre: Centre, span: Span) -> dict[date, DaySums]:
    begin, end = span.moments(centre.zone)
    given = {
        "centre": centre.code,
        "first": span.first,
        "last": span.last,
        "begin": begin,
        "end": end,
        "zone": centre.time_zone,
    }
    days: dict[date, DaySums] = {}

    def of(day: date) -> DaySums:
        return days.setdefault(day, DaySums())

    for day, outcome, minutes, count in _rows(_VISITS, given):
        of(day).outcomes[outcome] += count
        if outcome != "left":
            of(day).stays[minutes] += count
    for day, count in _rows(_TOLD_MISSING, given):
        of(day).told_missing = count
    for day, brought, broken in _rows(_PROMISES, given):
        of(day).brought, of(day).broken = brought, broken
    for day, begins, drawn, called, seconds in _rows(_WAITS, given):
        of(day).waits[begins] = Waits(drawn, called, seconds)
    for day, matter, count in _rows(_MATTERS, given):
        of(day).matters[matter] = count
    for day, count, questions, papers in _rows(_SLIPS, given):
        of(day).slips, of(day).questions, of(day).papers = count, questions, papers
    return days


def _rows(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _nth(ordered: list[tuple[int, int]], place: int) -> int:
    """The value at `place` (from 0) among values given as (value, how often), in order."""
    for value, count in ordered:
        if place < count:
            return value
        place -= count
    raise IndexError(place)
