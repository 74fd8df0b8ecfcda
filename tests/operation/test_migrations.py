"""The tables change while the hall is open: no migration locks a table that has rows, or breaks the code of before."""

from __future__ import annotations

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from tests.operation.migration_rules import dangers

LANDED = {
    "advice": 5,
    "appointments": 3,
    "cases": 11,
    "catalogue": 5,
    "centres": 8,
    "days": 2,
    "departments": 2,
    "devices": 5,
    "kiosk": 4,
    "ledger": 2,
    "lobby": 11,
    "nodes": 4,
    "people": 3,
    "ratings": 2,
    "staff": 5,
}
"""The last migration of each room before the rule began; the first one of a room that is not here is free."""


def after_the_rule(loader: MigrationLoader) -> list[tuple[str, str]]:
    return sorted(
        (app, name)
        for (app, name), migration in loader.disk_migrations.items()
        if migration.__module__.startswith("onetrip.") and int(name.split("_", 1)[0]) > LANDED.get(app, 1)
    )


def test_no_migration_after_the_rule_locks_a_table_or_breaks_the_code_of_before() -> None:
    loader = MigrationLoader(None)
    found = []
    for key in after_the_rule(loader):
        found += dangers(loader.disk_migrations[key], loader.project_state(key, at_end=False))
    assert found == []


def test_the_rule_looks_at_this_issues_own_migrations() -> None:
    keys = after_the_rule(MigrationLoader(None))
    assert ("ledger", "0003_seal_form") in keys


def a_state() -> ProjectState:
    """A room with one table that has rows."""
    state = ProjectState()
    first = migrations.CreateModel(
        "Ticket",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("name", models.CharField(max_length=20)),
            ("note", models.CharField(max_length=20, null=True)),
        ],
    )
    first.state_forwards("hall", state)
    return state


def a_migration(*operations: Operation, **said: object) -> migrations.Migration:
    migration = migrations.Migration("0002_test", "hall")
    migration.operations = list(operations)
    for name, value in said.items():
        setattr(migration, name, value)
    return migration


INDEX = models.Index(fields=["name"], name="ticket_name")
CHECK = models.CheckConstraint(condition=~models.Q(name=""), name="ticket_named")

BAD = {
    "a column that old inserts leave empty": migrations.AddField("Ticket", "window", models.IntegerField()),
    "the same with a default that Django drops again": migrations.AddField(
        "Ticket", "window", models.IntegerField(default=1)
    ),
    "a foreign key with its index": migrations.AddField(
        "Ticket", "other", models.ForeignKey("hall.Ticket", models.CASCADE, null=True)
    ),
    "a unique column": migrations.AddField("Ticket", "code", models.CharField(max_length=9, null=True, unique=True)),
    "a column gone in one step": migrations.RemoveField("Ticket", "note"),
    "a table gone in one step": migrations.DeleteModel("Ticket"),
    "a column renamed": migrations.RenameField("Ticket", "note", "remark"),
    "a table renamed": migrations.AlterModelTable("Ticket", "numbers"),
    "a model renamed": migrations.RenameModel("Ticket", "Number"),
    "an index that stops all writing": migrations.AddIndex("Ticket", INDEX),
    "an index concurrently inside a transaction": AddIndexConcurrently("Ticket", INDEX),
    "a check over all rows": migrations.AddConstraint("Ticket", CHECK),
    "a unique constraint": migrations.AddConstraint(
        "Ticket", models.UniqueConstraint(fields=["name"], name="ticket_name_once")
    ),
    "a shorter text": migrations.AlterField("Ticket", "name", models.CharField(max_length=10)),
    "another type": migrations.AlterField("Ticket", "name", models.IntegerField()),
    "no longer empty": migrations.AlterField("Ticket", "note", models.CharField(max_length=20)),
    "SQL that drops": migrations.RunSQL("ALTER TABLE hall_ticket DROP COLUMN note"),
    "SQL that renames": migrations.RunSQL("ALTER TABLE hall_ticket RENAME COLUMN note TO remark"),
    "SQL that changes a type": migrations.RunSQL("ALTER TABLE hall_ticket ALTER COLUMN id TYPE text"),
    "SQL that sets NOT NULL": migrations.RunSQL("ALTER TABLE hall_ticket ALTER note SET NOT NULL"),
    "SQL that builds an index": migrations.RunSQL(["SELECT 1", "CREATE UNIQUE INDEX x ON hall_ticket (name)"]),
    "SQL that adds a constraint": migrations.RunSQL("ALTER TABLE hall_ticket ADD CONSTRAINT c CHECK (id > 0)"),
    "one hidden in two halves": migrations.SeparateDatabaseAndState([migrations.RemoveField("Ticket", "note")]),
}


@pytest.mark.parametrize("name", BAD)
def test_what_locks_or_breaks_is_found(name: str) -> None:
    assert list(dangers(a_migration(BAD[name]), a_state())) != []


GOOD = {
    "a column that may be empty": a_migration(migrations.AddField("Ticket", "window", models.IntegerField(null=True))),
    "a column that the database fills": a_migration(
        migrations.AddField("Ticket", "window", models.IntegerField(db_default=1))
    ),
    "a longer text": a_migration(migrations.AlterField("Ticket", "name", models.CharField(max_length=40))),
    "a column that may now be empty": a_migration(
        migrations.AlterField("Ticket", "name", models.CharField(max_length=20, null=True))
    ),
    "an index built beside": a_migration(AddIndexConcurrently("Ticket", INDEX), atomic=False),
    "a check for new rows, then for all": a_migration(
        AddConstraintNotValid("Ticket", CHECK), ValidateConstraint("Ticket", "ticket_named")
    ),
    "the second step of a removal": a_migration(migrations.RemoveField("Ticket", "note"), unused_since="0.2"),
    "anything with a new table": a_migration(
        migrations.CreateModel("Window", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField("Window", "number", models.IntegerField(unique=True)),
        migrations.AddIndex("Window", models.Index(fields=["number"], name="window_number")),
    ),
    "SQL that only adds": a_migration(
        migrations.RunSQL("CREATE INDEX CONCURRENTLY x ON hall_ticket (name); -- RENAME is only a word here")
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_only_adds_is_allowed(name: str) -> None:
    assert list(dangers(GOOD[name], a_state())) == []
