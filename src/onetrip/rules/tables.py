"""One condition in every state of knowledge: whether it is decided, how likely it holds, how many questions decide it.

A condition speaks of few facts, and can tell few classes of each fact's values apart. So everything that can ever be known
about it fits into one array with an axis for each fact: 0 along an axis stands for "not known", the other places for the
classes. Three arrays of that shape say

- the verdict, by supervaluation: YES where every way to fill in what is not known makes the condition hold, NO where none
  does. That is exact, where Kleene's logic is not: `age >= 16 or age < 16` is YES before anything is known;
- the chance that it holds, if the facts are drawn independently with given weights;
- the effort: the least expected cost of the questions that decide it (Deshpande, Hellerstein, Kletenik, arXiv 1303.0726,
  call it stochastic Boolean function evaluation), by dynamic programming over the sets of unknown facts.

A condition that speaks of too many facts for one array is taken apart: see `Parts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import combinations
from math import prod
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from onetrip.rules.classes import Classes, classes_of, ends_of, key_of
from onetrip.rules.evidence import NO, UNKNOWN, YES, Evidence
from onetrip.rules.expressions import And, Atom, Expr, Or, atoms, every, fold, some
from onetrip.rules.facts import Value, Vocabulary
from onetrip.rules.known import Known, Origin

MOST_STATES = 200_000
"""A condition with more states than this gets no table."""

Chances: TypeAlias = npt.NDArray[np.float64]
_Truths: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Axis:
    """What one condition can tell of one fact: `group_of` gives for each of the `classes` the group it belongs to.

    None stands there for a class of values that the fact cannot have.
    """

    fact: str
    classes: Classes
    group_of: tuple[int | None, ...]
    groups: int

    def place_of(self, value: Value) -> int:
        """Where a value stands along the axis: its group, counted from 1. ValueError: the fact cannot have it."""
        group = self.group_of[self.classes.of(value)]
        if group is None:
            raise ValueError(f"{self.fact} cannot be {value}")
        return group + 1

    def examples(self) -> tuple[Value, ...]:
        """One value of each group, in order."""
        return tuple(self.classes.examples[self.group_of.index(group)] for group in range(self.groups))


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """All states of a condition on one day. `verdicts` has the shape (groups + 1 of each axis)."""

    axes: tuple[Axis, ...]
    verdicts: npt.NDArray[np.uint8]

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts of the axes, in order."""
        return tuple(axis.fact for axis in self.axes)

    def openings(self) -> npt.NDArray[np.uint32]:
        """In each state the axes whose facts can still decide it, as bits: 1 for the first axis, 2 for the second, …

        A fact can where there are two answers to it after which, all else filled in alike, the verdicts differ.
        """
        found = np.zeros(self.verdicts.shape, dtype=np.uint32)
        inner = tuple(slice(1, None) for _ in self.axes)
        full = self.verdicts[inner]
        for at in range(len(self.axes)):
            differs = full.max(axis=at, keepdims=True) != full.min(axis=at, keepdims=True)
            able = np.zeros((*self.verdicts.shape[:at], 1, *self.verdicts.shape[at + 1 :]), dtype=bool)
            able[tuple(slice(0, 1) if axis == at else slice(1, None) for axis in range(len(self.axes)))] = differs
            for other in range(len(self.axes)):
                if other != at:
                    along = np.moveaxis(able, other, 0)
                    along[0] = along[1:].any(axis=0)
            found[tuple(slice(0, 1) if axis == at else slice(None) for axis in range(len(self.axes)))] |= able.astype(
                np.uint32
            ) << np.uint32(at)
        return found

    def chances(self, weights: Sequence[Sequence[float]]) -> Chances:
        """The chance that the condition holds, in each state; `weights` are those of the groups of each axis, adding up to 1."""
        return self.chances_of_kinds([np.asarray(of_groups)[None] for of_groups in weights])[..., 0]

    def chances_of_kinds(self, weights: Sequence[Chances]) -> Chances:
        """The same for several kinds of residents at once, along a last axis; the weights are kinds × groups."""
        kinds = len(weights[0]) if weights else 1
        found = np.zeros((*self.verdicts.shape, kinds))
        inner = tuple(slice(1, None) for _ in self.axes)
        found[inner] = (self.verdicts[inner] == YES)[..., None]
        for at, of_groups in enumerate(weights):
            along = np.moveaxis(found, at, 0)
            along[0] = np.einsum("g...k,kg->...k", along[1:], of_groups)
        return found

    def efforts(self, weights: Sequence[Sequence[float]], costs: Sequence[float]) -> Chances:
        """The least expected cost of the answers that decide the condition, in each state; 0 where it is decided."""
        found = np.zeros(self.verdicts.shape)
        axes = range(len(self.axes))
        for unknown in (few for size in range(1, len(self.axes) + 1) for few in combinations(axes, size)):
            here = tuple(slice(0, 1) if at in unknown else slice(1, None) for at in axes)
            asked = [self._after_asking(found, here, at, weights[at], costs[at]) for at in unknown]
            open_ = self.verdicts[here] == UNKNOWN
            found[here] = np.where(open_, np.minimum.reduce(asked), 0.0)
        return found

    @staticmethod
    def _after_asking(
        found: Chances, here: tuple[slice, ...], at: int, of_groups: Sequence[float], cost: float
    ) -> Chances:
        """What is expected to be still needed when the fact of axis `at` is asked for, from the states `here`."""
        there = (*here[:at], slice(1, None), *here[at + 1 :])
        weighed = np.moveaxis(found[there], at, -1) @ np.asarray(of_groups)
        return cost + np.expand_dims(weighed, at)


def table_of(expr: Expr, day: date, vocabulary: Vocabulary) -> Table | None:
    """The table of a condition on a day; None where it would have more than `MOST_STATES` states.

    A comparison with an amount that has no figure on the day is never decided.
    """
    by_fact: dict[str, list[Atom]] = {}
    for atom in atoms(expr):
        by_fact.setdefault(key_of(atom), []).append(atom)
    axes: list[Axis] = []
    judged: dict[Atom, tuple[int, tuple[int, ...]]] = {}
    for fact, mine in by_fact.items():
        axis, outcomes = _axis(fact, mine, day, vocabulary)
        for place, atom in enumerate(mine):
            judged[atom] = (len(axes), tuple(outcome[place] for outcome in outcomes))
        axes.append(axis)
    shape = tuple(axis.groups + 1 for axis in axes)
    if prod(shape) > MOST_STATES:
        return None
    surely, perhaps = (fold(expr, _Grid(judged, len(axes), least)) for least in (YES, UNKNOWN))
    return Table(tuple(axes), _verdicts(surely, perhaps, shape))


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """A condition that is too large for one table, as parts that must all hold (`all_of`) or of which one is enough."""

    all_of: bool
    parts: tuple[Table | Parts, ...]


def parts_of(expr: Expr, day: date, vocabulary: Vocabulary) -> Table | Parts:
    """The table of a condition on a day, or, where it would be too large, the tables of its parts.

    Parts that share facts stay together as long as they fit into one table.
    """
    table = table_of(expr, day, vocabulary)
    if table is not None:
        return table
    if not isinstance(expr, And | Or):
        raise ValueError(f"one comparison tells more than {MOST_STATES} classes apart")
    join = every if isinstance(expr, And) else some
    found: list[tuple[Expr, Table | Parts]] = []
    for part in sorted(expr.parts, key=lambda each: len(atoms(each))):
        for at, (earlier, _) in enumerate(found):
            shared = {key_of(atom) for atom in atoms(earlier)} & {key_of(atom) for atom in atoms(part)}
            together = join(earlier, part)
            if shared and (both := table_of(together, day, vocabulary)) is not None:
                found[at] = (together, both)
                break
        else:
            found.append((part, parts_of(part, day, vocabulary)))
    return Parts(isinstance(expr, And), tuple(part for _, part in found))


def _axis(fact: str, mine: Sequence[Atom], day: date, vocabulary: Vocabulary) -> tuple[Axis, list[tuple[int, ...]]]:
    """The axis of a fact, and for each of its groups what it says of each of the atoms."""
    classes = classes_of(fact, mine, day, vocabulary)
    groups: dict[tuple[int, ...], int] = {}
    group_of: list[int | None] = []
    possible = classes.possible(*ends_of(fact, day, vocabulary))
    for example, can_be in zip(classes.examples, possible, strict=True):
        if not can_be:
            group_of.append(None)
            continue
        evidence = Evidence({fact: Known(example, Origin.SAID)}, day, vocabulary)
        outcome = tuple(evidence.judge(atom) for atom in mine)
        group_of.append(groups.setdefault(outcome, len(groups)))
    return Axis(fact, classes, tuple(group_of), len(groups)), list(groups)


class _Grid:
    """A condition as an array of truths over all groups; an atom holds where its verdict is at least `least`."""

    def __init__(self, judged: dict[Atom, tuple[int, tuple[int, ...]]], width: int, least: int) -> None:
        self._judged, self._width, self._least = judged, width, least

    def truth(self, value: bool, /) -> _Truths:  # noqa: FBT001 - the constant itself
        return np.full((1,) * self._width, value)

    def atom(self, atom: Atom, /) -> _Truths:
        at, outcomes = self._judged[atom]
        along = np.array([verdict >= self._least for verdict in outcomes])
        return along.reshape([-1 if axis == at else 1 for axis in range(self._width)])

    def every(self, parts: Iterable[_Truths], /) -> _Truths:
        return reduce(np.bitwise_and, parts)

    def some(self, parts: Iterable[_Truths], /) -> _Truths:
        return reduce(np.bitwise_or, parts)


def _verdicts(surely: _Truths, perhaps: _Truths, shape: tuple[int, ...]) -> npt.NDArray[np.uint8]:
    """From the truths over all groups the verdicts over all states."""
    inner = tuple(slice(1, None) for _ in shape)
    always, ever = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    always[inner], ever[inner] = surely, perhaps
    for at in range(len(shape)):
        np.moveaxis(always, at, 0)[0] = np.moveaxis(always, at, 0)[1:].all(axis=0)
        np.moveaxis(ever, at, 0)[0] = np.moveaxis(ever, at, 0)[1:].any(axis=0)
    found = np.full(shape, UNKNOWN, dtype=np.uint8)
    found[always] = YES
    found[~ever] = NO
    return found
