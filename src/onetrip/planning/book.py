"""All matters of one catalogue version, prepared for planning: every condition compiled once into one program."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from onetrip.planning.chooser import Chooser
from onetrip.planning.moments import Moment, moments_of
from onetrip.planning.priors import NOTHING_KNOWN, Prior
from onetrip.planning.states import states_of
from onetrip.planning.terms import Ask, MatterTerms, OneOf, Paper, PaperAsk
from onetrip.rules import (
    Atom,
    Constraint,
    Constraints,
    Expr,
    Program,
    Text,
    Truth,
    Verdict,
    Vocabulary,
    compile_conditions,
    completed,
    every,
    fact_of,
    facts_of,
    fold,
    some,
)

_MOST_REMEMBERED = 4096
_MOST_CHOOSERS = 4


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
    """One matter with the names of its conditions; `unlisted` are those of the situations whose papers nobody knows all of,
    `of_papers` all on which its papers, or who may come for it, depend."""

    terms: MatterTerms
    entitled: str | None
    moments: tuple[Moment, ...]
    situations: tuple[str | None, ...]
    unlisted: tuple[str | None, ...]
    proxy_when: str | None
    slots: tuple[Slot, ...]
    fees: tuple[str | None, ...]
    of_papers: tuple[str, ...]
    before: tuple[Before, ...] = ()

    @property
    def offered(self) -> bool:
        """Whether everybody who is entitled is told of it."""
        return self.terms.offer == "always"

    @property
    def claimable(self) -> bool:
        """Whether somebody who asks for everything is told of it: what is offered, and what one can be entitled to and has
        to claim; nothing that is only printed or looked up, comes by itself or is handled elsewhere."""
        return self.offered or (self.terms.kind in ("apply", "register") and not self.terms.automatic)


@dataclass(frozen=True)
class Book:
    """The matters and papers of a catalogue version, in their order, with the vocabulary of their conditions.

    `version` names the catalogue they come from and goes into every plan. `offered` are told to everyone entitled,
    `claimable` those that somebody who asks for everything is told of; `with_condition` are the matters by the condition
    of who may have them, `about` the names of the conditions that speak of a fact; `constraints` are what no resident can
    be. KeyError: a matter asks for a paper or names a matter that is not in the book. ValueError: a constraint is too tangled.
    """

    vocabulary: Vocabulary
    matters: tuple[MatterTerms, ...]
    papers: Mapping[str, Paper]
    version: str = ""
    constraints: tuple[Constraint, ...] = ()
    impossible: Constraints = field(init=False, repr=False, compare=False)
    unlikely: Constraints = field(init=False, repr=False, compare=False)
    program: Program = field(init=False, repr=False, compare=False)
    conditions: Mapping[str, Expr] = field(init=False, repr=False, compare=False)
    facts: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)
    _without: dict[tuple[str, frozenset[str]], Expr] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    prepared: Mapping[str, Prepared] = field(init=False, repr=False, compare=False)
    offered: tuple[Prepared, ...] = field(init=False, repr=False, compare=False)
    claimable: tuple[Prepared, ...] = field(init=False, repr=False, compare=False)
    with_condition: Mapping[str, tuple[Prepared, ...]] = field(init=False, repr=False, compare=False)
    about: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)
    _about: dict[frozenset[str], frozenset[str]] = field(init=False, repr=False, compare=False, default_factory=dict)
    _papers: dict[tuple[object, ...], tuple[str, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    _choosers: dict[tuple[date, int], tuple[Prior, Chooser]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        names = _Names()
        results = {terms.id: terms.result for terms in self.matters}
        prepared = {terms.id: _prepare(terms, self.papers, results, names) for terms in self.matters}
        for terms in self.matters:
            for other in (*terms.leads_to, *terms.forerunners):
                if other not in prepared:
                    raise KeyError(other)
        conditions = {name: completed(expr, self.vocabulary) for name, expr in names.conditions().items()}
        offered = tuple(each for each in prepared.values() if each.offered)
        claimable = tuple(each for each in prepared.values() if each.claimable)
        object.__setattr__(self, "offered", offered)
        object.__setattr__(self, "claimable", claimable)
        certain = [each for each in self.constraints if each.certain]
        uncertain = [each for each in self.constraints if not each.certain]
        object.__setattr__(self, "impossible", Constraints(certain, self.vocabulary))
        object.__setattr__(self, "unlikely", Constraints(uncertain, self.vocabulary))
        object.__setattr__(self, "prepared", prepared)
        object.__setattr__(self, "conditions", conditions)
        object.__setattr__(self, "facts", {name: facts_of(expr) for name, expr in conditions.items()})
        object.__setattr__(self, "with_condition", _by_condition(prepared.values()))
        object.__setattr__(self, "about", _by_fact(self.facts))
        object.__setattr__(self, "program", compile_conditions(conditions, self.vocabulary))

    def terms(self, matter: str) -> MatterTerms:
        """The terms of a matter. KeyError: it is not in the book."""
        return self.prepared[matter].terms

    @cached_property
    def sensitive(self) -> frozenset[str]:
        """The facts about health, money and the like."""
        return frozenset(name for name, fact in self.vocabulary.facts.items() if fact.sensitive)

    @cached_property
    def place_of_fact(self) -> Mapping[str, int]:
        """Where each fact stands in the order of questions that are equally good."""
        facts = self.vocabulary.facts
        return {name: place for place, name in enumerate(sorted(facts, key=lambda name: (facts[name].order, name)))}

    @cached_property
    def askable(self) -> frozenset[str]:
        """The facts that there is a question for."""
        return frozenset(name for name, fact in self.vocabulary.facts.items() if fact.question is not None)

    def chooser(self, day: date, prior: Prior = NOTHING_KNOWN) -> Chooser:
        """What chooses the questions on a day, for residents as `prior` says they are; the last few are remembered."""
        found = self._choosers.get((day, id(prior)))
        if found is None:
            while len(self._choosers) >= _MOST_CHOOSERS:
                self._choosers.pop(next(iter(self._choosers)), None)
            # The prior is kept with it, so that no other one can get its identity.
            found = prior, Chooser(states_of(self._states(), self.vocabulary, day, prior))
            self._choosers[(day, id(prior))] = found
        return found[1]

    def _states(self) -> dict[str, Expr]:
        """Every condition, and those of what is offered once more, without the sensitive facts."""
        sensitive = self.sensitive
        found = dict(self.conditions)
        for each in self.offered:
            if each.entitled is not None and self.facts[each.entitled] & sensitive:
                found[without_sensitive(each.entitled)] = self.condition_without(each.entitled, sensitive)
        return found

    def conditions_about(self, facts: frozenset[str]) -> frozenset[str]:
        """The names of the conditions that speak of any of the facts."""
        found = self._about.get(facts)
        if found is None:
            found = frozenset[str]().union(*(self.about.get(fact, frozenset()) for fact in facts))
            if len(self._about) < _MOST_REMEMBERED:
                self._about[facts] = found
        return found

    def conditions_of(self, among: Iterable[Prepared]) -> Iterator[str]:
        """The conditions of those of the matters that somebody has to come for."""
        return (
            each.entitled
            for each in among
            if each.entitled is not None and not each.terms.automatic and each.terms.kind != "not_here"
        )

    @cached_property
    def offered_with_papers(self) -> tuple[Prepared, ...]:
        """Those that everybody is told of, and whose papers depend on something."""
        return tuple(each for each in self.offered if each.of_papers)

    @cached_property
    def claims(self) -> Mapping[str, tuple[str, ...]]:
        """Of what can be claimed the matters by their condition."""
        return {
            name: tuple(each.terms.id for each in matters if each.claimable)
            for name, matters in self.with_condition.items()
        }

    def papers_wait_for(
        self, prepared: Prepared, verdicts: Mapping[str, Verdict], *, by_proxy: bool
    ) -> tuple[str, ...]:
        """The conditions that still decide the papers of a matter, or who may come for it, where the verdicts are these."""
        state = (prepared.terms.id, by_proxy, *(verdicts[name] for name in prepared.of_papers))
        found = self._papers.get(state)
        if found is None:
            found = _papers_wait_for(prepared, verdicts, by_proxy=by_proxy)
            if len(self._papers) < _MOST_REMEMBERED:
                self._papers[state] = found
        return found

    def only_of(self, matters: Collection[str]) -> set[str]:
        """The conditions that decide these matters and no others."""
        names = {self.prepared[matter].entitled for matter in matters if matter in self.prepared}
        return {
            name
            for name in names
            if name is not None and all(each.terms.id in matters for each in self.with_condition[name])
        }

    def condition_without(self, name: str, blocked: frozenset[str]) -> Expr:
        """The condition of that name with every comparison about the `blocked` facts taken as failing."""
        found = self._without.get((name, blocked))
        if found is None:
            found = fold(self.conditions[name], _Without(blocked))
            if len(self._without) < _MOST_REMEMBERED:
                self._without[(name, blocked)] = found
        return found


def _papers_wait_for(prepared: Prepared, verdicts: Mapping[str, Verdict], *, by_proxy: bool) -> tuple[str, ...]:
    def fails(names: Iterable[str]) -> bool:
        return any(verdicts[name] is Verdict.NO for name in names)

    names = [prepared.proxy_when] if by_proxy else []
    names += prepared.unlisted
    for slot in prepared.slots:
        if (slot.for_proxy and not by_proxy) or fails(slot.when):
            continue
        names += slot.when
        for option in slot.options:
            if not fails(option.when):
                names += (*option.when, *option.exempt)
    return tuple(dict.fromkeys(name for name in names if name is not None and verdicts[name] is Verdict.UNKNOWN))


def _by_condition(prepared: Iterable[Prepared]) -> dict[str, tuple[Prepared, ...]]:
    found: dict[str, list[Prepared]] = {}
    for each in prepared:
        if each.entitled is not None:
            found.setdefault(each.entitled, []).append(each)
    return {name: tuple(each) for name, each in found.items()}


def _by_fact(facts: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, mine in facts.items():
        for fact in mine:
            found.setdefault(fact, set()).add(name)
    return {fact: frozenset(names) for fact, names in found.items()}


def without_sensitive(name: str) -> str:
    """The name under which a chooser has a condition as it is where nothing sensitive will be asked."""
    return f"{name} without sensitive facts"


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
    unlisted = tuple(name for name, one in zip(situations, terms.situations, strict=True) if not one.papers_complete)
    proxy_when = names.name(proxy.when) if proxy is not None else None
    of_papers = [proxy_when, *unlisted]
    for slot in slots:
        of_papers += (*slot.when, *(name for option in slot.options for name in (*option.when, *option.exempt)))
    return Prepared(
        terms=terms,
        entitled=names.name(terms.entitled),
        moments=moments_of(terms.entitled),
        situations=tuple(situations),
        unlisted=unlisted,
        proxy_when=proxy_when,
        slots=tuple(slots),
        fees=tuple(names.name(fee.when) for fee in terms.fees),
        of_papers=tuple(dict.fromkeys(name for name in of_papers if name is not None)),
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
