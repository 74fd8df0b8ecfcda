"""Papers that nobody was asked for (两个免于提交), by month and matter, added up from the events of acceptances.

A month that is over changes no more, so its sums are kept in memory for an hour; only the current one is read anew.
"""

from __future__ import annotations

import threading
import time as clock
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection

from onetrip.catalogue import queries as catalogues
from onetrip.centres.models import Centre
from onetrip.rules import Text

MONTHS = 12

_KEEP_SECONDS = 3600.0
_lock = threading.Lock()
_kept: dict[tuple[str, date], tuple[float, MonthSums]] = {}

# The same condition as that of the index event_spared.
_SPARED = """
SELECT date_trunc('month', at AT TIME ZONE %(zone)s)::date, data->>'matter',
       sum(coalesce((data->'spared'->>'issued')::int, 0)), sum(coalesce((data->'spared'->>'licence')::int, 0))
FROM ledger_event
WHERE centre = %(centre)s AND at >= %(since)s AND at < %(until)s AND thing = 'case' AND data ? 'spared'
GROUP BY 1, 2
"""


@dataclass
class MonthSums:
    """One month of a centre: papers that the city issued itself, and papers that a licence took the place of, by matter."""

    issued: Counter[str] = field(default_factory=Counter)
    licence: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.issued.total() + self.licence.total()

    def of(self, matter: str) -> int:
        """Both kinds, of one matter."""
        return self.issued[matter] + self.licence[matter]


@dataclass(frozen=True)
class MatterLine:
    """One matter: papers spared in each month, and in all of them."""

    name: Text
    by_month: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class SparedPage:
    """The last twelve months, the present one last; `lines` by matter, most first."""

    centre: Centre
    months: tuple[date, ...]
    sums: tuple[MonthSums, ...]
    lines: tuple[MatterLine, ...]

    @property
    def issued(self) -> int:
        return sum(one.issued.total() for one in self.sums)

    @property
    def licence(self) -> int:
        return sum(one.licence.total() for one in self.sums)

    @property
    def total(self) -> int:
        return self.issued + self.licence

    @property
    def this_month(self) -> int:
        return self.sums[-1].total

    @property
    def month_totals(self) -> tuple[int, ...]:
        return tuple(one.total for one in self.sums)


def spared_page(centre: Centre, now: datetime) -> SparedPage:
    """The page of a centre at a moment."""
    months = months_until(centre.day_of(now), MONTHS)
    sums = tuple(_by_month(centre, months))
    return SparedPage(centre, months, sums, _lines(sums))


def months_until(day: date, number: int) -> tuple[date, ...]:
    """The first days of `number` months, that of `day` last."""
    first = day.replace(day=1)
    months = [first]
    while len(months) < number:
        first = (first - timedelta(days=1)).replace(day=1)
        months.append(first)
    return tuple(reversed(months))


def forget() -> None:
    """Drop what is kept in memory (between tests)."""
    with _lock:
        _kept.clear()


def _by_month(centre: Centre, months: Sequence[date]) -> list[MonthSums]:
    now = clock.monotonic()
    with _lock:
        known = {month: kept[1] for month in months if (kept := _kept.get((centre.code, month))) and kept[0] > now}
    missing = [month for month in months if month not in known]
    known |= _read(centre, missing[0], missing[-1]) if missing else {}
    with _lock:
        for month in missing[:-1] if months[-1] in missing else missing:
            _kept[(centre.code, month)] = (now + _KEEP_SECONDS, known.setdefault(month, MonthSums()))
    return [known.get(month, MonthSums()) for month in months]


def _read(centre: Centre, first: date, last: date) -> dict[date, MonthSums]:
    after = (last + timedelta(days=32)).replace(day=1)
    given: dict[str, Any] = {
        "centre": centre.code,
        "zone": centre.time_zone,
        "since": datetime.combine(first, time(), centre.zone),
        "until": datetime.combine(after, time(), centre.zone),
    }
    months: dict[date, MonthSums] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SPARED, given)
        for month, matter, issued, licence in cursor.fetchall():
            sums = months.setdefault(month, MonthSums())
            sums.issued[matter or ""] += issued
            sums.licence[matter or ""] += licence
    return months


def _lines(sums: Sequence[MonthSums]) -> tuple[MatterLine, ...]:
    matters = {matter for one in sums for matter in (*one.issued, *one.licence)}
    catalogue = catalogues.current() if matters else None
    lines = []
    for matter in sorted(matters):
        by_month = tuple(one.of(matter) for one in sums)
        known = catalogue.matter(matter) if catalogue else None
        lines.append(MatterLine(known.name if known else Text(matter, matter), by_month, sum(by_month)))
    return tuple(sorted((line for line in lines if line.total), key=lambda line: -line.total))
