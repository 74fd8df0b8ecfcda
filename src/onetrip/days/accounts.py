"""What became of every number of a day. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

LATE_MINUTES = 0.5
"""Somebody who was finished less than this after closing time made nobody work overtime."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the day as it ended: `state` done, left, or what it still was when nobody was there any more."""

    number: str
    state: str
    outcome: str
    drawn_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    window: int | None
    calls: int


@dataclass(frozen=True, slots=True)
class Account:
    """The day in figures. Minutes are whole; None where nobody was called or served.

    `served` and `left` and `open` together are `drawn`: no number is without a fate. `overtime` are minutes worked after
    closing time, by window.
    """

    drawn: int
    served: int
    left: int
    open: int
    all_done: int
    in_part: int
    nothing_done: int
    wait_median: int | None
    wait_longest: int | None
    last_finished_at: datetime | None
    served_after_closing: int
    overtime: dict[int, int]


def account(numbers: Sequence[Number], closes: datetime | None) -> Account:
    """The account of `numbers`; `closes` is when the doors closed, None on a day without hours."""
    waits = [_minutes(one.drawn_at, one.called_at) for one in numbers if one.called_at is not None]
    done = [one for one in numbers if one.state == "done"]
    finished = [one.finished_at for one in done if one.finished_at is not None]
    late = [] if closes is None else [one for one in done if _after(one, closes) >= LATE_MINUTES]
    return Account(
        drawn=len(numbers),
        served=len(done),
        left=sum(one.state == "left" for one in numbers),
        open=sum(one.state not in ("done", "left") for one in numbers),
        all_done=sum(one.outcome == "all" for one in done),
        in_part=sum(one.outcome == "part" for one in done),
        nothing_done=sum(one.outcome == "none" for one in done),
        wait_median=round(statistics.median(waits)) if waits else None,
        wait_longest=round(max(waits)) if waits else None,
        last_finished_at=max(finished, default=None),
        served_after_closing=len(late),
        overtime=_overtime(late, closes),
    )


def _overtime(late: Iterable[Number], closes: datetime | None) -> dict[int, int]:
    """Minutes after closing until the last number of each window was finished."""
    found: dict[int, float] = {}
    if closes is not None:
        for one in late:
            if one.window is not None:
                found[one.window] = max(found.get(one.window, 0.0), _after(one, closes))
    return {window: round(minutes) for window, minutes in sorted(found.items())}


def _after(one: Number, closes: datetime) -> float:
    return _minutes(closes, one.finished_at) if one.finished_at is not None else 0.0


def _minutes(first: datetime, last: datetime | None) -> float:
    return 0.0 if last is None else max(0.0, (last - first).total_seconds() / 60)
