"""Does this resident have to bring this one paper? Asked where a whole list cannot be: where others may be asked for beside
those that are listed, what is listed is still in force."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.planning import OneOf
from onetrip.planning.view import BY_PROXY
from onetrip.rules import ALWAYS, Expr, Holds, Text, atoms, every
from onetrip.rules.boundaries import World
from onetrip.rules.edges import Traits
from onetrip.training.items.decisions import Decision, Field, asks_of, in_person, options_of
from onetrip.training.items.disputed import open_of
from onetrip.training.items.drafts import Draft, Side, in_mixed_order, papers_named, plan_for
from onetrip.training.items.grounds import papers_are_listed, papers_are_sure, proxy_is_sure
from onetrip.training.items.papers import (
    Brought,
    are_brought_here,
    brought,
    decisions_on_papers,
    is_asked_twice,
    is_open,
    people,
    points_are_harmless,
    told_by,
)
from onetrip.training.items.shapes import Kind, Option
from onetrip.training.items.voice import told_of

ONE = "one:"
"""Before the paper that is asked about."""
_ALSO_CALLED = {"不动产权证": ("房产证", "产证")}
"""Papers that open points call otherwise than the catalogue does."""
BRING = Option("bring", Text("要带", "Yes, it has to be brought"))
SPARED = Option("spared", Text("本来要的，这位居民不用带", "It belongs to the list, but this resident is spared it"))
NOT_ASKED = Option(
    "not-asked", Text("不要，单子上没有给这位居民列这一样", "No, the list does not ask it of this resident")
)


def drafts(catalogue: Catalogue, matter: Matter, day: date, world: World, shown: Collection[Side]) -> Iterator[Draft]:
    """For every comparison of papers that is not `shown` by whole lists the two on its sides, asked for one paper by which
    they differ."""
    if matter.terms.season is not None or not are_brought_here(matter) or not papers_are_listed(matter):
        return
    sure = papers_are_sure(matter) and points_are_harmless(catalogue, matter)
    to_verify = () if sure else (Field.PAPERS.value, Field.SITUATIONS.value)
    done: set[Side] = set()
    for coming in _comings(catalogue, matter):
        left = [each for each in decisions_on_papers(catalogue, matter) if not _sides_of(each) <= done.union(shown)]
        for traits, other, shows in people(catalogue, matter, left, world, coming):
            if shows <= done or _both_sides(shows) <= set(shown):
                continue
            paper = _telling_paper(catalogue, matter, traits, other, day)
            if paper is not None:
                done |= shows
                yield _draft(catalogue, matter, traits, other, paper, day, shows, to_verify)


def key(catalogue: Catalogue, draft: Draft, day: date) -> frozenset[str] | None:
    """Whether the plan lists the paper, spares it or does not ask for it; None where that is open."""
    found = brought(plan_for(catalogue, draft.matter, draft.traits, day), draft.matter, whole=False)
    state = None if found is None else _state(found, draft.topic.removeprefix(ONE))
    return None if state is None else frozenset({state.id})


def why(catalogue: Catalogue, draft: Draft, day: date) -> tuple[Text, ...]:
    """In a sentence; of a paper that is spared, the reason that the slip gives."""
    paper = draft.topic.removeprefix(ONE)
    made = plan_for(catalogue, draft.matter, draft.traits, day)
    found = brought(made, draft.matter, whole=False)
    state = None if found is None else _state(found, paper)
    name = catalogue.papers[paper].name
    if state is BRING:
        return (Text(f"{name.zh}：要带。", f"{_capital(name.en)}: has to be brought."),)
    if state is SPARED:
        each = next(each for each in made.not_needed if each.paper == paper)
        return (Text(f"{name.zh}：不用带。{each.why.zh}", f"{_capital(name.en)}: need not be brought. {each.why.en}"),)
    return (
        Text(f"{name.zh}：不是这位居民的情形要的。", f"{_capital(name.en)}: not asked for in this resident's case."),
    )


def _comings(catalogue: Catalogue, matter: Matter) -> Iterator[Expr]:
    """The resident comes; where the rule is known, somebody else does."""
    yield in_person(catalogue)
    rule = matter.terms.proxy
    if proxy_is_sure(matter) and rule is not None and rule.who != "nobody" and BY_PROXY in catalogue.facts:
        yield every(Holds(BY_PROXY), rule.when or ALWAYS)


def _sides_of(decision: Decision) -> set[Side]:
    return {(decision.condition, atom, inside) for atom in atoms(decision.condition) for inside in (True, False)}


def _both_sides(shows: Collection[Side]) -> set[Side]:
    return {(condition, atom, inside) for condition, atom, _ in shows for inside in (True, False)}


def _telling_paper(catalogue: Catalogue, matter: Matter, traits: Traits, other: Traits, day: date) -> str | None:
    """A paper of the matter that stands otherwise for the one than for the other, and that no open point speaks of."""
    papers = telling_papers(catalogue, matter, traits, other, day)
    points = open_of(matter, (Field.PAPERS, Field.SITUATIONS)).text
    return next((paper for paper in papers if not _is_named(catalogue, matter, paper, points)), None)


def _is_named(catalogue: Catalogue, matter: Matter, paper: str, points: str) -> bool:
    """Whether an open point speaks of a paper, by its name or as people call it."""
    also = _ALSO_CALLED.get(catalogue.papers[paper].name.zh, ())
    return is_open(catalogue, matter, paper) or any(name in points for name in also)


def telling_papers(catalogue: Catalogue, matter: Matter, traits: Traits, other: Traits, day: date) -> list[str]:
    """The papers of the matter that stand otherwise for the one than for the other."""
    here = brought(plan_for(catalogue, matter.id, traits, day), matter.id, whole=False)
    there = brought(plan_for(catalogue, matter.id, other, day), matter.id, whole=False)
    if here is None or there is None:
        return []
    found: list[str] = []
    for paper in sorted(papers_named(matter)):
        states = _state(here, paper), _state(there, paper)
        if None not in states and states[0] != states[1] and not _is_tangled(matter, paper):
            found.append(paper)
    return found


def _is_tangled(matter: Matter, paper: str) -> bool:
    """Whether a paper is asked for in more than one place, and in one of them another would do as well."""
    in_choice = any(
        option.paper == paper for ask in asks_of(matter.terms) if isinstance(ask, OneOf) for option in ask.options
    )
    return in_choice and is_asked_twice(matter, paper)


def _state(found: Brought, paper: str) -> Option | None:
    """How one paper stands; None where another would do as well."""
    if paper in found.by_option:
        return BRING
    if paper in found.papers:
        return None
    return SPARED if paper in found.spared else NOT_ASKED


def _draft(
    catalogue: Catalogue,
    matter: Matter,
    traits: Traits,
    other: Traits,
    paper: str,
    day: date,
    shows: frozenset[Side],
    to_verify: tuple[str, ...],
) -> Draft:
    told = told_by(catalogue, matter, traits, other, day, whole=False)
    name, asked = matter.name, catalogue.papers[paper].name
    by_proxy = traits.get(BY_PROXY) is True
    comes = Text("请别人来", "sends somebody else for") if by_proxy else Text("来", "comes for")
    return Draft(
        matter=matter.id,
        kind=Kind.PAPERS,
        topic=f"{ONE}{paper}",
        traits=told,
        told=told_of(told, catalogue.book.vocabulary),
        question=Text(
            f"这位居民{comes.zh}办“{name.zh}”，条件符合。“{asked.zh}”要不要带来？",
            f"This resident qualifies and {comes.en} “{name.en}”. Does this paper have to be brought: “{asked.en}”?",
        ),
        options=in_mixed_order(matter.id, (BRING, SPARED, NOT_ASKED)),
        rests_on=tuple(sorted(_asked_for(catalogue, matter, paper))),
        shows=shows,
        to_verify=to_verify,
    )


def _asked_for(catalogue: Catalogue, matter: Matter, paper: str) -> Iterator[str]:
    """How the definition asks for the paper, and in which case."""
    found = catalogue.book.papers[paper]
    for case in matter.terms.situations:
        if any(option.paper == paper for ask in case.papers for option in options_of(ask)):
            yield f"case {case.when}"
    for ask in asks_of(matter.terms):
        for option in options_of(ask):
            if option.paper == paper:
                yield f"{option.paper} {option.when} {option.exempt} {found.exempt} {found.provided}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
