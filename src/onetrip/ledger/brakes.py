"""Counting what somebody tries, so that nothing is guessed, hoarded or gathered by machine.

Counted is by a keyed hash of who or what: no address and no name is kept. A count is written at once and outside of what
it counts, or a refused request would take it back with it; so count before a transaction begins, never inside one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.crypto import salted_hmac

from onetrip.ledger.models import Brake
from onetrip.ledger.refusals import Refused


@dataclass(frozen=True)
class Limit:
    """At most `most` in `within`, from the first of them on; the figures are examples of this house."""

    name: str
    most: int
    within: timedelta


_COUNT = """
INSERT INTO ledger_brake AS brake (key, count, until) VALUES (%(key)s, 1, %(until)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN brake.until <= %(now)s THEN 1 ELSE brake.count + 1 END,
    until = CASE WHEN brake.until <= %(now)s THEN %(until)s ELSE brake.until END
RETURNING count
"""


def count(limit: Limit, who: str, now: datetime) -> None:
    """One more. Raises Refused (429) when it is more than `limit` allows."""
    if counted(limit, who, now) > limit.most:
        raise too_often(limit)


def counted(limit: Limit, who: str, now: datetime) -> int:
    """One more; how many there are now, this one among them."""
    given: dict[str, Any] = {"key": _key(limit, who), "now": now, "until": now + limit.within}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, given)
        (number,) = cursor.fetchone()
    return int(number)


def is_used_up(limit: Limit, who: str, now: datetime) -> bool:
    """Whether `who` has tried as often as the limit allows, and has to wait."""
    return Brake.objects.filter(key=_key(limit, who), until__gt=now, count__gte=limit.most).exists()


def refuse_if_over(limit: Limit, who: str, now: datetime) -> None:
    """Raises Refused (429) while `who` has used up the limit."""
    if is_used_up(limit, who, now):
        raise too_often(limit)


def release(limit: Limit, who: str) -> None:
    """Begin again from nothing: what was tried came to a good end."""
    Brake.objects.filter(key=_key(limit, who)).delete()


def forget_old(now: datetime) -> int:
    """Remove counts that are of no use any more; how many."""
    return Brake.objects.filter(until__lte=now).delete()[0]


def too_often(limit: Limit) -> Refused:
    """The refusal of somebody who tries too often."""
    minutes = int(limit.within.total_seconds() // 60)
    return Refused(
        "too-often",
        f"从您这里试得太多了，先停 {minutes} 分钟。急用请打 12345，或到前台找工作人员。",
        f"Too many tries came from where you are; please wait {minutes} minutes. In a hurry, call 12345 or ask at the "
        "front desk.",
        status=429,
    )


def _key(limit: Limit, who: str) -> bytes:
    return salted_hmac(f"onetrip.brake {limit.name}", who, algorithm="sha256").digest()
