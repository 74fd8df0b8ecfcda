"""The clock of a drill's house: one day told faster.

Dividing every wait by the speed would leave the house itself at its old pace: a call would be "fresh" for a minute that is
an hour of the drill, an estimate of ten minutes would be ten real ones, and the report would mix two kinds of minutes. So
the drill's house, and only that, is given another clock: it stands still until the players are ready, then runs `speed`
times as fast from the moment at which the day is to begin. Opening hours, waits, estimates, limits and the director's
pages are then those of a whole day, and nothing that is recorded has to be scaled back.

All code asks `django.utils.timezone.now()`; the one place that hands the other clock in is `install`. What is real stays
real: network, patience of browsers, signatures with a time (they ask the machine), and how long an answer takes.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

ENVIRONMENT = "ONETRIP_DRILL_CLOCK"
_installed: DrillClock | None = None


@dataclass
class DrillClock:
    """Stands at `begins` until `started` says at which second of the machine the day began; then runs `speed` as fast."""

    begins: datetime
    speed: float
    started: Path
    _epoch: float | None = None

    def now(self) -> datetime:
        """The moment of the drill, in UTC."""
        return self.at(time.time())

    def at(self, second: float) -> datetime:
        """The moment of the drill at a second of the machine."""
        epoch = self._began()
        if epoch is None or second <= epoch:
            return self.begins.astimezone(UTC)
        return self.begins.astimezone(UTC) + timedelta(seconds=(second - epoch) * self.speed)

    def start(self) -> None:
        """The day begins now, for every process of the house."""
        beside = self.started.with_suffix(".new")
        beside.write_text(repr(time.time()), encoding="ascii")
        beside.replace(self.started)

    def seconds(self, minutes: float) -> float:
        """How many seconds of the machine so many minutes of the drill take."""
        return minutes * 60 / self.speed

    def minute(self, opens: datetime) -> float:
        """Minutes of the drill since `opens`; below zero before."""
        return (self.now() - opens).total_seconds() / 60

    def _began(self) -> float | None:
        if self._epoch is None and self.started.exists():
            self._epoch = float(self.started.read_text(encoding="ascii"))
        return self._epoch

    @property
    def is_running(self) -> bool:
        """Whether the day has begun."""
        return self._began() is not None

    def as_environment(self) -> dict[str, str]:
        """What the processes of the house are told of it."""
        return {ENVIRONMENT: f"{self.begins.isoformat()} {self.speed!r} {self.started}"}


def install() -> None:
    """Give this process the clock of its drill, if it was told of one."""
    told = os.environ.get(ENVIRONMENT, "")
    if not told:
        return
    begins, speed, started = told.split(" ", 2)
    from django.utils import timezone

    global _installed
    _installed = DrillClock(datetime.fromisoformat(begins), float(speed), Path(started))
    timezone.now = _installed.now


def pace() -> float:
    """How fast time goes in this process, for the clocks of its pages: 1; in a drill its speed, 0 until the day begins."""
    if _installed is None:
        return 1.0
    return _installed.speed if _installed.is_running else 0.0
