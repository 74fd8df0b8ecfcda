"""At the city: rows that a centre node has to have copied to it: its own past when it begins, and slips issued elsewhere."""

# ruff: noqa: S608 -- the SQL is composed of names out of our own list alone

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from onetrip.nodes import outbox
from onetrip.nodes.models import Holding
from onetrip.nodes.tables import ALL, TABLES, Table, Way
from onetrip.staff.actions import HOUSE

_PUT = """
INSERT INTO nodes_outgoing ("to", "transaction", "table", deed, "key", "row", "at")
SELECT %s, {group}, '{table}', '{deed}', r."{key}"::text, {row}::text, clock_timestamp() FROM {table} r WHERE {where} ORDER BY {order}
"""
_EACH = "-nextval('nodes_outgoing_id_seq')"
"""A group of its own for every row: what has no end need not cross the line in one piece."""
_CLOSURE = """
WITH RECURSIVE needed(id) AS (
  SELECT unnest(%s::uuid[])
  UNION
  SELECT c.renews_id FROM needed n JOIN advice_slip s ON s.id = n.id JOIN advice_consultation c ON c.id = s.consultation_id
  WHERE c.renews_id IS NOT NULL
) SELECT id FROM needed
"""
_RESIDENTS = """
id IN (SELECT resident_id FROM advice_consultation WHERE centre_id = %(c)s::text UNION SELECT resident_id FROM advice_slip WHERE centre_id = %(c)s::text
 UNION SELECT resident_id FROM lobby_visit WHERE centre_id = %(c)s::text UNION SELECT resident_id FROM cases_case WHERE receiving_centre_id = %(c)s::text
 UNION SELECT proxy_id FROM lobby_visit WHERE centre_id = %(c)s::text UNION SELECT proxy_id FROM cases_case WHERE receiving_centre_id = %(c)s::text
 UNION SELECT principal_id FROM cases_authority WHERE centre_id = %(c)s::text UNION SELECT agent_id FROM cases_authority WHERE centre_id = %(c)s::text
 UNION SELECT resident_id FROM people_consent WHERE centre = %(c)s::text UNION SELECT resident_id FROM people_identityview WHERE centre = %(c)s::text)
"""
_FOREIGN = """
SELECT s.id FROM advice_slip s WHERE s.centre_id <> %(c)s::text AND (
 EXISTS (SELECT 1 FROM lobby_visit v WHERE v.slip_id = s.id AND v.centre_id = %(c)s::text)
 OR EXISTS (SELECT 1 FROM cases_case k WHERE k.slip_id = s.id AND k.receiving_centre_id = %(c)s::text)
 OR EXISTS (SELECT 1 FROM cases_missingnotice m WHERE m.slip_id = s.id AND m.centre_id = %(c)s::text)
 OR EXISTS (SELECT 1 FROM ratings_brokenpromise b WHERE b.slip_id = s.id AND b.centre_id = %(c)s::text)
 OR EXISTS (SELECT 1 FROM advice_consultation a WHERE a.renews_id = s.id AND a.centre_id = %(c)s::text))
"""


def hand_over(centre: str, *, token: str = "", number: str = "", now: datetime) -> int | None:
    """Queue the slip with this token, or the newest one with this number, for `centre`; None without such a slip.

    The node is entered as its holder first, and the rows are read under a lock: whoever changes one of them afterwards
    sees the holder and tells it too, so that no change falls between copy and message.
    """
    with connection.cursor() as cursor:
        if token:
            cursor.execute("SELECT id FROM advice_slip WHERE token = %s", [token])
        else:
            cursor.execute("SELECT id FROM advice_slip WHERE number = %s ORDER BY day DESC LIMIT 1", [number])
        found = cursor.fetchone()
    return copy_slips(centre, [found[0]], now) if found else None


def copy_slips(centre: str, ids: Iterable[Any], now: datetime) -> int:
    """Queue these slips, those they renew, their consultations, residents and visits; gives the last message's number."""
    outbox.begin_writing()
    with connection.cursor() as cursor:
        cursor.execute(_CLOSURE, [list(ids)])
        slips = [row[0] for row in cursor.fetchall()]
        Holding.objects.bulk_create(
            [Holding(node_id=centre, slip_id=slip, since=now) for slip in slips], ignore_conflicts=True
        )
        cursor.execute("SELECT id FROM advice_slip WHERE id = ANY(%s) ORDER BY id FOR SHARE", [slips])
        cursor.execute("SELECT id FROM lobby_visit WHERE slip_id = ANY(%s) ORDER BY id FOR SHARE", [slips])
        consultations = "SELECT consultation_id FROM advice_slip WHERE id = ANY(%s)"
        _put(
            cursor,
            centre,
            "people_resident",
            f"id IN (SELECT resident_id FROM advice_consultation WHERE id IN ({consultations}) UNION SELECT resident_id "
            "FROM advice_slip WHERE id = ANY(%s) UNION SELECT resident_id FROM lobby_visit WHERE slip_id = ANY(%s) "
            "UNION SELECT proxy_id FROM lobby_visit WHERE slip_id = ANY(%s))",
            [slips, slips, slips, slips],
        )
        _put(cursor, centre, "advice_consultation", f"id IN ({consultations})", [slips])
        _put(cursor, centre, "advice_slip", "id = ANY(%s)", [slips])
        _put(cursor, centre, "lobby_visit", "slip_id = ANY(%s) AND centre_id <> %s", [slips, centre])
        cursor.execute('SELECT max(id) FROM nodes_outgoing WHERE "to" = %s', [centre])
        last: int = cursor.fetchone()[0]
        return last


def copy_past(centre: str, now: datetime) -> None:
    """Queue everything that a new node of `centre` begins with: what the city tells it, and its own rows so far.

    Inside the transaction that adds the node, with the tables locked against changes.
    """
    outbox.begin_writing()
    with connection.cursor() as cursor:
        tables = [table for table in TABLES if table.way is not Way.HERE]
        cursor.execute(f"LOCK TABLE {', '.join(table.name for table in tables)} IN SHARE ROW EXCLUSIVE MODE")
        for table in tables:
            if table.way in (Way.DOWN, Way.ONCE):
                _put(cursor, centre, table.name, *_down_of(table, centre), group=_EACH)
        cursor.execute(_FOREIGN, {"c": centre})
        foreign = [row[0] for row in cursor.fetchall()]
        if foreign:
            copy_slips(centre, foreign, now)
        for table in tables:
            if table.way is Way.UP:
                _copy_own(cursor, table, centre)


def _copy_own(cursor: Any, table: Table, centre: str) -> None:
    if table.name == "people_resident":
        _put(cursor, centre, table.name, _RESIDENTS, {"c": centre}, group=_EACH)
        return
    where = f"{table.centre} = %(c)s::text"
    if table.name == "advice_consultation":  # a slip may be renewed by a consultation: first without, then with it
        _put(
            cursor, centre, table.name, where, {"c": centre}, group=_EACH, row="to_jsonb(r) || '{\"renews_id\": null}'"
        )
        return
    _put(cursor, centre, table.name, where, {"c": centre}, group=_EACH)
    if table.name == "advice_slip":
        renewing = "r.centre_id = %(c)s::text AND r.renews_id IS NOT NULL"
        _put(
            cursor,
            centre,
            "advice_consultation",
            renewing,
            {"c": centre},
            group=_EACH,
            deed="U",
            row="jsonb_build_object('renews_id', r.renews_id)",
        )


def _down_of(table: Table, centre: str) -> tuple[str, Sequence[Any]]:
    """Which rows of the city's own tables a centre is told of."""
    if table.model == "staff.Account":
        return (
            "(id IN (SELECT account_id FROM staff_grant WHERE centre = ANY(%s)) OR username = %s)",
            [[centre, ALL], HOUSE],
        )
    if table.way is Way.ONCE:
        return "account_id IN (SELECT account_id FROM staff_grant WHERE centre = %s)", [centre]
    if table.model == "nodes.Conflict":
        return "%s::text IN (r.centre, r.other)", [centre]
    return f"{table.centre} = ANY(%s)", [[centre, ALL]]


def _put(
    cursor: Any,
    centre: str,
    name: str,
    where: str,
    values: Any,
    *,
    group: str = "pg_current_xact_id()::text::bigint",
    deed: str = "I",
    row: str = "to_jsonb(r)",
) -> None:
    table = next(table for table in TABLES if table.way is not Way.HERE and table.name == name)
    named = isinstance(values, dict)
    to, given = ("%(c)s::text", values) if named else ("%s::text", [centre, *values])
    sql = _PUT.replace("SELECT %s", f"SELECT {to}").format(
        group=group, table=name, deed=deed, key=table.key, row=row, where=where, order=f'r."{table.key}"'
    )
    cursor.execute(sql, given)
