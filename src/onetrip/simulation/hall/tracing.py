"""Why did this visitor wait so long? The story of one visitor of one simulated day, as data; words are made elsewhere.

Told from the twin, which is the kernel bit by bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from onetrip.simulation.hall import twin
from onetrip.simulation.hall.outcomes import Fate
from onetrip.simulation.hall.plans import Plan
from onetrip.simulation.hall.twin import Somebody
from onetrip.simulation.hall.visitors import Visitors


class Reason(StrEnum):
    """Why somebody else was called while this one waited."""

    CAME_EARLIER = "came-earlier"
    """Stood there before."""
    PRIORITY = "priority"
    """Came later; their priority counts more minutes than that."""
    BOOKING = "booking"
    """Came later; their booking counts from earlier."""
    NOT_QUALIFIED = "not-qualified"
    """Stood behind; that window's clerk is not qualified for what this one needs."""


@dataclass(frozen=True, slots=True)
class Before:
    """Somebody called while this one waited: when, to which window, and why not this one."""

    moment: float
    visitor: int
    window: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Story:
    """One visitor's time in the windows' queue. `ahead`: how many stood before them when they joined; None: never joined.

    `before`: everybody called from joining to being called (or leaving), in order. `open_windows`: (moment, windows
    whose shift ran and that could have called) at each such call. `visitor`: numbers count within the day.
    """

    visitor: int
    fate: Fate
    joined: float
    ended: float
    window: int
    ahead: int | None
    before: tuple[Before, ...]
    open_windows: tuple[tuple[float, int], ...]

    @property
    def waited(self) -> float:
        """Minutes from joining until called, or until leaving; NaN for who never joined."""
        return self.ended - self.joined

    def because(self, reason: Reason) -> int:
        """How many were called before for that reason."""
        return sum(one.reason is reason for one in self.before)


def story(visitors: Visitors, day: int, visitor: int, plan: Plan) -> Story:
    """The story of the `visitor`-th of that day (from 0). IndexError when there is no such one."""
    if not 0 <= day < visitors.days:
        raise IndexError(f"there is no day {day}")
    people, calls = twin.day(visitors, day, plan)
    if not 0 <= visitor < len(people):
        raise IndexError(f"{len(people)} came that day; there is no visitor {visitor}")
    me = people[visitor]
    ended = me.begins if me.fate is Fate.SERVED else me.leaves
    during = [call for call in calls if visitor in call.line and call.visitor != visitor]
    before = tuple(Before(c.moment, c.visitor, c.window, _reason(me, people[c.visitor])) for c in during)
    open_windows = tuple((call.moment, len(call.calling)) for call in during)
    return Story(visitor, Fate(me.fate), me.joined, ended, me.window, _ahead(me, people), before, open_windows)


def _ahead(me: Somebody, people: list[Somebody]) -> int | None:
    """How many waited with an earlier place when `me` joined."""
    if me.rank < 0:
        return None
    return sum(
        0 <= one.rank < me.rank and _until(one) > me.joined and (one.place, one.rank) < (me.place, me.rank)
        for one in people
    )


def _until(one: Somebody) -> float:
    return one.begins if one.fate is Fate.SERVED else one.leaves


def _reason(me: Somebody, other: Somebody) -> Reason:
    if (me.place, me.rank) < (other.place, other.rank):
        return Reason.NOT_QUALIFIED
    if other.rank < me.rank:
        return Reason.CAME_EARLIER
    if other.joined - other.credit <= me.place:
        return Reason.PRIORITY
    return Reason.BOOKING
