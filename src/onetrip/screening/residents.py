"""A file of residents: which of its columns are facts, what is wrong with it, and its rows a stretch at a time.

Nothing is dropped in silence. A column that is missing leaves its fact unknown for everybody, one that is no fact is not read,
and both are said. A row with a value that nobody can have is set aside whole, with the reason; it is judged by nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from onetrip.rules import Text, Vocabulary, nearest
from onetrip.screening.columns import Bools, Column
from onetrip.screening.conversion import Conversion, conversion, in_words
from onetrip.screening.index import fact_of

RESIDENT = "resident"
"""The column of pseudonyms: what a resident is called in the file, and nothing by which anybody could be found."""

_LOOKED_AT = 1000


class Unreadable(ValueError):
    """The file cannot be screened; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text

    def __reduce__(self) -> tuple[type[Unreadable], tuple[Text]]:
        """So that it reaches whoever asked, from another process too."""
        return type(self), (self.text,)


@dataclass(frozen=True, slots=True)
class Residents:
    """A file of residents that can be read. `missing` facts are unknown for everybody; `extra` columns are not read."""

    path: Path
    rows: int
    conversions: Mapping[str, Conversion]
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that have a column."""
        return tuple(self.conversions)

    def stretch(self, begin: int, number: int, facts: Collection[str] | None = None) -> Stretch:
        """`number` rows from `begin` on, as columns of all `facts` (None: all there are); with who has a value that is none
        of the fact's."""
        wanted = {name: each for name, each in self.conversions.items() if facts is None or name in facts}
        read = []
        for name, each in wanted.items():
            read.append(each.read.alias(name))
            if not each.is_exact:
                read.append((each.read.is_null() & pl.col(name).is_not_null()).alias(_bad(name)))
        frame = pl.scan_parquet(self.path).slice(begin, number).select(read).collect()
        bad = {}
        for name, each in wanted.items():
            if not each.is_exact and bool(frame[_bad(name)].any()):
                bad[name] = frame[_bad(name)].to_numpy()
        return Stretch({name: _column(frame[name]) for name in wanted}, bad, frame.height)


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Some rows of a file. `bad`: by fact, who has a value there that it cannot read; only facts of which there are some."""

    columns: Mapping[str, Column]
    bad: Mapping[str, Bools]
    number: int


def residents(path: Path, facts: Collection[str], vocabulary: Vocabulary) -> Residents:
    """The file of residents, of whom `facts` are wanted. Unreadable: no Parquet, no rows, no pseudonyms, a column that
    cannot be what its fact is, or two columns for one fact."""
    try:
        schema = pl.read_parquet_schema(path)
        rows = int(pl.scan_parquet(path).select(pl.len()).collect().item())
    except (OSError, pl.exceptions.PolarsError) as error:
        raise Unreadable(
            Text(f"{path.name} 读不出来，不是完整的 Parquet 文件。", f"{path.name} is no whole Parquet file: {error}.")
        ) from None
    _refuse_what_cannot_be(path, schema, rows, facts)
    conversions = {}
    for name in sorted(set(facts) & schema.keys()):
        fact = fact_of(name, vocabulary)
        found = conversion(fact, name, schema[name])
        if found is None:
            is_ = in_words(fact)
            raise Unreadable(
                Text(
                    f"列 {name} 应为{is_.zh}，文件里是 {schema[name]}。改好再筛，或去掉这一列（这项情况就都算未知）。",
                    f"Column {name} should be {is_.en} and is {schema[name]}. Mend it, or leave it out: its fact is then unknown for everybody.",
                )
            )
        conversions[name] = found
    _refuse_what_nobody_can_read(path, conversions)
    extra = tuple(sorted(set(schema) - set(facts) - {RESIDENT}))
    return Residents(path, rows, conversions, tuple(sorted(set(facts) - schema.keys())), extra)


def _refuse_what_nobody_can_read(path: Path, conversions: Mapping[str, Conversion]) -> None:
    """A column of which no value of the first thousand rows can be read is no column with mistakes but another one."""
    looked_at = {name: each for name, each in conversions.items() if not each.is_exact}
    if not looked_at:
        return
    asked = [pl.col(name).count().alias(name) for name in looked_at]
    could = [each.read.count().alias(_bad(name)) for name, each in looked_at.items()]
    (row,) = pl.scan_parquet(path).head(_LOOKED_AT).select(asked + could).collect().iter_rows(named=True)
    for name in looked_at:
        if row[name] and not row[_bad(name)]:
            number = row[name]
            raise Unreadable(
                Text(
                    f"列 {name} 前 {number:,} 个值一个也读不懂（日期写成 2026-12-01，选项写目录里的 id）。",
                    f"Not one of the first {number:,} values of column {name} can be read: dates are written 2026-12-01, choices by their ids in the catalogue.",
                )
            )


def _refuse_what_cannot_be(path: Path, schema: Mapping[str, Any], rows: int, facts: Collection[str]) -> None:
    if not rows:
        raise Unreadable(Text(f"{path.name} 里一行也没有。", f"{path.name} has no rows."))
    if RESIDENT not in schema:
        close = nearest(RESIDENT, list(schema))
        zh, en = (f"是不是 {close}？", f" Is it {close}?") if close else ("", "")
        raise Unreadable(
            Text(f"没有列 {RESIDENT}（居民代号）。{zh}", f"There is no column {RESIDENT} with pseudonyms.{en}")
        )
    kind = schema[RESIDENT]
    if not (kind.is_integer() or isinstance(kind, pl.String | pl.Categorical | pl.Enum | pl.Null)):
        raise Unreadable(
            Text(
                f"列 {RESIDENT} 应为文字或整数，文件里是 {kind}。",
                f"Column {RESIDENT} should be text or whole numbers and is {kind}.",
            )
        )
    by_name: dict[str, list[str]] = {}
    for name in schema:
        by_name.setdefault(name.strip().lower(), []).append(name)
    for fact in (*facts, RESIDENT):
        if len(same := by_name.get(fact, [])) > 1:
            raise Unreadable(
                Text(
                    f"{'、'.join(same)} 说的是同一项情况，只能留一列。",
                    f"{' and '.join(same)} speak of one fact: leave one of them.",
                )
            )
    if not set(facts) & schema.keys():
        raise Unreadable(Text("文件里没有一列是目录里的情况。", "No column of the file is a fact of the catalogue."))


def _bad(name: str) -> str:
    return f"{name}|bad"


def _column(series: pl.Series) -> Column:
    known = _bools(series.is_not_null()) if series.null_count() else None
    if series.dtype == pl.Boolean:
        return Column(_bools(series.fill_null(value=False) if known is not None else series), known)
    whole = series.fill_null(0) if known is not None else series
    return Column(whole.rechunk().to_numpy(), known)


def _bools(series: pl.Series) -> Bools:
    """By way of bytes: Polars unpacks its bits five times as fast as it hands them out one by one."""
    return series.cast(pl.UInt8).rechunk().to_numpy().view(np.bool_)
