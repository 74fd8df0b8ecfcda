"""Whether a matter and the one that must come before it can be had by one and the same person, one after the other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from onetrip.catalogue.book import Matter
from onetrip.catalogue.schema.fields import Reader
from onetrip.catalogue.schema.reference import Reference
from onetrip.rules import Atom, Expr, Truth, Where, can_hold, every, fact_of, fold, some


def forerunners_can_come_first(reader: Reader, reference: Reference, matters: Mapping[str, Matter]) -> None:
    """Somebody must be able to do first what comes first: apart from what its result changes, both conditions can hold."""
    for matter in matters.values():
        for first in matter.terms.needs_first:
            if first not in matters or matters[first].terms.kind == "not_here":
                continue
            free = _Freed(matters[first].terms.changes)
            both = every(fold(matter.terms.entitled, free), fold(matters[first].terms.entitled, free))
            if not can_hold(both, reference.vocabulary):
                zh = f"和要先办的“{first}”矛盾：没有人能先办它、再办这件。它的结果会改变哪些情况，写在它的 changes 里。"
                en = f'This contradicts "{first}", which comes first: nobody can do both. Its changes name what its result changes.'
                reader.warn(Where(matter.file, 1), zh, en)


class _Freed:
    """A condition with every comparison about the named facts taken as holding."""

    def __init__(self, facts: Collection[str]) -> None:
        self._facts = facts

    def truth(self, value: bool, /) -> Expr:  # noqa: FBT001 - the constant itself
        return Truth(value)

    def atom(self, atom: Atom, /) -> Expr:
        return Truth(value=True) if fact_of(atom) in self._facts else atom

    def every(self, parts: Iterable[Expr], /) -> Expr:
        return every(*parts)

    def some(self, parts: Iterable[Expr], /) -> Expr:
        return some(*parts)
