"""One comparison against the vocabulary: does it make sense, and can it come out either way?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from onetrip.rules import complaints
from onetrip.rules.expressions import AmountOf, Atom, Compare, Literal, MonthsUntil, OneOf, Op
from onetrip.rules.facts import OLDEST, Fact, FactType, Value
from onetrip.rules.source import unparse
from onetrip.rules.text import Text


@dataclass(frozen=True, slots=True)
class Listing:
    """The values in brackets behind `in`."""

    values: tuple[Literal, ...]


Operand: TypeAlias = Fact | MonthsUntil | AmountOf | Listing | Value
"""What may stand beside a comparison sign."""


@dataclass(frozen=True, slots=True)
class _Scale:
    """The values a subject can take: what they are called, of which type, and between which bounds."""

    name: str
    type: FactType
    least: int | float | None
    most: int | float | None


def check_comparison(left: Operand, op: Op | None, right: Operand, *, inside: bool = True) -> Atom | Text:
    """The atom that `left op right` means, or what is wrong with it; `op` None stands for `in`, or `not in`."""
    if isinstance(right, Fact | MonthsUntil) and not isinstance(left, Fact | MonthsUntil) and op is not None:
        left, op, right = right, op.mirrored, left
    if not isinstance(left, Fact | MonthsUntil):
        return complaints.two_values()
    if isinstance(right, Fact | MonthsUntil):
        return complaints.two_facts() if op is not None else complaints.list_expected()
    if isinstance(left, Fact) and left.type is FactType.BOOL:
        return complaints.bool_compared(left)
    if op is None:
        return _membership(left, right, inside=inside) if isinstance(right, Listing) else complaints.list_expected()
    if isinstance(right, Listing):
        return complaints.list_unexpected()
    return _comparison(left, op, right)


def _membership(left: Fact | MonthsUntil, listing: Listing, *, inside: bool) -> Atom | Text:
    for value in listing.values:
        if problem := _misfit(left, value):
            return problem
    scale = _scale(left)
    for position, value in enumerate(listing.values):
        if value in listing.values[:position]:
            return complaints.value_twice(value)
        if not _within(scale, value):
            return complaints.out_of_range(scale.name, value, scale.least, scale.most)
    atom = _among(left, listing.values, inside=inside)
    return _outcome(left, atom, f"{_name(left)} {'in' if inside else 'not in'} (…)")


def _comparison(left: Fact | MonthsUntil, op: Op, right: AmountOf | Value) -> Atom | Text:
    if isinstance(left, Fact) and left.type is FactType.CHOICE and op not in (Op.EQ, Op.NE):
        return complaints.ordered_choice(left)
    if problem := _misfit(left, right):
        return problem
    if isinstance(right, str):
        atom: Atom = OneOf(_subject(left), (right,), op is Op.EQ)
    else:
        atom = Compare(_subject(left), op, right)
    return _outcome(left, atom, "")


def _among(left: Fact | MonthsUntil, values: tuple[Literal, ...], *, inside: bool) -> Atom:
    only = values[0] if len(values) == 1 else None
    if only is None or isinstance(only, str):
        return OneOf(_subject(left), values, inside)
    return Compare(_subject(left), Op.EQ if inside else Op.NE, only)


def _misfit(left: Fact | MonthsUntil, value: AmountOf | Value) -> Text | None:
    """What is wrong with comparing `left` with this value."""
    scale = _scale(left)
    wrong = complaints.wrong_type(scale.name, scale.type)
    match scale.type:
        case FactType.CHOICE:
            if not isinstance(value, str):
                return wrong
            assert isinstance(left, Fact)  # noqa: S101 - only a fact is a choice; for the type checker
            return None if value in left.choices else complaints.unknown_choice(left, value)
        case FactType.DATE:
            return None if isinstance(value, date) else wrong
        case FactType.INT:
            fits = isinstance(value, int | AmountOf) and not isinstance(value, bool)
            return wrong if not fits or (isinstance(left, MonthsUntil) and isinstance(value, AmountOf)) else None
        case _:
            return None if isinstance(value, int | float | AmountOf) and not isinstance(value, bool) else wrong


def _outcome(left: Fact | MonthsUntil, atom: Atom, written: str) -> Atom | Text:
    """The atom, unless the values its subject can take decide it once and for all."""
    verdict = _foregone(left, atom)
    if verdict is None:
        return atom
    what = written or unparse(atom)
    return complaints.always(what) if verdict else complaints.never(what)


def _foregone(left: Fact | MonthsUntil, atom: Atom) -> bool | None:
    """Whether the atom holds for every value its subject can take (True), for none (False), or for some (None)."""
    scale = _scale(left)
    if isinstance(atom, OneOf):
        every_choice = isinstance(left, Fact) and 0 < len(left.choices) == len(atom.values)
        return atom.inside if every_choice else None
    if not isinstance(atom, Compare) or isinstance(atom.bound, AmountOf | date):
        return None
    low = atom.op.test(scale.least, atom.bound) if scale.least is not None else None
    high = atom.op.test(scale.most, atom.bound) if scale.most is not None else None
    if atom.op in (Op.EQ, Op.NE):
        return None if _within(scale, atom.bound) else atom.op is Op.NE
    # An ordering that fails where it is easiest never holds; one that holds where it is hardest always does.
    easiest, hardest = (low, high) if atom.op in (Op.LT, Op.LE) else (high, low)
    return False if easiest is False else True if hardest is True else None


def _within(scale: _Scale, value: Literal) -> bool:
    if not isinstance(value, int | float):
        return True
    return (scale.least is None or value >= scale.least) and (scale.most is None or value <= scale.most)


def _scale(left: Fact | MonthsUntil) -> _Scale:
    if isinstance(left, MonthsUntil):
        # Between somebody just born and the oldest of all.
        return _Scale(_name(left), FactType.INT, 12 * (left.age - OLDEST - 1) + 1, 12 * left.age)
    return _Scale(left.id, left.type, left.least, left.most)


def _subject(left: Fact | MonthsUntil) -> str | MonthsUntil:
    return left if isinstance(left, MonthsUntil) else left.id


def _name(left: Fact | MonthsUntil) -> str:
    return f"months_until(age={left.age})" if isinstance(left, MonthsUntil) else left.id
