"""How long a window stood free while people waited. Pure: measured from the day's events, in their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

LEAST = timedelta(seconds=30)
"""A shorter pause between two residents is work, not idleness (example)."""

_AT_WINDOW = ("called", "serving")


@dataclass(frozen=True)
class Happened:
    """One event of the hall: of a ticket (`from_state` and `to_state`, its window), or of a window (both empty)."""

    at: datetime
    thing: str
    verb: str
    window: int | None
    from_state: str = ""
    to_state: str = ""


@dataclass
class Idle:
    """What a window idled on a day: in all, in how many stretches, and since when it does now."""

    total: timedelta = timedelta(0)
    stretches: int = 0
    since: datetime | None = None

    def until(self, now: datetime) -> timedelta:
        """The total with the stretch that is going on."""
        return self.total + (now - self.since if self.since and now - self.since >= LEAST else timedelta(0))


@dataclass
class _Hall:
    waiting: int = 0
    opened: set[int] = field(default_factory=set)
    busy: set[int] = field(default_factory=set)

    def idle(self) -> set[int]:
        return self.opened - self.busy if self.waiting > 0 else set()

    def happens(self, one: Happened) -> None:
        if one.thing == "ticket":
            self.waiting += (one.to_state == "waiting") - (one.from_state == "waiting")
            if one.window is not None:
                if one.to_state in _AT_WINDOW:
                    self.busy.add(one.window)
                elif one.from_state in _AT_WINDOW:
                    self.busy.discard(one.window)
        elif one.thing == "window" and one.window is not None:
            (self.opened.add if one.verb in ("take", "resume") else self.opened.discard)(one.window)


def idle_windows(events: Iterable[Happened], *, opened: Iterable[int] = ()) -> dict[int, Idle]:
    """By window, how long it was open, not paused and free while somebody waited; `opened` at the beginning of the day.

    A window sent a ticket by name may rightly wait for it, and a clerk may not be qualified: the figure asks, it does not
    accuse.
    """
    hall = _Hall(opened=set(opened))
    found: dict[int, Idle] = defaultdict(Idle)
    since: dict[int, datetime] = {}
    for one in events:
        hall.happens(one)
        idle = hall.idle()
        for window in [window for window in since if window not in idle]:
            stretch = one.at - since.pop(window)
            if stretch >= LEAST:
                found[window].total += stretch
                found[window].stretches += 1
        for window in idle - set(since):
            since[window] = one.at
    for window, began in since.items():
        found[window].since = began
    return dict(found)
