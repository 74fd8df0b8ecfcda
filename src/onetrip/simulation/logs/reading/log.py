"""What is made of a log: visits as columns, and everything that was doubtful, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from onetrip.rules import Text

Minutes = NDArray[np.float64]
Index = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Fate(IntEnum):
    """How a visit ended, as far as the log says."""

    SERVED = 0
    LEFT = 1
    """They went, or hung up, before they were served."""
    MISSED = 2
    """They were called and were not there."""
    OPEN = 3
    """The log does not say how it ended."""


class LogRefused(Exception):
    """Nothing can be made of a file. `code` is a stable word for programs, `text` the sentence for whoever gave it."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(f"{code}: {en}")
        self.code = code
        self.text = Text(zh, en)


@dataclass(frozen=True)
class Doubt:
    """Something in a log that is not as it should be: how often, what it is, and what was done about it."""

    code: str
    count: int
    what: Text
    done: Text


@dataclass(frozen=True)
class VisitTable:
    """Visits in the order of day and arrival, without anybody in them. All arrays are of one length.

    `day`: place in `days`. `arrived`, `called`, `ended`: minutes since midnight of the day at the office; NaN where the
    log does not say. `called` is when somebody was called or, where only that is known, began to be served. `matter`,
    `resource`: places in `matters` and `resources`, -1 where unknown; a resource is whoever or whatever serves: clerk,
    window. `fate`: a `Fate`. `came_unseen`: the log does not say when they came, `arrived` is when they were called: good
    enough for how many come when, and no wait.
    """

    days: Sequence[date]
    matters: Sequence[str]
    resources: Sequence[str]
    day: Index
    arrived: Minutes
    called: Minutes
    ended: Minutes
    matter: Index
    resource: Index
    fate: Index
    came_unseen: Flags

    def __len__(self) -> int:
        return len(self.day)

    @property
    def waits(self) -> Minutes:
        """Minutes from arriving to being called; NaN where not both are known."""
        return np.where(self.came_unseen, np.nan, self.called - self.arrived)

    @property
    def services(self) -> Minutes:
        """Minutes from being called to the end; NaN where not both are known."""
        return self.ended - self.called


@dataclass(frozen=True)
class ReadLog:
    """A log as it was understood.

    `kind`: "visits" (a row each), "events" (a row for each step) or "xes". `columns`: which column was taken for what.
    `shape`: encoding, separator and the like, for whoever wants to know. `lines`: rows or events read.
    """

    table: VisitTable
    doubts: Sequence[Doubt]
    kind: str
    lines: int
    columns: Mapping[str, str]
    shape: Mapping[str, str]
