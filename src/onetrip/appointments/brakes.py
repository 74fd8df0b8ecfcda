"""Counting what somebody tries, so that nobody guesses codes or hoards half hours by machine.

Counted is by a keyed hash: no address is kept. A count is written at once and outside of what it counts, or a refused
request would take it back with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from onetrip.appointments.models import Brake
from onetrip.ledger.refusals import Refused
from onetrip.people.crypto import keyed_hash


@dataclass(frozen=True)
class Limit:
    """At most `most` in `within`; both are examples of this house."""

    name: str
    most: int
    within: timedelta


WRONG_CODES = Limit("wrong-codes", 20, timedelta(minutes=15))
"""Codes that open no booking, from one address."""

WRONG_FINDINGS = Limit("wrong-findings", 5, timedelta(minutes=15))
"""Wrong tries to find one number again by the last four of the contact."""

WRONG_FINDINGS_FROM_HERE = Limit("wrong-findings-from-here", 20, timedelta(minutes=15))
"""The same from one address, whatever number is tried: they are given one after the other."""

BOOKINGS = Limit("bookings", 30, timedelta(hours=1))
"""Bookings from one address: a family, a neighbourhood office, but no machine."""

AT_A_MACHINE = Limit("at-a-machine", 12, timedelta(minutes=10))
"""Bookings at one ticket machine: people in a line, but no child with a finger."""

_COUNT = """
INSERT INTO appointments_brake AS brake (key, count, until) VALUES (%(key)s, 1, %(until)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN brake.until <= %(now)s THEN 1 ELSE brake.count + 1 END,
    until = CASE WHEN brake.until <= %(now)s THEN %(until)s ELSE brake.until END
RETURNING count
"""


def count(limit: Limit, who: str, now: datetime) -> None:
    """One more. Raises Refused (429) when it is more than `limit` allows."""
    given: dict[str, Any] = {"key": _key(limit, who), "now": now, "until": now + limit.within}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, given)
        (counted,) = cursor.fetchone()
    if counted > limit.most:
        raise too_often(limit)


def refuse_if_over(limit: Limit, who: str, now: datetime) -> None:
    """Raises Refused (429) while `who` has used up the limit."""
    if Brake.objects.filter(key=_key(limit, who), until__gt=now, count__gte=limit.most).exists():
        raise too_often(limit)


def forget_old(now: datetime) -> int:
    """Remove counts that are of no use any more; how many."""
    return Brake.objects.filter(until__lte=now).delete()[0]


def too_often(limit: Limit) -> Refused:
    """The refusal of somebody who tries too often."""
    minutes = int(limit.within.total_seconds() // 60)
    return Refused(
        "too-often",
        f"从您这里试得太多了，先停 {minutes} 分钟。急用请打 12345，或到前台，工作人员帮您约。",
        f"Too many tries came from where you are; please wait {minutes} minutes. In a hurry, call 12345 or ask at the "
        "front desk: the staff will book for you.",
        status=429,
    )


def _key(limit: Limit, who: str) -> bytes:
    return keyed_hash(f"brake {limit.name}", who)
