"""Can a condition hold for anybody, on any day? A check for those who write conditions.

Only finitely many values of a fact can be told apart by the comparisons of one condition: each choice, and for numbers
and days the bounds and what lies between them. Age and `months_until` move together with the months somebody has lived.
Where a "no" inside the condition was turned into opposite comparisons, more true comparisons never hurt, so of those
values only the ones matter that make the most comparisons true; usually there is a single one and nothing to search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import pairwise
from math import floor
from typing import Any, TypeAlias

from onetrip.rules.expressions import AmountOf, Atom, Compare, Expr, Holds, MonthsUntil, OneOf, amounts_of, atoms, fold
from onetrip.rules.facts import AGE, OLDEST, Fact, FactType, Vocabulary

_MOST_STEPS = 5_000
"""Combinations looked at before the answer is "perhaps", which counts as yes."""

_MONTHS_LIVED = "months lived"
_OLDEST_IN_MONTHS = 12 * (OLDEST + 1) - 1

_Figures: TypeAlias = Mapping[str, int | float]
"""The amounts of a certain day."""


def can_hold(expr: Expr, vocabulary: Vocabulary) -> bool:
    """Whether anybody can meet the condition on any day. A "no" is certain; a tangled condition may get a mere "yes"."""
    return any(_can_hold(expr, vocabulary, figures) for figures in _all_figures(expr, vocabulary))


def _all_figures(expr: Expr, vocabulary: Vocabulary) -> Iterator[_Figures]:
    """The amounts a condition refers to, for every span of days in which all of them have the same figures."""
    schedules = [vocabulary.amounts[amount] for amount in sorted(amounts_of(expr))]
    if not schedules:
        yield {}
        return
    all_known = max(schedule.values[0][0] for schedule in schedules)
    for day in sorted({since for schedule in schedules for since, _ in schedule.values if since >= all_known}):
        yield {schedule.id: value for schedule in schedules if (value := schedule.at(day)) is not None}


def _can_hold(expr: Expr, vocabulary: Vocabulary, figures: _Figures) -> bool:
    certain: set[Atom] = set()
    open_: list[list[frozenset[Atom]]] = []
    for best in _best_outcomes(expr, vocabulary, figures):
        if len(best) == 1:
            certain |= best[0]
        else:
            open_.append(best)
    # What could still become true from each place in the list on, if all went as well as possible.
    hopes = [frozenset[Atom]()]
    for best in reversed(open_):
        hopes.append(hopes[-1].union(*best))
    hopes.reverse()
    waiting = [(0, frozenset(certain))]
    for _ in range(_MOST_STEPS):
        if not waiting:
            return False
        at, true = waiting.pop()
        if not fold(expr, _Holding(true | hopes[at])):
            continue
        if at == len(open_):
            return True
        waiting += [(at + 1, true | outcome) for outcome in open_[at]]
    return True


class _Holding:
    """Whether a condition holds when exactly these atoms do."""

    def __init__(self, true: frozenset[Atom]) -> None:
        self.atom = true.__contains__

    def truth(self, value: bool, /) -> bool:  # noqa: FBT001
        return value

    def every(self, parts: Iterable[bool], /) -> bool:
        return all(parts)

    def some(self, parts: Iterable[bool], /) -> bool:
        return any(parts)


def _best_outcomes(expr: Expr, vocabulary: Vocabulary, figures: _Figures) -> Iterator[list[frozenset[Atom]]]:
    """For each fact, the sets of its atoms that can be true together, without those that are part of another."""
    by_fact: dict[str, list[Atom]] = {}
    for atom in atoms(expr):
        subject = atom.subject
        by_months = isinstance(subject, MonthsUntil) or subject == AGE
        by_fact.setdefault(_MONTHS_LIVED if by_months else str(subject), []).append(atom)
    for fact, mine in by_fact.items():
        outcomes = {
            frozenset(atom for atom in mine if _holds(atom, value, figures))
            for value in _telling_values(fact, mine, vocabulary, figures)
        }
        yield [outcome for outcome in outcomes if not any(outcome < other for other in outcomes)]


def _holds(atom: Atom, value: Any, figures: _Figures) -> bool:
    if isinstance(atom.subject, MonthsUntil):
        value = 12 * atom.subject.age - value
    elif atom.subject == AGE:
        value = value // 12
    match atom:
        case Holds(_, yes):
            return bool(value) is yes
        case OneOf(_, values, inside):
            return (value in values) is inside
        case Compare(_, op, bound):
            return op.test(value, bound.on(figures[bound.id]) if isinstance(bound, AmountOf) else bound)


def _telling_values(fact: str, mine: list[Atom], vocabulary: Vocabulary, figures: _Figures) -> Iterator[Any]:
    """Values of a fact among which there is one for every outcome that its atoms can have."""
    if fact == _MONTHS_LIVED:
        yield from _telling_months(mine)
        return
    found = vocabulary.facts[fact]
    match found.type:
        case FactType.BOOL:
            yield from (False, True)
        case FactType.CHOICE:
            yield from found.choices
        case FactType.DATE:
            for day in _bounds(mine, figures):
                yield from (day - timedelta(days=1), day, day + timedelta(days=1))
        case FactType.INT | FactType.NUMBER:
            bounds = sorted(_bounds(mine, figures))
            numbers = [bounds[0] - 1, *bounds, *((low + high) / 2 for low, high in pairwise(bounds)), bounds[-1] + 1]
            if found.type is FactType.INT:
                numbers = [floor(bound) + step for bound in bounds for step in (-1, 0, 1)]
            ends = [end for end in (found.least, found.most) if end is not None]
            yield from (number for number in [*ends, *numbers] if _within(found, number))


def _within(fact: Fact, number: int | float) -> bool:
    return (fact.least is None or number >= fact.least) and (fact.most is None or number <= fact.most)


def _telling_months(mine: list[Atom]) -> Iterator[int]:
    yield from (0, _OLDEST_IN_MONTHS)
    for atom in mine:
        for bound in _bounds([atom], {}):
            if isinstance(atom.subject, MonthsUntil):
                near = 12 * atom.subject.age - bound
                candidates = (near - 1, near, near + 1)
            else:
                candidates = (12 * bound - 1, 12 * bound, 12 * bound + 12)
            yield from (months for months in candidates if 0 <= months <= _OLDEST_IN_MONTHS)


def _bounds(mine: list[Atom], figures: _Figures) -> list[Any]:
    """The values that the atoms compare with."""
    found: set[Any] = set()
    for atom in mine:
        if isinstance(atom, OneOf):
            found.update(atom.values)
        elif isinstance(atom, Compare):
            found.add(atom.bound.on(figures[atom.bound.id]) if isinstance(atom.bound, AmountOf) else atom.bound)
    return list(found)
