"""When a look-up that got no answer is tried again by the clock, and for how long. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 30))
"""Before the first, second, … further try; from then on always the last (examples)."""

LOOKS_FOR = timedelta(days=3)
"""For how long the clock looks before the clerk is told that the store never answered (example)."""


def next_try(tries: int, now: datetime, chance: float) -> datetime:
    """The moment of the next try after `tries` by the clock; `chance` in [0, 1) spreads it by up to a quarter."""
    wait = WAITS[min(tries, len(WAITS) - 1)]
    return now + wait * (1 + chance / 4)
