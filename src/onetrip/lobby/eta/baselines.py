"""What others tell people who wait: the three estimates that ours has to beat. Pure.

Each is made as well as it can be made from the same file; none looks ahead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onetrip.lobby.eta.pace import busy_between
from onetrip.lobby.eta.tracks import Floats, Track

RECENT = 30.0
"""Minutes over which the recent rate is counted."""

NAMES = ("displayed average", "queue ÷ recent rate", "queue × median wait per waiter")


@dataclass(frozen=True)
class Usual:
    """What the baselines know of a queue from the past: mean wait, calls a minute while people waited (so that nights and
    idle hours do not make it slow), median minutes for each waiting."""

    mean: float
    rate: float
    each: float


def learn_usual(tracks: Sequence[Track], truths: Sequence[Floats]) -> dict[str, Usual]:
    """Of each queue; "" holds all queues together, for one that the past did not have."""
    found: dict[str, Usual] = {}
    if not tracks:
        return found
    for queue in {"", *(track.queue for track in tracks)}:
        own = [(track, truth) for track, truth in zip(tracks, truths, strict=True) if queue in ("", track.queue)]
        waits = np.concatenate([truth[~np.isnan(truth)] for _, truth in own])
        each = np.concatenate([(truth / track.waiting)[~np.isnan(truth)] for track, truth in own])
        if len(waits):
            busy, calls = (
                sum(float(part.sum()) for part in parts)
                for parts in zip(*(busy_between(track) for track, _ in own), strict=True)
            )
            rate = max(calls, 1.0) / max(busy, 1.0)
            found[queue] = Usual(float(waits.mean()), rate, float(np.median(each)))
    return found


def baselines(track: Track, truth: Floats, usual: Usual) -> Floats:
    """The three estimates in the order of NAMES, one row for each sample."""
    return np.column_stack([_displayed(track, truth, usual), _by_rate(track, usual), track.waiting * usual.each])


def _displayed(track: Track, truth: Floats, usual: Usual) -> Floats:
    """What the system displayed, where the file says it; else the mean of the waits that have ended today so far."""
    told = ~np.isnan(truth)
    ended = track.minutes[told] + truth[told]
    order = np.argsort(ended, kind="stable")
    sums = np.concatenate([[0.0], np.cumsum(truth[told][order])])
    count = np.searchsorted(ended[order], track.minutes, side="right")
    so_far = np.where(count > 0, sums[count] / np.maximum(count, 1), usual.mean)
    return np.where(np.isnan(track.shown), so_far, track.shown)


def _by_rate(track: Track, usual: Usual) -> Floats:
    """Waiting ÷ calls a minute in the last half hour, as far as people waited in it; with none in it, the usual rate."""
    busy, calls = (np.cumsum(part) for part in busy_between(track))
    since = np.searchsorted(track.minutes, track.minutes - RECENT, side="right") - 1
    since = np.maximum(since, 0)
    called, spent = calls - calls[since], busy - busy[since]
    rate = np.where((called > 0) & (spent > 0), called / np.maximum(spent, 1e-9), usual.rate)
    return track.waiting / rate
