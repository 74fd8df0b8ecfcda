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
    if key is None or connection.in_atomic_block or _is_our_own(number, key.centre):
        return False
    if not Line.objects.get().is_up:
        raise _line_down()
    if not _one_at_a_time.acquire(blocking=False):
        raise _busy()
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


def _is_our_own(number: str, centre: str) -> bool:
    """A number with our own letters: all that we issued are here."""
    return bool(number) and number.rstrip("0123456789") == centre


# Read by residents at a machine or on their phone, and by the staff, who read it out.


def _line_down() -> Refused:
    return Refused(
        "slip-elsewhere-line-down",
        "本中心没有这张小贴士。可能是别处开的，可是现在和市里的线路断了，调不过来。单子留好，照样作数：先取号到窗口，把要办的事再说一遍，一样能办。",
        "This centre does not hold this slip. It may have been issued elsewhere, but the line to the city is down and it cannot "
        "be fetched now. Keep the slip, it stays valid: draw a number and say at the window what you came for.",
        status=503,
    )


def _busy() -> Refused:
    return Refused(
        "slip-elsewhere-busy",
        "正在向市里调另一张小贴士。请过几秒再试一次。",
        "Another slip is being fetched from the city. Please try again in a few seconds.",
        status=503,
    )


def _still_coming() -> Refused:
    return Refused(
        "slip-elsewhere-coming",
        "这张小贴士正从市里调过来，还差一点。请过几秒再试一次。",
        "This slip is on its way from the city. Please try again in a few seconds.",
        status=503,
    )
