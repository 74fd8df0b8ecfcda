"""Residents of the tests as the engines want them: NumPy columns, a Polars frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from onetrip.rules import FactType, KnownFacts, Vocabulary
from onetrip.screening.columns import KINDS, Column

_EPOCH = date(1970, 1, 1).toordinal()
_POLARS = {
    FactType.BOOL: pl.Boolean,
    FactType.INT: pl.Int32,
    FactType.NUMBER: pl.Float64,
    FactType.DATE: pl.Date,
    FactType.CHOICE: pl.String,
}


def columns_of(people: Sequence[KnownFacts], names: Sequence[str], vocabulary: Vocabulary) -> dict[str, Column]:
    """What is known of each, as columns with gaps."""
    found = {}
    for name in names:
        fact = vocabulary.fact(name)
        assert fact is not None
        values = np.zeros(len(people), dtype=KINDS[fact.type])
        known = np.zeros(len(people), dtype=bool)
        for place, person in enumerate(people):
            if name in person:
                values[place], known[place] = _number(person[name].value, list(fact.choices)), True
        found[name] = Column(values, known)
    return found


def frame_of(people: Sequence[KnownFacts], names: Sequence[str], vocabulary: Vocabulary) -> pl.DataFrame:
    """What is known of each, as a frame with nulls."""
    kinds: Mapping[str, Any] = {name: _POLARS[vocabulary.fact(name).type] for name in names}  # type: ignore[union-attr]
    rows = {name: [person[name].value if name in person else None for person in people] for name in names}
    return pl.DataFrame(rows, schema=dict(kinds), strict=False)


def _number(value: Any, choices: Sequence[str]) -> Any:
    if isinstance(value, str):
        return choices.index(value)
    return value.toordinal() - _EPOCH if isinstance(value, date) else value
