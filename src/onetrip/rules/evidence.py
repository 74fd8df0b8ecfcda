"""What is known of one resident on one day, and how it decides a single comparison."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import IntEnum
from typing import Any, TypeAlias

from onetrip.rules.ages import age_on, births_at, months_until
from onetrip.rules.expressions import AmountOf, Atom, Compare, Holds, MonthsUntil, OneOf, Op, Subject
from onetrip.rules.facts import AGE, BIRTH_DATE, Value, Vocabulary
from onetrip.rules.known import KnownFacts


class Verdict(IntEnum):
    """Whether a condition holds. "And" is `&` or `min` of the numbers, "or" is `|` or `max`."""

    NO = 0
    UNKNOWN = 2
    YES = 3


NO, UNKNOWN, YES = int(Verdict.NO), int(Verdict.UNKNOWN), int(Verdict.YES)

_Span: TypeAlias = tuple[Any, Any]
"""The least and the greatest value that a subject can have by what is known; both are of the subject's type."""


class Evidence:
    """What is known of one resident on one day, as the atoms of conditions want to see it.

    The birth date outweighs an age that was said. An age that was said stands for all birth dates it can mean.
    ValueError, when an atom is judged: a known value is not of its fact's type, as after a change of the vocabulary.
    """

    __slots__ = ("_known", "_spans", "day", "person", "vocabulary")

    def __init__(self, known: KnownFacts, day: date, vocabulary: Vocabulary) -> None:
        self._known = known
        self.day = day
        self.vocabulary = vocabulary
        self._spans: dict[Subject, _Span | None] = {}
        self.person = BIRTH_DATE if BIRTH_DATE in known else AGE if AGE in known else None
        """The fact by which the resident's age is known: the birth date, an age that was said, or None."""

    def judge(self, atom: Atom) -> int:
        """NO, UNKNOWN or YES."""
        subject = atom.subject
        try:
            span = self._spans[subject]
        except KeyError:
            span = self._spans[subject] = self._span(subject)
        if span is None:
            return UNKNOWN
        low, high = span
        if isinstance(atom, Holds):
            return YES if low is atom.yes else NO
        if isinstance(atom, OneOf):
            return _judge_membership(low, high, atom)
        bound = self.bound(atom)
        return UNKNOWN if bound is None else _judge_comparison(low, high, atom.op, bound)

    def bound(self, atom: Compare) -> int | float | date | None:
        """The bound of a comparison on the day; None where it depends on an amount that has no figure yet."""
        bound = atom.bound
        if not isinstance(bound, AmountOf):
            return bound
        amount = self.vocabulary.amounts[bound.id].at(self.day)
        return None if amount is None else bound.on(amount)

    def limited_to(self, facts: Iterable[str]) -> Evidence:
        """What would be known if only these facts were."""
        return Evidence({fact: self._known[fact] for fact in facts}, self.day, self.vocabulary)

    def missing_amount(self, atom: Atom) -> str | None:
        """The amount an atom refers to, when it has no figure on the day."""
        if isinstance(atom, Compare) and isinstance(atom.bound, AmountOf) and self.bound(atom) is None:
            return atom.bound.id
        return None

    def basis(self, atom: Atom) -> str:
        """The known fact that a decided atom rests on."""
        subject = atom.subject
        if isinstance(subject, MonthsUntil) or subject in (AGE, BIRTH_DATE):
            return self.person or BIRTH_DATE
        return subject

    def to_ask(self, atom: Atom) -> str | None:
        """The fact that decides an undecided atom once it is known; None while an amount is missing as well."""
        if self.missing_amount(atom) is not None:
            return None
        subject = atom.subject
        if isinstance(subject, MonthsUntil):
            return BIRTH_DATE
        return BIRTH_DATE if subject == AGE and AGE not in self.vocabulary.facts else subject

    def value(self, fact: str) -> Value | None:
        """The known value of a fact; an age that follows from the birth date is known too."""
        if fact == AGE and self.person == BIRTH_DATE:
            return age_on(self._birth_date(), self.day)
        known = self._known.get(fact)
        if known is None:
            return None
        described = self.vocabulary.fact(fact)
        if described is None or not described.fits(known.value):
            raise ValueError(f"what is known of {fact} is not a value it can have")
        return known.value

    def _span(self, subject: Subject) -> _Span | None:
        if isinstance(subject, MonthsUntil):
            births = self._births()
            return births and (
                months_until(births[0], subject.age, self.day),
                months_until(births[1], subject.age, self.day),
            )
        if subject == BIRTH_DATE:
            return self._births()
        value = self.value(subject)
        return None if value is None else (value, value)

    def _births(self) -> tuple[date, date] | None:
        """The earliest and the latest birth date by what is known."""
        if self.person == BIRTH_DATE:
            birth = self._birth_date()
            return birth, birth
        age = self.value(AGE)
        return births_at(age, self.day) if isinstance(age, int) else None

    def _birth_date(self) -> date:
        birth = self._known[BIRTH_DATE].value
        if not isinstance(birth, date):
            raise ValueError(f"what is known of {BIRTH_DATE} is not a value it can have")
        return birth


def _judge_membership(low: Any, high: Any, atom: OneOf) -> int:
    if low == high:
        return YES if (low in atom.values) is atom.inside else NO
    possible = sum(low <= value <= high for value in atom.values)
    if not possible:
        return NO if atom.inside else YES
    if isinstance(low, int) and possible == high - low + 1:
        return YES if atom.inside else NO
    return UNKNOWN


def _judge_comparison(low: Any, high: Any, op: Op, bound: Any) -> int:
    if low == high:
        return YES if op.test(low, bound) else NO
    if op is Op.EQ:
        return UNKNOWN if low <= bound <= high else NO
    if op is Op.NE:
        return UNKNOWN if low <= bound <= high else YES
    if op.test(low, bound) is op.test(high, bound):
        return YES if op.test(low, bound) else NO
    return UNKNOWN
