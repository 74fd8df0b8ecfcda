"""Where the marks of the weights page's picture stand. Pure: effects in, coordinates out; the template draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onetrip.lobby.replaying import Effect, Waited

WIDTH, LEFT, TOP, ROW = 880, 190, 34, 62
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 240)


@dataclass(frozen=True)
class Span:
    """From the median to nine of ten, on one line at `y`."""

    median: float
    ninety: float
    y: float


@dataclass(frozen=True)
class Row:
    """A group: its waits as the weights in force made them, above, and as others would, below."""

    group: str
    people: int
    y: float
    before: Span
    after: Span


@dataclass(frozen=True)
class EffectChart:
    """All groups on one scale of minutes; `ticks` are (minutes, x)."""

    width: int
    height: int
    left: int
    floor: float
    rows: tuple[Row, ...]
    ticks: tuple[tuple[int, float], ...]


def chart(effects: Sequence[Effect]) -> EffectChart:
    """The picture; the scale begins at zero and reaches the longest of nine in ten."""
    most = max((max(one.before.ninety, one.after.ninety) for one in effects), default=1)
    step = next((step for step in _STEPS if most / step <= 8), _STEPS[-1])
    last = step * max(1, -(-int(most + 0.999) // step))
    scale = (WIDTH - LEFT - 40) / last

    def at(minutes: float) -> float:
        return round(LEFT + minutes * scale, 1)

    def span(waited: Waited, y: float) -> Span:
        return Span(at(waited.median), at(waited.ninety), y)

    rows = tuple(
        Row(one.group, one.before.people, top + ROW / 2, span(one.before, top + 20), span(one.after, top + 42))
        for one, top in ((one, TOP + place * ROW) for place, one in enumerate(effects))
    )
    floor = TOP + ROW * len(effects)
    return EffectChart(
        WIDTH, floor + 30, LEFT, floor, rows, tuple((minutes, at(minutes)) for minutes in range(0, last + 1, step))
    )
