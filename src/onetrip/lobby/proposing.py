"""Which window to open when the wait is too long, and who could take it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from onetrip.rules import Text

CLEARED_SHARE = 0.8
"""An alert ends when the wait is down to this share of the line, so that it does not come and go (example)."""

NOBODY_CALLS = timedelta(minutes=5)
"""How long somebody may stand in line while no window calls, before the hall is told (example)."""

RESTED = timedelta(minutes=15)
"""A break is left alone for so long (example)."""

FROM_PAUSE = ("back-office", "help", "meeting", "break")
"""In which order a pause may be interrupted."""

MOST = 4


@dataclass(frozen=True)
class Paused:
    """A clerk at a window that does not call: why and since when (None: not known)."""

    window: int
    account: int
    name: Text
    reason: str
    since: datetime | None


@dataclass(frozen=True)
class Spare:
    """Somebody who may serve at a window and is at none; `was_here`: at one earlier today."""

    account: int
    name: Text
    was_here: bool


@dataclass(frozen=True)
class Proposal:
    """Window `window` could call again or be opened by this account; `reason` of the pause, "" for who is at no window."""

    window: int
    account: int
    name: Text
    reason: str = ""
    since: datetime | None = None
    is_tidal: bool = False
    was_here: bool = True


def propose(
    paused: Sequence[Paused], spare: Sequence[Spare], free: Sequence[tuple[int, bool]], now: datetime
) -> list[Proposal]:
    """The best first: a window whose clerk does something that can wait, then a free window with somebody who is here.

    `free` are the windows nobody works at, as (number, is tidal); tidal ones are opened first. Somebody who has only just
    gone on a break is not asked back.
    """
    may_wait = [
        one
        for one in paused
        if one.reason in FROM_PAUSE and (one.reason != "break" or one.since is None or now - one.since >= RESTED)
    ]
    may_wait.sort(key=lambda one: (FROM_PAUSE.index(one.reason), one.since or now, one.window))
    back = [Proposal(one.window, one.account, one.name, one.reason, one.since) for one in may_wait]
    doors = sorted(free, key=lambda one: (not one[1], one[0]))
    people = sorted(spare, key=lambda one: not one.was_here)
    opened = [
        Proposal(number, one.account, one.name, is_tidal=tidal, was_here=one.was_here)
        for (number, tidal), one in zip(doors, people, strict=False)
    ]
    here = [one for one in opened if one.was_here]
    return [*[one for one in back if one.reason != "break"], *here, *[one for one in back if one.reason == "break"],
            *[one for one in opened if not one.was_here]][:MOST]  # fmt: skip
