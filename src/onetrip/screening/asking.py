"""What a run asks: the conditions of a catalogue on a day, for a purpose that the law names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from onetrip.planning import Book
from onetrip.rules import AGE, BIRTH_DATE, Constraint, Expr, Vocabulary, amounts_of, facts_of, unparse


@dataclass(frozen=True, slots=True)
class Asked:
    """The conditions by matter, the rules that nobody can break, and the day; `basis` is the legal ground for using the data."""

    conditions: Mapping[str, Expr]
    impossible: Sequence[Constraint]
    vocabulary: Vocabulary
    day: date
    basis: str

    @property
    def facts(self) -> frozenset[str]:
        """The facts that some condition or rule speaks of, and by which an age is known."""
        found = {fact for expr in self.conditions.values() for fact in facts_of(expr)}
        found |= {fact for rule in self.impossible for fact in facts_of(rule.never)}
        if found & {AGE, BIRTH_DATE}:
            found |= {AGE, BIRTH_DATE}
        return frozenset(found.intersection(self.vocabulary.names()))

    def described(self) -> dict[str, Any]:
        """All that the answers depend on, as it is written down beside them."""
        figures = {name for expr in self.conditions.values() for name in amounts_of(expr)}
        return {
            "day": self.day.isoformat(),
            "basis": self.basis,
            "conditions": {name: unparse(expr) for name, expr in self.conditions.items()},
            "impossible": {rule.id: unparse(rule.never) for rule in self.impossible},
            "amounts": {name: self.vocabulary.amounts[name].at(self.day) for name in sorted(figures)},
        }


def asked_of(book: Book, day: date, basis: str) -> Asked:
    """What a catalogue asks of each resident.

    ValueError: no legal basis is named.
    """
    if not basis.strip():
        raise ValueError("name the legal basis for using the data")
    conditions = {terms.id: terms.entitled for terms in book.matters}
    certain = [rule for rule in book.constraints if rule.certain]
    return Asked(conditions, certain, book.vocabulary, day, basis.strip())


def digest(described: Mapping[str, Any]) -> str:
    """A name for what was asked: the same for the same."""
    text = json.dumps(described, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
