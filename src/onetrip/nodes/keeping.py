"""The thread of a centre's house that keeps exchanging with the city for as long as the house runs."""

from __future__ import annotations

import os
import random
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from enum import Enum

from onetrip.nodes.signing import Key
from onetrip.walls.scope import everywhere

EVERY = float(os.environ.get("ONETRIP_NODE_EVERY", "3"))
"""Seconds between two exchanges when neither side has anything to say; what happens here is sent sooner."""
LOOK = 0.5
"""Seconds between two looks at our own outbox."""
KEPT = timedelta(days=14)
"""How long messages that have arrived are kept, so that a side that was put back to an earlier day can catch up."""


@contextmanager
def keeping_in_touch(key: Key | None) -> Iterator[None]:
    """While the block runs, exchange with the city; without a key, or at the city, only forget what is long delivered."""
    stopping = threading.Event()
    thread = threading.Thread(target=_keep, args=(key, stopping), name="line", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join(timeout=5)


def _keep(key: Key | None, stopping: threading.Event) -> None:
    with everywhere("a node tells the city of everything that happens"):
        _keep_in_touch(key, stopping)


def _keep_in_touch(key: Key | None, stopping: threading.Event) -> None:
    from django.db import close_old_connections, connection
    from django.utils import timezone

    from onetrip.nodes import mistakes

    failures, first_failed, forgot = 0, None, 0.0
    while not stopping.is_set():
        wait = 60.0
        try:
            close_old_connections()
            if time.monotonic() - forgot > 3600:
                _forget(key, timezone.now())
                forgot = time.monotonic()
            if key is not None:
                how, wait = attempt(key, failures=failures, first_failed=first_failed)
                failures = 0 if how is How.WELL else failures + 1
                first_failed = (first_failed or timezone.now()) if how is How.DOWN else None
        except mistakes.AWAY as away:
            print(f"the line: {mistakes.in_short(away)}", file=sys.stderr)  # noqa: T201 -- the house speaks by printing
            wait = 1.0
        except Exception as mistake:  # noqa: BLE001 -- this thread is the line: whatever happens, it goes on
            mistakes.note(mistake)
        _wait(wait, stopping, quick=failures == 0 and key is not None)
    connection.close()


class How(Enum):
    """How an exchange went."""

    WELL = "well"
    REFUSED = "refused"
    DOWN = "down"


def attempt(key: Key, *, failures: int, first_failed: datetime | None) -> tuple[How, float]:
    """One exchange: how it went, and how many seconds to wait for the next."""
    from django.utils import timezone

    from onetrip.ledger.refusals import Refused
    from onetrip.nodes import exchanging, mistakes
    from onetrip.nodes.calling import LineDown

    now = timezone.now()
    pause = exchanging.pause_after(failures + 1, random.random())  # noqa: S311 -- no secret
    try:
        try:
            went = exchanging.exchange(key, now=now)
        except Refused as refused:
            # Somebody has to do something about it; meanwhile what the city has to say still comes.
            exchanging.note_up(now=now, trouble=refused)
            _listen(key)
            return How.REFUSED, pause
        exchanging.note_up(now=now)
    except LineDown:
        exchanging.note_failure(now=now, first_failed=first_failed or now)
        return How.DOWN, pause
    except mistakes.AWAY:
        raise
    except Exception as mistake:  # noqa: BLE001 -- of whichever kind: it is told, and tried again
        exchanging.note_trouble(mistakes.note(mistake), now=now)
        return How.REFUSED, pause
    return How.WELL, 0.0 if went.more else EVERY


def _listen(key: Key) -> None:
    """Hear the city without saying anything."""
    from django.utils import timezone

    from onetrip.ledger.refusals import Refused
    from onetrip.nodes import exchanging

    with suppress(Refused):  # it was said already
        exchanging.exchange(key, now=timezone.now(), listen_only=True)


def _wait(seconds: float, stopping: threading.Event, *, quick: bool) -> None:
    """Wait, but not past a change here that has to be sent."""
    from django.db import Error

    from onetrip.nodes.queries import has_to_send

    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if stopping.wait(min(left, LOOK if quick else 1.0)):
            return
        try:
            if quick and has_to_send():
                return
        except Error:
            return


def _forget(key: Key | None, now: datetime) -> None:
    from onetrip.nodes import answering, outbox
    from onetrip.nodes.models import Line
    from onetrip.nodes.tables import CITY

    if key is None:
        answering.prune(before=now - KEPT, now=now)
    elif (line := Line.objects.first()) is not None:
        outbox.prune(CITY, arrived=line.acknowledged, before=now - KEPT)
    outbox.forget_what_was_wiped()
