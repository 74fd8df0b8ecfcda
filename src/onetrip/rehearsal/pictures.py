"""Where the marks of an answer's picture stand. Pure; the template draws."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onetrip.rehearsal.answers.answer import Drawn
from onetrip.rehearsal.trusting import Judged
from onetrip.rules import Text
from onetrip.simulation.hall.replaying import At

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FLOOR = 760, 300, 40, 40, 16, 262
ROW = 46
MOST_FIGURED = 18
"""With more bars than this only those that are named have their figure: the others would overlap."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar with its name and figure; `low` and `high` are the ends of its interval."""

    name: Text
    figure: str
    x: float
    y: float
    width: float
    height: float
    middle: float
    low: float | None
    high: float | None
    is_answer: bool
    is_named: bool
    is_figured: bool = True

    @property
    def top(self) -> float:
        """Where its figure stands: over the interval."""
        return self.y if self.high is None else min(self.y, self.high)


@dataclass(frozen=True)
class Picture:
    """Marks, the line over them as a path with its own scale on the right, and the scales."""

    width: int
    height: int
    floor: float
    marks: tuple[Mark, ...]
    path: str
    ticks: tuple[tuple[str, float], ...]
    line_ticks: tuple[tuple[str, float], ...]
    what: Text
    line: Text | None
    lying: bool


def picture_of(drawn: Drawn) -> Picture:
    """The picture of an answer."""
    return _lying(drawn) if drawn.lying else _standing(drawn)


def _standing(drawn: Drawn) -> Picture:
    tops = [max(bar.value, bar.high or 0.0) for bar in drawn.bars]
    lines = [bar.line for bar in drawn.bars if bar.line is not None]
    top = _round_up(max([*tops, *(lines if drawn.same_scale else ())], default=1.0))
    line_top = top if drawn.same_scale else _round_up(max(lines, default=1.0))
    step = (WIDTH - LEFT - RIGHT) / max(len(drawn.bars), 1)
    names_each = math.ceil(len(drawn.bars) / 9)

    def y(value: float, of: float) -> float:
        return round(FLOOR - max(value, 0.0) / of * (FLOOR - TOP), 1)

    marks: list[Mark] = []
    points: list[str] = []
    for place, bar in enumerate(drawn.bars):
        x = LEFT + place * step
        marks.append(
            Mark(
                bar.name,
                _figure(bar.value),
                round(x + step * 0.14, 1),
                y(bar.value, top),
                round(step * 0.72, 1),
                round(FLOOR - y(bar.value, top), 1),
                round(x + step / 2, 1),
                None if bar.low is None else y(bar.low, top),
                None if bar.high is None else y(bar.high, top),
                bar.is_answer,
                place % names_each == 0,
                len(drawn.bars) <= MOST_FIGURED or place % names_each == 0,
            )
        )
        if bar.line is not None:
            points.append(f"{'L' if points else 'M'}{round(x + step / 2, 1)} {y(bar.line, line_top)}")
    own = (
        () if drawn.same_scale or not lines else tuple((_figure(each), y(each, line_top)) for each in _ticks(line_top))
    )
    ticks = tuple((_figure(each), y(each, top)) for each in _ticks(top))
    return Picture(WIDTH, HEIGHT, FLOOR, tuple(marks), "".join(points), ticks, own, drawn.what, drawn.line, lying=False)


def _lying(drawn: Drawn) -> Picture:
    top = _round_up(max((max(bar.value, bar.high or 0.0) for bar in drawn.bars), default=1.0))
    room = WIDTH - 2 * LEFT

    def x(value: float) -> float:
        return round(LEFT + max(value, 0.0) / top * room, 1)

    marks = [
        Mark(
            bar.name,
            f"{bar.value:.2f}",
            LEFT,
            TOP + place * ROW + 18,
            round(x(bar.value) - LEFT, 1),
            16,
            TOP + place * ROW + 26,
            None if bar.low is None else x(bar.low),
            None if bar.high is None else x(bar.high),
            bar.is_answer,
            is_named=True,
        )
        for place, bar in enumerate(drawn.bars)
    ]
    height = TOP + ROW * len(drawn.bars) + 24
    ticks = tuple((_figure(each), x(each)) for each in _ticks(top))
    return Picture(WIDTH, height, height - 22, tuple(marks), "", ticks, (), drawn.what, drawn.line, lying=True)


@dataclass(frozen=True)
class TrustPicture:
    """Days from left to right: the band that was foretold as a bar, the day as it was as a point."""

    width: int
    height: int
    floor: float
    bands: tuple[tuple[float, float, float], ...]
    points: tuple[tuple[float, float, bool], ...]
    ticks: tuple[tuple[str, float], ...]
    months: tuple[tuple[str, float], ...]


def trust_picture(days: Sequence[Judged]) -> TrustPicture:
    """The days that were judged."""
    top = _round_up(max((max(day.was, day.high) for day in days), default=1.0))
    step = (WIDTH - LEFT - 8) / max(len(days), 1)

    def y(value: float) -> float:
        return round(FLOOR - max(value, 0.0) / top * (FLOOR - TOP), 1)

    bands: list[tuple[float, float, float]] = []
    points: list[tuple[float, float, bool]] = []
    months: list[tuple[str, float]] = []
    month = 0
    for place, day in enumerate(days):
        x = round(LEFT + (place + 0.5) * step, 1)
        bands.append((x, y(day.low), y(day.high)))
        points.append((x, y(day.was), day.is_inside))
        if day.day.month != month:
            month = day.day.month
            months.append((str(month), x))
    ticks = tuple((_figure(each), y(each)) for each in _ticks(top))
    return TrustPicture(WIDTH, HEIGHT, FLOOR, tuple(bands), tuple(points), ticks, tuple(months))


@dataclass(frozen=True)
class Strip:
    """A day from left to right: how many wait at each minute as an area, the clock beneath it. `left`, `right`: its ends."""

    width: int
    height: int
    floor: float
    left: float
    right: float
    area: str
    ticks: tuple[tuple[str, float], ...]
    clocks: tuple[tuple[str, float], ...]


STRIP_HEIGHT, STRIP_FLOOR = 96, 74


def strip_of(line: Sequence[At], clock: Callable[[float], str]) -> Strip:
    """The strip of a day, minute by minute."""
    top, last = _round_up(max(one.waiting for one in line)), max(len(line) - 1, 1)

    def x(minute: float) -> float:
        return round(LEFT + minute / last * (WIDTH - LEFT - 8), 1)

    def y(value: float) -> float:
        return round(STRIP_FLOOR - value / top * (STRIP_FLOOR - 8), 1)

    steps = "".join(
        f"V{y(one.waiting)}H{x(minute + 1 if minute < last else minute)}" for minute, one in enumerate(line)
    )
    clocks = tuple((clock(minute), x(minute)) for minute in range(0, len(line), 60))
    ticks = tuple((_figure(each), y(each)) for each in _ticks(top)[-1:])
    return Strip(
        WIDTH, STRIP_HEIGHT, STRIP_FLOOR, LEFT, WIDTH - 8, f"M{x(0)} {STRIP_FLOOR}{steps}V{STRIP_FLOOR}Z", ticks, clocks
    )


def _round_up(value: float) -> float:
    """The next number with one figure before its noughts (or 3, 4, 6, 8); at least a tenth."""
    value = max(value, 0.1)
    size = 10.0 ** math.floor(math.log10(value))
    return next(size * each for each in (1, 2, 3, 4, 5, 6, 8, 10) if size * each >= value * 0.999)


def _ticks(top: float) -> list[float]:
    """From two to six even steps up to the top, in round figures."""
    size = 10.0 ** math.floor(math.log10(top) - 0.001)
    step = next(size * each for each in (0.25, 0.5, 1.0, 2.0, 2.5, 5.0) if top / (size * each) <= 6)
    if top >= 2:
        step = max(round(step), 1)  # people and windows are whole
    return [step * each for each in range(1, int(top / step + 1e-9) + 1)]


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 10 or value == round(value) else f"{value:g}"
