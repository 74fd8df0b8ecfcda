"""Conditions over planes of bits: for 64 residents at a time who certainly meets them, and who possibly does.

Every part of a condition is a pair of planes, *certain* and *possible*; "and" is `&` of both and "or" is `|` of both, which
are Kleene's. Where all residents of a block have a value the two are one and the same plane, and the work is halved. A part
that stands in several conditions is worked out once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import TypeAlias

import numpy as np

from onetrip.rules import And, Atom, Expr, Or, Truth, Vocabulary, atoms
from onetrip.rules.grounding import Choices, Column, Grounded, Spans, Values, ground
from onetrip.screening.columns import Column as Given
from onetrip.screening.columns import Plane, words_for
from onetrip.screening.index import From, Is, Key, Known, choices_to_join, fact_of, keys_of, number_of, planes

BLOCK = 1 << 17
"""Residents at a time: their planes stay in the processor's cache."""

Pair: TypeAlias = tuple[Plane, Plane]
"""Who certainly, and who possibly. Both may be the same array."""

Index: TypeAlias = Mapping[Key, Plane | None]


@dataclass(frozen=True, slots=True)
class _Step:
    """One part made of earlier ones: `&` of them, or `|`."""

    is_every: bool
    parts: tuple[int, ...]


class Planes:
    """Conditions made ready for blocks of residents on one day, whose `columns` are named like facts."""

    def __init__(
        self, conditions: Mapping[str, Expr], vocabulary: Vocabulary, day: date, columns: Collection[str]
    ) -> None:
        self.names = tuple(conditions)
        self._vocabulary = vocabulary
        leaves = list(dict.fromkeys(atom for expr in conditions.values() for atom in atoms(expr)))
        self._grounded: dict[Atom, Grounded] = {atom: ground(atom, day, vocabulary, columns) for atom in leaves}
        self.keys = keys_of(self._grounded.values(), vocabulary)
        self._places: dict[Expr, int] = {}
        self._steps: list[Truth | Atom | _Step] = []
        self._results = [self._place(expr) for expr in conditions.values()]

    def index(self, columns: Mapping[str, Given], number: int) -> dict[Key, Plane | None]:
        """The planes that the conditions are made of. KeyError: a column is missing."""
        return planes(self.keys, columns, number)

    def pairs(self, index: Index, number: int) -> list[Pair]:
        """For each condition who certainly and who possibly meets it; bits behind the last resident mean nothing."""
        words = words_for(number)
        found: list[Pair] = []
        for step in self._steps:
            if isinstance(step, _Step):
                found.append(_joined([found[part] for part in step.parts], is_every=step.is_every))
            elif isinstance(step, Truth):
                found.append(_both(np.full(words, ~np.uint64(0) if step.value else np.uint64(0))))
            else:
                found.append(_Reader(index, self._vocabulary, words).pair(self._grounded[step]))
        return [found[place] for place in self._results]

    def _place(self, expr: Expr) -> int:
        """Where the part stands among the steps, after all it is made of."""
        known = self._places.get(expr)
        if known is not None:
            return known
        step: Truth | Atom | _Step
        if isinstance(expr, And | Or):
            step = _Step(isinstance(expr, And), tuple(self._place(part) for part in expr.parts))
        else:
            step = expr
        self._steps.append(step)
        self._places[expr] = len(self._steps) - 1
        return self._places[expr]


def evaluate(
    conditions: Mapping[str, Expr], columns: Mapping[str, Given], number: int, day: date, vocabulary: Vocabulary
) -> dict[str, Pair]:
    """Who of all residents certainly and who possibly meets each condition, as whole planes, block by block."""
    compiled = Planes(conditions, vocabulary, day, columns)
    blocks: list[list[Pair]] = []
    for begin in range(0, max(number, 1), BLOCK):
        end = min(begin + BLOCK, number)
        here = {
            name: Given(given.values[begin:end], None if given.known is None else given.known[begin:end])
            for name, given in columns.items()
        }
        blocks.append(compiled.pairs(compiled.index(here, end - begin), end - begin))
    return {
        name: (_in_a_row(block[place][0] for block in blocks), _in_a_row(block[place][1] for block in blocks))
        for place, name in enumerate(compiled.names)
    }


class _Reader:
    """A comparison read off the index."""

    def __init__(self, index: Index, vocabulary: Vocabulary, words: int) -> None:
        self._index, self._vocabulary, self._words = index, vocabulary, words

    def pair(self, grounded: Grounded) -> Pair:
        """What the columns say, from the last to the first: the better one counts where it has a value."""
        found: Pair | None = None
        for column in reversed(grounded.columns):
            found = self._over(column, found)
        return found or (self._all(0), self._all(1))

    def _over(self, column: Column, otherwise: Pair | None) -> Pair:
        yes = self._among(column.fact, column.yes)
        known = self._index[Known(column.fact)]
        maybe = yes if column.no is None else ~self._among(column.fact, column.no)
        if known is None:
            return yes, maybe
        if otherwise is None:
            return yes & known, maybe | ~known
        return (yes & known) | (otherwise[0] & ~known), (maybe & known) | (otherwise[1] & ~known)

    def _among(self, name: str, values: Values) -> Plane:
        if isinstance(values, Spans):
            within = [self._within(name, span.least, span.below) for span in values.spans]
            return reduce(np.bitwise_or, within) if within else self._all(0)
        return self._chosen(name, values)

    def _within(self, name: str, least: object, below: object) -> Plane:
        if least is None and below is None:
            return self._all(1)
        if below is None:
            return self._plane(From(name, number_of(least)))
        if least is None:
            return ~self._plane(From(name, number_of(below)))
        return self._plane(From(name, number_of(least))) & ~self._plane(From(name, number_of(below)))

    def _chosen(self, name: str, values: Choices) -> Plane:
        codes, opposite = choices_to_join(fact_of(name, self._vocabulary), values)
        chosen = [self._plane(Is(name, code)) for code in codes]
        joined = reduce(np.bitwise_or, chosen) if chosen else self._all(0)
        return ~joined if opposite else joined

    def _plane(self, key: Key) -> Plane:
        plane = self._index[key]
        return self._all(1) if plane is None else plane

    def _all(self, bit: int) -> Plane:
        return np.full(self._words, ~np.uint64(0) if bit else np.uint64(0))


def _both(plane: Plane) -> Pair:
    return plane, plane


def _joined(pairs: list[Pair], *, is_every: bool) -> Pair:
    join: Callable[[Plane, Plane], Plane] = np.bitwise_and if is_every else np.bitwise_or
    certain = reduce(join, (pair[0] for pair in pairs))
    if all(pair[0] is pair[1] for pair in pairs):
        return certain, certain
    return certain, reduce(join, (pair[1] for pair in pairs))


def _in_a_row(parts: Iterable[Plane]) -> Plane:
    """Planes of full blocks, one after the other."""
    found = list(parts)
    return found[0] if len(found) == 1 else np.concatenate(found)
