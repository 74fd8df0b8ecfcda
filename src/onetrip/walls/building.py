"""The wall in the database: the role that pages and tasks act as, and a policy for each table of `walls.tables`.

Built by `onetrip migrate` after every migration, from the list as it is now; a table whose policy stands already is left
alone. The owner of the tables makes them; the role owns nothing, may not pass by a policy, and has no policy of its own.
"""

# ruff: noqa: S608 -- the SQL is composed of names out of our own list alone

from __future__ import annotations

import hashlib
import re

from django.db.backends.base.base import BaseDatabaseWrapper

from onetrip.walls.role import MAKE_ROLE, ROLE
from onetrip.walls.tables import WALLS, Wall

_POLICY = "onetrip_wall"

_GRANTS = f"""
DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO {ROLE}', current_schema()); END $$;
DO $$ BEGIN EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO {ROLE}', current_schema()); END $$;
DO $$ BEGIN EXECUTE format('GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA %I TO {ROLE}', current_schema()); END $$;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {ROLE};
"""

# Whoever owns the tables acts as the role too (SET ROLE). Where it was made by somebody above, they have granted it.
_MAY_BECOME = f"""
DO $$ BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN GRANT {ROLE} TO CURRENT_USER; END IF;
EXCEPTION WHEN insufficient_privilege THEN NULL;
END $$;
"""

_STANDING = f"""
SELECT c.relname, coalesce(obj_description(p.oid, 'pg_policy'), ''), c.relrowsecurity
FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = '{_POLICY}'
WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
"""


def build(connection: BaseDatabaseWrapper) -> None:
    """Make the role, give it what it needs, and set every policy that does not stand yet. As the owner of the tables."""
    missing = _missing(connection)
    with connection.cursor() as cursor:
        cursor.execute(MAKE_ROLE)
        cursor.execute(_MAY_BECOME)
        cursor.execute(_GRANTS)
        for wall in missing:
            cursor.execute(_sentences(wall))


def stands(connection: BaseDatabaseWrapper) -> bool:
    """Whether every policy is as the list says."""
    return not _missing(connection)


def _missing(connection: BaseDatabaseWrapper) -> list[Wall]:
    """The tables whose policy is none, or another one; tables that no migration has made yet are not there to be missed."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING)
        there = {name: (mark, on) for name, mark, on in cursor.fetchall()}
    return [wall for wall in WALLS if wall.name in there and there[wall.name] != (_mark(wall), True)]


def _mark(wall: Wall) -> str:
    return hashlib.sha256(f"2 {wall.condition}".encode()).hexdigest()[:16]


def _sentences(wall: Wall) -> str:
    """The policy of a table. What asks other tables stands in a function: it is planned once for a connection, not with
    every statement, and called only for a row that its own columns do not show already."""
    asked, shown, function = wall.asked, wall.own, ""
    if asked:
        columns = sorted(set(re.findall(rf"\b{wall.name}\.(\w+)", asked)))
        takes = ", ".join(f"the_{column} {wall.name}.{column}%TYPE" for column in columns)
        body = re.sub(rf"\b{wall.name}\.(\w+)", r"the_\1", asked)
        function = f"""
DROP FUNCTION IF EXISTS onetrip_sees_{wall.name};
CREATE FUNCTION onetrip_sees_{wall.name}({takes}) RETURNS boolean LANGUAGE plpgsql STABLE AS
$body$ BEGIN RETURN ({body}); END $body$;"""
        shown = [*shown, f"onetrip_sees_{wall.name}({', '.join(f'{wall.name}.{column}' for column in columns)})"]
    condition = " OR ".join(shown)
    return f"""
DROP POLICY IF EXISTS {_POLICY} ON {wall.name};{function}
CREATE POLICY {_POLICY} ON {wall.name} TO {ROLE} USING ({condition}) WITH CHECK ({condition});
COMMENT ON POLICY {_POLICY} ON {wall.name} IS '{_mark(wall)}';
ALTER TABLE {wall.name} ENABLE ROW LEVEL SECURITY;
"""
