"""What a database holds, described so that a copy of it can be compared row by row: `onetrip backup`, `restore`, `verify`.

A table is described by the number of its rows and a digest over all of them in any order; beside the tables stand the
sequences and everything that keeps the rows right: columns, constraints, indexes, triggers, functions, views, policies.
"""

# ruff: noqa: S608 -- names of tables come from the catalogue of PostgreSQL, quoted by it

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

_SETTINGS = (
    "SET LOCAL timezone = 'UTC'",
    "SET LOCAL datestyle = 'ISO, YMD'",
    "SET LOCAL intervalstyle = 'postgres'",
    "SET LOCAL extra_float_digits = 1",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL row_security = off",  # whoever may not see every row hears so, instead of describing a part
)
"""What the text of a row depends on."""

_OURS = "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%%'"
_TABLES = f"""
SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND {_OURS} ORDER BY 1
""".replace("%%", "%")
_SEQUENCES = _TABLES.replace("'r'", "'S'")
_SCHEMA = {
    "column": """SELECT c.oid::regclass || '.' || a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod),
  CASE WHEN a.attnotnull THEN 'not null' END, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped""",
    "constraint": """SELECT c.conrelid::regclass || '.' || c.conname, pg_get_constraintdef(c.oid)
FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace WHERE c.conrelid <> 0""",
    "index": """SELECT c.oid::regclass::text, pg_get_indexdef(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'i'""",
    "trigger": """SELECT t.tgrelid::regclass || '.' || t.tgname, concat_ws(' ', t.tgenabled, pg_get_triggerdef(t.oid))
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal""",
    "function": """SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prokind IN ('f', 'p') AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')""",
    "view": """SELECT c.oid::regclass::text, pg_get_viewdef(c.oid) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm')""",
    "policy": """SELECT c.oid::regclass || '.' || p.polname, concat_ws(' ', p.polcmd, p.polpermissive,
  pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE true""",
    "row security": """SELECT c.oid::regclass::text, concat_ws(' ', c.relrowsecurity, c.relforcerowsecurity)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r'""",
}
"""Kind of a thing → name and definition of each; the condition on the namespace is added."""
_CAST = re.compile(r"::(?:[a-z_]+(?: [a-z]+)*)(?:\(\d+(?:,\d+)?\))?(?:\[\])?|[()\s]")


@dataclass
class Description:
    """What a database holds. `tables`: rows and digest; `sequences`: last value; `schema`: kind → name → digest."""

    tables: dict[str, tuple[int, str]] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    schema: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(rows for rows, _ in self.tables.values())

    def to_json(self) -> dict[str, Any]:
        """For a manifest."""
        return asdict(self)

    @staticmethod
    def from_json(raw: Mapping[str, Any]) -> Description:
        """Back from a manifest. Raises KeyError, TypeError, ValueError."""
        tables = {str(name): (int(rows), str(digest)) for name, (rows, digest) in raw["tables"].items()}
        return Description(tables, {str(k): int(v) for k, v in raw["sequences"].items()}, dict(raw["schema"]))


def describe(connection: psycopg.Connection[Any]) -> Description:
    """Describe the database in the transaction that is open on `connection`; reads every row of it.

    Raises psycopg.Error, also where policies would hide rows from this account.
    """
    found = Description()
    for sentence in _SETTINGS:
        connection.execute(sentence)
    for (table,) in connection.execute(_TABLES).fetchall():
        found.tables[table] = _digest(connection, table)
    for (sequence,) in connection.execute(_SEQUENCES).fetchall():
        row = connection.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}").fetchone()
        found.sequences[sequence] = int(row[0]) if row else 0
    ours = _OURS.replace("%%", "%")
    for kind, question in _SCHEMA.items():
        rows = connection.execute(f"{question} AND {ours}").fetchall()
        written = str if kind == "function" else _skeleton  # a function is kept as it was written
        found.schema[kind] = {str(name): _short(written(str(definition))) for name, definition in rows}
    return found


def _digest(connection: psycopg.Connection[Any], table: str) -> tuple[int, str]:
    """Rows of a table, and the sum of what each row hashes to: the same in any order, another for any other row."""
    row = connection.execute(
        "SELECT count(*), coalesce(sum(('x' || substr(h, 1, 15))::bit(60)::bigint), 0)::text,"
        " coalesce(sum(('x' || substr(h, 16, 15))::bit(60)::bigint), 0)::text"
        f" FROM (SELECT md5(t::text) AS h FROM {table} t OFFSET 0) m"
    ).fetchone()
    if row is None:
        raise ValueError(table)
    rows, first, second = row
    return int(rows), f"{int(first):x}-{int(second):x}"


def _skeleton(definition: str) -> str:
    """A definition without casts, brackets and spaces: PostgreSQL writes one that it reads back with others of these than
    before (`ANY ((ARRAY['a'::character varying])::text[])`), and means the same."""
    return _CAST.sub("", definition)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Role:
    """An account of the database server that owns something here, or may do something; no dump of one database has it."""

    name: str
    logs_in: bool
    passes_walls: bool


_ROLES = """
SELECT DISTINCT r.rolname, r.rolcanlogin, r.rolbypassrls FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid
WHERE d.refclassid = 'pg_authid'::regclass AND r.rolname <> current_user
  AND d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY 1
"""


def roles(connection: psycopg.Connection[Any]) -> list[Role]:
    """The accounts that the database leans on, without the one that asks."""
    return [Role(*row) for row in connection.execute(_ROLES).fetchall()]


def make_roles(connection: psycopg.Connection[Any], wanted: Iterable[Role]) -> None:
    """Make those that the server does not have, without a password. Raises psycopg.Error."""
    known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
    for role in wanted:
        if role.name not in known:
            may = f"{'LOGIN' if role.logs_in else 'NOLOGIN'} {'BYPASSRLS' if role.passes_walls else 'NOBYPASSRLS'}"
            connection.execute(sql.SQL("CREATE ROLE {} " + may).format(sql.Identifier(role.name)))


@dataclass(frozen=True)
class Difference:
    """Something that is not in the copy as it was described."""

    what: str
    was: str
    found: str

    def __str__(self) -> str:
        return f"{self.what}: {self.was} ≠ {self.found}"


def differences(was: Description, found: Description) -> Iterator[Difference]:
    """Compare a copy with what was described. Sequences may have gone on while the copy was made, but never back."""
    for name in sorted(was.tables.keys() | found.tables.keys()):
        before, after = was.tables.get(name), found.tables.get(name)
        if before != after:
            yield Difference(f"table {name}", _rows(before), _rows(after))
    for name in sorted(was.sequences.keys() | found.sequences.keys()):
        last, now = was.sequences.get(name), found.sequences.get(name)
        if last is None or now is None or now < last:
            yield Difference(f"sequence {name}", str(last), str(now))
    for kind in sorted(was.schema.keys() | found.schema.keys()):
        yield from _of_kind(kind, was.schema.get(kind, {}), found.schema.get(kind, {}))


def _of_kind(kind: str, was: Mapping[str, str], found: Mapping[str, str]) -> Iterator[Difference]:
    for name in sorted(was.keys() | found.keys()):
        if was.get(name) != found.get(name):
            yield Difference(f"{kind} {name}", was.get(name, "missing"), found.get(name, "missing"))


def _rows(described: tuple[int, str] | None) -> str:
    return "missing" if described is None else f"{described[0]} rows {described[1][:12]}"


def is_empty(connection: psycopg.Connection[Any]) -> bool:
    """Whether the database holds nothing of anybody's: no table, no sequence."""
    return not connection.execute(_TABLES).fetchall() and not connection.execute(_SEQUENCES).fetchall()


def sha256_of(path: Path) -> str:
    """The digest of a file, hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
