"""Planes of bits, Polars, PostgreSQL, DuckDB and Spark find the same people by the catalogue's own conditions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from django.db import connection

from onetrip.catalogue.book import Catalogue
from onetrip.rules import AGE, BIRTH_DATE, Expr, FactType, Vocabulary, facts_of
from onetrip.rules.sql import Dialect
from onetrip.screening.columns import Column
from onetrip.synthetic import city
from tests.factories import TODAY
from tests.screening import engines
from tests.screening.engines import Found

PEOPLE = 100_000


@dataclass(frozen=True)
class Town:
    """Synthetic residents of whom some facts are not known, as columns and as a file."""

    conditions: dict[str, Expr]
    vocabulary: Vocabulary
    columns: dict[str, Column]
    frame: pl.DataFrame
    file: Path
    found: Found

    @property
    def names(self) -> list[str]:
        return list(self.columns)


@pytest.fixture(scope="module")
def town(shanghai: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Town:
    """Of every fact a fifth is not known, of every third one nothing is known of children; of some only the age."""
    book = shanghai.book
    conditions = {terms.id: terms.entitled for terms in book.matters}
    names = sorted({fact for expr in conditions.values() for fact in facts_of(expr)} | {BIRTH_DATE, AGE})
    drawn = city(book.vocabulary, names, TODAY, PEOPLE)
    chance = np.random.default_rng(11)
    columns, series = {}, [pl.Series(engines.NUMBER, np.arange(PEOPLE))]
    for name in names:
        fact = drawn.vocabulary.fact(name)
        assert fact is not None
        values = drawn.columns[name]
        known = chance.random(PEOPLE) >= 0.2
        if fact.type is FactType.CHOICE:
            plain = pl.Series(name, np.array(list(fact.choices), dtype=object)[values], dtype=pl.String)
        else:
            plain = pl.Series(name, values)
        series.append(pl.select(pl.when(pl.Series(known)).then(plain).alias(name)).to_series())
        columns[name] = Column(values.astype("int32") if fact.type is FactType.DATE else values, known)
    frame = pl.DataFrame(series)
    file = tmp_path_factory.mktemp("town") / "residents.parquet"
    frame.write_parquet(file)
    found = engines.by_planes(conditions, columns, PEOPLE, TODAY, book.vocabulary)
    return Town(conditions, book.vocabulary, columns, frame, file, found)


def test_many_are_entitled_many_possibly_and_some_of_nobody_known(town: Town) -> None:
    certain = {name for name, (sure, _, _, _) in town.found.items() if sure}
    open_ = {name for name, (sure, _, maybe, _) in town.found.items() if maybe > sure}
    assert len(town.conditions) > 200
    assert len(certain) > 180
    assert len(open_) > 90


def test_polars_finds_the_same_people(town: Town) -> None:
    assert engines.by_polars(town.conditions, town.file, town.names, TODAY, town.vocabulary) == town.found


def test_duckdb_finds_the_same_people(town: Town) -> None:
    table = f"read_parquet('{town.file}')"
    found = engines.by_sql(
        town.conditions, table, town.names, TODAY, town.vocabulary, Dialect.DUCKDB, engines.ask_duckdb
    )
    assert found == town.found


@pytest.mark.django_db
def test_postgresql_finds_the_same_people(town: Town) -> None:
    def ask(statement: str) -> tuple[object, ...]:
        cursor.execute(statement)
        row: tuple[object, ...] = cursor.fetchone()
        return row

    with connection.cursor() as cursor:
        engines.create_table(town.frame, "town", town.names, town.vocabulary, cursor)
        found = engines.by_sql(town.conditions, "town", town.names, TODAY, town.vocabulary, Dialect.POSTGRESQL, ask)
    assert found == town.found


@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::ResourceWarning", "ignore::UserWarning"
)
def test_spark_finds_the_same_people(town: Town) -> None:
    with engines.spark() as ask:
        table = f"parquet.`{town.file}`"
        found = engines.by_sql(town.conditions, table, town.names, TODAY, town.vocabulary, Dialect.SPARK, ask)
    assert found == town.found
