"""The tree of a condition.

The tree is frozen and always in negation normal form: it holds only `And`, `Or`, a constant `Truth` and atoms, because
every atom has an opposite that is an atom too and "not" moves inwards while the tree is made. What is left is
monotone, so the same walk over `&` and `|` serves verdicts, sentences, planes of bits and SQL: `fold`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Protocol, TypeAlias, TypeVar

from onetrip.rules.facts import BIRTH_DATE

T = TypeVar("T")


class Op(Enum):
    """A comparison: its sign and what it does."""

    EQ = ("==", operator.eq)
    NE = ("!=", operator.ne)
    LT = ("<", operator.lt)
    LE = ("<=", operator.le)
    GT = (">", operator.gt)
    GE = (">=", operator.ge)

    def __init__(self, sign: str, test: Callable[[object, object], bool]) -> None:
        self.sign = sign
        self.test = test

    # Members are the same only if they are one object; the Enum's own hash is computed anew each time.
    __hash__ = object.__hash__

    @property
    def opposite(self) -> Op:
        """The comparison that holds exactly when this one does not."""
        return _OPPOSITE[self]

    @property
    def mirrored(self) -> Op:
        """The comparison with its sides exchanged: `65 <= age` is `age >= 65`."""
        return _MIRRORED[self]


_OPPOSITE = {Op.EQ: Op.NE, Op.NE: Op.EQ, Op.LT: Op.GE, Op.GE: Op.LT, Op.GT: Op.LE, Op.LE: Op.GT}
_MIRRORED = {Op.EQ: Op.EQ, Op.NE: Op.NE, Op.LT: Op.GT, Op.GT: Op.LT, Op.LE: Op.GE, Op.GE: Op.LE}


@dataclass(frozen=True, slots=True)
class MonthsUntil:
    """Months from the day of asking to the day the resident reaches `age` years (see `ages.months_until`)."""

    age: int


@dataclass(frozen=True, slots=True)
class AmountOf:
    """A dated amount as a bound: `times` the amount, and `plus` in its unit. The arithmetic is exact decimal."""

    id: str
    times: Decimal = Decimal(1)
    plus: Decimal = Decimal(0)

    def on(self, value: int | float) -> int | float:
        """The bound when the amount is `value`."""
        exact = self.times * Decimal(str(value)) + self.plus
        return int(exact) if exact == exact.to_integral_value() else float(exact)


Subject: TypeAlias = str | MonthsUntil
"""What an atom speaks of: a fact by its id, or the months until an age."""

Literal: TypeAlias = int | float | str | date
Bound: TypeAlias = int | float | date | AmountOf


@dataclass(frozen=True, slots=True)
class Holds:
    """A bool fact is true, or false when `yes` is False."""

    subject: str
    yes: bool = True


@dataclass(frozen=True, slots=True)
class OneOf:
    """The subject's value is among `values`, or not among them when `inside` is False."""

    subject: Subject
    values: tuple[Literal, ...]
    inside: bool = True


@dataclass(frozen=True, slots=True)
class Compare:
    """The subject's value compared with a bound."""

    subject: Subject
    op: Op
    bound: Bound


@dataclass(frozen=True, slots=True)
class Truth:
    """A condition without a question: always, or never."""

    value: bool


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold. Made by `every`: at least two different parts, none of them an `And`."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part holds. Made by `some`: at least two different parts, none of them an `Or`."""

    parts: tuple[Expr, ...]


ALWAYS = Truth(value=True)
NEVER = Truth(value=False)

Atom: TypeAlias = Holds | OneOf | Compare
Expr: TypeAlias = Truth | Holds | OneOf | Compare | And | Or


class Algebra(Protocol[T]):
    """What `fold` needs to turn a condition into a T."""

    def truth(self, value: bool, /) -> T:  # noqa: FBT001 - the constant itself
        """A constant."""

    def atom(self, atom: Atom, /) -> T:
        """One atom."""

    def every(self, parts: Iterable[T], /) -> T:
        """The conjunction of at least two parts."""

    def some(self, parts: Iterable[T], /) -> T:
        """The disjunction of at least two parts."""


def fold(expr: Expr, algebra: Algebra[T]) -> T:
    """The meaning of `expr` in `algebra`, from the leaves up. Parts are made as they are taken: an algebra may stop."""
    if isinstance(expr, And):
        return algebra.every(fold(part, algebra) for part in expr.parts)
    if isinstance(expr, Or):
        return algebra.some(fold(part, algebra) for part in expr.parts)
    if isinstance(expr, Truth):
        return algebra.truth(expr.value)
    return algebra.atom(expr)


def every(*parts: Expr) -> Expr:
    """The condition that all `parts` hold; without parts, the one that always holds."""
    flat = tuple(dict.fromkeys(inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))))
    return flat[0] if len(flat) == 1 else And(flat) if flat else ALWAYS


def some(*parts: Expr) -> Expr:
    """The condition that at least one of `parts` holds; without parts, the one that never holds."""
    flat = tuple(dict.fromkeys(inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,))))
    return flat[0] if len(flat) == 1 else Or(flat) if flat else NEVER


def negate(expr: Expr) -> Expr:
    """The condition that holds exactly when `expr` does not, and is unknown exactly when `expr` is."""
    match expr:
        case And(parts):
            return some(*map(negate, parts))
        case Or(parts):
            return every(*map(negate, parts))
        case Truth(value):
            return Truth(not value)
        case Holds(subject, yes):
            return Holds(subject, not yes)
        case OneOf(subject, values, inside):
            return OneOf(subject, values, not inside)
        case Compare(subject, op, bound):
            return Compare(subject, op.opposite, bound)


def atoms(expr: Expr) -> tuple[Atom, ...]:
    """The different atoms of a condition, in the order of its text."""
    return tuple(dict.fromkeys(leaves(expr)))


def facts_of(expr: Expr) -> frozenset[str]:
    """The facts a condition speaks of; `months_until` speaks of the birth date."""
    return frozenset(fact_of(atom) for atom in leaves(expr))


def amounts_of(expr: Expr) -> frozenset[str]:
    """The dated amounts a condition refers to."""
    return frozenset(
        atom.bound.id for atom in leaves(expr) if isinstance(atom, Compare) and isinstance(atom.bound, AmountOf)
    )


def fact_of(atom: Atom) -> str:
    """The fact an atom speaks of."""
    return BIRTH_DATE if isinstance(atom.subject, MonthsUntil) else atom.subject


def leaves(expr: Expr) -> list[Atom]:
    """The atoms of a condition as often as they stand there."""
    if isinstance(expr, And | Or):
        return [atom for part in expr.parts for atom in leaves(part)]
    return [] if isinstance(expr, Truth) else [expr]
