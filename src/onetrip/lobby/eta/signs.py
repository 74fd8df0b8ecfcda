"""What can be seen of a queue at the moment somebody comes: the signs an estimate is made from. Pure.

Nothing here looks ahead: each sign of a sample comes from that sample, earlier ones of the day, and the learned pace.
Two of them are known from the study of queues: the wait of whoever was called last, and how long the first in line
has been standing there already. Both feel a slow day at once, whatever made it slow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onetrip.lobby.eta.cases import truth_of
from onetrip.lobby.eta.pace import Pace, busy_between, calls_until, minutes_for, slot_of
from onetrip.lobby.eta.tracks import Floats, Track

GUESSES = ("recent", "by hour", "by day", "by windows", "as those before", "by queue", "as displayed", "last half hour")
"""Simple estimates, in minutes, out of which the learner makes its own. The last three are what others tell (baselines), so
that the learner can do as they do where that is best. New ones are added at the end: what was learned earlier is kept."""

DRAWN = 6
"""So many of them are drawn to the learned pace, and stand for what is believable."""

SIGNS = (
    "waiting", "windows", "waiting a window", "minute", "weekday", "last 15", "last 60", "speed today",
    "first in line", "called last", "told today", "arrivals", "others waiting", "windows against usual", "since first",
    "recent to hour", "windows to hour", "before to hour", "queue to hour", "expected",
)  # fmt: skip

LENT = 16.0
"""Calls at the learned pace that stand beside today's own, so that three quick ones do not decide."""

WAITS_LENT = 2.0
"""Waits of the usual length that stand beside today's, where the mean of today's is displayed."""

FARTHEST = 8.0
"""No guess is believed that is so many times more or less than what the learned pace says."""


@dataclass(frozen=True)
class Seen:
    """At each sample of a track: the `guesses` (one column each, minutes) and the `signs`."""

    guesses: Floats
    signs: Floats


def see(track: Track, pace: Pace, others: Floats, *, carried: float = 1.0, ahead: Floats | None = None) -> Seen:
    """What is seen at each sample. `others`: people waiting in the other queues of the office then; `carried`: the speed of the days
    before against the pace.

    With `ahead` the signs are those of somebody with so many up to and with themselves, at the last sample alone.
    """
    days = _Day(track, pace.faster(carried))
    at = np.arange(len(track)) if ahead is None else np.full(len(ahead), len(track) - 1)
    waiting = np.maximum(track.waiting if ahead is None else ahead, 1.0)
    guesses = days.guesses(at, waiting)
    return Seen(guesses, days.signs(at, waiting, guesses, others[at]))


def others_waiting(tracks: Sequence[Track]) -> list[Floats]:
    """For each track, at each of its samples, the people in the other queues of the same office and day."""
    halls: dict[tuple[str, object], list[int]] = {}
    for place, track in enumerate(tracks):
        halls.setdefault((track.office, track.day), []).append(place)
    found = [np.zeros(len(track)) for track in tracks]
    for places in halls.values():
        if len(places) > 1:
            moments = np.concatenate([tracks[place].minutes for place in places])
            changes = np.concatenate([np.diff(tracks[place].waiting, prepend=0.0) for place in places])
            order = np.argsort(moments, kind="stable")
            sums, moments = np.cumsum(changes[order]), moments[order]
            for place in places:
                track = tracks[place]
                everybody = sums[np.searchsorted(moments, track.minutes, side="right") - 1]
                found[place] = np.maximum(everybody - track.waiting, 0.0)
    return found


class _Day:
    """One track with the running sums that its signs are read from."""

    def __init__(self, track: Track, pace: Pace) -> None:
        self.track, self.pace = track, pace
        self.busy, self.calls = (np.cumsum(each) for each in busy_between(track))
        between = np.diff(self.busy, prepend=0.0)
        windows = np.where(np.isnan(track.windows), pace.windows[slot_of(track.minutes)], track.windows)
        self.windows = windows
        self.worked = np.cumsum(between * np.concatenate([windows[:1], windows[:-1]]))
        expected = calls_until(pace.run, track.minutes)
        step = np.diff(track.minutes, prepend=track.minutes[:1])
        share = np.divide(between, step, out=np.zeros_like(step), where=step > 0)
        self.expected = np.cumsum(np.diff(expected, prepend=expected[:1]) * share)
        self.issued = np.maximum.accumulate(np.where(track.known, track.called + track.waiting, 0.0))
        self._look_at_the_called()

    def _look_at_the_called(self) -> None:
        """Those samples whose last in line has been called meanwhile: when, after how long, behind how many."""
        track = self.track
        waited = truth_of(track).minutes
        told = ~np.isnan(waited)
        ended = track.minutes[told] + waited[told]
        order = np.argsort(ended, kind="stable")
        self.ended = ended[order]
        run = self.pace.run
        hourly = minutes_for(run, track.minutes[told], track.waiting[told])
        self.waited = np.concatenate([[0.0], np.cumsum(waited[told][order])])
        self.stood = np.concatenate([[0.0], np.cumsum(track.waiting[told][order])])
        self.hourly = np.concatenate([[0.0], np.cumsum(hourly[order])])

    def _since(self, at: np.ndarray, minutes: float) -> np.ndarray:
        return np.asarray(
            np.maximum(np.searchsorted(self.track.minutes, self.track.minutes[at] - minutes, side="right") - 1, 0)
        )

    def _ended(self, at: np.ndarray, minutes: float) -> tuple[np.ndarray, np.ndarray]:
        now = self.track.minutes[at]
        return np.searchsorted(self.ended, now - minutes, side="right"), np.searchsorted(self.ended, now, side="right")

    def guesses(self, at: np.ndarray, waiting: Floats) -> Floats:
        """The simple estimates."""
        pace, now = self.pace, self.track.minutes[at]
        run = pace.run
        hour, mean = self._since(at, 60), pace.rate[slot_of(now)]
        calls, busy = self.calls[at] - self.calls[hour], self.busy[at] - self.busy[hour]
        expected, worked = self.expected[at] - self.expected[hour], self.worked[at] - self.worked[hour]
        today = (self.calls[at] + 2 * LENT) / (self.expected[at] + 2 * LENT)
        self.speed = (calls + LENT * today) / (expected + LENT)
        windows = np.maximum(self.windows[at], 0.5)
        first, last = self._ended(at, 45)
        waited, stood = self.waited[last] - self.waited[first], self.stood[last] - self.stood[first]
        displayed, half_hour = self._as_others_tell(at, waiting, mean)
        found = np.column_stack([
            waiting * (busy + LENT / mean) / (calls + LENT),
            minutes_for(run, now, waiting / self.speed),
            minutes_for(run, now, waiting / today),
            waiting * (worked + LENT / pace.each) / (calls + LENT) / windows,
            waiting * (waited + 2 * LENT * pace.waits) / (stood + 2 * LENT),
            waiting * pace.waits,
            displayed,
            half_hour,
        ])  # fmt: skip
        anchor = np.median(found[:, :DRAWN], axis=1, keepdims=True)
        return np.asarray(np.clip(found, anchor / FARTHEST, anchor * FARTHEST))

    def _as_others_tell(self, at: np.ndarray, waiting: Floats, mean: Floats) -> tuple[Floats, Floats]:
        """What is displayed (else the mean of today's waits so far), and waiting ÷ the calls of the last half hour."""
        _, ended = self._ended(at, 0)
        so_far = (self.waited[ended] + WAITS_LENT * self.pace.wait) / (ended + WAITS_LENT)
        shown = self.track.shown[at]
        half = self._since(at, 30)
        calls, busy = self.calls[at] - self.calls[half], self.busy[at] - self.busy[half]
        rate = np.where((calls > 0) & (busy > 0), calls / np.maximum(busy, 1e-9), mean)
        return np.where(np.isnan(shown), so_far, shown), waiting / rate

    def signs(self, at: np.ndarray, waiting: Floats, guesses: Floats, others: Floats) -> Floats:
        """What the learner's trees ask about, in the order of SIGNS."""
        track, pace = self.track, self.pace
        now = track.minutes[at]
        quarter, half, hour = self._since(at, 15), self._since(at, 30), self._since(at, 60)
        windows = self.windows[at]
        first, last = self._ended(at, 60)
        told = np.log((self.waited[last] - self.waited[first] + 5) / (self.hourly[last] - self.hourly[first] + 5))
        opened = track.minutes[np.argmax(track.called > track.called[0])] if track.called[-1] > track.called[0] else now
        standing, ratio = self._line(at)
        to_hour = np.log((guesses + 0.5) / (guesses[:, 1:2] + 0.5))
        return np.column_stack([
            waiting, windows, waiting / np.maximum(windows, 0.5), now, np.full(len(at), float(track.day.weekday())),
            self.calls[at] - self.calls[quarter], self.calls[at] - self.calls[hour], self.speed,
            standing, ratio, told, self.issued[at] - self.issued[half], others,
            windows / pace.windows[slot_of(now)], np.maximum(now - opened, 0.0),
            to_hour[:, 0], to_hour[:, 3], to_hour[:, 4], to_hour[:, 5], guesses[:, 1],
        ])  # fmt: skip

    def _line(self, at: np.ndarray) -> tuple[Floats, Floats]:
        """How long the first in line has stood there, and how many minutes for each ahead the one called last waited."""
        track = self.track
        came = np.searchsorted(self.issued, track.called[at] + 1, side="left")
        standing = track.minutes[at] - track.minutes[np.minimum(came, at)]
        _, last = self._ended(at, 0)
        last = np.maximum(last, 1) if len(self.ended) else last
        if not len(self.ended):
            return standing, np.full(len(at), self.pace.waits)
        waited, stood = np.diff(self.waited), np.diff(self.stood)
        ended = np.minimum(last, len(waited)) - 1
        known = self.ended[ended] <= track.minutes[at]
        return standing, np.where(known, waited[ended] / np.maximum(stood[ended], 1), self.pace.waits)
