"""Where the marks of a day's cover stand: people at a post against the people needed. Pure; the template draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onetrip.duty.forecasting import time_of

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 320, 120, 22, 8, 18


@dataclass(frozen=True, slots=True)
class Bar:
    """A half hour: a bar of people who are there."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A half hour in numbers, for the table beside the picture."""

    clock: str
    needed: int
    there: int

    @property
    def missing(self) -> int:
        """How many are missing."""
        return max(self.needed - self.there, 0)


@dataclass(frozen=True)
class CoverPicture:
    """Bars of people, hatched bars where somebody is missing, and the line of the people needed as the points of a path."""

    width: int
    height: int
    floor: float
    there: tuple[Bar, ...]
    missing: tuple[Bar, ...]
    needed: str
    hours: tuple[tuple[str, float], ...]
    ticks: tuple[tuple[int, float], ...]
    lines: tuple[Line, ...]

    @property
    def short(self) -> int:
        """Half hours of people missing."""
        return sum(line.missing for line in self.lines)


def cover_picture(needed: Mapping[int, int], there: Mapping[int, int], *, most: int) -> CoverPicture | None:
    """A day at one post; None where nobody is needed and nobody is there. `most`: people at the top of the scale, so that
    days beside one another compare."""
    halves = sorted({*needed, *(half for half, people in there.items() if people)})
    if not halves or not any((*needed.values(), *there.values())):
        return None
    halves = list(range(halves[0], halves[-1] + 1))
    top, floor = max(most, 1), float(HEIGHT - BOTTOM)
    step = (WIDTH - LEFT - 4) / len(halves)
    unit = (floor - TOP) / top

    def x(place: int) -> float:
        return round(LEFT + place * step, 1)

    def y(people: float) -> float:
        return round(floor - people * unit, 1)

    bars, gaps, path = [], [], []
    for place, half in enumerate(halves):
        here, wanted = there.get(half, 0), needed.get(half, 0)
        if here:
            bars.append(Bar(x(place), y(here), round(step - 1, 1), round(here * unit, 1)))
        if wanted > here:
            gaps.append(Bar(x(place), y(wanted), round(step - 1, 1), round((wanted - here) * unit, 1)))
        path.append(f"{'M' if not place else 'L'}{x(place)} {y(wanted)}H{x(place + 1)}")
    return CoverPicture(
        WIDTH,
        HEIGHT,
        floor,
        tuple(bars),
        tuple(gaps),
        "".join(path),
        tuple((str(half // 2), x(place)) for place, half in enumerate(halves) if half % 4 == 0),
        tuple((people, y(people)) for people in _ticks(top)),
        tuple(Line(f"{time_of(half):%H:%M}", needed.get(half, 0), there.get(half, 0)) for half in halves),
    )


def _ticks(top: int) -> list[int]:
    step = 2 if top <= 8 else 5
    return list(range(step, top + 1, step))
