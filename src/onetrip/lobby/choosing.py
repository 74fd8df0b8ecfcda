"""Who is called next to a window, and why. Pure: the one rule behind `actions.call_next`, replays and simulations.

Everybody stands at a place in time, and the earliest place is called first; places are compared, never ranks, so a
priority is weighed against waiting and nobody can be passed for ever: whoever comes more than `MOST_MINUTES` later
stands behind. What narrows the choice comes before the order: somebody parked is not in it, somebody sent to one window
waits for that window while it calls, and a matter waits for a clerk who is qualified for it while one is on duty.

`call_next` says the same in SQL; tests/lobby/test_choosing.py holds the two against each other. All of it is plain
comparison, minimum and subtraction, so it can be run over arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

NO_TIME = timedelta(0)


def place_in_line(since: datetime, credit: timedelta = NO_TIME, *, counts_since: datetime | None = None) -> datetime:
    """The moment from which somebody counts as waiting who has waited `since`: the earlier of what they can claim.

    `credit` makes it earlier; so does a booking, by which they count as waiting since `counts_since`
    (`appointments.fairness`). Neither adds to the other.
    """
    own = since - credit
    return own if counts_since is None else min(own, counts_since)


@dataclass(frozen=True)
class InLine:
    """Somebody who waits. `place`: see `place_in_line`; `serial`, then `prefix` decide between equal places.

    `needs`: matters (and "category:…") that a clerk has to be qualified for. `for_window`: sent to that one.
    """

    serial: int
    place: datetime
    since: datetime
    needs: frozenset[str] = frozenset()
    for_window: int | None = None
    prefix: str = "A"
    has_priority: bool = False
    is_held: bool = False


@dataclass(frozen=True)
class Caller:
    """A window that calls; `lacks` is what its clerk is not qualified for (nothing, while training has said nothing)."""

    window: int
    lacks: frozenset[str] = frozenset()


class Why(StrEnum):
    """Why this one is next."""

    SENT_HERE = "sent-here"
    PRIORITY = "priority"
    NOBODY_QUALIFIED = "nobody-qualified"
    LONGEST = "longest"


@dataclass(frozen=True)
class Choice:
    """Who is called, and why."""

    one: InLine
    why: Why


def may_call(one: InLine, caller: Caller, calling: Sequence[Caller]) -> bool:
    """Whether `caller` may call `one` by "next", with `calling` the windows that call now (the caller among them or not).

    Whoever a colleague sent to this window is called there whatever its clerk is qualified for: two gates at once could
    leave somebody whom no window calls.
    """
    if one.is_held:
        return False
    if one.for_window == caller.window:
        return True
    if one.for_window is not None and _calls(one.for_window, calling):
        return False
    return not (one.needs & caller.lacks) or not anybody_qualified(one, calling)


def anybody_qualified(one: InLine, calling: Iterable[Caller]) -> bool:
    """Whether some window that calls has a clerk for all that `one` needs."""
    return any(not (one.needs & other.lacks) for other in calling)


def choose(line: Iterable[InLine], caller: Caller, calling: Sequence[Caller]) -> Choice | None:
    """Who is next for `caller`; None when nobody waits whom they may call."""
    fitting = [one for one in line if may_call(one, caller, calling)]
    if not fitting:
        return None
    chosen = min(fitting, key=order)
    return Choice(chosen, _why(chosen, caller, fitting))


def order(one: InLine) -> tuple[datetime, int, str]:
    """What the line is sorted by."""
    return one.place, one.serial, one.prefix


def _calls(window: int, calling: Iterable[Caller]) -> bool:
    return any(other.window == window for other in calling)


def _why(chosen: InLine, caller: Caller, fitting: Sequence[InLine]) -> Why:
    if chosen.for_window == caller.window:
        return Why.SENT_HERE
    if chosen.needs & caller.lacks:
        return Why.NOBODY_QUALIFIED
    if chosen.has_priority and any(other.since < chosen.since for other in fitting):
        return Why.PRIORITY
    return Why.LONGEST
