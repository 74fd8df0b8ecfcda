"""Screening a city: 200 rules over 80 facts for 25 million residents who do not exist. See `main` for what is measured.

The rules are those of the group `rules`; the residents are of twelve kinds, so that their facts hang together. ONETRIP_BENCH_CITY
is how many there are (25,000,000), in a Parquet file that is made anew each time beside the other figures.
"""

from __future__ import annotations

import os
import random
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median

import duckdb
import numpy as np
import polars as pl
import psutil

from benchmarks.report import FOLDER, Row, report
from benchmarks.rules import Rules, synthetic
from onetrip.rules import Fact, FactType, parse
from onetrip.rules.sql import Dialect, as_sql
from onetrip.screening.applied import Applied, not_applied
from onetrip.screening.asking import Asked
from onetrip.screening.changed import what_if
from onetrip.screening.columns import Column, counted, packed
from onetrip.screening.frames import as_polars
from onetrip.screening.planes import BLOCK, Planes
from onetrip.screening.runs import Run, run

DAY = date(2026, 12, 1)
CITY = int(os.environ.get("ONETRIP_BENCH_CITY", "25000000"))
KINDS = 12
CHUNK = 1 << 20
ROUNDS = 7
PROCESSES = 2


def main() -> int:
    """Measure, print, write build/bench/screening.json; 1 while a figure misses its reach."""
    made = synthetic(random.Random(20251124))  # noqa: S311 - the same figures every time
    folder = FOLDER / "city"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        rows = _per_core(made, folder) + _city(made, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    rules = f"{len(made.conditions)} rules"
    return report(
        "screening",
        rows,
        [
            f"{rules}, 80 facts; per core: processor time of a million residents in memory, median of {ROUNDS}, taking turns.",
            f"The city: {CITY:,} residents in one Parquet file (zstd, page cache), {PROCESSES} processes, from the command to the last",
            "stretch written: duplicates looked for, bounds looked at, every rule's residents stored. DuckDB reads the same file,",
            "in which choices are text; in memory it holds them as its own enums.",
            "(another machine): measured earlier; OpenFisca is AGPL and is not installed by us.",
        ],
    )


def _per_core(made: Rules, folder: Path) -> list[Row]:
    """How many residents one core judges in a second."""
    columns = _columns(made, 0, CHUNK)
    chance = np.random.default_rng(5)
    gaps = {name: Column(column.values, chance.random(CHUNK) < 0.75) for name, column in columns.items()}
    frame = _frame(made, columns, 0)
    file = folder / "million.parquet"
    frame.write_parquet(file)
    exprs = [
        as_polars(expr, DAY, made.vocabulary, set(columns)).sum().alias(name) for name, expr in made.conditions.items()
    ]
    database = duckdb.connect()
    database.execute("SET threads = 1")
    words = ", ".join(f"'{choice}'" for choice in next(f.choices for f in made.vocabulary.facts.values() if f.choices))
    database.execute(f"CREATE TYPE choice AS ENUM ({words})")
    chosen = ", ".join(f"{name}::choice AS {name}" for name, fact in made.vocabulary.facts.items() if fact.choices)
    database.execute(f"CREATE TABLE city AS SELECT * REPLACE ({chosen}) FROM read_parquet('{file}')")  # noqa: S608 - our own

    def by_polars() -> pl.DataFrame:
        return frame.lazy().select(exprs).collect(engine="streaming")

    jobs: dict[str, Callable[[], object]] = {
        "planes": lambda: _by_planes(made, columns),
        "gaps": lambda: _by_planes(made, gaps),
        "polars": by_polars,
        "duckdb": lambda: _by_duckdb(made, database, "city"),
    }
    counts = _by_planes(made, columns)
    assert counts == list(by_polars().row(0)) == _by_duckdb(made, database, "city")
    speed = {name: CHUNK / seconds / 1e6 for name, seconds in _turns(jobs).items()}
    duck = "DuckDB, counts, one thread"
    return [
        Row("planes of bits, everything known", speed["planes"], "M residents/s", "higher", 12, duck, speed["duckdb"]),
        Row("planes of bits, a quarter unknown: certain and possible", speed["gaps"], "M residents/s", "higher"),
        Row(
            "Polars streaming, counts",
            speed["polars"],
            "M residents/s",
            "higher",
            6,
            "OpenFisca (another machine)",
            0.53,
        ),
    ]


def _city(made: Rules, folder: Path) -> list[Row]:
    """The whole city, from a file."""
    file = folder / "residents.parquet"
    _write_city(made, file)
    asked = Asked(made.conditions, (), made.vocabulary, DAY, "bench")
    taken, most = [], 0.0
    for _ in range(3):
        shutil.rmtree(folder / "run", ignore_errors=True)
        began = time.perf_counter()
        with _memory() as memory:
            found = run(file, folder / "run", asked, processes=PROCESSES)
        taken.append(time.perf_counter() - began)
        most = max(most, memory())
    began = time.perf_counter()
    database = duckdb.connect()
    database.execute(f"SET threads = {PROCESSES}")
    counts = _by_duckdb(made, database, f"read_parquet('{file}')")
    beside = time.perf_counter() - began
    assert counts == list(found.counts.certain.values())
    millions = f"{CITY / 1e6:g} M residents"
    same, new = _changed(found, asked, made)
    return [
        Row(f"{millions} from Parquet, counts and residents stored", median(taken), "s", "lower", 5, "DuckDB, counts alone", beside),
        Row("  memory of all its processes", most / 1e9, "GB", "lower", 1.5),
        Row("one changed rule, whole city, of bounds that some rule has", same * 1000, "ms", "lower", 50, "the full run", median(taken) * 1000),
        Row("one changed rule with bounds that no rule has", new * 1000, "ms", "lower", 50),
        Row("entitled and not applied, every rule", _not_applied(found), "s", "lower", 0.5),
    ]  # fmt: skip


def _changed(found: Run, asked: Asked, made: Rules) -> tuple[float, float]:
    """Seconds to judge a changed rule: another rule's condition instead, and one with new bounds."""
    names = list(made.conditions)
    whole = [fact.id for fact in made.vocabulary.facts.values() if fact.type is FactType.INT]
    same, new = [], []
    for place in range(ROUNDS):
        name, other = names[place], made.conditions[names[place + 50]]
        began = time.perf_counter()
        what_if(found.store, found.residents, asked, name, other)
        same.append(time.perf_counter() - began)
        text = f"{made.sources[name]} and {whole[place]} >= {37 + place}"
        changed = parse(text, made.vocabulary)
        began = time.perf_counter()
        what_if(found.store, found.residents, asked, name, changed)
        new.append(time.perf_counter() - began)
    return median(same), median(new)


def _not_applied(found: Run) -> float:
    """Seconds to count who is entitled to each matter and has not applied; two in three of everybody have."""
    chance = np.random.default_rng(9)
    matters = list(found.counts.certain)
    plane = packed(chance.random(found.residents.rows) < 0.66)
    have = Applied({matter: np.roll(plane, place) for place, matter in enumerate(matters)}, 0, 0)
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        not_applied(found.store, matters, have)
        taken.append(time.perf_counter() - began)
    return median(taken)


def _by_planes(made: Rules, columns: Mapping[str, Column]) -> list[int]:
    compiled = Planes(made.conditions, made.vocabulary, DAY, set(columns))
    counts = [0] * len(made.conditions)
    for begin in range(0, CHUNK, BLOCK):
        here = {
            name: Column(each.values[begin : begin + BLOCK], None if each.known is None else each.known[begin : begin + BLOCK])
            for name, each in columns.items()
        }  # fmt: skip
        for place, pair in enumerate(compiled.pairs(compiled.index(here, BLOCK), BLOCK)):
            counts[place] += counted(pair[0])
    return counts


def _by_duckdb(made: Rules, database: duckdb.DuckDBPyConnection, table: str) -> list[int]:
    wanted = [
        f"count(*) FILTER (WHERE {as_sql(expr, DAY, made.vocabulary, made.vocabulary.facts, Dialect.DUCKDB)})"
        for expr in made.conditions.values()
    ]
    row = database.execute(f"SELECT {', '.join(wanted)} FROM {table}").fetchone()  # noqa: S608 - our own rules
    assert row is not None
    return list(row)


def _turns(jobs: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Median processor time of each job, in turns, all threads together."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            began = time.process_time()
            job()
            taken[name].append(time.process_time() - began)
    return {name: median(times) for name, times in taken.items()}


@contextmanager
def _memory() -> Iterator[Callable[[], float]]:
    """The most bytes that this process and its children held together, looked at every 50 ms."""
    most, over = [0.0], threading.Event()
    mine = psutil.Process()

    def look() -> None:
        while not over.wait(0.05):
            total = 0
            for process in (mine, *mine.children(recursive=True)):
                try:
                    total += process.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            most[0] = max(most[0], total)

    watch = threading.Thread(target=look)
    watch.start()
    try:
        yield lambda: most[0]
    finally:
        over.set()
        watch.join()


def _write_city(made: Rules, file: Path) -> None:
    parts = []
    for begin in range(0, CITY, CHUNK):
        part = file.with_name(f"part-{begin:09d}.parquet")
        _frame(made, _columns(made, begin, min(CHUNK, CITY - begin)), begin).write_parquet(part)
        parts.append(part)
    pl.scan_parquet(parts).sink_parquet(file, row_group_size=1 << 18)
    for part in parts:
        part.unlink()


def _columns(made: Rules, begin: int, number: int) -> dict[str, Column]:
    """Residents of twelve kinds, each with tastes of its own."""
    chance = np.random.default_rng(begin)
    kinds = chance.integers(0, KINDS, number)
    return {
        fact.id: Column(_values(fact, place, kinds, chance))
        for place, fact in enumerate(made.vocabulary.facts.values())
    }


def _values(fact: Fact, place: int, kinds: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    of_kind = np.random.default_rng(place)
    number = len(kinds)
    match fact.type:
        case FactType.BOOL:
            return chance.random(number, dtype=np.float32) < of_kind.random(KINDS, dtype=np.float32)[kinds]
        case FactType.INT:
            return (chance.integers(0, 30, number) + of_kind.integers(0, 70, KINDS)[kinds]).astype(np.int16)
        case _:
            choices = len(fact.choices)
            return ((chance.integers(0, 3, number) + of_kind.integers(0, choices, KINDS)[kinds]) % choices).astype(
                np.uint8
            )


def _frame(made: Rules, columns: Mapping[str, Column], begin: int) -> pl.DataFrame:
    series = []
    for name, column in columns.items():
        choices = list(made.vocabulary.facts[name].choices)
        if choices:
            words = np.array(choices, dtype=object)[column.values]
            series.append(pl.Series(name, words, dtype=pl.Enum(choices)))
        else:
            series.append(pl.Series(name, column.values))
    number = len(series[0])
    return pl.DataFrame([pl.Series("resident", np.arange(begin, begin + number)), *series])
