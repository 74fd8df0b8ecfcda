"""The same conditions inside four engines. What each finds is told as counts and as sums over the residents' numbers, so that
two engines that agree have found the same people."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import duckdb
import numpy as np
import polars as pl
import pytest

from onetrip.rules import Expr, FactType, Vocabulary
from onetrip.rules.sql import Dialect, as_sql
from onetrip.screening.columns import Column, unpacked
from onetrip.screening.frames import as_polars
from onetrip.screening.planes import evaluate

NUMBER = "resident"
AT_ONCE = 50
"""Conditions in one statement: PostgreSQL takes 1,664 columns."""

Found: TypeAlias = dict[str, tuple[int, ...]]
"""For each condition how many certainly meet it and the sum of their numbers; then the same of who possibly does."""

_SQL_TYPES = {
    FactType.BOOL: "boolean",
    FactType.INT: "integer",
    FactType.NUMBER: "double precision",
    FactType.DATE: "date",
    FactType.CHOICE: "text",
}


def by_planes(
    conditions: Mapping[str, Expr], columns: Mapping[str, Column], number: int, day: date, vocabulary: Vocabulary
) -> Found:
    """Found by planes of bits."""
    numbers = np.arange(number, dtype=np.int64)
    found = {}
    for name, pair in evaluate(conditions, columns, number, day, vocabulary).items():
        truths = [unpacked(plane, number) for plane in pair]
        found[name] = tuple(int(value) for each in truths for value in (each.sum(), numbers[each].sum()))
    return found


def by_polars(conditions: Mapping[str, Expr], file: Path, names: list[str], day: date, vocabulary: Vocabulary) -> Found:
    """Found by Polars, streaming over the file."""
    asked = {name: as_polars(expr, day, vocabulary, names) for name, expr in conditions.items()}
    sums = []
    for name, expr in asked.items():
        for way, truth in (("certain", expr.fill_null(value=False)), ("possible", expr.fill_null(value=True))):
            # A condition that is the same for everybody is one value, and has to be one for each.
            truth = truth & pl.col(NUMBER).is_not_null()
            held = pl.when(truth).then(pl.col(NUMBER)).otherwise(0)
            count = pl.when(truth).then(1).otherwise(0).sum()
            sums += [count.alias(f"{name}|{way}|count"), held.sum().alias(f"{name}|{way}|sum")]
    (row,) = pl.scan_parquet(file).select(sums).collect(engine="streaming").iter_rows(named=True)
    ways = ("certain|count", "certain|sum", "possible|count", "possible|sum")
    return {name: tuple(int(row[f"{name}|{way}"]) for way in ways) for name in conditions}


def by_sql(
    conditions: Mapping[str, Expr],
    table: str,
    names: list[str],
    day: date,
    vocabulary: Vocabulary,
    dialect: Dialect,
    ask: Callable[[str], tuple[Any, ...]],
) -> Found:
    """Found by an engine that reads SQL; `ask` runs a statement and gives its one row."""
    found: Found = {}
    listed = list(conditions.items())
    for begin in range(0, len(listed), AT_ONCE):
        here = listed[begin : begin + AT_ONCE]
        wanted = []
        for _, expr in here:
            text = as_sql(expr, day, vocabulary, names, dialect)
            for truth in (f"({text}) IS TRUE", f"({text}) IS NOT FALSE"):
                wanted += [
                    f"count(CASE WHEN {truth} THEN 1 END)",
                    f"coalesce(sum(CASE WHEN {truth} THEN {NUMBER} END), 0)",
                ]
        row = ask(f"SELECT {', '.join(wanted)} FROM {table}")  # noqa: S608 - conditions of the catalogue
        found |= {name: tuple(map(int, row[4 * place : 4 * place + 4])) for place, (name, _) in enumerate(here)}
    return found


def ask_duckdb(statement: str) -> tuple[Any, ...]:
    """The one row of a statement over Parquet files."""
    with duckdb.connect() as connection:
        connection.execute("SET autoinstall_known_extensions = false")
        row: tuple[Any, ...] | None = connection.execute(statement).fetchone()
    assert row is not None
    return row


def create_table(frame: pl.DataFrame, table: str, names: list[str], vocabulary: Vocabulary, cursor: Any) -> None:
    """A temporary table of PostgreSQL with the residents."""
    kinds = [f'"{name}" {_SQL_TYPES[vocabulary.fact(name).type]}' for name in names]  # type: ignore[union-attr]
    cursor.execute(f"CREATE TEMPORARY TABLE {table} ({NUMBER} bigint, {', '.join(kinds)})")
    quoted = ", ".join(f'"{name}"' for name in names)
    with cursor.copy(f"COPY {table} ({NUMBER}, {quoted}) FROM STDIN (FORMAT csv)") as copy:
        copy.write(frame.select(NUMBER, *names).write_csv(include_header=False))


@contextmanager
def spark() -> Iterator[Callable[[str], tuple[Any, ...]]]:
    """Spark in local mode, on the machine's Java; skips with its reason where there is none."""
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        pytest.skip("Spark needs a Java 17 or later, and this machine has none (make test installs it when root)")
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.memory", "1g")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    try:
        yield lambda statement: tuple(session.sql(statement).collect()[0])
    finally:
        session.stop()
