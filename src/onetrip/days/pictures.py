"""A day as a picture: a line for every number, from drawing through calling to the end. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

WIDTH = 1400.0
TOP = 24.0
LEAST_STEP, MOST_STEP = 2.0, 9.0
TALLEST = 520.0


@dataclass(frozen=True)
class Mark:
    """A number of the day: waiting from `x` to `called`, at the window until `end`; `went` is how it ended."""

    number: str
    y: float
    x: float
    called: float
    end: float
    went: str


@dataclass(frozen=True)
class Picture:
    """The marks in the order of drawing, `hours` as (x, "9") along the top."""

    width: float
    height: float
    thickness: float
    marks: tuple[Mark, ...]
    hours: tuple[tuple[float, str], ...]


def day_picture(lines: Sequence[dict[str, Any]], zone: ZoneInfo) -> Picture | None:
    """From the lines of an account; None for a day without numbers."""
    if not lines:
        return None
    ordered = sorted(lines, key=lambda line: line["drawn_at"])
    midnight = datetime.combine(_local(ordered[0]["drawn_at"], zone).date(), time(), tzinfo=zone)
    drawn = [_minute(line["drawn_at"], midnight) for line in ordered]
    ends = [
        max(begin, _minute(line["finished_at"] or line["called_at"] or line["drawn_at"], midnight))
        for line, begin in zip(ordered, drawn, strict=True)
    ]
    first, last = int(min(drawn) // 60), int(max(ends) // 60) + 1
    scale = WIDTH / ((last - first) * 60)
    step = min(MOST_STEP, max(LEAST_STEP, TALLEST / len(ordered)))

    def x(minute: float) -> float:
        return round((minute - first * 60) * scale, 1)

    marks = []
    for row, line in enumerate(ordered):
        begin, end = drawn[row], ends[row]
        called = min(max(_minute(line["called_at"], midnight), begin), end) if line["called_at"] else end
        marks.append(Mark(line["number"], round(TOP + row * step, 1), x(begin), x(called), x(end), _went(line)))
    hours = tuple((x(hour * 60), f"{hour % 24}:00") for hour in range(first, last))
    return Picture(WIDTH, round(TOP + len(ordered) * step + 4, 1), round(max(1.5, step * 0.7), 1), tuple(marks), hours)


def _went(line: dict[str, Any]) -> str:
    return "left" if line["state"] == "left" else (line["outcome"] or "none")


def _minute(stamp: str, midnight: datetime) -> float:
    return (datetime.fromisoformat(stamp) - midnight).total_seconds() / 60


def _local(stamp: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(stamp).astimezone(zone)
