"""A condition over columns: for all residents at once whether it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache, reduce
from typing import Any

import numpy as np

from onetrip.rules import (
    BIRTH_DATE,
    AmountOf,
    Atom,
    Compare,
    Expr,
    FactType,
    Holds,
    MonthsUntil,
    OneOf,
    Vocabulary,
    fold,
    months_until,
)
from onetrip.synthetic.columns import Column, Places, Truths, days_of, encoded


def holds(expr: Expr, columns: Mapping[str, Column], day: date, vocabulary: Vocabulary) -> Truths:
    """For each resident whether the condition holds: True exactly where `rules.evaluate` says YES.

    Every fact of a resident is known, so there is nothing between yes and no but a dated amount without a figure on the
    day: a comparison with it holds for nobody, and neither does its opposite. KeyError: a fact has no column.
    """
    number = len(next(iter(columns.values())))
    return fold(expr, _Columns(columns, day, vocabulary, number))


class _Columns:
    """A condition as an array of truths, one for each resident."""

    def __init__(self, columns: Mapping[str, Column], day: date, vocabulary: Vocabulary, number: int) -> None:
        self._columns, self._day, self._vocabulary, self._number = columns, day, vocabulary, number

    def truth(self, value: bool, /) -> Truths:  # noqa: FBT001 - the constant itself
        return np.full(self._number, value)

    def atom(self, atom: Atom, /) -> Truths:
        if isinstance(atom, Holds):
            column: Truths = self._columns[atom.subject]
            return column.copy() if atom.yes else ~column
        if isinstance(atom, OneOf):
            return self._among(atom)
        return self._compared(atom)

    def every(self, parts: Iterable[Truths], /) -> Truths:
        return reduce(np.bitwise_and, parts)

    def some(self, parts: Iterable[Truths], /) -> Truths:
        return reduce(np.bitwise_or, parts)

    def _among(self, atom: OneOf) -> Truths:
        subject = atom.subject
        fact = None if isinstance(subject, MonthsUntil) else self._vocabulary.fact(subject)
        if fact is not None and fact.type is FactType.CHOICE:
            # A table of all choices is looked up faster than the values are searched.
            wanted = np.zeros(len(fact.choices), dtype=bool)
            wanted[encoded(fact, atom.values)] = True
            found: Truths = wanted[self._columns[fact.id]]
        else:
            dates = fact is not None and fact.type is FactType.DATE
            values = np.array(atom.values, dtype="datetime64[D]" if dates else None)
            found = np.isin(self._values(subject), values)
        return found if atom.inside else ~found

    def _compared(self, atom: Compare) -> Truths:
        bound: Any = atom.bound
        if isinstance(bound, AmountOf):
            amount = self._vocabulary.amounts[bound.id].at(self._day)
            if amount is None:
                return np.zeros(self._number, dtype=bool)
            bound = bound.on(amount)
        if isinstance(bound, date):
            bound = np.datetime64(bound, "D")
        test: Callable[[Any, Any], Any] = atom.op.test
        return np.asarray(test(self._values(atom.subject), bound), dtype=bool)

    def _values(self, subject: str | MonthsUntil) -> Column:
        if not isinstance(subject, MonthsUntil):
            return self._columns[subject]
        days = days_of(self._columns[BIRTH_DATE])
        first = int(days.min(initial=1)) if len(days) else 1
        last = int(days.max(initial=first))
        months: Column = _months(subject.age, self._day, first, last)[days - first]
        return months


@lru_cache(maxsize=64)
def _months(age: int, day: date, first: int, last: int) -> Places:
    """The months until an age for everybody born from one day to another: asked of the rules room once a birth date."""
    births = (date.fromordinal(ordinal) for ordinal in range(first, last + 1))
    return np.array([months_until(birth, age, day) for birth in births], dtype=np.int64)
