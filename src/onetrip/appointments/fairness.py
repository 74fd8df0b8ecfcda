"""Where somebody with a booking stands among those who walked in. Pure.

The rule, in one sentence: whoever is on time counts as waiting since `head_start` minutes before their half hour began,
or before they came, if that was a little later.

- They pass people who came within the last `head_start` minutes, and nobody who has waited longer. A booking is a good
  place in the line, never a way around it.
- Early is never worse than walking in: who comes an hour before counts as waiting since then.
- Late by up to `late` minutes (or as long as they told us) keeps the place. Later than that they are somebody who has
  just walked in, with `late_credit` minutes counted as waited: nobody is sent away.
- Someone who walked in is passed only by people booked for half hours that begin less than `head_start` after they came,
  and by those who come too late within `late_credit` after them: `most_passing` at most, by the quota. So nobody
  starves, and nobody waits longer than those take; tests/appointments/test_fairness.py plays it through.

Nothing else says where a booking stands: the line of the hall takes `counts_since` as it is (`lobby.choosing.place_in_line`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from onetrip.appointments.slots import LENGTH


@dataclass(frozen=True)
class Manners:
    """Minutes, all examples of this house: how early and how late is still on time, how much of a head start a booking
    is, what counts as waited for somebody who comes too late, and by how much "I am late" lengthens the patience."""

    early: int = 15
    late: int = 15
    head_start: int = 20
    late_credit: int = 10
    told_late: int = 15


class Punctuality(StrEnum):
    """How somebody came to their half hour."""

    EARLY = "early"
    ON_TIME = "on-time"
    LATE = "late"


@dataclass(frozen=True)
class Standing:
    """How somebody came, and since when they count as waiting."""

    punctuality: Punctuality
    counts_since: datetime


def standing(starts: datetime, arrived: datetime, manners: Manners, *, told_late: bool = False) -> Standing:
    """Where somebody booked for the half hour from `starts` stands who `arrived` now; `told_late`: they had told us."""
    booked_place = max(starts, arrived) - timedelta(minutes=manners.head_start)
    if arrived > last_moment(starts, manners, told_late=told_late):
        # Never more than the head start, whatever a centre sets: too late must not be better than on time.
        credit = min(manners.late_credit, manners.head_start)
        return Standing(Punctuality.LATE, arrived - timedelta(minutes=credit))
    early = arrived < starts - timedelta(minutes=manners.early)
    return Standing(Punctuality.EARLY if early else Punctuality.ON_TIME, min(arrived, booked_place))


def last_moment(starts: datetime, manners: Manners, *, told_late: bool = False) -> datetime:
    """Until when a place is kept."""
    return starts + timedelta(minutes=manners.late + (manners.told_late if told_late else 0))


def most_passing(quota: int, manners: Manners, *, too_late: int = 0) -> int:
    """How many people with a booking are called before somebody who had walked in before they came, at most.

    `quota` is that of the fullest half hour, `too_late` how many come after their place was given up, within
    `late_credit` minutes after the walk-in. For the others: somebody who comes after moment t passes the walk-in of t
    only if their half hour began after t less the minutes that a place is kept, and begins before t and the head start.
    An open stretch of that length holds no more beginnings of half hours than its length holds half hours, rounded up.
    """
    stretch = manners.head_start + manners.late + manners.told_late
    return quota * math.ceil(stretch / (LENGTH.total_seconds() / 60)) + too_late
