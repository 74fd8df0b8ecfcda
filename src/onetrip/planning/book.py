"""All matters of one catalogue version, prepared for planning: every condition compiled once into one program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from onetrip.planning.moments import Moment, moments_of
from onetrip.planning.terms import Ask, MatterTerms, OneOf, Paper, PaperAsk
from onetrip.rules import (
    Atom,
    Expr,
    Program,
    Text,
    Truth,
    Vocabulary,
    compile_conditions,
    every,
    fact_of,
    facts_of,
    fold,
    some,
)

_MOST_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Option:
    """One paper of a slot. It is asked for when all of `when` hold and none of `exempt` does (names of conditions)."""

    ask: PaperAsk
    paper: Paper
    when: tuple[str, ...]
    exempt: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """What a matter asks for in one place of its list: one paper, or any one of several (`options`)."""

    when: tuple[str, ...]
    options: tuple[Option, ...]
    for_proxy: bool


@dataclass(frozen=True, slots=True)
class Before:
    """A matter to be done first: due where `when` holds (name of a condition), unless `paper` is held already."""

    matter: str
    when: str | None
    paper: str | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """One matter with the names of its conditions; `unlisted` are those of the situations whose papers nobody knows all of."""

    terms: MatterTerms
    entitled: str | None
    moments: tuple[Moment, ...]
    situations: tuple[str | None, ...]
    unlisted: tuple[str | None, ...]
    proxy_when: str | None
    slots: tuple[Slot, ...]
    fees: tuple[str | None, ...]
    before: tuple[Before, ...] = ()


@dataclass(frozen=True)
class Book:
    """The matters and papers of a catalogue version, in their order, with the vocabulary of their conditions.

    `version` names the catalogue they come from and goes into every plan. KeyError: a matter asks for a paper or
    names a matter that is not in the book.
    """

    vocabulary: Vocabulary
    matters: tuple[MatterTerms, ...]
    papers: Mapping[str, Paper]
    version: str = ""
    program: Program = field(init=False, repr=False, compare=False)
    conditions: Mapping[str, Expr] = field(init=False, repr=False, compare=False)
    facts: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)
    _without: dict[tuple[str, frozenset[str]], Expr] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    prepared: Mapping[str, Prepared] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = _Names()
        results = {terms.id: terms.result for terms in self.matters}
        prepared = {terms.id: _prepare(terms, self.papers, results, names) for terms in self.matters}
        for terms in self.matters:
            for other in (*terms.leads_to, *terms.forerunners):
                if other not in prepared:
                    raise KeyError(other)
        conditions = names.conditions()
        object.__setattr__(self, "prepared", prepared)
        object.__setattr__(self, "conditions", conditions)
        object.__setattr__(self, "facts", {name: facts_of(expr) for name, expr in conditions.items()})
        object.__setattr__(self, "program", compile_conditions(conditions, self.vocabulary))

    def terms(self, matter: str) -> MatterTerms:
        """The terms of a matter. KeyError: it is not in the book."""
        return self.prepared[matter].terms

    def condition_without(self, name: str, blocked: frozenset[str]) -> Expr:
        """The condition of that name with every comparison about the `blocked` facts taken as failing."""
        found = self._without.get((name, blocked))
        if found is None:
            found = fold(self.conditions[name], _Without(blocked))
            if len(self._without) < _MOST_REMEMBERED:
                self._without[(name, blocked)] = found
        return found


class _Names:
    """Gives every different condition one name, so that a condition shared by many papers is judged once."""

    def __init__(self) -> None:
        self._names: dict[Expr, str] = {}

    def name(self, expr: Expr | None) -> str | None:
        """The name; None for a condition that always holds."""
        if expr is None or expr == Truth(value=True):
            return None
        return self._names.setdefault(expr, f"c{len(self._names)}")

    def all_of(self, *exprs: Expr | None) -> tuple[str, ...]:
        """The names of conditions that must all hold; those that always do are left out."""
        return tuple(name for expr in exprs if (name := self.name(expr)) is not None)

    def any_of(self, *exprs: Expr | None) -> tuple[str, ...]:
        """The names of conditions of which one is enough; one that always holds keeps its name."""
        return tuple(self._names.setdefault(expr, f"c{len(self._names)}") for expr in exprs if expr is not None)

    def conditions(self) -> dict[str, Expr]:
        """Every condition by its name."""
        return {name: expr for expr, name in self._names.items()}


class _Without:
    """A condition with every comparison about the blocked facts taken as failing."""

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


def _prepare(
    terms: MatterTerms, papers: Mapping[str, Paper], results: Mapping[str, Text | None], names: _Names
) -> Prepared:
    slots = [_slot(ask, (), papers, names) for ask in terms.papers]
    situations = []
    for situation in terms.situations:
        situations.append(names.name(situation.when))
        slots += [_slot(ask, (situation.when,), papers, names) for ask in situation.papers]
    proxy = terms.proxy
    if proxy is not None:
        slots += [_slot(ask, (), papers, names, for_proxy=True) for ask in proxy.papers]
    return Prepared(
        terms=terms,
        entitled=names.name(terms.entitled),
        moments=moments_of(terms.entitled),
        situations=tuple(situations),
        unlisted=tuple(name for name, one in zip(situations, terms.situations, strict=True) if not one.papers_complete),
        proxy_when=names.name(proxy.when) if proxy is not None else None,
        slots=tuple(slots),
        fees=tuple(names.name(fee.when) for fee in terms.fees),
        before=tuple(
            Before(each.matter, names.name(each.when), each.paper or _called_like(results.get(each.matter), slots))
            for each in terms.needs_first
        ),
    )


def _called_like(result: Text | None, slots: Iterable[Slot]) -> str | None:
    """The paper of that list that has the name of a result: a certificate that one matter gives and another looks at."""
    options = (option for slot in slots for option in slot.options)
    return next((each.paper.id for each in options if result is not None and each.paper.name.zh == result.zh), None)


def _slot(
    ask: Ask, around: tuple[Expr | None, ...], papers: Mapping[str, Paper], names: _Names, *, for_proxy: bool = False
) -> Slot:
    asks = ask.options if isinstance(ask, OneOf) else (ask,)
    options = tuple(
        Option(
            ask=each,
            paper=papers[each.paper],
            when=names.all_of(each.when),
            exempt=names.any_of(papers[each.paper].exempt, each.exempt),
        )
        for each in asks
    )
    return Slot(names.all_of(*around), options, for_proxy)
