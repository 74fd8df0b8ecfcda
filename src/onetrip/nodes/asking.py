"""A slip that is not here: at a centre node the city is asked for it, while the line is up."""

from __future__ import annotations

import threading
import time

from django.conf import settings
from django.db import connection
from django.utils import timezone

from onetrip.ledger.refusals import Refused
from onetrip.nodes import exchanging
from onetrip.nodes.calling import LineDown
from onetrip.nodes.models import Line
from onetrip.nodes.signing import Key

PATIENCE = 4.0
"""Seconds that somebody with a slip in their hand waits at most."""

_one_at_a_time = threading.BoundedSemaphore(1)
"""In each process: addresses that somebody makes up must not keep every thread waiting for the city."""


def fetch(*, token: str = "", number: str = "") -> bool:
    """Have the slip with this token or number copied here. True when it is worth looking again; False: nobody to ask,
    or there is none.

    Raises Refused when it cannot be found out at the moment.
    """
    key = exchanging.own_key() if settings.NODE == "centre" else None
    if key is None or connection.in_atomic_block:
        return False
    if not Line.objects.get().is_up:
        raise _line_down()
    if not _one_at_a_time.acquire(blocking=False):
        raise _still_coming()
    try:
        return _fetch(key, token, number)
    finally:
        _one_at_a_time.release()


def _fetch(key: Key, token: str, number: str) -> bool:
    until = time.monotonic() + PATIENCE
    try:
        upto = exchanging.ask_for_slip(key, token=token, number=number, now=timezone.now(), patience=PATIENCE)
        if upto is None:
            return False
        while Line.objects.get().heard < upto:
            if time.monotonic() > until:
                raise _still_coming()
            exchanging.exchange(key, now=timezone.now(), listen_only=True, patience=PATIENCE)
    except LineDown as down:
        raise _line_down() from down
    return True


def _line_down() -> Refused:
    return Refused(
        "slip-elsewhere-line-down",
        "这张小贴士不是在本中心开的，现在和市里的线路断了，调不过来。可以按居民说的重新问一遍，或者不用小贴士先取号办；单子请居民留好，照样作数。",
        "This slip was issued elsewhere, and the line to the city is down, so it cannot be fetched now. You can ask anew "
        "from what the resident says, or go on without it; the resident keeps the slip, it stays valid.",
        status=503,
    )


def _still_coming() -> Refused:
    return Refused(
        "slip-elsewhere-coming",
        "这张小贴士正从市里调过来，还差一点。请过几秒再扫一次。",
        "This slip is on its way from the city. Please scan it again in a few seconds.",
        status=503,
    )
