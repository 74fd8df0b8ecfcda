"""What a migration must not do while the house is open: the rule of docs/operation.md, as a function over a migration.

Old and new code run beside each other for a while, and every window waits for a lock. So a migration only adds, adds
nothing that old code would break on, and builds on tables that have rows without locking them. Whatever was created by the
same migration is empty and unknown to old code: there everything is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import connection, migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

UNUSED_SINCE = "unused_since"
"""A migration that removes something says here since which version no code reads or writes it: the second of two steps."""

_SQL = {
    r"\bdrop\s+(column|table)\b": "drops a column or table: two steps",
    r"\brename\b": "renames: old code knows the old name",
    r"\bset\s+not\s+null\b": "sets NOT NULL: reads the whole table under a lock; add a CHECK … NOT VALID and validate it first",
    r"\balter\s+(column\s+)?\S+\s+(set\s+data\s+)?type\b": "changes a type: writes the whole table anew under a lock",
    r"\bcreate\s+(unique\s+)?index\s+(?!concurrently)": "builds an index without CONCURRENTLY: nobody can write meanwhile",
    r"\badd\s+constraint\s+(?!.*(not\s+valid|using\s+index))": "adds a constraint that is checked at once: NOT VALID, then VALIDATE",
    r"\block\s+table\b": "locks a table",
    r"^\s*truncate\b": "empties a table",
}


def dangers(migration: migrations.Migration, before: ProjectState) -> Iterator[str]:
    """Why `migration`, applied to `before`, must not run while the house is open; nothing when it may."""
    state, new = before.clone(), set()
    for operation in _flat(migration.operations):
        if isinstance(operation, migrations.CreateModel):
            new.add(operation.name_lower)
        elif str(getattr(operation, "model_name", "")).lower() not in new:
            for why in _of(operation, migration, state):
                yield f"{migration}: {operation.describe()}: {why}"
        operation.state_forwards(migration.app_label, state)


def _flat(operations: list[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from _flat(operation.database_operations)
        else:
            yield operation


_ALWAYS: tuple[tuple[type[Operation], str], ...] = (
    (migrations.RenameField, "renames: old code knows the old name; add, copy, and remove later"),
    (migrations.RenameModel, "renames: old code knows the old name; add, copy, and remove later"),
    (migrations.AlterModelTable, "renames: old code knows the old name; add, copy, and remove later"),
    (migrations.AlterUniqueTogether, "builds an index without CONCURRENTLY: nobody can write meanwhile"),
    (migrations.AlterOrderWithRespectTo, "adds a column and an index: nobody can write meanwhile"),
)


def _of(operation: Operation, migration: migrations.Migration, state: ProjectState) -> Iterator[str]:
    yield from (why for kind, why in _ALWAYS if isinstance(operation, kind))
    match operation:
        case migrations.AddField():
            yield from _of_new_field(operation.field)
        case migrations.AlterField():
            key = (migration.app_label, operation.model_name_lower)
            yield from _of_changed_field(state.models[key].fields[operation.name], operation.field, state, key)
        case migrations.RemoveField() | migrations.DeleteModel():
            if not getattr(migration, UNUSED_SINCE, ""):
                yield f"removes in one step: old code still reads it (say {UNUSED_SINCE} = the version since which none does)"
        case migrations.AddIndex():
            yield from _of_index(migration, concurrently=isinstance(operation, AddIndexConcurrently))
        case migrations.AddConstraint():
            if not isinstance(operation, AddConstraintNotValid):
                yield from _of_constraint(operation.constraint)
        case migrations.RunSQL():
            yield from _of_sql(operation.sql)


def _of_index(migration: migrations.Migration, *, concurrently: bool) -> Iterator[str]:
    if not concurrently:
        yield "builds an index without CONCURRENTLY: nobody can write meanwhile"
    elif migration.atomic:
        yield "CONCURRENTLY needs a migration with atomic = False"


def _of_new_field(field: models.Field) -> Iterator[str]:
    if field.many_to_many:
        return
    if not field.null and not field.has_db_default():
        yield "adds NOT NULL without a default in the database (db_default): what old code inserts is refused"
    if field.unique or field.db_index:
        yield "builds an index without CONCURRENTLY: add the column with db_index=False, the index in a migration after it"


def _of_changed_field(
    old: models.Field, new: models.Field, state: ProjectState, model: tuple[str, str]
) -> Iterator[str]:
    kept = state.clone().apps.get_model(*model)
    types: list[str | None] = []
    for field in (old, new):
        if field.is_relation:  # its type is that of what it points to
            types.append(None)
            continue
        bound = field.clone()
        bound.set_attributes_from_name("field")
        bound.model = kept
        types.append(bound.db_parameters(connection)["type"])
    if types[0] != types[1] and not _only_longer(*types):
        yield "changes a type: writes the whole table anew under a lock; add a column, copy, and remove the old one later"
    if old.null and not new.null:
        yield "sets NOT NULL: reads the whole table under a lock, and old code may still write nothing"
    if (new.unique and not old.unique) or (new.db_index and not old.db_index):
        yield "builds an index without CONCURRENTLY: nobody can write meanwhile"


def _only_longer(old: str | None, new: str | None) -> bool:
    lengths = [re.fullmatch(r"varchar\((\d+)\)", kind or "") for kind in (old, new)]
    if lengths[0] and new == "text":
        return True
    return bool(lengths[0] and lengths[1] and int(lengths[1][1]) >= int(lengths[0][1]))


def _of_constraint(constraint: models.BaseConstraint) -> Iterator[str]:
    if isinstance(constraint, (models.UniqueConstraint, ExclusionConstraint)):
        yield "builds an index without CONCURRENTLY: build it first, then ADD CONSTRAINT … USING INDEX"
    else:
        yield "reads the whole table under a lock: AddConstraintNotValid, and ValidateConstraint in a migration after it"


def _of_sql(sql: object) -> Iterator[str]:
    parts = [sql] if isinstance(sql, str) else [part if isinstance(part, str) else part[0] for part in sql or ()]
    for part in parts:
        for sentence in re.sub(r"--[^\n]*|/\*.*?\*/", " ", part, flags=re.S).split(";"):
            for pattern, why in _SQL.items():
                if re.search(pattern, sentence, re.IGNORECASE | re.DOTALL):
                    yield why
