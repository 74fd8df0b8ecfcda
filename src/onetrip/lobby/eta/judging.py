"""How what was told came true in a centre, by day and by hour, beside what the baselines would have told. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from onetrip.lobby.eta import baselines
from onetrip.lobby.eta.numbers import Day
from onetrip.lobby.eta.tracks import Flags, Floats

LEARNED_FROM = 28
"""Days before a day from which the baselines take what they know of a hall."""


@dataclass(frozen=True)
class Held:
    """Of some numbers: how many, in minutes the mean absolute error and the bias (told minus true) of what was told, the
    share within the range told (None where no range was), and the error of each baseline (by place in baselines.NAMES;
    None where it could not say)."""

    numbers: int
    error: float
    bias: float
    within: float | None
    others: tuple[float | None, ...]


@dataclass(frozen=True)
class Judged:
    """All numbers together (None without any), each day and each hour of the day with numbers, in order."""

    total: Held | None
    days: tuple[tuple[date, Held], ...]
    hours: tuple[tuple[int, Held], ...]


@dataclass(frozen=True)
class _Numbers:
    """Numbers whose wait was told and came true, as columns."""

    day: np.ndarray
    hour: np.ndarray
    true: Floats
    told: Floats
    others: Floats


def judge(days: Sequence[Day], first: date) -> Judged:
    """How it came true from the day `first` on; `days` may begin earlier, for what the baselines know by then."""
    parts = [
        _numbers_of(day, days[max(0, place - LEARNED_FROM) : place])
        for place, day in enumerate(days)
        if day.track.day >= first
    ]
    parts = [part for part in parts if len(part.true)]
    if not parts:
        return Judged(None, (), ())
    names = ("day", "hour", "true", "told", "others")
    all_of = _Numbers(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))
    return Judged(
        _held(all_of, np.ones(len(all_of.true), dtype=bool)),
        tuple((date.fromordinal(int(each)), _held(all_of, all_of.day == each)) for each in np.unique(all_of.day)),
        tuple((int(each), _held(all_of, all_of.hour == each)) for each in np.unique(all_of.hour)),
    )


def _numbers_of(day: Day, earlier: Sequence[Day]) -> _Numbers:
    keep = ~np.isnan(day.waits) & ~np.isnan(day.told[:, 1])
    usual = baselines.learn_usual([each.track for each in earlier], [each.waits for each in earlier]).get("")
    others = np.full((len(day.waits), len(baselines.NAMES)), np.nan)
    if usual is not None:
        others = baselines.baselines(day.track, day.waits, usual)
    return _Numbers(
        np.full(int(keep.sum()), day.track.day.toordinal()),
        (day.track.minutes[keep] // 60).astype(np.int64),
        day.waits[keep],
        day.told[keep],
        others[keep],
    )


def _held(numbers: _Numbers, keep: Flags) -> Held:
    true, told, others = numbers.true[keep], numbers.told[keep], numbers.others[keep]
    ranged = ~np.isnan(told[:, 0]) & ~np.isnan(told[:, 2])
    within = (told[:, 0] <= true) & (true <= told[:, 2])
    errors = [np.abs(column - true)[~np.isnan(column)] for column in others.T]
    return Held(
        len(true),
        float(np.abs(told[:, 1] - true).mean()),
        float((told[:, 1] - true).mean()),
        float(within[ranged].mean()) if ranged.any() else None,
        tuple(float(error.mean()) if len(error) else None for error in errors),
    )
