"""What still has to be sent, in an order in which it can be taken in.

The number of a message is given when the row is changed, not when the change is committed: a transaction that began
early may commit late, with a number lower than others that are already there. Sending "everything above the last one
sent" would lose it. Nor is it enough to stay below the oldest open transaction: one that began early and waited for a
row depends on one that began later. So the order is that of the numbers, which follows every wait for a row, and
a message is sent only once no lower number can still appear: the outbox is looked at (`mark`: the highest number given
so far, and then a transaction's number taken for this look); when every transaction that was open at that moment has ended, all
messages up to the mark are there or never will be (`settled`). For this a message may take its number only in a
transaction that has one itself: after a change, as in a trigger, it has; whoever writes messages otherwise calls
`begin_writing` first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any, Protocol

from django.db import connection
from django.db.models import Max

from onetrip.nodes.models import Outgoing
from onetrip.nodes.shape import columns
from onetrip.nodes.tables import ALL, by_name

MOST_MESSAGES = 200
"""Messages of one batch; a transaction is never torn, so that one large transaction may make a larger batch."""
MOST_BYTES = 400_000
LEAP = 1 << 32
"""Further than any house counts between a backup and the day it is needed."""


class Marks(Protocol):
    """Whoever remembers a look at the outbox: `Node` or `Line`."""

    mark: int
    mark_until: int
    settled: int

    def save(self, *, update_fields: Sequence[str]) -> Any: ...


@dataclass(frozen=True)
class Message:
    """A change as it crosses the line."""

    id: int
    table: str
    deed: str
    key: str
    row: str | None

    def to_json(self) -> list[Any]:
        return [self.id, self.table, self.deed, self.key, self.row]

    @staticmethod
    def from_json(raw: Any) -> Message:
        """Read one back. Raises ValueError."""
        match raw:
            case [int(number), str(table), ("I" | "U" | "D") as deed, str(key), str() | None as row] if number > 0:
                return Message(number, table, deed, key, row)
        raise ValueError("no message")


@dataclass(frozen=True)
class Batch:
    """Messages after one that is known to have arrived, up to `upto`."""

    after: int
    upto: int
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Waiting:
    """How much waits to be sent."""

    messages: int
    oldest: datetime | None


def settle(marks: Marks) -> int:
    """The number up to which everything is there for good; remembers in `marks` what it has to wait for.

    Must be called outside of a transaction: each of the looks needs a view of its own.
    """
    if connection.in_atomic_block:
        raise RuntimeError("looking at the outbox inside a transaction would wait for that transaction")
    with connection.cursor() as cursor:
        if marks.mark > marks.settled and marks.mark_until >= _next_one(cursor):
            marks.mark = marks.settled  # looked at in another cluster, before the database was put back: look again
        if marks.mark > marks.settled and _oldest_open(cursor) >= marks.mark_until:
            marks.settled = marks.mark
        if marks.mark == marks.settled and (last := last_given()) > marks.mark:
            marks.mark = last
            # A number of our own, so that every one given before is lower: what a snapshot calls its upper end is
            # only the last transaction that has ended, and open ones may lie above it.
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            (marks.mark_until,) = cursor.fetchone()
            if _oldest_open(cursor) >= marks.mark_until:
                marks.settled = marks.mark
    marks.save(update_fields=["mark", "mark_until", "settled"])
    return marks.settled


def last_given() -> int:
    """The highest number that a message was given so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM nodes_outgoing_id_seq")
        number: int = cursor.fetchone()[0]
        return number


def last_for(centre: str) -> int:
    """The number of the last message that is for this centre alone."""
    found: int | None = Outgoing.objects.filter(to=centre).aggregate(last=Max("id"))["last"]
    return found or 0


def number_anew(*, after: int) -> int:
    """Give every message above `after` a number beyond any that can have been given before the database was put back, in
    the same order, and go on from there; how many were numbered. Inside the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE nodes_outgoing IN EXCLUSIVE MODE")  # nobody takes a number meanwhile
        beyond = last_given() + LEAP
        cursor.execute("UPDATE nodes_outgoing SET id = id + %s WHERE id > %s", [LEAP, after])
        moved: int = cursor.rowcount
        cursor.execute("SELECT setval('nodes_outgoing_id_seq', %s)", [beyond])
    return moved


def begin_writing() -> None:
    """Give this transaction its number, before it gives one to a message."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()")


def _oldest_open(cursor: Any) -> int:
    """The number of the oldest transaction that has not ended, or of the next one."""
    cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    number: int = cursor.fetchone()[0]
    return number


def _next_one(cursor: Any) -> int:
    """The number that is above those of all transactions that have ended."""
    cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
    number: int = cursor.fetchone()[0]
    return number


def batch(to: str, *, after: int, settled: int, most: int = MOST_MESSAGES, most_bytes: int = MOST_BYTES) -> Batch:
    """The next messages for `to`: whole transactions, as many as fit, at least one."""
    if settled <= after:
        return Batch(after, after, ())
    wanted = most
    while True:
        rows = list(
            Outgoing.objects.filter(to__in=[to, ALL], id__gt=after, id__lte=settled)
            .order_by("id")
            .values_list("id", "transaction", "table", "deed", "key", "row")[:wanted]
        )
        if not rows:
            return Batch(after, after, ())
        cut = _cut(rows, to, after, most_bytes)
        if cut:
            messages = tuple(Message(row[0], row[2], row[3], row[4], row[5]) for row in rows[:cut])
            return Batch(after, messages[-1].id, messages)
        if len(rows) < wanted:  # the end of a transaction is not settled yet
            return Batch(after, after, ())
        wanted *= 4


def _cut(rows: list[tuple[Any, ...]], to: str, after: int, most_bytes: int) -> int:
    """How many of `rows` can go so that no transaction is torn: the most within `most_bytes`, else the fewest; or 0."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT "transaction", max(id) FROM nodes_outgoing WHERE "transaction" = ANY(%s) AND id > %s '
            'AND "to" = ANY(%s) GROUP BY "transaction"',
            [sorted({row[1] for row in rows}), after, [to, ALL]],
        )
        last = dict(cursor.fetchall())
    best, reach, size = 0, 0, 0
    for place, row in enumerate(rows, start=1):
        reach = max(reach, last[row[1]])
        size += len(row[5] or "") + 100
        if size > most_bytes and best:
            break
        if reach <= row[0]:
            best = place
    return best


def waiting(to: str, *, acknowledged: int) -> Waiting:
    """What has not arrived yet."""
    mine = Outgoing.objects.filter(to__in=[to, ALL], id__gt=acknowledged)
    oldest = mine.order_by("id").values_list("at", flat=True).first()
    return Waiting(mine.count(), oldest)


def prune(to: str, *, arrived: int, before: datetime) -> int:
    """Forget messages for `to` that have arrived and are older than `before`; returns how many."""
    return Outgoing.objects.filter(to=to, id__lte=arrived, at__lt=before).delete()[0]


_AS_NOW = """
UPDATE {messages} o SET "row" = (o."row"::jsonb || now.held)::text
FROM {messages} m JOIN {table} r ON {has_key}, LATERAL (
  SELECT jsonb_object_agg(n.key, n.value) AS held FROM jsonb_each(to_jsonb(r)) n
  WHERE (n.key = ANY(%(said)s) OR (n.key = ANY(%(links)s) AND n.value = 'null'))
    AND m."row"::jsonb ? n.key AND m."row"::jsonb -> n.key <> n.value
) AS now
WHERE m.id = o.id AND m."table" = '{table}' AND m."row" IS NOT NULL AND now.held IS NOT NULL
"""


def forget_what_was_wiped() -> int:
    """Messages say of what is private no more than the row says now: what somebody wiped or withdrew is not kept here for
    as long as messages are. Told again they end at the same row. Returns how many were changed."""
    changed = 0
    with connection.cursor() as cursor:
        for table, messages in product(by_name().values(), ("nodes_outgoing", "nodes_withheld")):
            if table.private:
                said = [name for name in table.private if name not in table.points_to]
                links = [name for name in table.private if name in table.points_to]
                key = columns(table.name)[table.key].type
                # As text, and cast only for this table's messages: keys of others are of another type.
                matching = f"""r."{table.key}" = (CASE WHEN m."table" = '{table.name}' THEN m."key" END)::{key}"""
                sql = _AS_NOW.format(messages=messages, table=table.name, has_key=matching)
                cursor.execute(sql, {"said": said, "links": links})
                changed += cursor.rowcount
    return changed
