"""What changed, in an order that can be read from any point and has no gaps.

The number of a change is given when its event is recorded, not when that is committed: a transaction that began early may
commit late, with a number lower than others that are there already. Whoever read "everything above the last one I have"
would lose it. Nor would an order by transaction do: one that began early and then waited for a case depends on one that
began later. So the order is that of the numbers, and a change is told only once no lower number can still appear: a look
(`mark`: the highest number given so far, and then a transaction's number taken for this look) holds for good (`settled`)
as soon as every transaction that was open at that moment has ended. `onetrip.nodes.outbox` does the same for its messages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from onetrip.cases.models import Case
from onetrip.departments.models import Change, Horizon
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from onetrip.walls.scope import everywhere

TYPES = {
    "accept": "case.accepted",
    "deem-accepted": "case.accepted",
    "take": "case.taken",
    "give-back": "case.given-back",
    "ask-supplement": "case.supplement-asked",
    "supplement": "case.supplement-received",
    "bring": "case.paper-received",
    "begin-procedure": "case.procedure-begun",
    "end-procedure": "case.procedure-ended",
    "warn": "case.limit-near",
    "count-anew": "case.limit-moved",
    "decide": "case.decided",
    "complete": "case.completed",
    "deliver": "case.delivered",
    "withdraw": "case.withdrawn",
    "terminate": "case.terminated",
}
"""What a change is called outside, by the verb of its event. What only concerns where papers lie is not told."""


@dataclass(frozen=True)
class Told:
    """A change as departments are told of it. Nothing in it says whose case it is."""

    id: int
    type: str
    at: datetime
    case_id: Any
    case: str
    matter: str
    centre: str
    from_state: str
    to_state: str
    granted: bool | None


@dataclass(frozen=True)
class Page:
    """Changes after a point, and the point from which to go on; `more`: there are others already."""

    changes: tuple[Told, ...]
    next: int
    more: bool


def settle() -> int:
    """The number up to which everything is there for good.

    Inside a transaction nothing new can be seen to have ended: then it is what was known before.
    """
    horizon, _ = Horizon.objects.get_or_create(pk=1)
    if connection.in_atomic_block:
        return horizon.settled
    before = (horizon.mark, horizon.mark_until, horizon.settled)
    with connection.cursor() as cursor:
        if horizon.mark > horizon.settled and horizon.mark_until >= _next_one(cursor):
            horizon.mark = horizon.settled  # looked at in another cluster, before the database was put back
        if horizon.mark > horizon.settled and _oldest_open(cursor) >= horizon.mark_until:
            horizon.settled = horizon.mark
        if horizon.mark == horizon.settled and (last := last_given()) > horizon.mark:
            horizon.mark = last
            # A number of our own, so that every one given before is lower: what a snapshot calls its upper end is only
            # the last transaction that has ended, and open ones may lie above it.
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            (horizon.mark_until,) = cursor.fetchone()
            if _oldest_open(cursor) >= horizon.mark_until:
                horizon.settled = horizon.mark
    now = (horizon.mark, horizon.mark_until, horizon.settled)
    if now != before:
        # Two that look at once are both right; the one that sees less does not take back what the other has seen.
        values = {"mark": now[0], "mark_until": now[1], "settled": now[2]}
        Horizon.objects.filter(pk=1, settled__lte=horizon.settled, mark__lte=horizon.mark).update(**values)
    return horizon.settled


def last_given() -> int:
    """The highest number that a change was given so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM departments_change_id_seq")
        number: int = cursor.fetchone()[0]
        return number


def page(held: Collection[tuple[str, str]], *, after: int, most: int) -> Page:
    """The next changes for whoever holds these (department, centre or "*").

    Raises Refused (409) for a point that was never reached: this database was put back to an earlier day.
    """
    settled = settle()
    if after > last_given():
        raise Refused(
            "cursor-ahead",
            "你们的位置比我们的还靠后：我们的数据多半是从备份恢复的。请把最近的办件重新取一遍，再从 after=0 或知道的位置读起。",
            "Your cursor lies beyond ours: our data was most likely restored from a backup. Please fetch the open cases anew "
            "and read on from after=0 or from a point you know.",
        )
    found = list(between(held, after=after, upto=settled)[: most + 1])
    more, shown = len(found) > most, found[:most]
    return Page(tuple(told(shown)), shown[-1].pk if more else max(after, settled), more)


def between(held: Collection[tuple[str, str]], *, after: int, upto: int, types: Sequence[str] = ()) -> QuerySet[Change]:
    """The changes of these departments with numbers above `after`, up to `upto`, in their order; `types`: only these."""
    theirs = Q(pk__in=())
    for department, centre in held:
        theirs |= Q(department=department) if centre == "*" else Q(department=department, centre=centre)
    verbs = [verb for verb, name in TYPES.items() if not types or name in types]
    return Change.objects.filter(theirs, verb__in=verbs, id__gt=after, id__lte=upto).order_by("id")


def told(changes: Iterable[Change]) -> list[Told]:
    """These changes with what their events say, in their order."""
    changes = list(changes)
    events = Event.objects.in_bulk([change.event for change in changes])
    with everywhere("a case is named as it was when a change concerned its department"):
        cases = Case.objects.only("number", "matter").in_bulk({change.case for change in changes})
    return [
        Told(
            id=change.pk,
            type=TYPES[change.verb],
            at=events[change.event].at,
            case_id=change.case,
            case=cases[change.case].number,
            matter=cases[change.case].matter,
            centre=change.centre,
            from_state=events[change.event].from_state,
            to_state=events[change.event].to_state,
            granted=events[change.event].data.get("granted"),
        )
        for change in changes
    ]


def _oldest_open(cursor: Any) -> int:
    """The number of the oldest transaction that has not ended, or of the next one."""
    cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    number: int = cursor.fetchone()[0]
    return number


def _next_one(cursor: Any) -> int:
    """The number above those of all transactions that have ended."""
    cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
    number: int = cursor.fetchone()[0]
    return number
