"""How fast each queue is called at which time of day, learned from past days: the slow part of an estimate. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from onetrip.lobby.eta.cases import widest_gap
from onetrip.lobby.eta.tracks import Flags, Floats, Track

SLOT = 15
"""Minutes of the day that share one pace."""

SLOTS = 24 * 60 // SLOT

LENT = 90.0
"""Minutes of the queue's mean pace that each slot is lent: a slot seen on few days stays near the mean."""

HALF_LIFE = 30.0
"""Days after which a day counts half: halls change."""

CARRIED_HALF_LIFE, CARRIED_LENT = 3.0, 40.0
"""Days after which the speed of an earlier day counts half for today, and calls at the learned pace beside it."""

WIDEST = 30.0
"""Minutes between two samples that count in any case; of a file with rarer samples those of usual distance do."""

FEWEST_WINDOWS = 0.5
"""Fewer than this are not taken for usual: then nobody wrote down who was at a window."""

USUAL = 1 / 6
"""Calls a minute of a queue of which nothing was learned (domain.md 9: six minutes at a window)."""


@dataclass(frozen=True)
class Pace:
    """Of one queue: `rate` calls a minute in each slot while people wait, `each` call a minute of an open window,
    `windows` usually open in each slot, `waits`: the median minutes for each of those waiting, `wait`: the mean wait."""

    rate: Floats
    each: float
    windows: Floats
    waits: float
    wait: float

    def faster(self, factor: float) -> Pace:
        """The same on days on which everything goes `factor` times as fast."""
        return Pace(self.rate * factor, self.each * factor, self.windows, self.waits / factor, self.wait / factor)

    @property
    def run(self) -> Floats:
        """Calls from midnight to the end of each slot, beginning with 0."""
        return np.concatenate([[0.0], np.cumsum(self.rate * SLOT)])


UNKNOWN = Pace(np.full(SLOTS, USUAL), USUAL, np.ones(SLOTS), 1 / USUAL, 1 / USUAL)


def busy_between(track: Track) -> tuple[Floats, Floats]:
    """Between each sample and the one before it: minutes in which people waited, and calls (0 across a cut or a gap)."""
    gap = np.diff(track.minutes, prepend=track.minutes[:1])
    calls = np.diff(track.called, prepend=track.called[:1])
    widest = max(WIDEST, widest_gap(track.minutes))
    usable = (np.diff(track.stretch, prepend=track.stretch[:1]) == 0) & (gap <= widest) & track.known
    before = np.concatenate([[0.0], track.waiting[:-1]])
    # With nobody waiting before, only the minutes that the calls themselves took were busy; half is a fair guess.
    busy = np.where(before >= 1, gap, np.where(calls > 0, gap / 2, 0.0))
    return np.where(usable, busy, 0.0), np.where(usable, calls, 0.0)


def carried_speeds(tracks: Sequence[Track], paces: Mapping[str, Pace]) -> list[float]:
    """For each track (in order of day), how fast its queue was called on the days just before it, against its pace.

    So a hall that has become slower is seen to be slower, without anything being learned anew.
    """
    sums: dict[str, tuple[float, float, date]] = {}
    found = []
    for track in tracks:
        pace = paces.get(track.queue, UNKNOWN)
        called, expected, since = sums.get(track.queue, (0.0, 0.0, track.day))
        fading = 0.5 ** ((track.day - since).days / CARRIED_HALF_LIFE)
        called, expected = called * fading, expected * fading
        found.append((called + CARRIED_LENT) / (expected + CARRIED_LENT))
        busy, calls = busy_between(track)
        expected += float((busy * pace.rate[slot_of(track.minutes)]).sum())
        sums[track.queue] = (called + float(calls.sum()), expected, track.day)
    return found


def weight_of(day: date, newest: date) -> float:
    """How much a day counts beside the newest one."""
    return float(0.5 ** ((newest - day).days / HALF_LIFE))


def learn_paces(tracks: Sequence[Track], truths: Sequence[Floats]) -> Mapping[str, Pace]:
    """The pace of every queue, from whole past days and the waits in them."""
    newest = max((track.day for track in tracks), default=date.min)
    by_queue: dict[str, list[tuple[Track, Floats]]] = {}
    for track, truth in zip(tracks, truths, strict=True):
        by_queue.setdefault(track.queue, []).append((track, truth))
    return {queue: _pace(days, newest) for queue, days in by_queue.items()}


def _pace(days: list[tuple[Track, Floats]], newest: date) -> Pace:
    busy, calls, open_minutes, window_sum = (np.zeros(SLOTS) for _ in range(4))
    worked = 0.0
    ratios, waits, weights = [], [], []
    for track, truth in days:
        weight = weight_of(track.day, newest)
        slots, minutes, called, windows = _by_slot(track)
        np.add.at(busy, slots, weight * minutes)
        np.add.at(calls, slots, weight * called)
        counted = ~np.isnan(windows) & (minutes > 0)
        np.add.at(open_minutes, slots[counted], weight * minutes[counted])
        np.add.at(window_sum, slots[counted], weight * (minutes * windows)[counted])
        worked += weight * float(called[counted].sum())
        told = ~np.isnan(truth)
        ratios.append(truth[told] / track.waiting[told])
        waits.append(truth[told])
        weights.append(np.full(int(told.sum()), weight))
    mean = (calls.sum() + 1) / (busy.sum() + 1 / USUAL)
    usual_windows = (window_sum.sum() + 1) / (open_minutes.sum() + 1)
    each = (worked + 1) / (window_sum.sum() + 1 / USUAL)
    any_told = any(map(len, ratios))
    return Pace(
        (calls + LENT * mean) / (busy + LENT),
        float(each),
        np.maximum((window_sum + LENT * usual_windows) / (open_minutes + LENT), FEWEST_WINDOWS),
        weighted_median(np.concatenate(ratios), np.concatenate(weights)) if any_told else 1 / mean,
        float(np.average(np.concatenate(waits), weights=np.concatenate(weights))) if any_told else 1 / mean,
    )


def _by_slot(track: Track) -> tuple[np.ndarray, Floats, Floats, Floats]:
    """Slot, busy minutes, calls and windows between each two samples; where they lie further apart than a slot is long,
    in as many equal parts as it takes, so that an hour does not all count for the quarter in which it ended."""
    minutes, called = busy_between(track)
    gap = np.diff(track.minutes, prepend=track.minutes[:1])
    parts = np.maximum(np.ceil(gap / SLOT - 1e-9), 1).astype(np.int64)
    parts[(minutes == 0) & (called == 0)] = 1
    within = np.arange(parts.sum()) - np.repeat(np.cumsum(parts) - parts, parts)
    back = np.repeat(gap / parts, parts) * (np.repeat(parts, parts) - 1 - within)
    moments = np.repeat(track.minutes, parts) - back
    share = np.repeat(1 / parts, parts)
    return (
        slot_of(moments),
        np.repeat(minutes, parts) * share,
        np.repeat(called, parts) * share,
        np.repeat(track.windows, parts),
    )


def slot_of(minutes: Floats) -> np.ndarray:
    """The slot of the day in which each minute lies."""
    return np.clip(minutes // SLOT, 0, SLOTS - 1).astype(np.int64)


def calls_until(run: Floats, minutes: Floats) -> Floats:
    """How many calls the pace expects from midnight to `minutes`, if people waited all the time."""
    return np.interp(minutes, np.arange(SLOTS + 1) * float(SLOT), run)


def minutes_for(run: Floats, minutes: Floats, calls: Floats) -> Floats:
    """How long from `minutes` on the pace needs for so many `calls`; past midnight it goes on at the day's mean."""
    target = calls_until(run, minutes) + calls
    reached = np.interp(target, run, np.arange(SLOTS + 1) * float(SLOT))
    beyond = np.maximum(target - run[-1], 0) / (run[-1] / (SLOTS * SLOT))
    return np.asarray(reached + beyond - minutes)


def weighted_median(values: Floats, weights: Floats, keep: Flags | None = None) -> float:
    """The value with half of the weight on either side; nan of none."""
    if keep is not None:
        values, weights = values[keep], weights[keep]
    if not len(values):
        return float("nan")
    order = np.argsort(values, kind="stable")
    run = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(run, run[-1] / 2)])
