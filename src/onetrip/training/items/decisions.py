"""Every decision that the definition of a matter makes: who may have it, in which case, with which papers, for which money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.planning import Ask, MatterTerms, OneOf, PaperAsk, ProxyRule
from onetrip.planning.view import BY_PROXY
from onetrip.rules import ALWAYS, Expr, Holds, Text, every, facts_of


class Field(StrEnum):
    """The part of a definition that a decision stands in, as sources and open points name it."""

    ENTITLED = "entitled"
    SITUATIONS = "situations"
    PAPERS = "papers"
    PROXY = "proxy"
    FEES = "fees"


@dataclass(frozen=True, slots=True)
class Decision:
    """One condition of a matter. It is looked at for residents for whom `around` holds: nobody asks for the papers of a
    case that is not theirs. `what` says in words what is decided."""

    field: Field
    what: Text
    condition: Expr
    around: Expr = ALWAYS


def decisions_of(catalogue: Catalogue, matter: Matter) -> tuple[Decision, ...]:
    """All decisions of a matter that depend on something, in the order of its definition; the same one once."""
    return tuple(dict.fromkeys(each for each in _all(catalogue, matter) if facts_of(each.condition)))


def facts_looked_at(catalogue: Catalogue, matter: Matter) -> frozenset[str]:
    """The facts on which anything of a matter depends, but for who comes."""
    found = frozenset[str]().union(*(facts_of(each.condition) for each in _all(catalogue, matter)))
    return found - {BY_PROXY}


def asks_of(terms: MatterTerms) -> list[Ask]:
    """All that a matter asks for, in whatever case and of whoever comes."""
    asks = [*terms.papers, *(ask for case in terms.situations for ask in case.papers)]
    return [*asks, *(terms.proxy.papers if terms.proxy is not None else ())]


def options_of(ask: Ask) -> tuple[PaperAsk, ...]:
    """The papers of which any one will do; one alone where there is no choice."""
    return ask.options if isinstance(ask, OneOf) else (ask,)


def in_person(catalogue: Catalogue) -> Expr:
    """That the resident comes, and nobody else."""
    return Holds(BY_PROXY, yes=False) if BY_PROXY in catalogue.facts else ALWAYS


def _all(catalogue: Catalogue, matter: Matter) -> Iterator[Decision]:
    terms = matter.terms
    yield Decision(Field.ENTITLED, Text("谁能办", "who may have it"), terms.entitled)
    for ask in terms.papers:
        yield from _of_ask(catalogue, ask, terms.entitled)
    for case in terms.situations:
        mine = terms.entitled
        if case.when is not None:
            yield Decision(Field.SITUATIONS, case.name, case.when, terms.entitled)
            mine = every(terms.entitled, case.when)
        for ask in case.papers:
            yield from _of_ask(catalogue, ask, mine)
    if terms.proxy is not None:
        yield from _of_proxy(catalogue, terms.entitled, terms.proxy)
    for fee in terms.fees:
        if fee.when is not None:
            yield Decision(Field.FEES, fee.item, fee.when, terms.entitled)


def _of_proxy(catalogue: Catalogue, entitled: Expr, rule: ProxyRule) -> Iterator[Decision]:
    allowed = entitled
    if rule.when is not None:
        yield Decision(Field.PROXY, Text("能不能代办", "whether somebody else may come"), rule.when, entitled)
        allowed = every(entitled, rule.when)
    if BY_PROXY in catalogue.facts:
        allowed = every(allowed, Holds(BY_PROXY))
    for ask in rule.papers:
        yield from _of_ask(catalogue, ask, allowed)


def _of_ask(catalogue: Catalogue, ask: Ask, around: Expr) -> Iterator[Decision]:
    for option in options_of(ask):
        paper = catalogue.book.papers[option.paper]
        asked = around
        if option.when is not None:
            yield Decision(Field.PAPERS, paper.name, option.when, around)
            asked = every(around, option.when)
        for exempt in (paper.exempt, option.exempt):
            if exempt is not None:
                what = Text(f"免交{paper.name.zh}", f"exempt from: {paper.name.en}")
                yield Decision(Field.PAPERS, what, exempt, asked)
