"""A condition made complete: Kleene's logic then finds every verdict that follows from what is known.

`sex == "male" and age >= 53 or sex == "female" and age >= 45` holds for whoever is 60, whatever the sex; but as long as the
sex is unknown, each alternative is. Adding what was left unsaid, `or age >= 53`, changes nothing for anybody who is known
through and through, and decides the others: the sentence that explains the verdict then speaks of the age alone.
What is added are the prime implicants that are missing (Quine, "A way to simplify truth functions", 1955; for partial
knowledge a condition with all of them and Kleene's logic give what supervaluation gives).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import reduce

import numpy as np
import numpy.typing as npt

from onetrip.rules.classes import depends_on_day, key_of
from onetrip.rules.evidence import NO, UNKNOWN, YES, Evidence
from onetrip.rules.expressions import Atom, Expr, atoms, every, fold, leaves, negate, some
from onetrip.rules.facts import BIRTH_DATE, Vocabulary
from onetrip.rules.known import Known, Origin
from onetrip.rules.tables import Table, table_of

_SOME_DAY = date(2026, 1, 1)
"""Any day would do: what is added does not depend on it."""
_LARGEST = 20_000
"""Conditions with more states than this are left as they are."""

_State = tuple[int, ...]
_Levels = npt.NDArray[np.uint8]


def completed(expr: Expr, vocabulary: Vocabulary) -> Expr:
    """The condition with what is missing added; itself where nothing is.

    Only what holds on every day is added: nothing about the facts whose classes move with the day, the birth date and
    those compared with a dated amount.
    """
    subjects = [key_of(atom) for atom in leaves(expr)]
    if len(set(subjects)) == len(subjects):
        return expr
    table = table_of(expr, _SOME_DAY, vocabulary)
    if table is None or table.verdicts.size > _LARGEST:
        return expr
    judged = _Judged(expr, table, vocabulary)
    for state in judged.missed():
        implicant = judged.implicant(state)
        # Each is minimal in the facts it speaks of, so that the explanation rests on no fact too many.
        expr = some(expr, implicant) if table.verdicts[state] == YES else every(expr, negate(implicant))
    return expr


class _Judged:
    """What each group of each axis says of the atoms on it."""

    def __init__(self, expr: Expr, table: Table, vocabulary: Vocabulary) -> None:
        self._expr, self._table = expr, table
        self._on: list[list[Atom]] = [[] for _ in table.axes]
        for atom in atoms(expr):
            self._on[table.facts.index(key_of(atom))].append(atom)
        self._outcomes: list[list[tuple[int, ...]]] = []
        for axis, mine in zip(table.axes, self._on, strict=True):
            seen = [
                Evidence({axis.fact: Known(value, Origin.SAID)}, _SOME_DAY, vocabulary) for value in axis.examples()
            ]
            self._outcomes.append([tuple(evidence.judge(atom) for atom in mine) for evidence in seen])

    def missed(self) -> Iterable[_State]:
        """The least states that are decided, where Kleene's logic does not find it."""
        missed = np.argwhere((self._table.verdicts != UNKNOWN) & (self._kleene() == UNKNOWN))
        accepted: list[_State] = []
        for found in sorted(map(tuple, missed.tolist()), key=lambda state: (np.count_nonzero(state), state)):
            within = any(all(a in (0, b) for a, b in zip(less, found, strict=True)) for less in accepted)
            if not within and not any(self._moves(at) for at, place in enumerate(found) if not place):
                accepted.append(found)
        return accepted

    def implicant(self, state: _State) -> Expr:
        """What is known in a state, as few comparisons as lead to its verdict."""
        kept: list[tuple[int, int, Atom]] = []
        for at, place in enumerate(state):
            if place:
                kept += [(at, number, atom) for number, atom in enumerate(self._on[at])]
        for each in list(kept):
            fewer = [other for other in kept if other is not each]
            if self._leads(fewer, state):
                kept = fewer
        outcome = {at: self._outcomes[at][place - 1] for at, place in enumerate(state) if place}
        return every(*(atom if outcome[at][number] == YES else negate(atom) for at, number, atom in kept))

    def _leads(self, kept: Sequence[tuple[int, int, Atom]], state: _State) -> bool:
        """Whether all groups of which the kept comparisons say what they say in the state lead to its verdict."""
        choices: list[list[int]] = []
        for at, place in enumerate(state):
            numbers = [number for axis, number, _ in kept if axis == at]
            if not numbers:
                choices.append([0])
                continue
            said = self._outcomes[at][place - 1]
            alike = [
                group + 1
                for group, outcome in enumerate(self._outcomes[at])
                if all(outcome[number] == said[number] for number in numbers)
            ]
            choices.append(alike)
        if any(not choices[at] or (choices[at] == [0] and self._moves(at) and state[at]) for at in range(len(state))):
            return False
        return bool((self._table.verdicts[np.ix_(*choices)] == self._table.verdicts[state]).all())

    def _moves(self, at: int) -> bool:
        """Whether the classes of an axis move with the day."""
        return self._table.axes[at].fact == BIRTH_DATE or depends_on_day(self._on[at])

    def _kleene(self) -> _Levels:
        """What Kleene's logic says in every state."""
        return np.broadcast_to(fold(self._expr, _Grid(self)), self._table.verdicts.shape)

    def levels(self, atom: Atom) -> _Levels:
        """The verdicts of an atom along its axis, shaped to be joined with others."""
        at = self._table.facts.index(key_of(atom))
        number = self._on[at].index(atom)
        along = [UNKNOWN, *(outcome[number] for outcome in self._outcomes[at])]
        return np.array(along, dtype=np.uint8).reshape([-1 if axis == at else 1 for axis in range(len(self._on))])

    @property
    def width(self) -> int:
        """The number of axes."""
        return len(self._on)


class _Grid:
    """A condition as an array of Kleene's verdicts over all states."""

    def __init__(self, judged: _Judged) -> None:
        self.atom = judged.levels
        self._width = judged.width

    def truth(self, value: bool, /) -> _Levels:  # noqa: FBT001 - the constant itself
        return np.full((1,) * self._width, YES if value else NO, dtype=np.uint8)

    def every(self, parts: Iterable[_Levels], /) -> _Levels:
        return reduce(np.minimum, parts)

    def some(self, parts: Iterable[_Levels], /) -> _Levels:
        return reduce(np.maximum, parts)
