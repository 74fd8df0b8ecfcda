"""Matters nobody asked for: which of them a few answers could still decide for the resident."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from onetrip.planning.book import Prepared
from onetrip.planning.plan import Possible
from onetrip.planning.view import View
from onetrip.rules import Verdict, residual

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
    blocked = (unasked & view.book.facts[prepared.entitled]).difference(view.known)
    if not blocked:
        return view.open((prepared.entitled,))
    expr = view.book.condition_without(prepared.entitled, blocked)
    return residual(expr, view.known, view.day, view.book.vocabulary)
