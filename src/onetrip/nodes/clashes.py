"""What does not go together: found when a batch is taken in, kept for a person with both facts, never dropped."""

# ruff: noqa: S608 -- the SQL is composed of names out of our own list and of what the database says of its constraints

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection
from psycopg.errors import UniqueViolation

from onetrip.nodes import outbox
from onetrip.nodes.facts import tell
from onetrip.nodes.models import Conflict, Here, Withheld
from onetrip.nodes.outbox import Message
from onetrip.nodes.shape import has_key
from onetrip.nodes.tables import CITY, Table

_UNIQUE = """
SELECT array_agg(a.attname::text), coalesce(pg_get_expr(i.indpred, i.indrelid), 'true')
FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
WHERE c.relname = %s GROUP BY i.indpred, i.indrelid
"""


def is_unique_violation(error: IntegrityError) -> bool:
    """Whether a constraint says that there is such a row already."""
    return isinstance(error.__cause__, UniqueViolation)


def put_aside(
    table: Table, message: Message, row: dict[str, Any], peer: str, now: datetime, error: IntegrityError
) -> None:
    """Keep whole what could not be written, with its conflict."""
    said = error.__cause__.diag if isinstance(error.__cause__, UniqueViolation) else None
    if message.deed == "U":
        row = _as_it_is(table, message.key) | row
    same = f"{table.name} {_mark(said.message_detail if said else None)}"
    standing = _standing(table, message, row, (said and said.constraint_name) or "")
    conflict = Conflict.objects.filter(same=same).first()
    if conflict is None:
        conflict = Conflict.objects.create(
            kind=Conflict.Kind.NOT_BOTH,
            same=same,
            centre=peer if peer != CITY else str(row.get("centre_id") or row.get("centre") or ""),
            left=tell(table, standing[1] if standing else {}, _here()),
            right=tell(table, row, "" if peer == CITY else peer),
            found_at=now,
        )
        if peer == CITY:
            _tell_the_city(conflict)
    Withheld.objects.create(
        conflict=conflict,
        peer=peer,
        table=table.name,
        key=message.key,
        deed=message.deed,
        row=message.row,
        beside=standing[0] if standing else "",
        at=now,
    )


def _here() -> str:
    """The side that this database is: a centre's code, "" for the city."""
    return str(Here.objects.values_list("centre", flat=True).first() or "")


def _standing(
    table: Table, message: Message, row: dict[str, Any], constraint: str
) -> tuple[str, dict[str, Any]] | None:
    """The row that is here already and that a unique constraint holds against this one: its key and its columns."""
    with connection.cursor() as cursor:
        cursor.execute(_UNIQUE, [constraint])
        found = cursor.fetchone()
        if found is None:
            return None
        names, only_where = found
        listed = ", ".join(f'"{name}"' for name in names)
        here = f"(SELECT x FROM {table.name} x WHERE {has_key(table)})"
        cursor.execute(
            f'SELECT r."{table.key}"::text, to_jsonb(r) FROM {table.name} r WHERE ({listed}) IN '
            f"(SELECT {listed} FROM jsonb_populate_record({here}, %s::jsonb)) AND {only_where} "
            f'AND r."{table.key}"::text <> %s LIMIT 1',
            [message.key, json.dumps(row, default=str), message.key],
        )
        standing = cursor.fetchone()
    return None if standing is None else (standing[0], _as_dict(standing[1]))


def _as_it_is(table: Table, key: str) -> dict[str, Any]:
    """The row that a change is about, as it is here."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(r) FROM {table.name} r WHERE {has_key(table)}", [key])
        found = cursor.fetchone()
    return _as_dict(found[0]) if found else {}


def _as_dict(row: Any) -> dict[str, Any]:
    return dict(json.loads(row) if isinstance(row, str) else row)


def _tell_the_city(conflict: Conflict) -> None:
    """What a centre finds is decided at the city like all else; nothing else tells it, as this is no change of our own."""
    outbox.begin_writing()
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO nodes_outgoing ("to", "transaction", "table", deed, "key", "row", "at") '
            "SELECT %s, pg_current_xact_id()::text::bigint, 'nodes_conflict', 'I', c.id::text, to_jsonb(c)::text, clock_timestamp() "
            "FROM nodes_conflict c WHERE c.id = %s",
            [CITY, conflict.pk],
        )


def _mark(detail: str | None) -> str:
    """A mark of the values that are there already: the same at both sides, and it tells nothing of them."""
    return hashlib.sha256((detail or "").encode()).hexdigest()[:24]


_SLIP_TWICE = """
SELECT s.id::text, s.number, v.day,
       a.id::text, a.centre_id, a.arrived_at, a.finished_at, b.id::text, b.centre_id, b.arrived_at, b.finished_at
FROM lobby_visit v
JOIN advice_slip s ON s.id = v.slip_id
JOIN lobby_visit o ON o.slip_id = s.id AND o.id <> v.id AND o.centre_id <> v.centre_id
JOIN LATERAL (SELECT * FROM lobby_visit x WHERE x.id IN (v.id, o.id) ORDER BY x.arrived_at, x.id LIMIT 1) a ON true
JOIN LATERAL (SELECT * FROM lobby_visit x WHERE x.id IN (v.id, o.id) AND x.id <> a.id) b ON true
WHERE v.id::text = ANY(%s) AND b.arrived_at < coalesce(a.finished_at, 'infinity')
"""
# Of the same slip, or of the same resident while the first was not done: what is done on the spot counts for a day.
_MATTER_TWICE = """
SELECT DISTINCT a.matter, a.number, a.receiving_centre_id, a.received_at, a.state, b.number, b.receiving_centre_id,
       b.received_at, b.state, a.matter_name ->> 'zh', a.matter_name ->> 'en'
FROM cases_case c
JOIN cases_case o ON o.matter = c.matter AND o.id <> c.id AND o.receiving_centre_id <> c.receiving_centre_id
  AND (o.resident_id = c.resident_id OR o.slip_id = c.slip_id)
JOIN LATERAL (SELECT * FROM cases_case x WHERE x.id IN (c.id, o.id) ORDER BY x.received_at, x.id LIMIT 1) a ON true
JOIN LATERAL (SELECT * FROM cases_case x WHERE x.id IN (c.id, o.id) AND x.id <> a.id) b ON true
WHERE c.id::text = ANY(%s) AND a.state <> 'withdrawn' AND b.state <> 'withdrawn'
  AND (a.slip_id = b.slip_id OR b.received_at < greatest(coalesce(a.completed_at, 'infinity'), a.received_at + interval '1 day'))
"""
_ACCOUNT_CLOSED = """
SELECT a.username, a.name, max(c.at), e.centre, min(e.at), count(*)
FROM ledger_event e
JOIN staff_account a ON 'staff:' || a.username = e.actor AND NOT a.is_active
JOIN ledger_event c ON c.thing = 'account' AND c.thing_id = a.username AND c.verb = 'close' AND c.at < e.at
WHERE e.id = ANY(%s) AND e.centre = %s GROUP BY a.username, a.name, e.centre
"""


def look(*, peer: str, keys: dict[str, set[str]], now: datetime) -> list[Conflict]:
    """At the city, after a batch of `peer` was taken in: what it brought that does not go together with the rest."""
    found = []
    with connection.cursor() as cursor:
        if visits := keys.get("lobby_visit"):
            cursor.execute(_SLIP_TWICE, [sorted(visits)])
            found += [_slip_twice(row, now) for row in cursor.fetchall()]
        if cases := keys.get("cases_case"):
            cursor.execute(_MATTER_TWICE, [sorted(cases)])
            found += [_matter_twice(row, now) for row in cursor.fetchall()]
        if events := keys.get("ledger_event"):
            cursor.execute(_ACCOUNT_CLOSED, [[int(key) for key in events], peer])
            found += [_account_closed(row, now) for row in cursor.fetchall()]
    return [conflict for conflict in found if conflict]


def _slip_twice(row: tuple[Any, ...], now: datetime) -> Conflict | None:
    slip, number, day, _, first, first_at, first_end, _, second, second_at, second_end = row
    return _keep(
        Conflict.Kind.SLIP_TWICE,
        f"slip {slip} {day} {min(first, second)} {max(first, second)}",
        _fact(
            first,
            first_at,
            f"小贴士 {number} 在这里取了号",
            f"slip {number} was used here for a number",
            until=first_end,
        ),
        _fact(
            second, second_at, f"小贴士 {number} 在这里也取了号", f"slip {number} was used here too", until=second_end
        ),
        now,
    )


def _matter_twice(row: tuple[Any, ...], now: datetime) -> Conflict | None:
    matter, first, first_centre, first_at, first_state, second, second_centre, second_at, second_state, zh, en = row
    return _keep(
        Conflict.Kind.MATTER_TWICE,
        f"matter {matter} {min(first, second)} {max(first, second)}",
        _fact(
            first_centre, first_at, f"受理了“{zh}”，办件号 {first}", f"accepted “{en}”, case {first}", state=first_state
        ),
        _fact(
            second_centre,
            second_at,
            f"受理了“{zh}”，办件号 {second}",
            f"accepted “{en}”, case {second}",
            state=second_state,
        ),
        now,
    )


def _account_closed(row: tuple[Any, ...], now: datetime) -> Conflict | None:
    username, name, closed_at, centre, used_at, _ = row
    return _keep(
        Conflict.Kind.ACCOUNT_CLOSED,
        f"account {username} {centre} {closed_at.isoformat()}",
        _fact(
            "", closed_at, f"市里停用了账号 {username}（{name}）", f"the city closed the account {username} ({name})"
        ),
        _fact(centre, used_at, f"账号 {username} 还在办事", f"the account {username} was still at work"),
        now,
    )


def _fact(centre: str, at: datetime, zh: str, en: str, **more: Any) -> dict[str, Any]:
    told = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in more.items()}
    return {"centre": centre, "at": at.isoformat(), "zh": zh, "en": en, **told}


def _keep(
    kind: Conflict.Kind, same: str, left: dict[str, Any], right: dict[str, Any], now: datetime
) -> Conflict | None:
    """The conflict, kept once: `same` names its sides. What is known already is completed until it is decided; None then."""
    sides = [side for side in (left["centre"], right["centre"]) if side]
    centre, other = (right["centre"], left["centre"]) if left["centre"] else (sides[0], "")
    known = Conflict.objects.filter(same=same).first()
    if known is not None:
        if known.decided_at is None:
            Conflict.objects.filter(pk=known.pk).update(left=left, right=right)
        return None
    return Conflict.objects.create(
        kind=kind, same=same, centre=centre, other=other, left=left, right=right, found_at=now
    )
