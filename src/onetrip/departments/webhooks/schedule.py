"""When a delivery is tried again, when an address rests, and when the house gives it up. Pure."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta

WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=24),
)
"""Between the tries of one delivery (example, close to those of Standard Webhooks); after the last it is given up."""

LONGEST_WAIT = timedelta(hours=24)
ENOUGH = 5
"""Failures in a row after which an address rests, and is asked only with one delivery at a time."""

LONGEST_REST = timedelta(hours=1)
GIVES_UP_AFTER = timedelta(days=3)
"""An address that has failed for so long, and at least so often, is switched off (example)."""
LEAST_FAILURES = 10

GONE = 410
"""What an answer says that wants to hear nothing more (RFC 9110)."""


def next_try(tries: int, delivery: int, now: datetime, *, wait: timedelta | None = None) -> datetime | None:
    """When to try again after `tries` tries that failed; None: it is given up.

    `wait`: what the receiver asked for. Up to a tenth is added, a different part for each delivery, so that a receiver
    which comes back is not met by all at once.
    """
    if tries > len(WAITS):
        return None
    planned = WAITS[max(tries, 1) - 1]
    spread = planned * (zlib.crc32(str(delivery).encode()) % 1000 / 10_000)
    return now + max(planned + spread, min(wait or timedelta(0), LONGEST_WAIT))


def rests_until(failures: int, now: datetime) -> datetime | None:
    """Until when nobody asks an address that has failed so often in a row; None: it need not rest."""
    if failures < ENOUGH:
        return None
    return now + min(LONGEST_REST, timedelta(seconds=30 << min(failures - ENOUGH, 12)))


def off_because(status: int | None, failures: int, since: datetime, now: datetime) -> str:
    """Why an address is to be switched off: "gone" where it says so, "failing" after too long; "" for not yet."""
    if status == GONE:
        return "gone"
    return "failing" if failures >= LEAST_FAILURES and now - since >= GIVES_UP_AFTER else ""
