"""How far what people are told about their wait can be trusted: the last weeks, as pictures and as a table."""

from __future__ import annotations

import threading
import time as clock
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from onetrip.centres.models import Centre
from onetrip.centres.queries import settled
from onetrip.insight import charts
from onetrip.lobby.eta import memory, records
from onetrip.lobby.eta.judging import LEARNED_FROM, Held, Judged, judge
from onetrip.lobby.eta.spread import NOMINAL
from onetrip.rules import Text

SHOWN_DAYS = 28
WIDE = 12
"""Percent above what was meant from which on a range is called too wide (example)."""

_KEEP_SECONDS = 1800.0
_lock = threading.Lock()
_kept: dict[tuple[str, date], tuple[float, Judged]] = {}

NAMES = (
    Text("我们说的", "What we told"),
    Text("显示当天平均", "Displayed average"),
    Text("人数 ÷ 近来速度", "Queue ÷ recent rate"),
    Text("人数 × 每人中位等候", "Queue × median wait"),
)
"""Ours, and the three that others tell (lobby.eta.baselines)."""

WIDTH, HEIGHT, LEFT, FLOOR, TOP, RIGHT = 860, 300, 36, 266, 20, 14


@dataclass(frozen=True)
class Series:
    """One line of the picture: its path, its last point, and the class that draws it."""

    name: Text
    path: str
    last: tuple[float, float]
    style: str
    mean: float | None


@dataclass(frozen=True)
class DaysChart:
    """Mean error by day, ours and the others', on one scale."""

    width: int
    height: int
    floor: int
    left: int
    series: tuple[Series, ...]
    ticks: tuple[charts.Tick, ...]
    labels: tuple[tuple[float, date], ...]


@dataclass(frozen=True)
class ToldPage:
    """Everything on the page; `chart` is None and `hours` empty without a number that was told and called."""

    centre: Centre
    now: datetime
    judged: Judged
    chart: DaysChart | None
    hours: charts.ColumnChart
    learnt: memory.Remembered | None
    nominal: int
    best_other: tuple[Text, float] | None
    rows: tuple[tuple[Text, float | None], ...]

    @property
    def total(self) -> Held | None:
        """All numbers together."""
        return self.judged.total

    @property
    def within(self) -> int | None:
        """Percent of waits that ended within the range told."""
        total = self.judged.total
        return None if total is None or total.within is None else round(100 * total.within)

    @property
    def is_wide(self) -> bool:
        """Whether many more waits than meant end within the range: it says less than it could."""
        return self.within is not None and self.within >= self.nominal + WIDE


def forget() -> None:
    """Drop what is kept in memory (between tests)."""
    with _lock:
        _kept.clear()


def told_page(code: str, now: datetime) -> ToldPage:
    """The page of the centre with this code. Raises NotFound."""
    centre = settled(code).centre
    judged = _judged(centre, now)
    total = judged.total
    rows = tuple(zip(NAMES, (total.error, *total.others) if total else (None,) * 4, strict=True))
    known = [(name, error) for name, error in rows[1:] if error is not None]
    return ToldPage(
        centre=centre,
        now=now,
        judged=judged,
        chart=_days_chart(judged, rows) if len(judged.days) > 1 else None,
        hours=charts.columns(
            [charts.Reading(f"{hour}:00", round(held.error, 1)) for hour, held in judged.hours],
            threshold=None,
            width=560,
            height=300,
        ),
        learnt=memory.learned(code, now),
        nominal=round(100 * NOMINAL),
        best_other=min(known, key=lambda each: each[1]) if known else None,
        rows=rows,
    )


def _judged(centre: Centre, now: datetime) -> Judged:
    """The days before today; they hardly change, so they are kept for half an hour."""
    today = centre.day_of(now)
    kept = _kept.get((centre.code, today))
    if kept and kept[0] > clock.monotonic():
        return kept[1]
    first = today - timedelta(days=SHOWN_DAYS)
    value = judge(records.past_days(centre, first - timedelta(days=LEARNED_FROM), today), first)
    with _lock:
        for old in [key for key, (until, _) in _kept.items() if until <= clock.monotonic()]:
            del _kept[old]
        _kept[(centre.code, today)] = (clock.monotonic() + _KEEP_SECONDS, value)
    return value


def _days_chart(judged: Judged, rows: tuple[tuple[Text, float | None], ...]) -> DaysChart:
    """Lines from day to day; a day on which an estimate could not say is left out of its line."""
    columns = [(held.error, *held.others) for _, held in judged.days]
    most = max(value for column in columns for value in column if value is not None)
    step = charts.step_for(most)
    scale = (FLOOR - TOP) / max(most, 1.0)
    pitch = (WIDTH - LEFT - RIGHT) / (len(columns) - 1)
    series = []
    for place, (name, mean) in enumerate(rows):
        points = [
            (round(LEFT + pitch * day, 1), round(FLOOR - scale * value, 1))
            for day, column in enumerate(columns)
            if (value := column[place]) is not None
        ]
        if len(points) > 1:
            style = "told" if place == 0 else f"other other-{place}"
            series.append(Series(name, charts.Line(tuple(points)).path, points[-1], style, mean))
    every = max(1, round(len(columns) / 7))
    labels = tuple(
        (round(LEFT + pitch * place, 1), day)
        for place, (day, _) in enumerate(judged.days)
        if place % every == 0 and place < len(columns) - every / 2
    )
    ticks = tuple(charts.Tick(value, round(FLOOR - scale * value, 1)) for value in range(step, int(most) + 1, step))
    return DaysChart(WIDTH, HEIGHT, FLOOR, LEFT, tuple(reversed(series)), ticks, labels)
