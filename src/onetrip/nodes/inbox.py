"""Taking in what the other side says: in order, a batch in one transaction, nothing twice, nothing dropped.

What cannot be taken because one side runs a newer version stops the line with words (`Unacceptable`) until that is put
right. What does not go together with what is here (a unique constraint says so) is kept aside whole, as a conflict.
"""

# ruff: noqa: S608 -- the SQL is composed of names out of our own list and of columns that the table has

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from psycopg.errors import ForeignKeyViolation

from onetrip.ledger.refusals import Refused
from onetrip.nodes import aliases, clashes, deciding, owning, settling
from onetrip.nodes.capture import applying
from onetrip.nodes.models import Conflict, Withheld
from onetrip.nodes.outbox import Message
from onetrip.nodes.shape import columns, has_key
from onetrip.nodes.tables import CITY, Table, by_name


class Unacceptable(Refused):
    """A message that this side cannot take; the line stands still, and all that waits keeps waiting."""


@dataclass
class Taken:
    """What a batch changed, for those who look for conflicts afterwards."""

    peer: str
    keys: dict[str, set[str]] = field(default_factory=dict)

    def note(self, table: str, key: str) -> None:
        self.keys.setdefault(table, set()).add(key)


def take(messages: Sequence[Message], *, peer: str, now: datetime) -> Taken:
    """Take in messages of `peer` ("city" or a centre's code) inside the caller's transaction. Raises Unacceptable.

    Afterwards every foreign key holds, or the whole batch is refused.
    """
    taken = Taken(peer)
    with applying(peer):
        aside = _withheld(peer)
        for message in messages:
            _take_one(message, taken, aside, now)
        for conflict in Conflict.objects.filter(pk__in=taken.keys.get(aliases.CONFLICTS, ())).exclude(decision=""):
            deciding.follow(conflict)
        _check_foreign_keys()
    return taken


def _take_one(message: Message, taken: Taken, aside: set[tuple[str, str]], now: datetime) -> None:
    table = by_name().get(message.table)
    if table is None:
        raise _newer(f"table {message.table}")
    _check_columns(table, message)
    row = _loads(message.row)
    if aside and _leans_on(table, message, row, aside):
        _put_aside_too(message, taken.peer, now)
        aside.add((message.table, message.key))
        return
    override = aliases.rewritten(taken.peer, table, row)
    key = aliases.ours(taken.peer, message.table, message.key)
    if taken.peer != CITY and not owning.may_say(table, message, key, taken.peer, row):
        raise _not_yours(table)
    if message.table in aliases.MERGED and aliases.merge(taken.peer, message, key, row | override):
        taken.note(message.table, aliases.ours(taken.peer, message.table, message.key))
        return
    if key != message.key and table.key in row:
        override = {**override, table.key: key}
    if message.deed != "D":
        override |= settling.standing(message.table, key, row)
    try:
        with transaction.atomic():
            _write(table, message, key, override)
    except IntegrityError as error:
        if not clashes.is_unique_violation(error):
            raise
        if message.table in aliases.MERGED and aliases.merge(taken.peer, message, key, row | override):
            return  # somebody here met the same resident a moment before
        clashes.put_aside(table, message, row | override, taken.peer, now, error)
        aside.add((message.table, message.key))
        return
    taken.note(message.table, key)


def _write(table: Table, message: Message, key: str, override: dict[str, Any]) -> None:
    """Bring one row to what the message says; `override` replaces some of its columns."""
    with connection.cursor() as cursor:
        if message.deed == "D":
            cursor.execute(f"DELETE FROM {table.name} WHERE {has_key(table)}", [key])
            return
        names = [name for name in columns(table.name) if name in _loads(message.row)]
        given = f"jsonb_populate_record(NULL::{table.name}, %s::jsonb || %s::jsonb)"
        values = [message.row, json.dumps(override, default=str)]
        listed = ", ".join(f'"{name}"' for name in names)
        if message.deed == "I":
            kept = [name for name in names if name not in {table.key, *table.local, *table.fixed}]
            then = "NOTHING" if table.is_final else "UPDATE SET " + ", ".join(f'"{n}" = EXCLUDED."{n}"' for n in kept)
            cursor.execute(
                f'INSERT INTO {table.name} ({listed}) SELECT {listed} FROM {given} ON CONFLICT ("{table.key}") DO {then}',
                values,
            )
            return
        row = f"(SELECT {listed} FROM {given})"
        cursor.execute(
            f"UPDATE {table.name} SET ({listed}) = {row} WHERE {has_key(table)}"
            if len(names) > 1
            else f"UPDATE {table.name} SET {listed} = {row} WHERE {has_key(table)}",
            [*values, key],
        )
        if cursor.rowcount == 0:
            raise Unacceptable(
                "row-missing",
                f"收到一条改动，可是它改的那条记录这边没有（{table.name}）。先停收，请运维核对两边的数据。",
                f"A change arrived for a row that is not here ({table.name}). Nothing more is taken until an operator "
                "has compared both sides.",
            )


def _check_columns(table: Table, message: Message) -> None:
    """Raises Unacceptable when the two sides do not have the same columns: what one does not know it must not drop."""
    there = columns(table.name)
    row = _loads(message.row)
    for name in row:
        if name not in there:
            raise _newer(f"{table.name}.{name}")
    if message.deed == "I":
        for column in there.values():
            if column.name not in row and not column.may_be_null:
                raise Unacceptable(
                    "other-side-older",
                    f"对方的版本比这边旧，少了一栏（{table.name}.{column.name}）。请先升级对方；没发出的都留着，升级后自动补传。",
                    f"The other side runs an older version and lacks a column ({table.name}.{column.name}). Please update it "
                    "first; everything waits and is sent by itself afterwards.",
                )


def _newer(what: str) -> Unacceptable:
    return Unacceptable(
        "other-side-newer",
        f"对方的版本比这边新，发来了这边没有的内容（{what}）。请先升级这边；没收下的都留着，升级后自动补传。",
        f"The other side runs a newer version and sent what is unknown here ({what}). Please update this side first; "
        "everything waits and is sent by itself afterwards.",
    )


def _not_yours(table: Table) -> Unacceptable:
    return Unacceptable(
        "not-yours",
        f"中心节点发来了不归它管的记录（{table.name}），没有收。请运维查看。",
        f"A centre node sent a row that is not its own ({table.name}); it was not taken. An operator has to look.",
    )


def _leans_on(table: Table, message: Message, row: dict[str, Any], aside: set[tuple[str, str]]) -> bool:
    """Whether a message speaks of a row that was put aside, or points to one."""
    if (message.table, message.key) in aside:
        return True
    return any((target, str(row.get(column))) in aside for column, target in table.points_to.items())


def _withheld(peer: str) -> set[tuple[str, str]]:
    """The rows of `peer` that were put aside before."""
    return set(Withheld.objects.filter(peer=peer).values_list("table", "key"))


def _put_aside_too(message: Message, peer: str, now: datetime) -> None:
    """Keep a message that belongs to what waits already."""
    row = _loads(message.row)
    table = by_name()[message.table]
    targets = {(message.table, message.key), *((t, str(row.get(c))) for c, t in table.points_to.items())}
    for first in Withheld.objects.filter(peer=peer).order_by("id"):
        if (first.table, first.key) in targets:
            Withheld.objects.create(
                conflict_id=first.conflict_id,
                peer=peer,
                table=message.table,
                key=message.key,
                deed=message.deed,
                row=message.row,
                at=now,
            )
            return


def _check_foreign_keys() -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        if not isinstance(error.__cause__, ForeignKeyViolation):
            raise
        raise Unacceptable(
            "row-missing",
            "收到的记录指向一条这边没有的记录。先停收，请运维核对两边的数据。",
            "A row arrived that points to one that is not here. Nothing more is taken until an operator has compared "
            "both sides.",
        ) from error


def _loads(row: str | None) -> dict[str, Any]:
    return json.loads(row) if row else {}
