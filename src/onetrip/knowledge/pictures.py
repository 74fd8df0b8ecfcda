"""Lying bars of counts, longest first. Pure: values in, coordinates of a viewBox out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, LEFT, PITCH, THICKNESS = 560.0, 190.0, 28.0, 17.0
_ROOM_FOR_FIGURE = 46.0
_LONGEST_LABEL = 12.0


@dataclass(frozen=True)
class Bar:
    """A bar at `y`, as long as its count; `end` is where its figure stands."""

    label: str
    count: int
    y: float
    length: float
    end: float


@dataclass(frozen=True)
class Bars:
    """A picture of them."""

    width: float
    height: float
    left: float
    thickness: float
    bars: tuple[Bar, ...]


def bars(counts: Sequence[tuple[str, int]]) -> Bars:
    """A bar for each (label, count), in the order given; the longest fills the room."""
    most = max((count for _, count in counts), default=1) or 1
    drawn = []
    for place, (label, count) in enumerate(counts):
        length = round((WIDTH - LEFT - _ROOM_FOR_FIGURE) * count / most, 1)
        drawn.append(Bar(_shortened(label), count, round(6 + PITCH * place, 1), length, round(LEFT + length, 1)))
    return Bars(WIDTH, round(12 + PITCH * len(counts), 1), LEFT, THICKNESS, tuple(drawn))


def _shortened(label: str) -> str:
    """As much of the label as the room before the bars takes (a Latin letter is half as wide as a Chinese character)."""
    width, kept = 0.0, ""
    for character in label:
        width += 0.55 if character.isascii() else 1.0
        if width > _LONGEST_LABEL:
            return kept.rstrip() + "…"
        kept += character
    return kept
