"""How one enquiry is tried again: a few times, with growing waits that chance spreads, and never past its time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from onetrip.licences.base import Enquiry, Held, NoAnswer, Store, Trouble


@dataclass(frozen=True)
class Patience:
    """`tries` in all, each at most `each` seconds; before the second try `first` seconds, before each further one `growth`
    times as long; a try is not worth beginning with less than `least` seconds left. Examples."""

    tries: int = 3
    each: float = 1.2
    first: float = 0.1
    growth: float = 3.0
    least: float = 0.2


AT_WINDOW = Patience()
BY_CLOCK = Patience(tries=1, each=4.0)
"""For the clock of the house, which comes again by itself."""


@dataclass(frozen=True)
class Asked:
    """What came of an enquiry: what the store has (None: no answer), why not, and after how many tries."""

    held: tuple[Held, ...] | None
    trouble: Trouble | None = None
    retry_after: float | None = None
    tries: int = 0
    seconds: float = 0.0


def wait_before(tried: int, patience: Patience, chance: float, retry_after: float | None = None) -> float:
    """Seconds before the next try after `tried` of them. `chance` in [0, 1) spreads it between half and all of its length,
    so that those who failed together do not come back together; what the store asked for is never undercut."""
    wait = patience.first * patience.growth ** (tried - 1) * (0.5 + chance / 2)
    return max(wait, retry_after or 0.0)


def attempt(
    store: Store,
    enquiry: Enquiry,
    *,
    seconds: float,
    patience: Patience,
    chance: Callable[[], float],
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> Asked:
    """Ask until there is an answer, until another try is of no use, or until `seconds` are over."""
    began, tried = clock(), 0
    while True:
        tried += 1
        left = seconds - (clock() - began)
        try:
            held = store.ask(enquiry, min(patience.each, left))
            return Asked(held, tries=tried, seconds=clock() - began)
        except NoAnswer as error:
            missed = error
        except Exception:  # noqa: BLE001 -- a store may raise anything, and its words could repeat whom it was asked about
            missed = NoAnswer(Trouble.FAULT)
        wait = wait_before(tried, patience, chance(), missed.retry_after)
        spent = clock() - began
        if not missed.is_asked_again or tried >= patience.tries or spent + wait + patience.least > seconds:
            return Asked(None, missed.trouble, missed.retry_after, tried, spent)
        pause(wait)
