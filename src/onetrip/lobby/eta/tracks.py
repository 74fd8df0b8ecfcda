"""A queue on one day as arrays: from snapshots to how many had been called by when. Pure.

Numbers on a real board do not simply count: they are called again, they belong to another series (appointments), they
begin anew at 1 after 999, they jump. What is kept is how many have been called, which only grows; where that cannot be
said the track is cut into stretches, and nothing is concluded across a cut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from itertools import groupby, pairwise

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

RETURNS_WITHIN = 30.0
"""Minutes after which a leap that was not taken back counts as numbers that began anew, not as another series."""

RETURNS_AMONG = 3
"""But at least so many further samples are looked at, where samples are rare."""

FIRST_OF_A_DAY = 5
"""A number so low, and one for each minute, may be the first that is called on a day on which yesterday's last still stood."""

OF_THE_LINE = 0.15
"""Numbers of other letters belong to the line that is counted, when people leave it with so many of their calls."""


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
    letters: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.minutes)


def tracks_of(snapshots: Sequence[Snapshot]) -> list[Track]:
    """The tracks of snapshots that stand in order of queue and time, in order of day, then queue."""
    found = []
    for _, of in groupby(snapshots, key=lambda each: each.queue):
        rows = list(of)
        days = [list(day) for _, day in groupby(rows, key=lambda each: each.at.date())]
        series = _series_of(days)
        found += [_track(day, series or {_usual_letters(day)}) for day in days]
    return sorted(found, key=lambda track: (track.day, track.queue))


def _track(rows: list[Snapshot], series: Collection[str]) -> Track:
    start = rows[0].at.replace(hour=0, minute=0, second=0, microsecond=0)
    minutes = np.array([(row.at - start).total_seconds() / 60 for row in rows])
    counted = list(_counted(rows, minutes, series))
    return Track(
        rows[0].office,
        rows[0].queue,
        rows[0].at.date(),
        minutes,
        np.array([row.waiting for row in rows], dtype=float),
        np.array([np.nan if row.windows is None else row.windows for row in rows]),
        np.array([called for called, _, _, _ in counted], dtype=float),
        np.array([stretch for _, stretch, _, _ in counted], dtype=np.int64),
        np.array([known for _, _, known, _ in counted], dtype=bool),
        np.array([own for _, _, _, own in counted], dtype=bool),
        np.array([np.nan if row.shown is None else row.shown for row in rows]),
        tuple(sorted(series)) if len(series) > 1 else (),
    )


# --- Which numbers belong to the line ------------------------------------------------------------------------------------


def _usual_letters(rows: Sequence[Snapshot]) -> str:
    """The letters of the series: those of most different numbers."""
    different = {(row.letters, row.number) for row in rows if row.number is not None}
    return Counter(letters for letters, _ in sorted(different)).most_common(1)[0][0] if different else ""


def _series_of(days: Sequence[Sequence[Snapshot]]) -> frozenset[str]:
    """The letters of all numbers that are called out of the line that is counted; empty where each day has its own usual ones.

    Whether people with other letters stand in it, the line itself says: it grows shorter when one of them is called.
    """
    usual = Counter(_usual_letters(rows) for rows in days).most_common(1)[0][0] if days else ""
    fell, called = Counter[str](), Counter[str]()
    for rows in days:
        for before, after in pairwise(rows):
            if after.number is not None and after.letters != before.letters and before.number is not None:
                called[after.letters] += 1
                fell[after.letters] += after.waiting < before.waiting
    others = {letters for letters in called if called[letters] >= 5 and fell[letters] >= OF_THE_LINE * called[letters]}
    return frozenset({usual, *others}) if others - {usual} else frozenset()


# --- How many have been called -------------------------------------------------------------------------------------------


@dataclass
class _Series:
    """What was last seen of one series of numbers on a day: the `last` number, when, how many waited then; `moved`: whether
    it has been another one before."""

    last: int
    seen: float
    waited: int
    moved: bool = False

    def most(self, minute: float) -> float:
        """By how many numbers it can have gone on until then."""
        return self.waited + FORGIVEN + A_MINUTE * (minute - self.seen)


class _Step(Enum):
    """What the next number of a series is to the one before."""

    ON = auto()
    AGAIN = auto()
    ASIDE = auto()
    ANEW = auto()


def _counted(
    rows: Sequence[Snapshot], minutes: Floats, series: Collection[str]
) -> Iterator[tuple[int, int, bool, bool]]:
    """For each sample: people called so far, the stretch, whether a number is known, and whether it is of this line."""
    seen: dict[str, _Series] = {}
    called, stretch = 0, 0
    for place, row in enumerate(rows):
        own = row.number is None or row.letters in series
        if row.number is not None and own:
            before = seen.get(row.letters)
            step, many = (_Step.ON, 0) if before is None else _step(rows, minutes, place, before)
            own = step is not _Step.ASIDE
            called += many
            stretch += step is _Step.ANEW
            if own:
                last = before.last if before is not None and step is _Step.AGAIN else row.number
                moved = before is not None and (before.moved or last != before.last)
                seen[row.letters] = _Series(last, float(minutes[place]), row.waiting, moved)
        yield called, stretch, bool(seen), own


def _step(rows: Sequence[Snapshot], minutes: Floats, place: int, before: _Series) -> tuple[_Step, int]:
    """What the number at `place` is to the one before it, and how many were called with it."""
    number, minute = rows[place].number or 0, float(minutes[place])
    most = before.most(minute)
    step = number - before.last
    if step < 0:
        step = next((top - before.last + number for top in TOPS if 0 <= top - before.last <= most - number), step)
    if 0 <= step <= most:
        return _Step.ON, step
    soon = list(_soon(rows, minutes, place))
    back = -FORGIVEN <= step < 0
    if _is_taken_back(number, soon, before):
        return (_Step.AGAIN if back else _Step.ASIDE), 0
    if back and not soon:
        return _Step.AGAIN, 0
    if step < 0 and not before.moved and number <= FIRST_OF_A_DAY + minute - before.seen:
        return _Step.ON, number  # what stood there until now was yesterday's last one
    return _Step.ANEW, 0


def _soon(rows: Sequence[Snapshot], minutes: Floats, place: int) -> Iterator[tuple[int, float]]:
    """The different numbers of the same letters that follow soon, each with its minute."""
    shown, looked = rows[place].number, 0
    for later in range(place + 1, len(rows)):
        row = rows[later]
        if row.number is None or row.letters != rows[place].letters:
            continue
        if minutes[later] - minutes[place] > RETURNS_WITHIN and looked >= RETURNS_AMONG:
            return
        looked += 1
        if row.number != shown:
            shown = row.number
            yield shown, float(minutes[later])


def _is_taken_back(number: int, soon: Sequence[tuple[int, float]], before: _Series) -> bool:
    """Whether the numbers soon go on from the last one; not where they only come by it, counting up from `number`."""
    previous = number
    for place, (later, minute) in enumerate(soon):
        if 0 <= later - before.last <= before.most(minute):
            return place == 0 or not 0 < later - previous <= FORGIVEN
        previous = later
    return False
