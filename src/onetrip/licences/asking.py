"""Several enquiries at once, on lines of their own, in a time that nobody has to wait beyond.

Nothing here touches the database but the gate, and that from the caller's thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from datetime import datetime
from functools import partial
from time import monotonic

from onetrip.ledger.outside import Away, Outside
from onetrip.licences import gate
from onetrip.licences.base import Enquiry, Store, Trouble
from onetrip.licences.retrying import Asked, Patience, attempt

log = logging.getLogger("onetrip.licences")

LINES = 32
"""Enquiries of this process that may be under way at once."""

GRACE = 0.2
"""Seconds beyond its time after which an enquiry that has not come back is not waited for."""

_lines = Outside(lines=LINES)


def ask(
    store: Store,
    enquiries: Sequence[Enquiry],
    *,
    now: datetime,
    seconds: float,
    patience: Patience,
    chance: Callable[[], float],
) -> list[Asked]:
    """What came of each enquiry, in their order; never longer than `seconds` and a little, whatever the store does."""
    results: list[Asked] = []
    left = list(enquiries)
    until = monotonic() + seconds
    # After a rest one enquiry goes ahead; the others follow once it was answered.
    while left:
        time_left = until - monotonic()
        if time_left < patience.least or not gate.admit(store.name, now):
            results += [Asked(None, Trouble.LEFT_ALONE)] * len(left)
            break
        first = left[:1] if gate.is_trying(store.name) else left
        found = _ask_together(store, first, seconds=time_left, patience=patience, chance=chance)
        gate.note(store.name, [one for one in found if one.trouble is not Trouble.LEFT_ALONE], now)
        results += found
        left = left[len(first) :]
    for one in results:
        if one.trouble is not None and one.trouble is not Trouble.LEFT_ALONE:
            # The kind alone: whose licence it was stands in no log.
            log.warning("the licence store %s: %s after %d tries", store.name, one.trouble.value, one.tries)
    return results


def _ask_together(
    store: Store, enquiries: Sequence[Enquiry], *, seconds: float, patience: Patience, chance: Callable[[], float]
) -> list[Asked]:
    under_way: list[Future[Asked] | None] = []
    for enquiry in enquiries:
        call = partial(attempt, store, enquiry, seconds=seconds, patience=patience, chance=chance)
        try:
            under_way.append(_lines.begin(call))
        except Away:  # every line is taken by enquiries that hang
            under_way.append(None)
    wait([one for one in under_way if one is not None], timeout=seconds + GRACE)
    return [_outcome(one, seconds) for one in under_way]


def _outcome(future: Future[Asked] | None, seconds: float) -> Asked:
    if future is None:
        return Asked(None, Trouble.LEFT_ALONE)
    if not future.done():
        return Asked(None, Trouble.TIMEOUT, tries=1, seconds=seconds)
    return future.result()
