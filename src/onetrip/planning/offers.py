"""Matters nobody asked for: which of them a few answers could still decide for the resident."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from onetrip.planning.book import Prepared
from onetrip.planning.plan import Possible
from onetrip.planning.view import View
from onetrip.rules import Atom, Expr, Truth, Verdict, every, fact_of, facts_of, fold, residual, some

MOST_NEEDS = 2
"""A matter that more facts than this are missing for is not near enough to be told of."""


def undecided_offers(view: View, without: Collection[str]) -> Iterator[Prepared]:
    """The offered matters that are still undecided, in the order of the book; none that come by themselves."""
    for matter, prepared in view.book.prepared.items():
        terms = prepared.terms
        if terms.offer != "always" or terms.automatic or terms.kind == "not_here" or matter in without:
            continue
        if view.verdict(prepared.entitled) == Verdict.UNKNOWN:
            yield prepared


def possible(view: View, without: Collection[str], skipped: frozenset[str]) -> tuple[Possible, ...]:
    """Those that few facts are missing for, nearest first."""
    found = []
    for prepared in undecided_offers(view, without):
        needs = view.open((prepared.entitled,) if prepared.entitled is not None else ())
        if len(needs) <= MOST_NEEDS and facts_towards_yes(view, prepared, skipped):
            found.append(Possible(prepared.terms.id, prepared.terms.name, prepared.terms.seal, tuple(sorted(needs))))
    return tuple(sorted(found, key=lambda each: len(each.needs)))


def facts_towards_yes(view: View, prepared: Prepared, unasked: frozenset[str]) -> frozenset[str]:
    """The facts worth asking about an undecided matter when those in `unasked` will never be known.

    Nothing when the matter could then only come out as "no" or stay open: a question that cannot lead to an
    entitlement is not asked about something nobody wanted.
    """
    if prepared.entitled is None:
        return frozenset()
    expr = view.book.conditions[prepared.entitled]
    blocked = (unasked & facts_of(expr)) - view.known.keys()
    if not blocked:
        return view.open((prepared.entitled,))
    return residual(fold(expr, _Without(blocked)), view.known, view.day, view.book.vocabulary)


class _Without:
    """The condition with every atom about the blocked facts taken as failing."""

    def __init__(self, blocked: frozenset[str]) -> None:
        self._blocked = blocked

    def truth(self, value: bool, /) -> Expr:  # noqa: FBT001 - the constant itself
        return Truth(value)

    def atom(self, atom: Atom, /) -> Expr:
        return Truth(value=False) if fact_of(atom) in self._blocked else atom

    def every(self, parts: Iterable[Expr], /) -> Expr:
        return every(*parts)

    def some(self, parts: Iterable[Expr], /) -> Expr:
        return some(*parts)
