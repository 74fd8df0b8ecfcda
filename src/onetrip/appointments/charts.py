"""Where the columns of a day's bookings stand. Pure: numbers in, coordinates of a viewBox out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onetrip.appointments.effects import HalfHour
from onetrip.appointments.wording import clock

WIDTH, HEIGHT, TOP, FLOOR, LEFT = 900, 250, 24, 212, 36


@dataclass(frozen=True)
class Group:
    """One half hour drawn: the frame of its quota, the booked part that fills it, those who walk in beside it."""

    label: str
    slot: HalfHour
    x: float
    width: float
    quota_y: float
    quota_height: float
    booked_y: float
    booked_height: float
    walk_x: float
    walk_y: float
    walk_height: float

    @property
    def middle(self) -> float:
        """Where its label is centred."""
        return round(self.x + self.width, 1)


@dataclass(frozen=True)
class Chart:
    """A day of bookings as columns."""

    groups: tuple[Group, ...]
    ticks: tuple[tuple[int, float], ...]
    label_every: int
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = FLOOR
    left: int = LEFT


def chart(slots: Sequence[HalfHour]) -> Chart:
    """A group of columns for each half hour, on a scale that begins at zero."""
    most = max((max(slot.then, slot.booked, slot.expected or 0) for slot in slots), default=0) or 1
    step = next(each for each in (1, 2, 5, 10, 20, 50, 100, 200, 500) if most / each <= 5)
    top = step * -(-most // step)
    scale = (FLOOR - TOP) / top
    each = (WIDTH - LEFT) / max(len(slots), 1)
    bar = min(each * 0.36, 28)
    groups = []
    for place, slot in enumerate(slots):
        x = LEFT + each * place + (each - 2 * bar) / 2
        expected = slot.expected or 0
        groups.append(
            Group(
                clock(slot.starts),
                slot,
                round(x, 1),
                round(bar, 1),
                *_bar(slot.then, scale),
                *_bar(slot.booked, scale),
                round(x + bar, 1),
                *_bar(expected, scale),
            )
        )
    ticks = tuple((value, round(FLOOR - value * scale, 1)) for value in range(0, top + 1, step))
    return Chart(tuple(groups), ticks, 2 if len(slots) > 12 else 1)


def _bar(value: int, scale: float) -> tuple[float, float]:
    height = round(value * scale, 1)
    return round(FLOOR - height, 1), height
