"""The figures of a centre, read from the tables of visits, slips, cases and ratings; nothing is written and nothing is kept.

Every statement is bounded by centre and day, which is what the tables are indexed by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Avg, Count, QuerySet

from onetrip.advice.models import Slip
from onetrip.cases.models import Case
from onetrip.centres.models import Centre
from onetrip.insight.periods import Period, Span
from onetrip.insight.rates import Share
from onetrip.ratings.models import BrokenPromise, Rating


@dataclass(frozen=True)
class Visits:
    """What became of the visits that ended in a span.

    `one_trip`: everything done, of all ended. `told_missing`: not all done, and a notice of missing papers was given.
    `door_to_done_minutes`: median, of those that did not leave early.
    """

    one_trip: Share
    part: int
    none: int
    left: int
    told_missing: int
    door_to_done_minutes: float | None


_VISITS = """
SELECT count(*) FILTER (WHERE outcome = 'all'),
       count(*) FILTER (WHERE outcome = 'part'),
       count(*) FILTER (WHERE outcome = 'none'),
       count(*) FILTER (WHERE outcome = 'left'),
       count(*) FILTER (WHERE outcome IN ('part', 'none') AND EXISTS (
           SELECT 1 FROM cases_missingnotice notice WHERE notice.visit_id = lobby_visit.id)),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - arrived_at))
           FILTER (WHERE outcome <> 'left')
FROM lobby_visit
WHERE centre_id = %s AND day BETWEEN %s AND %s AND outcome <> ''
"""


def visits(centre: str, span: Span) -> Visits:
    """How the visits of `span` ended."""
    done, part, none, left, told_missing, seconds = _row(_VISITS, [centre, span.first, span.last])
    return Visits(
        one_trip=Share(done, done + part + none + left),
        part=part,
        none=none,
        left=left,
        told_missing=told_missing,
        door_to_done_minutes=None if seconds is None else float(seconds) / 60,
    )


@dataclass(frozen=True)
class Promises:
    """Of the slips that came to a window, those taken as they say; `causes` counts the broken promises by cause.

    A slip counts when its visit has ended at a window, and as soon as it is broken.
    """

    kept: Share
    causes: dict[str, int]

    @property
    def broken(self) -> int:
        return self.kept.rest


_PROMISES = """
SELECT count(*) FILTER (WHERE broken OR outcome NOT IN ('', 'left')), count(*) FILTER (WHERE broken)
FROM (
    SELECT outcome, EXISTS (SELECT 1 FROM ratings_brokenpromise one WHERE one.visit_id = lobby_visit.id) AS broken
    FROM lobby_visit WHERE centre_id = %s AND day BETWEEN %s AND %s AND slip_id IS NOT NULL
) brought
"""


def promises(centre: Centre, span: Span) -> Promises:
    """The slips that were brought in `span`."""
    came, broken = _row(_PROMISES, [centre.code, span.first, span.last])
    begin, end = span.moments(centre.zone)
    causes = (
        BrokenPromise.objects.filter(centre=centre, recorded_at__gte=begin, recorded_at__lt=end)
        .values_list("cause")
        .annotate(Count("pk"))
    )
    return Promises(Share(came - broken, came), dict(causes))


@dataclass(frozen=True)
class HalfHour:
    """The people who drew a number in the half hour from `begins`: how many, and their mean wait in minutes."""

    begins: time
    drawn: int
    mean_wait: float | None


_WAITS = """
SELECT (date_bin('30 minutes', drawn_at AT TIME ZONE %s, timestamp '2000-01-01'))::time,
       count(*), avg(extract(epoch FROM called_at - drawn_at))
FROM lobby_ticket
WHERE centre_id = %s AND day BETWEEN %s AND %s
GROUP BY 1
"""


def waits(centre: Centre, span: Span, stretches: Sequence[tuple[time, time]]) -> list[HalfHour]:
    """The waits of `span` for each half hour of the opening `stretches` (and of any other in which a number was drawn)."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITS, [centre.time_zone, centre.code, span.first, span.last])
        found = {begins: (drawn, seconds) for begins, drawn, seconds in cursor.fetchall()}
    slots = sorted({*found, *(slot for opens, closes in stretches for slot in half_hours(opens, closes))})
    return [
        HalfHour(slot, drawn, None if seconds is None else float(seconds) / 60)
        for slot in slots
        for drawn, seconds in [found.get(slot, (0, None))]
    ]


def half_hours(opens: time, closes: time) -> list[time]:
    """The beginnings of the half hours between two times of a day, 8:30 to 10:00 being 8:30, 9:00 and 9:30."""
    day = date(2000, 1, 1)
    moment = datetime.combine(day, opens)
    moment -= timedelta(minutes=moment.minute % 30, seconds=moment.second, microseconds=moment.microsecond)
    end = datetime.combine(day, closes)
    slots = []
    while moment < end:
        slots.append(moment.time())
        moment += timedelta(minutes=30)
    return slots


@dataclass(frozen=True)
class MatterCount:
    """Cases of one matter; `name` as the newest of them was called."""

    matter: str
    name: dict[str, str]
    count: int


@dataclass(frozen=True)
class Matters:
    """Cases by matter, most first; `others` counts the cases of the matters left out, `total` all of them."""

    top: tuple[MatterCount, ...]
    others: int
    total: int


def matters(centre: Centre, span: Span, *, most: int = 10) -> Matters:
    """The `most` frequent matters among the cases received in `span`, withdrawn ones left out."""
    begin, end = span.moments(centre.zone)
    received = Case.objects.filter(receiving_centre=centre, accepted_at__gte=begin, accepted_at__lt=end)
    counted = list(
        received.exclude(state="withdrawn").values_list("matter").annotate(n=Count("pk")).order_by("-n", "matter")
    )
    top = counted[:most]
    total = sum(count for _, count in counted)
    return Matters(
        tuple(MatterCount(matter, _name_of(matter, received), count) for matter, count in top),
        others=total - sum(count for _, count in top),
        total=total,
    )


def _name_of(matter: str, received: QuerySet[Case]) -> dict[str, str]:
    name: dict[str, str] = (
        received.filter(matter=matter).order_by("-accepted_at").values_list("matter_name", flat=True)[0]
    )
    return name


@dataclass(frozen=True)
class Answers:
    """What the answers cost the residents: questions asked for each slip, and papers each slip asks for."""

    slips: int
    questions_per_slip: float | None
    papers_per_slip: float | None


def answers(centre: str, span: Span) -> Answers:
    """The slips issued in `span`."""
    told = Slip.objects.filter(centre=centre, day__range=(span.first, span.last)).aggregate(
        slips=Count("pk"), questions=Avg("questions_asked"), papers=Avg("papers_asked")
    )
    return Answers(
        told["slips"],
        *(None if told[key] is None else float(told[key]) for key in ("questions", "papers")),
    )


@dataclass(frozen=True)
class Judged:
    """How residents rated: `good` (levels 3 to 5) of all who rated, and the counts by level."""

    good: Share
    levels: dict[int, int]


def judged(centre: Centre, span: Span) -> Judged:
    """The ratings given in `span`."""
    begin, end = span.moments(centre.zone)
    levels = dict(
        Rating.objects.filter(centre=centre, at__gte=begin, at__lt=end).values_list("level").annotate(Count("pk"))
    )
    total = sum(levels.values())
    return Judged(Share(total - levels.get(1, 0) - levels.get(2, 0), total), levels)


@dataclass(frozen=True)
class TrendPoint:
    """The one-trip share of the visits that ended in a day, or in a month (`label`: its first day)."""

    label: date
    one_trip: Share


_TREND = """
SELECT date_trunc(%s, day)::date, count(*) FILTER (WHERE outcome = 'all'), count(*)
FROM lobby_visit
WHERE centre_id = %s AND day BETWEEN %s AND %s AND outcome <> ''
GROUP BY 1 ORDER BY 1
"""


def trend(centre: str, period: Period, day: date) -> list[TrendPoint]:
    """The one-trip share over the last ten days with visits, or, for the year, over its months."""
    begin = day - timedelta(days=365 if period is Period.YEAR else 20)
    unit = "month" if period is Period.YEAR else "day"
    with connection.cursor() as cursor:
        cursor.execute(_TREND, [unit, centre, begin, day])
        points = [TrendPoint(first, Share(done, ended)) for first, done, ended in cursor.fetchall()]
    return points[-12:] if period is Period.YEAR else points[-10:]


def cases_past_due(centre: str, day: date) -> int:
    """Cases still open whose last day lies before `day`."""
    return Case.objects.filter(
        receiving_centre=centre, due_on__lt=day, state__in=["accepted", "supplement", "decided"]
    ).count()


def _row(statement: str, values: list[Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[Any, ...] = cursor.fetchone()
    return row
