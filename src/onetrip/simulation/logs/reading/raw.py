"""Visits between the file and the table: moments as seconds on the office's own clock, before anything is judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

import numpy as np
from numpy.typing import NDArray

from onetrip.simulation.logs.reading.log import Fate
from onetrip.simulation.logs.reading.noting import Notes
from onetrip.simulation.logs.reading.times import EARLIEST, LATEST, Read

Seconds = NDArray[np.float64]
DAY = 86400.0
NEVER = float("nan")


@dataclass
class RawVisits:
    """Columns of one length. Moments are seconds since the first of January of the year 1, NaN where there is none.

    `day` is that of the visit, in days of the same count, also where no moment is known; -1: not even that.
    """

    case: list[str] = field(default_factory=list)
    day: list[int] = field(default_factory=list)
    arrived: list[float] = field(default_factory=list)
    called: list[float] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)
    matter: list[str] = field(default_factory=list)
    resource: list[str] = field(default_factory=list)
    fate: list[Fate] = field(default_factory=list)


class OfficeClock:
    """Turns times as they were read into seconds on the clock of the office, and keeps in mind what zones they had.

    With `zone` every time that says its offset is shown on the clock of that zone; without, as it stands.
    """

    def __init__(self, zone: tzinfo | None) -> None:
        self._zone = zone
        self._shifts: dict[int, float] = {}
        self.offsets: dict[int | None, int] = {}

    def __call__(self, at: Read) -> float:
        """Seconds; NaN for a time without its day, or of a day no log is of."""
        if at.day is None or at.seconds is None or not EARLIEST <= at.day <= LATEST:
            return NEVER
        self.offsets[at.offset] = self.offsets.get(at.offset, 0) + 1
        seconds = at.day * DAY + at.seconds
        if self._zone is None or at.offset is None:
            return seconds
        return seconds - at.offset + self._shift(seconds - at.offset)

    def _shift(self, utc: float) -> float:
        """Seconds by which the zone is ahead in the hour of that moment."""
        hour = int(utc // 3600)
        if hour not in self._shifts:
            at = datetime(1, 1, 1, tzinfo=UTC) + timedelta(hours=hour - 24)
            shift = at.astimezone(self._zone).utcoffset()
            self._shifts[hour] = shift.total_seconds() if shift else 0.0
        return self._shifts[hour]

    def note(self, notes: Notes) -> None:
        """Say what is not known of the zone."""
        notes.note("no-zone", self.offsets.get(None, 0))
        known = {offset for offset in self.offsets if offset is not None}
        if self._zone is None and known == {0}:
            notes.note("utc", self.offsets[0])


Clock = Callable[[Read], float]
