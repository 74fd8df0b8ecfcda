"""Matters nobody asked for: which of them a few answers could still decide for the resident."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from onetrip.planning.book import Prepared, without_sensitive
from onetrip.planning.plan import Entitled, Possible
from onetrip.planning.standing import first_day
from onetrip.planning.view import View
from onetrip.rules import Verdict, residual

MOST_NEEDS = 2
"""A matter that more facts than this are missing for is not near enough to be told of."""


def undecided_offers(view: View, among: Iterable[Prepared], without: Collection[str]) -> Iterator[Prepared]:
    """Those `among` the matters that are still undecided, in the order of the book; none that come by themselves."""
    verdicts = view.verdicts
    for prepared in among:
        if prepared.entitled is None or verdicts[prepared.entitled] is not Verdict.UNKNOWN:
            continue
        terms = prepared.terms
        if not terms.automatic and terms.kind != "not_here" and terms.id not in without:
            yield prepared


def possible(view: View, without: Collection[str], skipped: frozenset[str]) -> tuple[Possible, ...]:
    """Those that few facts are missing for, nearest first."""
    found = []
    for prepared in undecided_offers(view, view.book.offered, without):
        needs = view.open((prepared.entitled,) if prepared.entitled is not None else ())
        if len(needs) <= MOST_NEEDS and facts_towards_yes(view, prepared, skipped):
            found.append(Possible(prepared.terms.id, prepared.terms.name, prepared.terms.seal, tuple(sorted(needs))))
    return tuple(sorted(found, key=lambda each: len(each.needs)))


def entitled(view: View, without: Collection[str]) -> tuple[Entitled, ...]:
    """What the resident can claim today and is not told of anyway; for somebody who asks for everything."""
    found = []
    for prepared in view.book.claimable:
        terms, name = prepared.terms, prepared.entitled
        # What is open to everybody is no discovery, and of what nobody knows who may have it nothing is said.
        if terms.id in without or name is None or not terms.entitled_known:
            continue
        if first_day(view, prepared, view.day) == view.day:
            found.append(Entitled(terms.id, terms.name, terms.seal, view.explanation(name).sentence))
    return tuple(found)


def facts_towards_yes(view: View, prepared: Prepared, unasked: frozenset[str]) -> frozenset[str]:
    """The facts worth asking about an undecided matter when those in `unasked` will never be known.

    Nothing when the matter could then only come out as "no" or stay open: a question that cannot lead to an
    entitlement is not asked about something nobody wanted.
    """
    if prepared.entitled is None:
        return frozenset()
    facts = view.book.facts[prepared.entitled]
    blocked = (unasked & facts).difference(view.known) if unasked else unasked
    if not blocked:
        return view.open_of(prepared.entitled)
    if view.ahead is not None and prepared.offered and blocked == facts & view.book.sensitive:
        return view.ahead.open_facts(without_sensitive(prepared.entitled))
    expr = view.book.condition_without(prepared.entitled, blocked)
    return residual(expr, view.known, view.day, view.book.vocabulary)
