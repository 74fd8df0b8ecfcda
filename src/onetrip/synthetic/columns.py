"""Values of one fact as a NumPy column, and back. Choices are numbers in the order of the fact's choices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from onetrip.rules import Fact, FactType, Value

Column: TypeAlias = npt.NDArray[Any]
Truths: TypeAlias = npt.NDArray[np.bool_]
Places: TypeAlias = npt.NDArray[np.int64]
Numbers: TypeAlias = npt.NDArray[np.float64]

_KINDS: dict[FactType, str] = {
    FactType.BOOL: "bool",
    FactType.INT: "int32",
    FactType.NUMBER: "float64",
    FactType.DATE: "datetime64[D]",
    FactType.CHOICE: "uint8",
}


def empty(fact: Fact, number: int) -> Column:
    """A column of the fact's kind, whose values are still to be drawn. ValueError: it has more choices than fit."""
    if len(fact.choices) > np.iinfo(np.uint8).max + 1:
        raise ValueError(f"{fact.id}: a column holds at most 256 choices")
    return np.zeros(number, dtype=_KINDS[fact.type])


def encoded(fact: Fact, values: Sequence[Value]) -> Column:
    """Values of a fact as a column."""
    if fact.type is FactType.CHOICE:
        codes = {choice: code for code, choice in enumerate(fact.choices)}
        return np.array([codes[str(value)] for value in values], dtype=np.uint8)
    return np.array(values, dtype=_KINDS[fact.type])


def decoded(fact: Fact, column: Column) -> list[Any]:
    """The values of a column as the rules room knows them."""
    if fact.type is FactType.CHOICE:
        return np.array(list(fact.choices), dtype=object)[column].tolist()  # type: ignore[no-any-return]
    return column.tolist()  # type: ignore[no-any-return]


def days_of(births: Column) -> Places:
    """Dates as numbers of days, as `date.toordinal` counts them."""
    return births.astype("int64") + _EPOCH


_EPOCH = date(1970, 1, 1).toordinal()
