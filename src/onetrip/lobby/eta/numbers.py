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
    had `gone` uncalled; None: not so far. `told`: soonest, likely and latest minutes as they were told (nan: not told).
    `again`: from when to when (None: still) it stood in line once more, after a missed call, a transfer, a while on hold."""

    drawn: float
    queue_at: float
    called: float | None = None
    gone: float | None = None
    told: tuple[float, float, float] = (np.nan, np.nan, np.nan)
    again: tuple[tuple[float, float | None], ...] = ()

    @property
    def wait(self) -> float:
        """The wait that was told and came true; nan while it has not."""
        return np.nan if self.called is None else max(self.called - self.drawn, 0.0)

    @property
    def stood(self) -> tuple[Stood, ...]:
        """Each time it stood in line. Who comes back after a missed call gets a later place; before that they had their own."""
        ended = self.called if self.called is not None else self.gone
        first = Stood(self.drawn, ended, min(self.queue_at, self.drawn))
        return (first, *(Stood(came, left, self.queue_at) for came, left in self.again))


@dataclass(frozen=True, slots=True)
class Stood:
    """Once in line: from when until when (None: still), at which place."""

    came: float
    left: float | None
    place: float


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
    steps: list[_Step] = []
    for number in numbers:
        for time, stood in enumerate(number.stood):
            steps.append(_Step(stood.came, COMES, stood.place, number if time == 0 else None))
            if stood.left is not None:
                steps.append(_Step(max(stood.left, stood.came), GOES, stood.place))
    if now is not None:
        steps = [step for step in steps if step.minute <= now]
    steps.sort(key=lambda step: (step.minute, step.kind))
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
    told = [step.drawn.told if step.drawn is not None else (np.nan,) * 3 for step in steps]
    if now is not None:
        told.append((np.nan,) * 3)
    return Day(track, np.array(waits, dtype=float), np.array(told, dtype=float).reshape(size, 3))


COMES, GOES = 1, 2


@dataclass(frozen=True, slots=True)
class _Step:
    """At a minute somebody comes into line at their place, or goes out of it; `drawn`: the number that was drawn then."""

    minute: float
    kind: int
    place: float
    drawn: Drawn | None = None


def _walked(steps: list[_Step]) -> tuple[list[float], list[int], list[int], list[float]]:
    """Through the day: at each step the minute, the place in line (of who came) or the people left, calls, the wait."""
    line: list[float] = []
    minutes: list[float] = []
    waiting: list[int] = []
    called: list[int] = []
    waits: list[float] = []
    done = 0
    for step in steps:
        if step.kind == COMES:
            waiting.append(bisect_right(line, step.place) + 1)
            insort(line, step.place)
        else:
            line.remove(step.place)
            done += 1
            waiting.append(len(line))
        waits.append(step.drawn.wait if step.drawn is not None else np.nan)
        minutes.append(step.minute)
        called.append(done)
    return minutes, waiting, called, waits


def _windows_at(moments: Floats, windows: Sequence[tuple[float, int]]) -> Floats:
    """Windows that call at each moment; the turn of a minute counts from that minute on."""
    turns = sorted(windows)
    at = np.array([turn for turn, _ in turns], dtype=float)
    many = np.concatenate([[0], np.cumsum([change for _, change in turns])])
    found = many[np.searchsorted(at, moments, side="right")]
    return np.asarray(np.maximum(found, 0), dtype=float)
