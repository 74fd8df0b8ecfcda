"""The director's page as one value: the figures of a period, the hall as it is now, and what waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from onetrip.cases.delivering.queries import worries as delivery_worries
from onetrip.centres.models import Centre
from onetrip.centres.opening import hours_on
from onetrip.centres.queries import Settled, settled
from onetrip.departments import queries as departments
from onetrip.insight import charts, queries
from onetrip.insight.daily import by_day, total
from onetrip.insight.hall import HallNow, hall_now
from onetrip.insight.periods import Period, Span, span_before, span_of
from onetrip.insight.rates import Share
from onetrip.insight.worries import Decision, Worries, decisions, worries
from onetrip.ratings.models import BrokenPromise
from onetrip.rules import Text

HIGH_FREQUENCY = 500
"""Cases of a matter in a year over which it counts as frequent: an example, the figure of domain.md 1.2."""

PERIOD_WORDS = {
    Period.TODAY: Text("今天", "today"),
    Period.MONTH: Text("本月", "this month"),
    Period.YEAR: Text("近一年", "twelve months"),
}
_BEFORE_WORDS = {
    Period.TODAY: Text("上周同一天", "same day last week"),
    Period.MONTH: Text("上月", "last month"),
    Period.YEAR: Text("再前一年", "the year before"),
}
CAUSES: dict[str, Text] = {
    BrokenPromise.Cause.RULE: Text("规则写错", "rule wrong"),
    BrokenPromise.Cause.TRAINING: Text("没培训到", "not trained"),
    BrokenPromise.Cause.SYSTEM: Text("系统、接口", "system"),
    BrokenPromise.Cause.UNKNOWN: Text("没查清", "not known"),
}


@dataclass(frozen=True)
class CauseSegment:
    """A part of the strip of causes."""

    words: Text
    count: int
    style: str
    x: float
    width: float


@dataclass(frozen=True)
class Overview:
    """Everything the director's page says."""

    centre: Centre
    now: datetime
    period: Period
    visits: queries.Visits
    promises: queries.Promises
    broken_before: int
    trend: charts.Line
    trend_points: tuple[Share, ...]
    hall: HallNow
    waits: tuple[queries.HalfHour, ...]
    waits_chart: charts.ColumnChart
    waits_predicted: bool
    now_x: float | None
    matters: queries.Matters
    matters_chart: charts.BarChart
    high_frequency: int | None
    answers: queries.Answers
    judged: queries.Judged
    causes: tuple[CauseSegment, ...]
    worries: Worries
    decisions: tuple[Decision, ...]

    @property
    def period_words(self) -> Text:
        return PERIOD_WORDS[self.period]

    @property
    def before_words(self) -> Text:
        return _BEFORE_WORDS[self.period]

    @property
    def now_is_late(self) -> bool:
        """Whether the word at the line "now" has no room on its right."""
        return self.now_x is not None and self.now_x > self.waits_chart.width - 50

    @property
    def not_done_otherwise(self) -> int:
        """Visits that were not done and neither left nor were told of a missing paper."""
        return max(0, self.visits.one_trip.rest - self.visits.told_missing - self.visits.left)

    @property
    def causes_total(self) -> int:
        return sum(cause.count for cause in self.causes)

    @property
    def trend_first(self) -> Any:
        return self.trend_points[0].percent

    @property
    def trend_last(self) -> Any:
        return self.trend_points[-1].percent

    @property
    def waits_in_words(self) -> Text:
        """The chart of waits for who cannot see it."""
        told = [(wait.begins, round(wait.mean_wait)) for wait in self.waits if wait.mean_wait is not None]
        if not told:
            return Text("还没有人等过。", "Nobody has waited yet.")
        zh = "；".join(f"{_clock(begins)} {minutes} 分钟" for begins, minutes in told)
        en = "; ".join(f"{_clock(begins)} {minutes} minutes" for begins, minutes in told)
        return Text(f"{zh}。", f"{en}.")

    @property
    def matters_in_words(self) -> Text:
        """The chart of matters for who cannot see it."""
        zh = "；".join(f"{one.name.get('zh')} {one.count} 件" for one in self.matters.top)
        en = "; ".join(f"{one.name.get('en') or one.name.get('zh')} {one.count}" for one in self.matters.top)
        return Text(f"{zh}。", f"{en}.")


def overview(code: str, period: Period, now: datetime, *, language: str) -> Overview:
    """Read the page of the centre with `code` as of `now`; labels inside pictures are in `language`."""
    house = settled(code)
    centre, day = house.centre, house.centre.day_of(now)
    span = span_of(period, day)
    seen = queries.trend_span(span, period)
    days = by_day(centre, Span(min(seen.first, span.first), day), day)
    sums = total(code, {at: found for at, found in days.items() if at >= span.first}, day)
    before = total(code, by_day(centre, span_before(period, day), day), day)
    hall = hall_now(centre, now)
    points = tuple(
        point.one_trip for point in queries.trend({at: found for at, found in days.items() if at >= seen.first}, period)
    )
    waits = tuple(queries.waits(sums, _stretches(house, span)))
    predicted = hall.estimate_minutes if period is Period.TODAY else None
    chart = _waits_chart(waits, centre, now, predicted)
    matters = queries.matters(sums)
    frequent = HIGH_FREQUENCY if period is Period.YEAR else None
    open_worries = worries(centre, day)
    unclaimed, astray = delivery_worries(centre, now)
    return Overview(
        centre=centre,
        now=now,
        period=period,
        visits=queries.visits(sums),
        promises=queries.promises(sums),
        broken_before=before.broken,
        trend=charts.line([float(point.percent or 0) for point in points]),
        trend_points=points,
        hall=hall,
        waits=waits,
        waits_chart=chart,
        waits_predicted=any(column.reading.is_predicted for column in chart.columns),
        now_x=_now_x(chart, waits, centre, now) if period is Period.TODAY else None,
        matters=matters,
        matters_chart=charts.bars(
            [(one.name.get(language) or one.name.get("zh", one.matter), one.count) for one in matters.top],
            mark=frequent,
        ),
        high_frequency=frequent,
        answers=queries.answers(sums),
        judged=queries.judged(centre, span),
        causes=_causes(queries.causes(centre, span)),
        worries=open_worries,
        decisions=tuple(
            decisions(
                estimate_minutes=hall.estimate_minutes,
                threshold_minutes=centre.wait_threshold_minutes,
                spare_tidal=hall.spare_tidal,
                open_worries=open_worries,
                past_due=queries.cases_past_due(code, day),
                unclaimed=unclaimed,
                astray=astray,
                not_told=departments.switched_off(code),
            )
        ),
    )


def _stretches(house: Settled, span: Span) -> list[tuple[time, time]]:
    """The opening hours to draw: those of the day, or of a working day for a longer span."""
    if span.first == span.last:
        hours = hours_on(house.hours, house.calendar, span.last)
    else:
        hours = [stretch for stretch in house.hours if stretch.on_working_days]
    return [(stretch.opens, stretch.closes) for stretch in hours]


def _waits_chart(
    waits: tuple[queries.HalfHour, ...], centre: Centre, now: datetime, predicted: int | None
) -> charts.ColumnChart:
    """Measured half hours, and for the present one what is estimated.

    What was measured in the present one leaves out everybody who still waits, and so would look too good.
    """
    present = _half_hour(centre.local(now).time())
    readings = []
    for wait in waits:
        guess = wait.begins == present and predicted is not None
        value = float(predicted) if guess and predicted is not None else wait.mean_wait
        readings.append(charts.Reading(_clock(wait.begins), value, is_predicted=guess))
    return charts.columns(readings, threshold=centre.wait_threshold_minutes)


def _now_x(
    chart: charts.ColumnChart, waits: tuple[queries.HalfHour, ...], centre: Centre, now: datetime
) -> float | None:
    """Where the line "now" stands: inside the column of the present half hour; None outside of the hours drawn."""
    clock = centre.local(now).time()
    present = _half_hour(clock)
    for column, wait in zip(chart.columns, waits, strict=True):
        if wait.begins == present:
            return round(column.x + column.width * (clock.minute % 30) / 30, 1)
    return None


def _causes(counts: dict[str, int]) -> tuple[CauseSegment, ...]:
    ordered = [(cause, counts.get(cause, 0)) for cause in CAUSES]
    places = charts.proportions([count for _, count in ordered], width=898)
    return tuple(
        CauseSegment(CAUSES[cause], count, f"cause-{number}", x + 1, width)
        for number, ((cause, count), (x, width)) in enumerate(zip(ordered, places, strict=True), start=1)
    )


def _half_hour(clock: time) -> time:
    return time(clock.hour, 30 * (clock.minute // 30))


def _clock(at: time) -> str:
    return f"{at.hour}:{at.minute:02d}"
