"""A condition as a Polars expression: true, false, or null where it is unknown. Polars' own `&` and `|` are Kleene's."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import reduce

import polars as pl

from onetrip.rules import Atom, Expr, FactType, Vocabulary, fold
from onetrip.rules.grounding import Choices, Column, Span, Values, ground
from onetrip.screening.index import fact_of

_UNKNOWN = pl.lit(None, dtype=pl.Boolean)


def as_polars(expr: Expr, day: date, vocabulary: Vocabulary, columns: Collection[str]) -> pl.Expr:
    """The condition on `day` over a frame whose `columns` are named like the facts; a fact without a column is unknown."""
    return fold(expr, _Polars(day, vocabulary, columns))


class _Polars:
    """A condition as an expression of Polars."""

    def __init__(self, day: date, vocabulary: Vocabulary, columns: Collection[str]) -> None:
        self._day, self._vocabulary, self._columns = day, vocabulary, columns

    def truth(self, value: bool, /) -> pl.Expr:  # noqa: FBT001 - the constant itself
        return pl.lit(value, dtype=pl.Boolean)

    def atom(self, atom: Atom, /) -> pl.Expr:
        grounded = ground(atom, self._day, self._vocabulary, self._columns)
        read = [self._read(column) for column in grounded.columns]
        if not read:
            return _UNKNOWN
        return read[0] if len(read) == 1 else pl.coalesce(read)

    def every(self, parts: Iterable[pl.Expr], /) -> pl.Expr:
        return reduce(lambda one, other: one & other, parts)

    def some(self, parts: Iterable[pl.Expr], /) -> pl.Expr:
        return reduce(lambda one, other: one | other, parts)

    def _read(self, column: Column) -> pl.Expr:
        yes = self._among(column.fact, column.yes)
        if column.no is None:
            return yes
        no = self._among(column.fact, column.no)
        return pl.when(yes).then(statement=True).when(no).then(statement=False)

    def _among(self, name: str, values: Values) -> pl.Expr:
        read = pl.col(name)
        if isinstance(values, Choices):
            if fact_of(name, self._vocabulary).type is FactType.BOOL:
                return _of_bools(read, values)
            # One comparison after the other is what Polars shares between conditions.
            same = [read == str(value) for value in values.values]
            return reduce(lambda one, other: one | other, same) if same else _nobody(read)
        within = [_within(read, span) for span in values.spans]
        return reduce(lambda one, other: one | other, within) if within else _nobody(read)


def _of_bools(read: pl.Expr, values: Choices) -> pl.Expr:
    if len(values.values) == 2:
        return _everybody(read)
    if not values.values:
        return _nobody(read)
    return read if values.values[0] else ~read


def _within(read: pl.Expr, span: Span) -> pl.Expr:
    parts = [
        *([] if span.least is None else [read.ge(span.least)]),
        *([] if span.below is None else [read.lt(span.below)]),
    ]
    return reduce(pl.Expr.and_, parts) if parts else _everybody(read)


def _everybody(read: pl.Expr) -> pl.Expr:
    """True for every value, and unknown without one."""
    return read.eq(read)


def _nobody(read: pl.Expr) -> pl.Expr:
    """False for every value, and unknown without one."""
    return read.ne(read)
