"""What a column of a file means: its values as those of a fact, and those that are none."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from onetrip.rules import Fact, FactType, Text

_YES, _NO = ("true", "yes", "是"), ("false", "no", "否")
_WORDS = {
    FactType.BOOL: Text("是或否", "yes or no"),
    FactType.INT: Text("整数", "a whole number"),
    FactType.NUMBER: Text("数字", "a number"),
    FactType.DATE: Text("日期", "a date"),
    FactType.CHOICE: Text("选项", "one of the choices"),
}
_HELD: dict[FactType, pl.DataType] = {
    FactType.BOOL: pl.Boolean(),
    FactType.INT: pl.Int32(),
    FactType.NUMBER: pl.Float64(),
    FactType.DATE: pl.Int32(),
    FactType.CHOICE: pl.UInt8(),
}


@dataclass(frozen=True, slots=True)
class Conversion:
    """How the column `name` is read. `read` gives null for what is no value of the fact.

    `is_exact`: the file holds the very type, and nothing has to be looked at for values that are none.
    """

    name: str
    read: pl.Expr
    is_exact: bool


def conversion(fact: Fact, name: str, stored: pl.DataType) -> Conversion | None:
    """How to read a column of type `stored` as values of `fact`; None: there is no way."""
    column = pl.col(name)
    if stored == pl.Null:  # a column without a single value has no type, and says nothing of anybody
        return Conversion(name, column.cast(_HELD[fact.type]), is_exact=True)
    match fact.type:
        case FactType.CHOICE:
            return _choice(fact, name, stored)
        case FactType.BOOL:
            return _bool(column, name, stored)
        case FactType.INT:
            return _whole(column, name, stored)
        case FactType.NUMBER:
            return _number(column, name, stored)
        case FactType.DATE:
            return _date(column, name, stored)


def in_words(fact: Fact) -> Text:
    """What kind of value the fact has, in words."""
    return _WORDS[fact.type]


def _choice(fact: Fact, name: str, stored: pl.DataType) -> Conversion | None:
    choices = pl.Enum(list(fact.choices))
    if not isinstance(stored, pl.String | pl.Categorical | pl.Enum):
        return None
    return Conversion(name, pl.col(name).cast(choices, strict=False).to_physical(), is_exact=stored == choices)


def _bool(column: pl.Expr, name: str, stored: pl.DataType) -> Conversion | None:
    if stored == pl.Boolean:
        return Conversion(name, column, is_exact=True)
    if stored.is_integer():
        return Conversion(name, pl.when(column.is_in([0, 1])).then(column == 1), is_exact=False)
    if stored == pl.String:
        word = column.str.to_lowercase()
        read = pl.when(word.is_in(_YES)).then(statement=True).when(word.is_in(_NO)).then(statement=False)
        return Conversion(name, read, is_exact=False)
    return None


def _whole(column: pl.Expr, name: str, stored: pl.DataType) -> Conversion | None:
    if stored.is_integer():
        return Conversion(name, column, is_exact=True)
    if stored.is_float() or stored.is_decimal():
        return Conversion(
            name, pl.when(column == column.floor()).then(column).cast(pl.Int64, strict=False), is_exact=False
        )
    if stored == pl.String:
        return Conversion(name, column.str.strip_chars().cast(pl.Int64, strict=False), is_exact=False)
    return None


def _number(column: pl.Expr, name: str, stored: pl.DataType) -> Conversion | None:
    if stored.is_integer():
        return Conversion(name, column.cast(pl.Float64), is_exact=True)
    if stored.is_float() or stored.is_decimal() or stored == pl.String:
        read = (column.str.strip_chars() if stored == pl.String else column).cast(pl.Float64, strict=False)
        return Conversion(name, pl.when(read.is_finite()).then(read), is_exact=False)
    return None


def _date(column: pl.Expr, name: str, stored: pl.DataType) -> Conversion | None:
    if stored == pl.Date:
        return Conversion(name, column.to_physical(), is_exact=True)
    if isinstance(stored, pl.Datetime):
        return Conversion(name, column.dt.date().to_physical(), is_exact=True)
    if stored == pl.String:
        return Conversion(name, column.str.to_date("%Y-%m-%d", strict=False).to_physical(), is_exact=False)
    return None
