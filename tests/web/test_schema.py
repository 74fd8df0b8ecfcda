"""The tables of an empty database are laid down at once, and are those that the migrations make."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from onetrip.walls.scope import as_owner
from onetrip.web import schema
from onetrip.web.database import database_settings
from onetrip.web.schema.telling import told

ROOT = Path(__file__).resolve().parents[2]
EMPTY = "onetrip_test_laid_down"


@pytest.fixture
def empty(database_url: str, django_db_setup: None, django_db_blocker: object) -> Iterator[BaseDatabaseWrapper]:
    """A connection to a database beside the others, without a table."""
    name = f"{EMPTY}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0 LOCALE 'C' ENCODING 'UTF8'")
    given = connections["default"].settings_dict
    there = connections["default"].copy(alias="laid_down")
    there.settings_dict = {**given, **database_settings(database_url), "NAME": name, "OPTIONS": dict(given["OPTIONS"])}
    with django_db_blocker.unblock(), as_owner("tables are made"):  # type: ignore[attr-defined]
        connections["laid_down"] = there
        yield there
        there.close()
        del connections["laid_down"]
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def url_of(connection: BaseDatabaseWrapper) -> str:
    told = connection.settings_dict
    return f"postgresql://{told['USER']}@/{told['NAME']}?host={told['HOST']}&port={told['PORT'] or 5432}"


def without_casts(text: str) -> str:
    """A dump read back says the same conditions with the casts elsewhere."""
    return re.sub(r"::(character varying|text)(\[\])?|[()]", "", text)


def test_the_file_says_what_the_migrations_make(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "scripts/schema.py", tmp_path / "tables.sql"], cwd=ROOT, check=True)
    assert (tmp_path / "tables.sql").read_text() == schema.FILE.read_text(), "run `make schema`"


def test_what_is_laid_down_is_what_the_file_says_and_nothing_is_left_to_migrate(empty: BaseDatabaseWrapper) -> None:
    assert schema.lay_down(empty)
    assert without_casts(told(url_of(empty))) == without_casts(schema.FILE.read_text())
    executor = MigrationExecutor(empty)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_a_file_that_lags_behind_leaves_the_rest_to_the_migrations(empty: BaseDatabaseWrapper, tmp_path: Path) -> None:
    lagging = tmp_path / "tables.sql"
    newest = schema.read().migrations[-1]
    lagging.write_text(schema.FILE.read_text().replace(f"{schema.MADE_BY}{' '.join(newest)}\n", ""))
    assert schema.lay_down(empty, lagging)
    executor = MigrationExecutor(empty)
    left = executor.migration_plan(executor.loader.graph.leaf_nodes())
    assert [(migration.app_label, migration.name) for migration, _ in left] == [newest]


def test_a_database_that_has_a_table_is_left_alone(empty: BaseDatabaseWrapper) -> None:
    with empty.cursor() as cursor:
        cursor.execute("CREATE TABLE theirs (n int)")
    assert not schema.lay_down(empty)
    assert empty.introspection.table_names() == ["theirs"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("-- of PostgreSQL 18", "-- of PostgreSQL 99"),
        ("-- made by: staff 0001_initial", "-- made by: staff 0001_other"),
    ],
    ids=["of a newer server", "of migrations that are not here"],
)
def test_a_file_that_does_not_fit_is_not_laid_down(
    empty: BaseDatabaseWrapper, tmp_path: Path, before: str, after: str
) -> None:
    other = tmp_path / "tables.sql"
    other.write_text(schema.FILE.read_text().replace(before, after))
    assert not schema.lay_down(empty, other)
    assert empty.introspection.table_names() == []


def test_half_of_it_is_nothing(empty: BaseDatabaseWrapper, tmp_path: Path) -> None:
    torn = tmp_path / "tables.sql"
    torn.write_text(schema.FILE.read_text() + "\nCREATE TABLE")
    with pytest.raises(Exception, match="syntax error"):
        schema.lay_down(empty, torn)
    assert empty.introspection.table_names() == []
