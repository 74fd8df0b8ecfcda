"""A day of our own hall as a track: every number with its own moments, so that nothing has to be guessed. Pure."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from onetrip.lobby.eta.tracks import Floats, Track

HALL = "hall"
"""All numbers of a hall stand in one line: any window takes any matter."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One number, in minutes since midnight: when it was `drawn`, its place in line (`queue_at`), when it was `called` or
    had `gone` uncalled; None: not so far. `told`: soonest, likely and latest minutes as they were told (nan: not told)."""

    drawn: float
    queue_at: float
    called: float | None = None
    gone: float | None = None
    told: tuple[float, float, float] = (np.nan, np.nan, np.nan)

    @property
    def came_back(self) -> bool:
        """Whether it missed a call and stands in line again: then its own wait is none that was told."""
        return self.queue_at > self.drawn + 1 / 60


@dataclass(frozen=True)
class Day:
    """A track of the hall; at those of its samples at which a number was drawn, the wait that came true, and the range
    and the likely wait told (three columns)."""

    track: Track
    waits: Floats
    told: Floats


def day_of_numbers(
    day: date, numbers: Iterable[Drawn], windows: Sequence[tuple[float, int]], *, now: float | None = None
) -> Day:
    """The day as samples: one at each number drawn and each called or gone. `windows` are minutes with +1 or -1 window.

    With `now` a last sample stands there, and what is after it has not happened.
    """
    steps: list[tuple[float, int, Drawn]] = []
    for number in numbers:
        came = number.queue_at if number.came_back else number.drawn
        ended = number.called if number.called is not None else number.gone
        steps.append((came, 1, number))
        if ended is not None:
            steps.append((max(ended, came), 2, number))
    if now is not None:
        steps = [step for step in steps if step[0] <= now]
    steps.sort(key=lambda step: step[:2])
    minutes, waiting, called, waits = _walked(steps)
    if now is not None:
        minutes.append(now)
        waiting.append(waiting[-1] if waiting else 0)
        called.append(called[-1] if called else 0)
        waits.append(np.nan)
    size = len(minutes)
    moments = np.array(minutes, dtype=float)
    track = Track(
        "",
        HALL,
        day,
        moments,
        np.array(waiting, dtype=float),
        _windows_at(moments, windows),
        np.array(called, dtype=float),
        np.zeros(size, dtype=np.int64),
        np.ones(size, dtype=bool),
        np.ones(size, dtype=bool),
        np.full(size, np.nan),
    )
    told = [number.told if kind == 1 else (np.nan,) * 3 for _, kind, number in steps]
    if now is not None:
        told.append((np.nan,) * 3)
    return Day(track, np.array(waits, dtype=float), np.array(told, dtype=float).reshape(size, 3))


def _walked(steps: list[tuple[float, int, Drawn]]) -> tuple[list[float], list[int], list[int], list[float]]:
    """Through the day: at each step the minute, the place in line (of who came) or the people left, calls, the wait."""
    line: list[float] = []
    minutes: list[float] = []
    waiting: list[int] = []
    called: list[int] = []
    waits: list[float] = []
    done = 0
    for minute, kind, number in steps:
        if kind == 1:
            place = bisect_right(line, number.queue_at) + 1
            insort(line, number.queue_at)
            told = number.called is not None and not number.came_back
            waits.append(max(number.called - number.drawn, 0.0) if told and number.called is not None else np.nan)
            waiting.append(place)
        else:
            line.remove(number.queue_at)
            done += 1
            waits.append(np.nan)
            waiting.append(len(line))
        minutes.append(minute)
        called.append(done)
    return minutes, waiting, called, waits


def _windows_at(moments: Floats, windows: Sequence[tuple[float, int]]) -> Floats:
    """Windows that call at each moment; the turn of a minute counts from that minute on."""
    turns = sorted(windows)
    at = np.array([turn for turn, _ in turns], dtype=float)
    many = np.concatenate([[0], np.cumsum([change for _, change in turns])])
    found = many[np.searchsorted(at, moments, side="right")]
    return np.asarray(np.maximum(found, 0), dtype=float)
