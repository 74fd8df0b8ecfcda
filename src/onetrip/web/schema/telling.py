"""What `tables.sql` says of a migrated database: `pg_dump`, without what is about whoever restores it."""

from __future__ import annotations

import re
import subprocess

import psycopg

from onetrip.web.postgres import PROGRAMS
from onetrip.web.schema import MADE_BY, OF_SERVER

# Without the wall: it is built behind the migrations from the list as it is (onetrip.walls.building).
_BARE = ("--no-owner", "--no-privileges", "--no-comments", "--no-policies", "--restrict-key=onetrip")
_DJANGO_S_OWN = ("django_migrations", "django_content_type", "auth_permission")
"""Tables that every `migrate` fills by itself."""
_LEFT_OUT = re.compile(
    r"--$|-- (Name|Data for Name|PostgreSQL database dump)"  # headings
    r"|\\(un)?restrict |SET default_(tablespace|table_access_method) "  # about the session that restores
    r"|ALTER TABLE .* ROW LEVEL SECURITY;$"  # of the wall
    rf"|SELECT pg_catalog\.setval\('public\.({'|'.join(_DJANGO_S_OWN)})_id_seq'|SELECT pg_catalog\.setval\(.*, 1, false\);$"
)
_SESSION = """
SET LOCAL check_function_bodies = false;
"""
_APPLIED = "SELECT app, name FROM django_migrations ORDER BY id"


def told(url: str) -> str:
    """The migrations that made the database at `url`, its tables, and the rows that migrations wrote."""
    with psycopg.connect(url) as connection:
        made_by = [f"{MADE_BY}{app} {name}" for app, name in connection.execute(_APPLIED)]
        of_server = f"{OF_SERVER}{connection.info.server_version // 10000}"
    tables = _dumped(url, "--schema-only")
    rows = _dumped(url, "--data-only", "--column-inserts", *(f"--exclude-table-data={name}" for name in _DJANGO_S_OWN))
    return "\n".join([of_server, *made_by, _SESSION, tables, rows]) + "\n"


def _dumped(url: str, *wanted: str) -> str:
    """What stands behind the settings of the session with which every dump begins, without headings."""
    done = subprocess.run(  # noqa: S603 -- a program of ours, with words of ours
        [PROGRAMS / "pg_dump", *_BARE, *wanted, url], check=True, capture_output=True, text=True
    )
    lines = done.stdout.splitlines()
    settings = [number for number, line in enumerate(lines[:30]) if line.startswith(("SET ", "SELECT "))]
    kept = "\n".join(line for line in lines[max(settings) + 1 :] if not _LEFT_OUT.match(line))
    return re.sub(r"\n{2,}", "\n\n", kept).strip()
