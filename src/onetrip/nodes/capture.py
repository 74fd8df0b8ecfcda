"""Triggers that write down every change which somebody else has to hear of, and that keep each side to its own rows.

They are attached when a database becomes a node (and again after every migration), from the list in `tables`. A house
that stands alone has none of them and pays nothing. Two of them on each table:

* *guard*, before a change: the city's tables are not written at a centre, nor a centre's rows at the city, except what
  the list allows. It raises an integrity error whose constraint is CITYS or CENTRES; `web` puts it in words.
* *capture*, after a change: the message, in the transaction of the change. What is itself a message being taken in
  (`applying`) is not sent back.

Both act as the owner of the tables: whom a change is told to does not depend on what the one who changes may see.
"""

# ruff: noqa: S608 -- the SQL is composed of names out of our own list alone

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import AutoField

from onetrip.nodes.models import Here
from onetrip.nodes.tables import ALL, CITY, TABLES, Table, Way
from onetrip.staff.actions import HOUSE
from onetrip.walls.scope import as_owner

CITYS = "nodes_owned_by_city"
CENTRES = "nodes_owned_by_centre"
NUMBERS_EACH = 40
"""Bits: each node numbers its rows from its own number × 2**40 on, so that the same row has the same number everywhere."""

_SOURCE = "coalesce(current_setting('onetrip.applying', true), '')"
_CHANGED = """
  IF TG_OP = 'UPDATE' THEN
    SELECT jsonb_object_agg(n.key, n.value) INTO change FROM jsonb_each(to_jsonb(NEW) - {local}) n
      WHERE n.value IS DISTINCT FROM (to_jsonb(OLD) -> n.key);
    IF change IS NULL THEN RETURN {result}; END IF;
  ELSIF TG_OP = 'INSERT' THEN change := to_jsonb(NEW);
  END IF;"""
_CAPTURE = """
CREATE OR REPLACE FUNCTION nodes_capture_{table}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $body$
DECLARE r {table}%ROWTYPE; source text := {source}; change jsonb;
BEGIN
  {unless}
  IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;{changed}
  {first}
  INSERT INTO nodes_outgoing ("to", "transaction", "table", deed, "key", "row", "at")
    SELECT t, pg_current_xact_id()::text::bigint, '{table}', left(TG_OP, 1), r."{key}"::text, change::text, clock_timestamp()
    FROM ({targets}) AS told (t);
  RETURN NULL;
END $body$;
DROP TRIGGER IF EXISTS nodes_capture ON {table};
CREATE TRIGGER nodes_capture AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION nodes_capture_{table}();
"""
_GUARD = """
CREATE OR REPLACE FUNCTION nodes_guard_{table}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $body$
DECLARE r {table}%ROWTYPE; change jsonb;
BEGIN
  IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;
  IF {source} <> '' THEN RETURN r; END IF;{body}
  RETURN r;
END $body$;
DROP TRIGGER IF EXISTS nodes_guard ON {table};
CREATE TRIGGER nodes_guard BEFORE INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION nodes_guard_{table}();
"""
# A copied row of another centre is read here, and what everybody may change of it is changed; no more.
_AT_CENTRE = """{changed}
  IF TG_OP = 'INSERT' THEN
    IF {is_not_ours}{foreign} THEN {refuse} END IF;
    RETURN r;
  END IF;
  r := OLD;
  IF {was_not_ours} THEN {refuse} END IF;
  IF TG_OP = 'DELETE' THEN RETURN r; END IF;
  r := NEW;
  IF {is_not_ours} THEN {refuse} END IF;"""
_RAISE = "RAISE EXCEPTION '% of {table} here', TG_OP USING ERRCODE = 'restrict_violation', CONSTRAINT = '{whose}', TABLE = '{table}';"
MIGRATING = "migration"
"""The source of what a migration changes: both sides run it, so it is neither guarded nor sent."""
_ACCOUNT_FIRST = """
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO nodes_outgoing ("to", "transaction", "table", deed, "key", "row", "at")
      SELECT r.centre, pg_current_xact_id()::text::bigint, 'staff_account', 'I', a.id::text, to_jsonb(a)::text, clock_timestamp()
      FROM staff_account a WHERE a.id = r.account_id AND (r.centre = '*' OR EXISTS (SELECT 1 FROM nodes_node n WHERE n.centre_id = r.centre));
  END IF;"""

# The nodes that hold a slip know the visits that bring it, and no others. A visit may bring it late, give it back for
# another one, or learn late whose it is and who came: who is told of a visit has to have all that its row points to.
_HOLDERS_FIRST = """
  IF TG_OP <> 'DELETE' AND change ?| ARRAY['slip_id', 'resident_id', 'proxy_id'] THEN
    INSERT INTO nodes_outgoing ("to", "transaction", "table", deed, "key", "row", "at")
      SELECT h.node_id, pg_current_xact_id()::text::bigint, 'people_resident', 'I', p.id::text, to_jsonb(p)::text, clock_timestamp()
      FROM nodes_holding h JOIN advice_slip s ON s.id = h.slip_id JOIN people_resident p ON p.id IN (
        CASE WHEN change ?| ARRAY['slip_id', 'resident_id'] THEN r.resident_id END, CASE WHEN change ?| ARRAY['slip_id', 'proxy_id'] THEN r.proxy_id END)
      WHERE s.id = r.slip_id AND p.id IS DISTINCT FROM s.resident_id AND h.node_id NOT IN (r.centre_id, source);
  END IF;
  IF TG_OP = 'UPDATE' AND change ? 'slip_id' THEN
    INSERT INTO nodes_outgoing ("to", "transaction", "table", deed, "key", "row", "at")
      SELECT h.node_id, pg_current_xact_id()::text::bigint, 'lobby_visit', 'I', r.id::text, to_jsonb(r)::text, clock_timestamp()
      FROM nodes_holding h WHERE h.slip_id = r.slip_id AND h.node_id NOT IN (r.centre_id, source);
    INSERT INTO nodes_outgoing ("to", "transaction", "table", deed, "key", "at")
      SELECT h.node_id, pg_current_xact_id()::text::bigint, 'lobby_visit', 'D', r.id::text, clock_timestamp()
      FROM nodes_holding h WHERE h.slip_id = OLD.slip_id AND h.node_id NOT IN (r.centre_id, source)
        AND NOT EXISTS (SELECT 1 FROM nodes_holding k WHERE k.slip_id = r.slip_id AND k.node_id = h.node_id);
  END IF;"""


@contextmanager
def applying(peer: str) -> Iterator[None]:
    """Until the end of the transaction, what is written was heard from `peer`: neither guarded nor sent back to it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_SOURCE}")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config('onetrip.applying', %s, true)", [peer])
        yield
        # Not after an exception: it takes the transaction back, and this with it.
        cursor.execute("SELECT set_config('onetrip.applying', %s, true)", [before])


def attach() -> None:
    """Attach the triggers that fit what this database is; without being a node it gets none. May be repeated."""
    here = Here.objects.first()
    if here is None:
        return
    at_city = here.role == Here.Role.CITY
    with as_owner("triggers are attached"), connection.cursor() as cursor:
        for table in TABLES:
            if table.way in (Way.HERE, Way.ONCE):
                continue
            cursor.execute(_at_city(table) if at_city else _at_centre(table, here.centre))


def detach() -> None:
    """Take the triggers off again: this database is no node any more."""
    with as_owner("triggers are taken off"), connection.cursor() as cursor:
        for table in TABLES:
            if table.way not in (Way.HERE, Way.ONCE):
                for trigger in ("nodes_capture", "nodes_guard"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {trigger} ON {table.name}")


def claim_numbers(number: int) -> None:
    """From now on, numbers that tables give themselves begin at `number` × 2**40: no other node gives them."""
    least = number << NUMBERS_EACH
    with as_owner("sequences are set"), connection.cursor() as cursor:
        for sequence in _sequences():
            cursor.execute(f"SELECT setval('{sequence}', greatest((SELECT last_value FROM {sequence}), %s))", [least])


def leap_numbers(far: int) -> None:
    """From now on, numbers that tables give themselves lie beyond those that were given and are no longer known here."""
    with as_owner("sequences are set"), connection.cursor() as cursor:
        for sequence in _sequences():
            cursor.execute(f"SELECT setval('{sequence}', (SELECT last_value FROM {sequence}) + %s)", [far])


def _sequences() -> list[str]:
    """What numbers the rows of the tables that cross the line."""
    found = []
    with connection.cursor() as cursor:
        for table in TABLES:
            if table.way is not Way.HERE and isinstance(table.the_model._meta.pk, AutoField):  # noqa: SLF001 -- Django's documented interface
                cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table.name, table.key])
                found.append(str(cursor.fetchone()[0]))
    return found


def _at_city(table: Table) -> str:
    if table.way is Way.DOWN:
        return _capture(table, targets=_told_down(table), first=_ACCOUNT_FIRST if table.model == "staff.Grant" else "")
    owner = table.centre
    held = {"advice_slip": "r.id", "lobby_visit": "r.slip_id"}.get(table.name)
    holders = f" UNION SELECT h.node_id FROM nodes_holding h WHERE h.slip_id = {held}" if held else ""
    targets = (
        f"SELECT x.t FROM (SELECT {owner}{holders}) AS x (t) "
        "WHERE x.t <> source AND EXISTS (SELECT 1 FROM nodes_node n WHERE n.centre_id = x.t)"
    )
    if owner == "NULL":
        return ""
    allowed = "".join(f" AND TG_OP <> '{op}'" for op in ("INSERT", "UPDATE", "DELETE") if op[0] in table.city_may)
    guard = f"\n  IF EXISTS (SELECT 1 FROM nodes_node n WHERE n.centre_id = {owner}){allowed} THEN {_raise(table, CENTRES)} END IF;"
    first = _HOLDERS_FIRST if table.name == "lobby_visit" else ""
    return _capture(table, targets=targets, first=first) + _guard(table, guard)


def _told_down(table: Table) -> str:
    """Who is told of a change of the city's own."""
    if table.model == "staff.Account":
        whose = (
            "SELECT DISTINCT g.centre FROM staff_grant g WHERE g.account_id = r.id "
            f"UNION SELECT '{ALL}' WHERE r.username = '{HOUSE}'"
        )
    elif table.model == "nodes.Conflict":
        whose = "SELECT r.centre UNION SELECT r.other"
    else:
        whose = f"SELECT {table.centre}"
    return (
        f"SELECT x.t FROM ({whose}) AS x (t) "
        f"WHERE x.t = '{ALL}' OR EXISTS (SELECT 1 FROM nodes_node n WHERE n.centre_id = x.t)"
    )


def _at_centre(table: Table, centre: str) -> str:
    if table.way is Way.DOWN:
        changed = _CHANGED.format(local=_array(table.local), result="r")
        return _guard(table, f"{changed}\n  {_raise(table, CITYS)}")
    is_not_ours = f"coalesce({table.centre}, '') NOT IN ('', '{centre}')"
    foreign = f" AND NOT ({table.foreign})" if table.foreign else ""
    guard = _AT_CENTRE.format(
        changed=_CHANGED.format(local=_array((*table.local, *table.of_everybody)), result="r"),
        is_not_ours=is_not_ours,
        was_not_ours="true" if table.centre == "NULL" else is_not_ours,
        foreign=foreign,
        refuse=_raise(table, CENTRES),
    )
    unless = "IF source <> '' THEN RETURN NULL; END IF;"
    return _capture(table, targets=f"SELECT '{CITY}'", unless=unless) + _guard(table, guard)


def _capture(
    table: Table, *, targets: str, first: str = "", unless: str = f"IF source = '{MIGRATING}' THEN RETURN NULL; END IF;"
) -> str:
    changed = _CHANGED.format(local=_array(table.local), result="NULL")
    names = {"table": table.name, "key": table.key, "source": _SOURCE}
    return _CAPTURE.format(**names, targets=targets, first=first, unless=unless, changed=changed)


def _guard(table: Table, body: str) -> str:
    return _GUARD.format(table=table.name, source=_SOURCE, body=body)


def _raise(table: Table, whose: str) -> str:
    return _RAISE.format(table=table.name, whose=whose)


def _array(names: tuple[str, ...]) -> str:
    return "ARRAY[" + ", ".join(f"'{name}'" for name in names) + "]::text[]"
