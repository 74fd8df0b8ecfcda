"""Who waited how long: the truth behind each snapshot, as far as the day tells it. Pure.

The last of `waiting` people at a sample is called when the count of the called has risen by as many. Between two
samples the calls are taken to be spread evenly. Where the day does not tell it, the case is left out with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onetrip.lobby.eta.tracks import Flags, Floats, Ints, Track

WIDEST_GAP = 20.0
"""Minutes between two samples beyond which a call between them has no known time."""

AND_TIMES_USUAL = 3.0
"""But at least so many times the usual distance of samples."""


@dataclass(frozen=True)
class Truth:
    """For each sample of a track the minutes until the last one waiting was called (nan: not told), and why not."""

    minutes: Floats
    left_out: dict[str, Flags]

    @property
    def told(self) -> Flags:
        """The samples that make a case."""
        return ~np.isnan(self.minutes)


def truth_of(track: Track) -> Truth:
    """The truth behind every sample of `track`."""
    found = np.full(len(track), np.nan)
    in_gap = np.zeros(len(track), dtype=bool)
    usable = track.known & track.own & (track.waiting >= 1)
    widest = widest_gap(track.minutes)
    for stretch in np.unique(track.stretch):
        inside = np.flatnonzero(track.stretch == stretch)
        at = inside[usable[inside]]
        if len(inside) < 2 or not len(at):
            continue
        moments, gaps = _called_at(track, inside, track.called[at] + track.waiting[at])
        in_gap[at] = gaps > widest
        found[at] = np.where(gaps > widest, np.nan, moments - track.minutes[at])
    nobody, early, apart = track.waiting < 1, ~track.known, ~track.own
    left_out = {
        "nobody": nobody,
        "before-first": early & ~nobody,
        "apart": apart & ~early & ~nobody,
        "gap": in_gap,
        "never": np.isnan(found) & ~in_gap & usable,
    }
    return Truth(found, left_out)


def widest_gap(minutes: Floats) -> float:
    """The distance of two samples, in minutes, within which the time of a call is still taken to be known."""
    usual = float(np.median(np.diff(minutes))) if len(minutes) > 1 else 0.0
    return max(WIDEST_GAP, AND_TIMES_USUAL * usual)


def _called_at(track: Track, inside: Ints, targets: Floats) -> tuple[Floats, Floats]:
    """When the count reached each of `targets` (nan: never), and the distance of the samples around that moment."""
    called, minutes = track.called[inside], track.minutes[inside]
    after = np.searchsorted(called, targets, side="left")
    never = after >= len(called)
    after = np.clip(after, 1, len(called) - 1)
    before = after - 1
    share = (targets - called[before]) / (called[after] - called[before] + 1)
    gap = minutes[after] - minutes[before]
    moment = minutes[before] + np.clip(share, 0, 1) * gap
    return np.where(never, np.nan, moment), np.where(never, 0.0, gap)
