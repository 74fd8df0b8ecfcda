"""How many will come on a day, by the days of the same weekday before it. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

LEAST_DAYS = 3
"""Days of the same kind below which nothing is expected: two days are no experience (example)."""


@dataclass(frozen=True)
class Expected:
    """`likely` people, between `fewest` and `most` seen on `days` like it; `busiest` is the half hour (0–47) in which
    most of them come."""

    likely: int
    fewest: int
    most: int
    days: int
    busiest: int | None


def expected(drawn: Mapping[date, Sequence[int]]) -> Expected | None:
    """From the numbers drawn on each earlier day of the same kind, by half hour (48 counts a day); None: too few days.

    Days on which nobody came (the centre was closed against its hours) are left out.
    """
    came = {day: halves for day, halves in drawn.items() if sum(halves)}
    if len(came) < LEAST_DAYS:
        return None
    totals = sorted(sum(halves) for halves in came.values())
    by_half = [statistics.fmean(halves[half] for halves in came.values()) for half in range(48)]
    return Expected(
        likely=round(statistics.median(totals)),
        fewest=totals[0],
        most=totals[-1],
        days=len(came),
        busiest=max(range(48), key=by_half.__getitem__),
    )
