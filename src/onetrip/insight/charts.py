"""Where the marks of a chart stand. Pure: values in, coordinates of a viewBox out; templates draw, style sheets colour."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    """One value of a column chart: `label` on the axis, `value` or None where nothing was measured."""

    label: str
    value: float | None
    is_predicted: bool = False


@dataclass(frozen=True)
class Column:
    """A drawn column; `middle` is where its label and its figure are centred."""

    reading: Reading
    x: float
    y: float
    width: float
    height: float
    is_over: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def figure_y(self) -> float:
        """The baseline of the figure above the column."""
        return round(self.y - 5, 1)


@dataclass(frozen=True)
class Tick:
    """A line across (or down) the chart with its figure."""

    value: int
    at: float


@dataclass(frozen=True)
class ColumnChart:
    """Columns over a floor, with the threshold line at `threshold_y` (None when it lies above the picture)."""

    width: int
    height: int
    floor: float
    left: float
    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    threshold_y: float | None
    label_every: int


@dataclass(frozen=True)
class Bar:
    """A lying bar: `label` before it, `value` behind or inside it."""

    label: str
    value: int
    y: float
    length: float
    end: float


@dataclass(frozen=True)
class BarChart:
    """Lying bars, longest first, on a linear or a logarithmic scale."""

    width: int
    height: float
    left: float
    thickness: float
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    is_logarithmic: bool
    mark_x: float | None


@dataclass(frozen=True)
class Line:
    """A polyline through (x, y) points, with a path for `<path d>`."""

    points: tuple[tuple[float, float], ...]

    @property
    def path(self) -> str:
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in self.points) if self.points else ""


def shortened(label: str, *, most: float = 9.5) -> str:
    """The label in at most `most` widths of a Chinese character, cut with an ellipsis (a Latin letter is half as wide)."""
    width, kept = 0.0, ""
    for character in label:
        width += 0.55 if character.isascii() else 1.0
        if width > most:
            return kept.rstrip() + "…"
        kept += character
    return kept


def step_for(most: float, *, lines: int = 4) -> int:
    """A round step (1, 2 or 5 times a power of ten) that needs at most `lines` lines up to `most`; at least 1."""
    rough = max(most, 1) / lines
    power = 10 ** math.floor(math.log10(rough)) if rough >= 1 else 1
    return next(int(factor * power) for factor in (1, 2, 5, 10) if factor * power >= rough)


def columns(
    readings: Sequence[Reading], *, threshold: float | None, width: int = 600, height: int = 262, left: int = 30
) -> ColumnChart:
    """A column for each reading, in order; the scale begins at zero and reaches over the threshold."""
    top, floor = 44.0, height - 30.0
    values = [reading.value or 0.0 for reading in readings]
    most = max([*values, threshold or 0.0, 1.0])
    scale = (floor - top) / most
    pitch = (width - left) / max(len(readings), 1)
    body = round(min(pitch * 0.72, 48), 1)
    drawn = tuple(
        Column(
            reading,
            x=round(left + pitch * place + (pitch - body) / 2, 1),
            y=round(floor - scale * value, 1),
            width=body,
            height=round(scale * value, 1),
            is_over=threshold is not None and value > threshold,
        )
        for place, (reading, value) in enumerate(zip(readings, values, strict=True))
    )
    step = step_for(most)
    ticks = tuple(Tick(value, round(floor - scale * value, 1)) for value in range(step, int(most) + 1, step))
    line = None if threshold is None else round(floor - scale * threshold, 1)
    return ColumnChart(width, height, floor, left, drawn, ticks, line, label_every=max(1, round(len(readings) / 8)))


def bars(
    counts: Sequence[tuple[str, int]],
    *,
    mark: int | None = None,
    width: int = 452,
    left: int = 152,
    pitch: float = 24,
    thickness: float = 15,
) -> BarChart:
    """Bars for (label, count), given longest first. Counts that spread over more than two powers of ten get a log scale.

    `mark` is a count at which a line stands, when the scale reaches it.
    """
    counted = [count for _, count in counts if count > 0]
    most, least = max(counted, default=1), min(counted, default=1)
    room = width - left - 52.0  # the figure behind the longest bar
    logarithmic = most >= 1000 and most > 50 * least
    first = 10 ** max(0, math.floor(math.log10(least)) - (1 if math.log10(least).is_integer() else 0))
    span = math.log10(max(most, first * 10) / first)

    def length(count: float) -> float:
        if count <= 0:
            return 0.0
        share = math.log10(max(count, first) / first) / span if logarithmic else count / most
        return round(max(share * room, 2.0), 1)

    if logarithmic:
        stops = [first * 10**power for power in range(1, math.floor(math.log10(most / first)) + 1)]
    else:
        step = step_for(most)
        stops = list(range(step, most + 1, step))
    drawn = tuple(
        Bar(shortened(label), count, round(28 + pitch * place, 1), length(count), round(left + length(count), 1))
        for place, (label, count) in enumerate(counts)
    )
    reaches = mark is not None and (first if logarithmic else 0) < mark <= most
    return BarChart(
        width=width,
        height=round(28 + pitch * len(counts), 1),
        left=float(left),
        thickness=thickness,
        bars=drawn,
        ticks=tuple(Tick(stop, round(left + length(stop), 1)) for stop in stops),
        is_logarithmic=logarithmic,
        mark_x=round(left + length(mark), 1) if reaches and mark is not None else None,
    )


def line(values: Sequence[float], *, width: int = 250, height: int = 64, margin: int = 10) -> Line:
    """A line from left to right through `values`, lowest at the bottom; a flat one runs through the middle."""
    if len(values) < 2:
        return Line(())
    low, high = min(values), max(values)
    span = high - low
    pitch = (width - 2 * margin) / (len(values) - 1)
    return Line(
        tuple(
            (
                round(margin + pitch * place, 1),
                round(height / 2 if span == 0 else height - margin - (value - low) / span * (height - 2 * margin), 1),
            )
            for place, value in enumerate(values)
        )
    )


def proportions(counts: Sequence[int], *, width: float = 900, gap: float = 4) -> list[tuple[float, float]]:
    """(x, width) of segments side by side that share `width` in proportion to `counts`; empty counts take no room."""
    total = sum(counts)
    filled = sum(1 for count in counts if count)
    if not total:
        return [(0.0, 0.0) for _ in counts]
    room = width - gap * (filled - 1)
    segments, x = [], 0.0
    for count in counts:
        size = room * count / total
        segments.append((round(x, 1), round(size, 1)))
        x += size + gap if count else 0.0
    return segments
