"""A condition as the text of an SQL expression: true, false, or null where it is unknown.

SQL's own AND and OR are Kleene's, so the tree is written down as it is. PostgreSQL, DuckDB and Spark read the same text but
for the quotation marks around names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from enum import StrEnum
from math import inf, nextafter

from onetrip.rules.expressions import Atom, Expr, fold
from onetrip.rules.facts import Value, Vocabulary
from onetrip.rules.grounding import Choices, Column, Span, ground

_UNKNOWN = "CAST(NULL AS BOOLEAN)"


class Dialect(StrEnum):
    """Who reads the text."""

    POSTGRESQL = "postgresql"
    DUCKDB = "duckdb"
    SPARK = "spark"


def as_sql(
    expr: Expr, day: date, vocabulary: Vocabulary, columns: Collection[str], dialect: Dialect = Dialect.POSTGRESQL
) -> str:
    """The condition on `day` over a table whose `columns` are named like the facts; a fact without a column is unknown.

    Choices are stored by their ids, dates as dates. It is certain where `(…) IS TRUE` and possible where
    `(…) IS NOT FALSE`.
    """
    return fold(expr, _Sql(day, vocabulary, columns, "`" if dialect is Dialect.SPARK else '"'))


class _Sql:
    """A condition as text."""

    def __init__(self, day: date, vocabulary: Vocabulary, columns: Collection[str], mark: str) -> None:
        self._day, self._vocabulary, self._columns, self._mark = day, vocabulary, columns, mark

    def truth(self, value: bool, /) -> str:  # noqa: FBT001 - the constant itself
        return "TRUE" if value else "FALSE"

    def atom(self, atom: Atom, /) -> str:
        grounded = ground(atom, self._day, self._vocabulary, self._columns)
        texts = [self._column(column) for column in grounded.columns]
        if not texts:
            return _UNKNOWN
        return texts[0] if len(texts) == 1 else f"COALESCE({', '.join(texts)})"

    def every(self, parts: Iterable[str], /) -> str:
        return f"({' AND '.join(parts)})"

    def some(self, parts: Iterable[str], /) -> str:
        return f"({' OR '.join(parts)})"

    def _column(self, column: Column) -> str:
        name = f"{self._mark}{column.fact}{self._mark}"
        yes = _among(name, column.yes)
        if column.no is None:
            return yes
        return f"CASE WHEN {yes} THEN TRUE WHEN {_among(name, column.no)} THEN FALSE END"


def _among(name: str, values: object) -> str:
    if isinstance(values, Choices):
        if values.values and isinstance(values.values[0], bool):
            return _of_bools(name, values.values)
        # Nothing is among no values; what is unknown stays so.
        texts = ", ".join(map(_literal, values.values))
        return f"({name} IN ({texts}))" if texts else f"({name} <> {name})"
    spans: tuple[Span, ...] = values.spans  # type: ignore[attr-defined]
    if not spans:
        return f"({name} <> {name})"
    texts = " OR ".join(_within(name, span) for span in spans)
    return texts if len(spans) == 1 else f"({texts})"


def _of_bools(name: str, values: tuple[Value, ...]) -> str:
    if len(values) == 2:
        return f"({name} = {name})"
    return name if values[0] else f"(NOT {name})"


def _within(name: str, span: Span) -> str:
    parts = [
        *([] if span.least is None else [f"{name} {'>' if _is_after(span.least) else '>='} {_end(span.least)}"]),
        *([] if span.below is None else [f"{name} {'<=' if _is_after(span.below) else '<'} {_end(span.below)}"]),
    ]
    return f"({' AND '.join(parts)})" if parts else f"({name} = {name})"


def _is_after(end: Value) -> bool:
    """Whether an end is the number right after one that somebody wrote: "> 1595" says so better than its digits."""
    return isinstance(end, float) and len(repr(_before(end))) + 6 < len(repr(end))


def _before(end: float) -> float:
    return nextafter(end, -inf)


def _end(end: Value) -> str:
    return _literal(_before(end)) if isinstance(end, float) and _is_after(end) else _literal(end)


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return repr(value)
