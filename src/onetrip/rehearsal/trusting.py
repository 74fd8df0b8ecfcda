"""How far can you trust this? Fitted on the first part of the record, the later days are simulated, each with the windows
it really had, and compared with what was lived through.
"""

from __future__ import annotations

import threading
import time as clock
from dataclasses import dataclass
from datetime import date

import numpy as np

from onetrip.rehearsal.grounds import Grounds
from onetrip.rehearsal.running import draw, play
from onetrip.rules import Text
from onetrip.simulation.fitting import fitted as fitting
from onetrip.simulation.fitting.estimates import Estimate, share
from onetrip.simulation.fitting.lived import Fate, Lived
from onetrip.simulation.fitting.modelling import model_for, plan_of

FITTED_SHARE = 0.6
BAND = (5.0, 95.0)
"""Per cent between which nine of ten days are to lie."""

RUNS_EACH = 100
MOST_SECONDS = 6.0
_lock = threading.Lock()
_kept: dict[tuple[str, date], Trust] = {}


@dataclass(frozen=True)
class Judged:
    """A day of the later part: its mean wait (minutes, of those who were served), and the band that was foretold."""

    day: date
    was: float
    low: float
    middle: float
    high: float

    @property
    def is_inside(self) -> bool:
        """Whether the day lies within the band."""
        return self.low <= self.was <= self.high


@dataclass(frozen=True)
class Trust:
    """`mean` and `p90`: share of the judged days within the band, for the mean wait and for the wait that one in ten
    exceeds; nine of ten are to be. `days_judged` fewer than `days_left` where the time did not suffice."""

    fitted_to: date
    days_fitted: int
    days_left: int
    days: tuple[Judged, ...]
    mean: Estimate
    p90: Estimate
    runs_each: int
    seconds: float

    @property
    def days_judged(self) -> int:
        """Days that were simulated and compared."""
        return len(self.days)

    @property
    def verdict(self) -> Text:
        """In words, by whether nine of ten lies in the interval of what was found."""
        if not self.days:
            return Text("还没有日子可以对照。", "There are no days to compare with yet.")
        if self.mean.high < 0.9:
            return Text(
                "真实的日子比推演的变化更大：把区间当作下限，多留余地。",
                "Real days vary more than the simulated ones: take the ranges as the least, and leave room.",
            )
        if self.mean.low > 0.9:
            return Text(
                "推演的区间比需要的宽：真实的日子多半更靠近中间。",
                "The simulated ranges are wider than they need be: real days mostly lie nearer to the middle.",
            )
        return Text(
            "说九成，就是九成：推演的区间和真实的日子对得上。",
            "Nine of ten means nine of ten: the ranges agree with the days as they were.",
        )


def forget() -> None:
    """Drop what is kept in memory."""
    with _lock:
        _kept.clear()


def trust(on: Grounds) -> Trust:
    """The back-test on what the rehearsals stand on; worked out once a day."""
    key = (on.place.centre.code, on.today)
    found = _kept.get(key)
    if found is None:
        found = back_test(on.lived, on.kiosks, seconds=MOST_SECONDS)
        with _lock:
            _kept.clear()
            _kept[key] = found
    return found


def back_test(lived: Lived, kiosks: int, *, seconds: float, runs: int = RUNS_EACH, seed: int = 86) -> Trust:
    """Fit on the first three fifths of the days, foretell each of the others by `runs` simulated ones."""
    began = clock.perf_counter()
    first = int(len(lived.days) * FITTED_SHARE)
    fitted = fitting.fit(lived.part(0, first))
    later = lived.part(first, len(lived.days))
    means, highs = _lived_waits(later)
    judged, inside_p90 = [], 0
    days = [place for place, day in enumerate(later.days) if day.shifts and not np.isnan(means[place])]
    for place in _spread_out(days):
        if clock.perf_counter() - began > seconds:
            break
        day = later.days[place]
        people = draw(model_for(fitted, day), runs, seed + 1000 * place)
        outcome = play(people, plan_of(fitted, day, kiosks=kiosks))
        low, middle, high = (float(each) for each in np.percentile(outcome.served_wait, (BAND[0], 50.0, BAND[1])))
        judged.append(Judged(day.day, float(means[place]), low, middle, high))
        least, most = np.percentile(outcome.served_p90, BAND)
        inside_p90 += bool(least <= highs[place] <= most)
    judged.sort(key=lambda each: each.day)
    return Trust(
        lived.days[first - 1].day,
        first,
        len(days),
        tuple(judged),
        share(sum(each.is_inside for each in judged), len(judged), otherwise=0.0),
        share(inside_p90, len(judged), otherwise=0.0),
        runs,
        clock.perf_counter() - began,
    )


def _lived_waits(lived: Lived) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], ...]:
    """Of each day the mean wait and the one that a tenth of the people exceeds, of those who were served; NaN without any."""
    means, highs = np.full(len(lived.days), np.nan), np.full(len(lived.days), np.nan)
    served = (lived.fate == Fate.SERVED) & ~np.isnan(lived.waits)
    for place in range(len(lived.days)):
        waits = np.sort(lived.waits[served & (lived.day == place)])
        if len(waits):
            means[place] = waits.mean()
            highs[place] = waits[max(int(np.ceil(0.9 * len(waits))) - 1, 0)]
    return means, highs


def _spread_out(days: list[int]) -> list[int]:
    """Every fifth day first, then the ones between: what the time suffices for is spread over the whole part."""
    return [place for start in range(5) for place in days[start::5]]
