"""Whom a person may follow up: entitled and not applied, each with the reason and the ground for using the data.

A list decides nothing. It goes to somebody who asks the resident, and the resident's one confirmation, or a person, decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from onetrip.rules import Known, KnownFacts, Origin, Text, Verdict, explain
from onetrip.screening.asking import Asked
from onetrip.screening.columns import Plane, unpacked
from onetrip.screening.index import fact_of, value_of
from onetrip.screening.residents import RESIDENT, Residents
from onetrip.screening.store import Store

_AT_ONCE = 10_000
_ROW = "|row"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One resident to be followed up: the pseudonym, why, and what is still to be asked (nothing, where it is certain)."""

    resident: str
    verdict: Verdict
    reason: Text
    needs: tuple[str, ...]


def certainly(store: Store, asked: Asked, matter: str, applied: Plane | None = None) -> Plane:
    """Who is certainly entitled to `matter` and has not applied. KeyError: the run knows no such matter."""
    plane = store.whole("certain", _row(asked, matter))
    return plane if applied is None else plane & ~applied


def possibly(store: Store, asked: Asked, matter: str, applied: Plane | None = None) -> Plane:
    """Who may be entitled to `matter`, as far as is known, and has not applied. KeyError: the run knows no such matter."""
    _row(asked, matter)
    parts = []
    for place in store.stretches():
        planes, counts = store.planes(place), store.counts(place)
        some = [name for name in asked.conditions if counts is not None and counts.open.get(name)]
        words = planes.certain.shape[1]
        parts.append(planes.open[some.index(matter)] if matter in some else np.zeros(words, dtype=np.uint64))
    plane: Plane = np.concatenate(parts)
    return plane if applied is None else plane & ~applied


def follow_up(
    residents: Residents, asked: Asked, matter: str, who: Plane, most: int | None = None
) -> Iterator[FollowUp]:
    """The residents of a plane in the order of the file, `most` of them at most (None: all).

    Each is judged once more by itself; whoever the rules of one resident say NO of is not on the list.
    """
    rows = np.flatnonzero(unpacked(who, residents.rows))[:most]
    for begin in range(0, len(rows), _AT_ONCE):
        for name, known in _read(residents, rows[begin : begin + _AT_ONCE], asked):
            found = explain(asked.conditions[matter], known, asked.day, asked.vocabulary)
            if found.verdict is not Verdict.NO:
                yield FollowUp(name, found.verdict, found.sentence, found.needs)


def _row(asked: Asked, matter: str) -> int:
    if matter not in asked.conditions:
        raise KeyError(matter)
    return list(asked.conditions).index(matter)


def _read(residents: Residents, rows: Any, asked: Asked) -> Iterator[tuple[str, KnownFacts]]:
    """What is known of the residents in those rows."""
    wanted = pl.Series(rows).cast(pl.UInt32)
    read = [each.read.alias(name) for name, each in residents.conversions.items()]
    frame = (
        pl.scan_parquet(residents.path)
        .with_row_index(_ROW)
        .filter(pl.col(_ROW).is_in(wanted.implode()))
        .select(RESIDENT, *read)
        .collect()
    )
    for row in frame.iter_rows(named=True):
        yield str(row[RESIDENT]), _known(row, residents, asked)


def _known(row: Mapping[str, Any], residents: Residents, asked: Asked) -> dict[str, Known]:
    found = {}
    for name in residents.facts:
        value = row[name]
        if value is None:
            continue
        fact = fact_of(name, asked.vocabulary)
        found[name] = Known(value_of(fact, value), Origin.REGISTER)
    return found
