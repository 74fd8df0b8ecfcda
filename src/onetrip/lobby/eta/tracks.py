"""A queue on one day as arrays: from snapshots to how many had been called by when. Pure.

Numbers on a real board do not simply count: they are called again, they belong to another series (appointments), they
begin anew at 1 after 999, they jump. What is kept is how many have been called, which only grows; where that cannot be
said the track is cut into stretches, and nothing is concluded across a cut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from onetrip.lobby.eta.snapshots import Snapshot

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

FORGIVEN = 20
"""Numbers by which a call may run ahead of everybody known to wait: people came and were called between two samples."""

A_MINUTE = 3.0
"""And for every minute between the samples as many again."""

TOPS = (99, 999, 9999)
"""Highest numbers after which the next one is 1."""

RETURNS_WITHIN = 12
"""Samples after which a leap that was not taken back counts as numbers that began anew, not as another series."""


@dataclass(frozen=True)
class Track:
    """One `queue` of one `office` on one `day`, at its samples in order of time.

    `minutes` since midnight; `waiting` people; `windows` open (nan: not known); `called`: how many had been called, never
    less than before; `stretch`: samples of one stretch can be compared; `known`: whether a number of this series was seen
    at the sample or before it; `own`: whether the number at the sample itself was one of the series; `shown` minutes.
    """

    office: str
    queue: str
    day: date
    minutes: Floats
    waiting: Floats
    windows: Floats
    called: Floats
    stretch: Ints
    known: Flags
    own: Flags
    shown: Floats

    def __len__(self) -> int:
        return len(self.minutes)


def tracks_of(snapshots: Sequence[Snapshot]) -> list[Track]:
    """The tracks of snapshots that stand in order of queue and time, in order of day, then queue."""
    days = groupby(snapshots, key=lambda each: (each.queue, each.at.date()))
    return sorted((_track(list(of)) for _, of in days), key=lambda track: (track.day, track.queue))


def _track(rows: list[Snapshot]) -> Track:
    start = rows[0].at.replace(hour=0, minute=0, second=0, microsecond=0)
    minutes = np.array([(row.at - start).total_seconds() / 60 for row in rows])
    waiting = np.array([row.waiting for row in rows], dtype=float)
    counted = list(_counted(rows, minutes))
    office, _, _ = rows[0].queue.rpartition(" / ")
    return Track(
        office,
        rows[0].queue,
        rows[0].at.date(),
        minutes,
        waiting,
        np.array([np.nan if row.windows is None else row.windows for row in rows]),
        np.array([called for called, _, _, _ in counted], dtype=float),
        np.array([stretch for _, stretch, _, _ in counted], dtype=np.int64),
        np.array([known for _, _, known, _ in counted], dtype=bool),
        np.array([own for _, _, _, own in counted], dtype=bool),
        np.array([np.nan if row.shown is None else row.shown for row in rows]),
    )


def _counted(rows: list[Snapshot], minutes: Floats) -> Iterator[tuple[int, int, bool, bool]]:
    """For each sample: people called so far, the stretch, whether a number is known, and whether it is of this series."""
    letters = _usual_letters(rows)
    numbers = [row.number if row.letters == letters else None for row in rows]
    called, stretch, last, seen = 0, 0, None, 0.0
    ahead = 0
    for place, (row, number) in enumerate(zip(rows, numbers, strict=True)):
        own = number is not None
        if number is None:
            pass
        elif last is None:
            last = number
        else:
            most = ahead + FORGIVEN + A_MINUTE * (minutes[place] - seen)
            step = number - last
            if step < 0:
                step = next((top - last + number for top in TOPS if 0 <= top - last <= most - number), step)
            if 0 <= step <= most:
                called, last = called + step, number
            elif _is_taken_back(numbers, place, last, most):
                own = False
            elif -FORGIVEN <= step < 0:
                pass  # called once more
            else:
                stretch, last = stretch + 1, number
        if own:
            seen, ahead = minutes[place], row.waiting
        yield called, stretch, last is not None, own or number is None


def _usual_letters(rows: list[Snapshot]) -> str:
    """The letters of the series: those of most different numbers."""
    different = {(row.letters, row.number) for row in rows if row.number is not None}
    return Counter(letters for letters, _ in sorted(different)).most_common(1)[0][0] if different else ""


def _is_taken_back(numbers: list[int | None], place: int, last: int, most: float) -> bool:
    """Whether the numbers soon go on from `last`: then what stands here is of another series."""
    soon = [number for number in numbers[place + 1 : place + 1 + RETURNS_WITHIN] if number is not None]
    return any(0 <= number - last <= most for number in soon)
