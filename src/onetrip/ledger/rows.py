"""Rows in and out of the tables that every request at a window touches, with statements that are composed once.

Django composes each statement anew from its models, and reads each row by looking up what its columns are. That is
convenient, and it took half the processor time of a request at a window (benchmarks/lobby.py). Here the models stay the
only description of the tables, and what follows from it is worked out once per model.
"""

# ruff: noqa: SLF001, S608 -- `_meta` and `_state` are Django's documented interface to a model; only its names go into SQL.

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import AutoField, Field, Model

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class _Shape:
    """A model's columns in their order, and how to read those that the driver alone cannot."""

    names: tuple[str, ...]
    readers: tuple[tuple[int, Callable[..., Any], Field[Any, Any]], ...]
    insert: str
    written: tuple[Field[Any, Any], ...]
    numbered: bool


@lru_cache(maxsize=64)
def _shape(model: type[Model]) -> _Shape:
    fields: Sequence[Field[Any, Any]] = model._meta.concrete_fields
    numbered = isinstance(model._meta.pk, AutoField)
    written = tuple(field for field in fields if not (numbered and field.primary_key))
    quoted = ", ".join(f'"{field.column}"' for field in written)
    return _Shape(
        names=tuple(field.attname for field in fields),
        readers=tuple(
            (place, field.from_db_value, field) for place, field in enumerate(fields) if hasattr(field, "from_db_value")
        ),
        insert=f'INSERT INTO "{model._meta.db_table}" ({quoted}) VALUES ',
        written=written,
        numbered=numbered,
    )


def columns(model: type[Model], table: str) -> str:
    """The columns of `model` in the order in which `one` reads them, each named as one of `table`."""
    return ", ".join(f'{table}."{field.column}"' for field in model._meta.concrete_fields)


def one(model: type[M], sql: str, parameters: Any, extra: tuple[str, ...] = ()) -> M | None:
    """The first row that `sql` gives, as an instance; None without a row.

    The row begins with `columns(model, …)`; the values after them become the attributes named in `extra`.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        row = cursor.fetchone()
    if row is None:
        return None
    shape = _shape(model)
    values = list(row[: len(shape.names)])
    for place, reader, field in shape.readers:
        values[place] = reader(values[place], field, connection)
    instance = model.from_db(connection.alias, shape.names, values)
    for name, value in zip(extra, row[len(values) :], strict=True):
        setattr(instance, name, value)
    return instance


def insert(*instances: Model, on_conflict: str = "", first: str = "", before: Sequence[Any] = ()) -> None:
    """Insert new instances in one statement, also those of several models; a number given by the database is set on them.

    Instances of one model stand together, and a model whose numbers the database gives stands last. `on_conflict` goes
    behind the last values ("ON CONFLICT DO NOTHING"); `first` with its parameters `before` goes ahead of the statement
    (WITH …), and only where all are of one model. Raises ValueError for a numbered model that does not stand last.
    """
    # The connection itself: through Django's stand-in for it each column would look it up anew.
    connection = connections[DEFAULT_DB_ALIAS]
    *ahead, last = [tuple(group) for _, group in groupby(instances, type)]
    sql, values = first, list(before)
    for place, group in enumerate(ahead):
        if _shape(type(group[0])).numbered:
            raise ValueError(f"{type(group[0]).__name__} is numbered by the database: insert it last")
        sql += f"{', ' if place else 'WITH '}ahead_{place} AS ({_values(group, connection, values)}) "
    shape = _shape(type(last[0]))
    returning = ' RETURNING "id"' if shape.numbered else ""
    sql += f"{_values(last, connection, values)} {on_conflict}{returning}"
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        if shape.numbered:
            for instance, (number,) in zip(last, cursor.fetchall(), strict=not on_conflict):
                instance.pk = number
    for instance in instances:
        instance._state.adding, instance._state.db = False, connection.alias


def _values(group: Sequence[Model], connection: Any, values: list[Any]) -> str:
    """INSERT … VALUES of one model; what goes into its places is added to `values`."""
    shape = _shape(type(group[0]))
    values += [
        field.get_db_prep_save(getattr(instance, field.attname), connection)
        for instance in group
        for field in shape.written
    ]
    places = f"({', '.join(['%s'] * len(shape.written))})"
    return f"{shape.insert}{', '.join([places] * len(group))}"
