"""Who is not found, and why: the same figures for each group of residents, so that a group of whom less is known shows.

Somebody of whom a fact is missing is never found certainly where it matters. Where one group lacks facts more often than
another, screening passes it over, and nobody meant it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from onetrip.rules import BIRTH_DATE, FactType, Text, Vocabulary
from onetrip.rules.ages import births_at
from onetrip.screening.asking import Asked
from onetrip.screening.columns import Bools, Column, Plane, counted, packed
from onetrip.screening.index import fact_of, number_of
from onetrip.screening.residents import Residents
from onetrip.screening.residents import residents as read
from onetrip.screening.store import Store

AGE_BANDS = (0, 18, 60, 80)
"""Where the bands of age begin that are compared."""


@dataclass(frozen=True, slots=True)
class Group:
    """Residents who have something in common. `entitled` and `open` are matters by resident, summed; `lacking` tells by fact
    of how many there is no value."""

    name: Text
    residents: int
    entitled: int
    open: int
    lacking: Mapping[str, int]

    def share_lacking(self, fact: str) -> float:
        """Of how many of the group, from 0 to 1, the fact is not known; 0 of an empty group."""
        return self.lacking.get(fact, 0) / self.residents if self.residents else 0.0


def groups(store: Store, residents: Residents, asked: Asked, by: str) -> list[Group]:
    """The judged residents by a fact, which is a yes-or-no, a choice or the birth date (bands of age), and who has no value
    of it, last. Empty groups are left out.

    KeyError: there is no such fact. Unreadable: the file has no column of it. ValueError: it is a number or another date.
    """
    fact_of(by, asked.vocabulary)
    facts = sorted(asked.facts & set(residents.facts))
    source = residents if by in residents.conversions else read(residents.path, {by}, asked.vocabulary)
    rows = source.stretch(0, residents.rows, {by})
    judged = store.whole("index", -1)
    found = []
    members = [(name, packed(who) & judged) for name, who in _members(by, rows.columns[by], asked)]
    known = {fact: _known(fact, residents) for fact in facts}
    for name, plane in members:
        number = counted(plane)
        if not number:
            continue
        entitled, open_ = _matters(store, plane)
        lacking = {fact: counted(plane & ~have) for fact, have in known.items() if have is not None}
        found.append(Group(name, number, entitled, open_, {fact: many for fact, many in lacking.items() if many}))
    return found


def _members(by: str, column: Column, asked: Asked) -> Iterator[tuple[Text, Bools]]:
    fact = fact_of(by, asked.vocabulary)
    known = np.ones(len(column.values), dtype=bool) if column.known is None else column.known
    if by == BIRTH_DATE:
        yield from ((name, who & known) for name, who in _bands(column, asked.day))
    elif fact.type is FactType.CHOICE:
        yield from ((name, (column.values == code) & known) for code, name in enumerate(fact.choices.values()))
    elif fact.type is FactType.BOOL:
        yield from ((name, (column.values == yes) & known) for name, yes in _yes_and_no(by, asked.vocabulary))
    else:
        raise ValueError(f"{by} is neither a choice nor a yes or no")
    yield Text("不知道", "not known"), ~known


def _bands(column: Column, day: date) -> Iterator[tuple[Text, Bools]]:
    for begin, end in zip(AGE_BANDS, (*AGE_BANDS[1:], None), strict=True):
        who = column.values <= number_of(births_at(begin, day)[1])
        if end is not None:
            who &= column.values > number_of(births_at(end, day)[1])
        name = (
            Text(f"{begin} 岁以上", f"{begin} and over")
            if end is None
            else Text(f"{begin}–{end - 1} 岁", f"{begin}–{end - 1}")
        )
        yield name, who


def _yes_and_no(by: str, vocabulary: Vocabulary) -> tuple[tuple[Text, bool], ...]:
    label = fact_of(by, vocabulary).label
    return (
        (Text(f"{label.zh}：是", f"{label.en}: yes"), True),
        (Text(f"{label.zh}：否", f"{label.en}: no"), False),
    )


def _known(fact: str, residents: Residents) -> Plane | None:
    """Who has a value of the fact; None: everybody."""
    column = residents.stretch(0, residents.rows, {fact}).columns[fact]
    return None if column.known is None else packed(column.known)


def _matters(store: Store, plane: Plane) -> tuple[int, int]:
    """How many matters the residents of a plane are entitled to, and how many they may be, together."""
    entitled = open_ = begin = 0
    for place in store.stretches():
        planes = store.planes(place)
        here = plane[begin : begin + planes.certain.shape[1]]
        entitled += sum(counted(row & here) for row in planes.certain)
        open_ += sum(counted(row & here) for row in planes.open)
        begin += planes.certain.shape[1]
    return entitled, open_
