"""Where the marks of a sheet's pictures stand. Pure: figures in, coordinates of a viewBox out; templates draw, CSS colours."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from onetrip.appraisal.model import Figure

WIDTH = 480
_MARGIN = 14
_LEAST_SPREAD = {"rating": 200, "quality": 200}
"""How far a line reaches beyond the band at the least, where that is not an eighth of the value: two per cent of a rate."""

TOP = 110
"""The points at the rim of the radar: what nobody exceeds by the example."""


@dataclass(frozen=True)
class Scale:
    """A line with the middle half of the colleagues as a band and a door for oneself; ends as values of the figure."""

    me: float
    band_x: float
    band_width: float
    band_middle: float
    low: int
    high: int
    has_band: bool

    @property
    def door_x(self) -> float:
        """The left edge of the door."""
        return round(self.me - 8, 1)


def scale(figure: Figure, *, peers: int) -> Scale:
    """The line of one dimension. Its ends lie as far beyond the band as the band is wide, so that they tell of nobody; with
    fewer than four colleagues there is no band, for it would tell of each."""
    spread = max(figure.to - figure.from_, _LEAST_SPREAD.get(figure.dimension, figure.to // 8), 1)
    low = min(max(figure.from_ - spread, 0), figure.value)
    high = max(figure.to + spread, figure.value)
    if figure.dimension in ("rating", "quality"):
        high = min(high, figure.scale)
        low = min(low, high - 1)

    def at(value: int) -> float:
        return round(_MARGIN + (value - low) / max(high - low, 1) * (WIDTH - 2 * _MARGIN), 1)

    left, right = at(figure.from_), at(figure.to)
    return Scale(
        me=at(figure.value),
        band_x=left,
        band_width=round(max(right - left, 4), 1),
        band_middle=round(min(max((left + right) / 2, 60), WIDTH - 60), 1),
        low=low,
        high=high,
        has_band=peers >= 4,
    )


@dataclass(frozen=True)
class Spoke:
    """One direction of the radar: where its end and its name stand, and how the name is anchored."""

    x: float
    y: float
    name_x: float
    name_y: float
    anchor: str


@dataclass(frozen=True)
class Radar:
    """Five points as a shape, the shape of par, rings, and the spokes in the order of the figures."""

    mine: str
    par: str
    rings: tuple[str, ...]
    spokes: tuple[Spoke, ...]


def radar(points: Sequence[int], par: int, *, radius: float = 92, middle: tuple[float, float] = (230, 120)) -> Radar:
    """The shape of `points` (hundredths) in the order given, the first one upwards."""

    def at(share: float, place: int) -> tuple[float, float]:
        angle = 2 * math.pi * place / len(points) - math.pi / 2
        return (
            round(middle[0] + radius * share * math.cos(angle), 1),
            round(middle[1] + radius * share * math.sin(angle), 1),
        )

    def shape(shares: Sequence[float]) -> str:
        return " ".join(f"{x},{y}" for x, y in (at(share, place) for place, share in enumerate(shares)))

    spokes = []
    for place in range(len(points)):
        (x, y), (name_x, name_y) = at(1, place), at(1.12, place)
        anchor = "middle" if abs(name_x - middle[0]) < 5 else "start" if name_x > middle[0] else "end"
        spokes.append(Spoke(x, y, name_x, round(name_y + 4, 1), anchor))
    count = len(points)
    return Radar(
        mine=shape([min(one / (TOP * 100), 1.0) for one in points]),
        par=shape([par / TOP] * count),
        rings=tuple(shape([share] * count) for share in (0.5, 1.0)),
        spokes=tuple(spokes),
    )


@dataclass(frozen=True)
class Dot:
    """One month or one person on a picture."""

    x: float
    y: float
    value: int
    label: str


@dataclass(frozen=True)
class Trend:
    """Totals over months: dots, and the line through them."""

    dots: tuple[Dot, ...]
    path: str


def trend(totals: Sequence[tuple[str, int | None]], *, width: int = 340, height: int = 120) -> Trend:
    """The totals (hundredths) under their labels, oldest first; a month without points leaves a gap in the line."""
    known = [value for _, value in totals if value is not None]
    if not known:
        return Trend((), "")
    low, high = min(known), max(known)
    span = max(high - low, 200)
    pitch = (width - 60) / max(len(totals) - 1, 1)
    dots, path, pen = [], "", "M"
    for place, (label, value) in enumerate(totals):
        if value is None:
            pen = "M"
            continue
        x = round(30 + pitch * place, 1)
        y = round(height - 30 - (value - low) / span * (height - 62), 1)
        dots.append(Dot(x, y, value, label))
        path += f"{pen}{x} {y}"
        pen = "L"
    return Trend(tuple(dots), path)


def distribution(totals: Sequence[tuple[str, int]], *, width: int = 900) -> tuple[Dot, ...]:
    """Everybody's total (hundredths) as a dot on one line; dots that would touch are stacked."""
    if not totals:
        return ()
    low, high = min(value for _, value in totals), max(value for _, value in totals)
    dots: list[Dot] = []
    for label, value in sorted(totals, key=lambda one: one[1]):
        x = round(30 + (value - low) / max(high - low, 1) * (width - 60), 1)
        level = 0
        while any(abs(dot.x - x) < 20 and dot.y == 92 - 20 * level for dot in dots) and level < 4:
            level += 1
        dots.append(Dot(x, 92 - 20 * level, value, label))
    return tuple(dots)
