"""The circuit breaker of a store: after several failures in a row it is left alone, then tried once, then trusted again.

A pure state machine over moments; where it is kept, and that several processes share it, is the business of `gate`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """Closed: everybody asks. Open: nobody does, until a moment. Half open: one does, and everybody waits for that."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


@dataclass(frozen=True)
class Rules:
    """All figures are examples. `failures` in a row open it; it rests for `rest`, twice as long after each try that fails,
    `longest` at most; whoever tries has `lease` to say what came of it, then somebody else may try."""

    failures: int = 5
    rest: timedelta = timedelta(seconds=15)
    longest: timedelta = timedelta(minutes=5)
    lease: timedelta = timedelta(seconds=20)


RULES = Rules()


@dataclass(frozen=True)
class Breaker:
    """`failures` in a row; `openings` in a row without an answer between them; `until`: the end of the rest while open, of
    the lease while half open."""

    state: State = State.CLOSED
    failures: int = 0
    openings: int = 0
    until: datetime | None = None


def admit(breaker: Breaker, now: datetime, rules: Rules = RULES) -> tuple[Breaker, bool]:
    """Whether somebody may ask now. Of those who come after a rest one may, until it has told or its lease is over."""
    if breaker.state is State.CLOSED:
        return breaker, True
    if breaker.until is not None and now < breaker.until and not _clock_was_set_back(breaker.until, now, rules):
        return breaker, False
    return replace(breaker, state=State.HALF_OPEN, until=now + rules.lease), True


def answered(breaker: Breaker) -> Breaker:
    """The store answered. Said while it is open, it is a word from before, and changes nothing."""
    return breaker if breaker.state is State.OPEN else Breaker()


def failed(breaker: Breaker, now: datetime, rules: Rules = RULES, *, retry_after: timedelta | None = None) -> Breaker:
    """The store gave no answer. With `retry_after` it asked for a rest itself, and gets one at once."""
    if breaker.state is State.OPEN:
        return breaker
    failures = breaker.failures + 1
    if breaker.state is State.CLOSED and retry_after is None and failures < rules.failures:
        return replace(breaker, failures=failures)
    rest = min(rules.rest * 2 ** min(breaker.openings, 16), rules.longest)
    if retry_after is not None:
        rest = min(max(rest, retry_after), rules.longest)
    return Breaker(State.OPEN, failures, breaker.openings + 1, now + rest)


def _clock_was_set_back(until: datetime, now: datetime, rules: Rules) -> bool:
    """Whether the end lies further ahead than any rest or lease reaches."""
    return until - now > max(rules.longest, rules.lease)
