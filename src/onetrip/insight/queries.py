"""The figures of a centre, read from the tables of visits, slips, cases and ratings; nothing is written.

Every statement is bounded by centre and day, which is what the tables are indexed by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count

from onetrip.cases.models import Case
from onetrip.catalogue import queries as catalogues
from onetrip.centres.models import Centre
from onetrip.insight.daily import DaySums, Waits
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


def visits(sums: DaySums) -> Visits:
    """How the visits of a span ended."""
    return Visits(
        one_trip=Share(sums.outcomes["all"], sums.ended),
        part=sums.outcomes["part"],
        none=sums.outcomes["none"],
        left=sums.outcomes["left"],
        told_missing=sums.told_missing,
        door_to_done_minutes=sums.median_stay,
    )


@dataclass(frozen=True)
class Promises:
    """Of the slips that came to a window, those taken as they say.

    A slip counts when its visit has ended at a window, and as soon as it is broken.
    """

    kept: Share

    @property
    def broken(self) -> int:
        return self.kept.rest


def promises(sums: DaySums) -> Promises:
    """The slips that were brought in a span."""
    return Promises(Share(sums.brought - sums.broken, sums.brought))


def causes(centre: Centre, span: Span) -> dict[str, int]:
    """The broken promises of `span` by cause; a cause may be found long afterwards."""
    begin, end = span.moments(centre.zone)
    found = BrokenPromise.objects.filter(centre=centre, recorded_at__gte=begin, recorded_at__lt=end)
    return dict(found.values_list("cause").annotate(Count("pk")))


@dataclass(frozen=True)
class HalfHour:
    """The people who drew a number in the half hour from `begins`: how many, and their mean wait in minutes."""

    begins: time
    drawn: int
    mean_wait: float | None


def waits(sums: DaySums, stretches: Sequence[tuple[time, time]]) -> list[HalfHour]:
    """The waits for each half hour of the opening `stretches` (and of any other in which a number was drawn)."""
    slots = sorted({*sums.waits, *(slot for opens, closes in stretches for slot in half_hours(opens, closes))})
    return [_half_hour(slot, sums.waits.get(slot, Waits())) for slot in slots]


def _half_hour(begins: time, found: Waits) -> HalfHour:
    return HalfHour(begins, found.drawn, found.seconds / found.called / 60 if found.called else None)


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
    """Cases of one matter; `name` as the catalogue calls it now, else as its newest case was called."""

    matter: str
    name: dict[str, str]
    count: int


@dataclass(frozen=True)
class Matters:
    """Cases by matter, most first; `others` counts the cases of the matters left out, `total` all of them."""

    top: tuple[MatterCount, ...]
    others: int
    total: int


def matters(sums: DaySums, *, most: int = 10) -> Matters:
    """The `most` frequent matters among the cases received in a span, withdrawn ones left out."""
    ordered = sorted(sums.matters.items(), key=lambda one: (-one[1], one[0]))
    total = sum(sums.matters.values())
    top = tuple(MatterCount(matter, _name_of(matter), count) for matter, count in ordered[:most])
    return Matters(top, others=total - sum(one.count for one in top), total=total)


def _name_of(matter: str) -> dict[str, str]:
    known = catalogues.current().matter(matter)
    if known is not None:
        return {"zh": known.name.zh, "en": known.name.en}
    newest = Case.objects.filter(matter=matter).order_by("-received_at").values_list("matter_name", flat=True)
    return dict(newest.first() or {"zh": matter, "en": matter})


@dataclass(frozen=True)
class Answers:
    """What the answers cost the residents: questions asked for each slip, and papers each slip asks for."""

    slips: int
    questions_per_slip: float | None
    papers_per_slip: float | None


def answers(sums: DaySums) -> Answers:
    """The slips issued in a span."""
    if not sums.slips:
        return Answers(0, None, None)
    return Answers(sums.slips, sums.questions / sums.slips, sums.papers / sums.slips)


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


def trend(days: dict[date, DaySums], period: Period) -> list[TrendPoint]:
    """The one-trip share over the last ten days with visits, or, for the year, over its last twelve months."""
    parts: dict[date, tuple[int, int]] = {}
    for day, sums in sorted(days.items()):
        if sums.ended:
            label = day.replace(day=1) if period is Period.YEAR else day
            done, ended = parts.get(label, (0, 0))
            parts[label] = (done + sums.outcomes["all"], ended + sums.ended)
    points = [TrendPoint(label, Share(done, ended)) for label, (done, ended) in parts.items()]
    return points[-12:] if period is Period.YEAR else points[-10:]


def trend_span(span: Span, period: Period) -> Span:
    """The days the trend looks at: those of the year, else of three weeks up to the last day."""
    return span if period is Period.YEAR else Span(span.last - timedelta(days=20), span.last)


def cases_past_due(centre: str, day: date) -> int:
    """Cases still open whose last day lies before `day`; a case that waits for a paper has its clock stopped."""
    return Case.objects.filter(accepting_centre=centre, due_on__lt=day, state__in=["accepted", "decided"]).count()
