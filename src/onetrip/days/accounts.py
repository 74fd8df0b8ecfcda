"""What became of every number of a day. Pure."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the day as it ended: `state` done, left, or what it still was when nobody was there any more.

    `let_go`: nobody had ended it, the closing did; when it really ended nobody knows, so `finished_at` is None.
    """

    number: str
    state: str
    outcome: str
    drawn_at: datetime
    called_at: datetime | None
    finished_at: datetime | None
    window: int | None
    calls: int
    let_go: bool = False


@dataclass(frozen=True, slots=True)
class Overtime:
    """Minutes that a number was served at a window after the doors had closed."""

    number: str
    window: int | None
    minutes: int


@dataclass(frozen=True, slots=True)
class Account:
    """The day in figures. Minutes are whole; None where nobody was called or served.

    `served` and `left` and `open` together are `drawn`: no number is without a fate. Of those served and left,
    `served_let_go` and `left_let_go` had been forgotten. `overtime` are minutes worked after closing, by window.
    """

    drawn: int
    served: int
    left: int
    open: int
    served_let_go: int
    left_let_go: int
    all_done: int
    in_part: int
    nothing_done: int
    wait_median: int | None
    wait_longest: int | None
    last_finished_at: datetime | None
    served_after_closing: int
    overtime: dict[int, int]


def account(numbers: Sequence[Number], overtime: Sequence[Overtime] = ()) -> Account:
    """The account of `numbers`, with the overtime that was recorded when it was worked."""
    waits = [_minutes(one.drawn_at, one.called_at) for one in numbers if one.called_at is not None]
    done = [one for one in numbers if one.state == "done"]
    left = [one for one in numbers if one.state == "left"]
    finished = [one.finished_at for one in done if one.finished_at is not None]
    late = {one.number for one in overtime}
    return Account(
        drawn=len(numbers),
        served=len(done),
        left=len(left),
        open=len(numbers) - len(done) - len(left),
        served_let_go=sum(one.let_go for one in done),
        left_let_go=sum(one.let_go for one in left),
        all_done=sum(one.outcome == "all" for one in done),
        in_part=sum(one.outcome == "part" for one in done),
        nothing_done=sum(one.outcome == "none" for one in done),
        wait_median=round(statistics.median(waits)) if waits else None,
        wait_longest=round(max(waits)) if waits else None,
        last_finished_at=max(finished, default=None),
        served_after_closing=sum(one.number in late for one in done),
        overtime=_by_window(overtime),
    )


def _by_window(overtime: Sequence[Overtime]) -> dict[int, int]:
    minutes: Counter[int] = Counter()
    for one in overtime:
        if one.window is not None:
            minutes[one.window] += one.minutes
    return dict(sorted(minutes.items()))


def _minutes(first: datetime, last: datetime) -> float:
    return max(0.0, (last - first).total_seconds() / 60)
