"""The days on which a condition may change its verdict for one resident, although nothing about the resident changes.

A birthday makes somebody old enough, and an amount moves on the first of July. Those days are few and follow from the
condition itself, so "from which day on" is computed and not searched for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from onetrip.rules import AmountOf, Compare, Expr, MonthsUntil, OneOf, Vocabulary, atoms, reaches, shift_months


@dataclass(frozen=True, slots=True)
class Birthday:
    """The day `months` before the birthday on which `age` is reached."""

    age: int
    months: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """The days on which the amount of that id changes."""

    amount: str


Moment = Birthday | Change


def moments_of(expr: Expr) -> tuple[Moment, ...]:
    """The moments a condition speaks of."""
    found: list[Moment] = []
    for atom in atoms(expr):
        bounds: Iterable[object] = atom.values if isinstance(atom, OneOf) else ()
        if isinstance(atom, Compare):
            bounds = (atom.bound,)
            if isinstance(atom.bound, AmountOf):
                found.append(Change(atom.bound.id))
        whole = [bound for bound in bounds if isinstance(bound, int)]
        if isinstance(atom.subject, MonthsUntil):
            found += [Birthday(atom.subject.age, months) for bound in whole for months in (bound, bound - 1)]
        elif atom.subject == "age":
            found += [Birthday(age) for bound in whole for age in (bound, bound + 1)]
    return tuple(dict.fromkeys(found))


def days_after(
    day: date, until: date, moments: Iterable[Moment], birth: date | None, vocabulary: Vocabulary
) -> list[date]:
    """The days of these moments after `day` and not after `until`, in order. Without a birth date, no birthdays."""
    days: set[date] = set()
    for moment in moments:
        if isinstance(moment, Change):
            days.update(since for since, _ in vocabulary.amounts[moment.amount].values)
        elif birth is not None and moment.age >= 0:
            days.add(shift_months(reaches(birth, moment.age), -moment.months))
    return sorted(each for each in days if day < each <= until)
