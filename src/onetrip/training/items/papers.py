"""Which papers does this resident bring? Asked as the window answers it: by the plan for this one matter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.planning import Plan, Standing
from onetrip.planning.standing import AT_CENTRE
from onetrip.planning.view import BY_PROXY
from onetrip.rules import AGE, ALWAYS, BIRTH_DATE, Expr, Holds, Text, every
from onetrip.rules.boundaries import World, boundaries, somebody
from onetrip.rules.edges import Lived, Traits
from onetrip.training.items.decisions import (
    Decision,
    Field,
    asks_of,
    decisions_of,
    facts_looked_at,
    in_person,
    options_of,
)
from onetrip.training.items.drafts import NOTHING, Draft, Side, in_mixed_order, neighbours, papers_named, plan_for
from onetrip.training.items.grounds import papers_are_listed, papers_are_sure, papers_are_whole, proxy_is_sure
from onetrip.training.items.shapes import Kind, Option
from onetrip.training.items.voice import SPEAKS, told_of

_NOTHING = Option(NOTHING, Text("什么都不用带", "Nothing at all"))
_MOST_WRONG = 4
_FEWEST_WRONG = 2
_ABOUT_COPIES = ("复印", "几张", "几份")
_ABOUT_FORMS = (*_ABOUT_COPIES, "表格", "登记表", "申请表", "审批表", "变更表", "填的表", "表要", "一张表", "空白")
"""Words of open points on numbers of copies and on blank forms: these leave a list of papers whole (the catalogue's README)."""


@dataclass(frozen=True, slots=True)
class Brought:
    """The papers of one plan for one matter: each option of the key with the papers that do for it, and what is spared."""

    by_option: dict[str, tuple[str, ...]]
    spared: tuple[str, ...]

    @property
    def papers(self) -> frozenset[str]:
        """Every paper that is brought or would do."""
        return frozenset(paper for papers in self.by_option.values() for paper in papers)


def drafts(catalogue: Catalogue, matter: Matter, day: date, world: World) -> Iterator[Draft]:
    """An ordinary resident; for every comparison that decides papers the two on its sides; each once more, where the rule is
    known, with somebody else coming."""
    if not _may_be_asked(catalogue, matter):
        return
    comings = [in_person(catalogue)]
    rule = matter.terms.proxy
    if proxy_is_sure(matter) and rule is not None and rule.who != "nobody" and BY_PROXY in catalogue.facts:
        comings.append(every(Holds(BY_PROXY), rule.when or ALWAYS))
    to_verify = () if papers_are_sure(matter) else (Field.PAPERS.value,)
    for coming in comings:
        ordinary = somebody(every(matter.terms.entitled, coming), world, facts_looked_at(catalogue, matter))
        if ordinary is not None:
            draft = _draft(catalogue, matter, ordinary, None, day)
            if draft is not None:
                yield replace(draft, to_verify=to_verify)
        for traits, opposite, shows in people(catalogue, matter, decisions_on_papers(catalogue, matter), world, coming):
            draft = _draft(catalogue, matter, traits, opposite, day)
            if draft is not None:
                yield replace(draft, shows=shows, to_verify=to_verify)


def _may_be_asked(catalogue: Catalogue, matter: Matter) -> bool:
    """Whether its papers are all known and are brought to a centre on whatever day."""
    terms = matter.terms
    whole = terms.season is None and papers_are_whole(matter) and papers_are_listed(matter)
    return whole and are_brought_here(matter) and points_are_harmless(catalogue, matter)


def are_brought_here(matter: Matter) -> bool:
    """Whether papers of the matter are handed in at a centre."""
    terms = matter.terms
    return terms.kind != "not_here" and not terms.automatic and not AT_CENTRE.isdisjoint(terms.channels)


def decisions_on_papers(catalogue: Catalogue, matter: Matter) -> list[Decision]:
    """The decisions of a matter by which papers are asked for or not."""
    on_papers = (Field.SITUATIONS, Field.PAPERS)
    return [decision for decision in decisions_of(catalogue, matter) if decision.field in on_papers]


def people(
    catalogue: Catalogue, matter: Matter, decisions: Iterable[Decision], world: World, coming: Expr
) -> Iterator[tuple[Traits, Traits, frozenset[Side]]]:
    """Those on the sides of every comparison of the decisions, each with the one on its other side."""
    looked_at = facts_looked_at(catalogue, matter)
    for decision in decisions:
        for pair in boundaries(decision.condition, world, every(decision.around, coming), looked_at).pairs.values():
            yield pair.inside, pair.outside, frozenset({(decision.condition, pair.atom, True)})
            yield pair.outside, pair.inside, frozenset({(decision.condition, pair.atom, False)})


def key(catalogue: Catalogue, draft: Draft, day: date) -> frozenset[str] | None:
    """The papers that the plan lists for the matter; None where it leaves anything open or cannot be done today."""
    found = brought(plan_for(catalogue, draft.matter, draft.traits, day), draft.matter)
    return None if found is None else frozenset(found.by_option) or frozenset({NOTHING})


def why(catalogue: Catalogue, draft: Draft, day: date) -> tuple[Text, ...]:
    """What is brought, and of what else was to choose from why it is not."""
    made = plan_for(catalogue, draft.matter, draft.traits, day)
    found = brought(made, draft.matter)
    if found is None:
        return ()
    spared = {each.paper for each in made.not_needed}
    offered = {option.id for option in draft.options} & catalogue.papers.keys()
    rest = [catalogue.papers[paper].name for paper in sorted(offered - spared - found.papers)]
    said = to_bring(catalogue, draft, day)
    if not rest:
        return said
    not_asked = Text(
        f"这位居民办这件事不要：{'、'.join(name.zh for name in rest)}。",
        f"Not asked of this resident for this matter: {', '.join(name.en for name in rest)}.",
    )
    return (*said, not_asked)


def to_bring(catalogue: Catalogue, draft: Draft, day: date) -> tuple[Text, ...]:
    """What is brought, and which of the papers to choose from need not be, with the reason."""
    made = plan_for(catalogue, draft.matter, draft.traits, day)
    found = brought(made, draft.matter)
    if found is None:
        return ()
    names = [_name(catalogue, papers) for papers in found.by_option.values()]
    said = [
        Text(f"要带：{'、'.join(name.zh for name in names)}。", f"To bring: {', '.join(name.en for name in names)}.")
        if names
        else Text("什么都不用带。", "Nothing has to be brought.")
    ]
    offered = {option.id for option in draft.options}
    for each in made.not_needed:
        if each.paper in offered:
            name = capital(each.name)
            said.append(Text(f"{name.zh}：不用带。{each.why.zh}", f"{name.en}: need not be brought. {each.why.en}"))
    return tuple(said)


def brought(made: Plan, matter: str, *, whole: bool = True) -> Brought | None:
    """What a plan for one matter lists; None where something is open, or the matter does not stand to be done today.
    `whole`: None also where the list may lack papers."""
    item = made.item(matter)
    if item is None or item.standing is not Standing.NOW or item.needs or made.perhaps or made.contradicts_itself:
        return None
    if not item.papers_known or (whole and not item.papers_complete):
        return None
    by_option: dict[str, tuple[str, ...]] = {}
    for each in made.bring_for(matter):
        others = [other for other in each.instead if matter in other.for_matters]
        if each.needs or not all(other.sure for other in others):
            return None
        papers = tuple(sorted({each.paper, *(other.paper for other in others if each.replaceable)}))
        by_option["|".join(papers)] = papers
    return Brought(by_option, tuple(each.paper for each in made.not_needed if matter in each.for_matters))


def _draft(catalogue: Catalogue, matter: Matter, traits: Traits, other: Traits | None, day: date) -> Draft | None:
    told = told_by(catalogue, matter, traits, other, day)
    found = brought(plan_for(catalogue, matter.id, told, day), matter.id)
    if found is None or any(is_open(catalogue, matter, paper) for paper in found.papers):
        return None
    if any(is_asked_twice(matter, paper) for papers in found.by_option.values() if len(papers) > 1 for paper in papers):
        return None
    right = [Option(option, capital(_name(catalogue, papers))) for option, papers in found.by_option.items()]
    wrong = _wrong(catalogue, matter, found, other, day)
    if len(wrong) < _FEWEST_WRONG:
        return None
    name, by_proxy = matter.name, traits.get(BY_PROXY) is True
    life = traits.get(BIRTH_DATE)
    young = isinstance(life, Lived) and life.age < SPEAKS
    alone = Text("由家长陪着来办", "and comes with a parent") if young else Text("本人来办", "and comes in person")
    who = Text("请别人来代办", "and sends somebody else") if by_proxy else alone
    return Draft(
        matter=matter.id,
        kind=Kind.PAPERS,
        topic="proxy" if by_proxy else "",
        traits=told,
        told=told_of(told, catalogue.book.vocabulary),
        question=Text(
            f"这位居民符合“{name.zh}”的条件，{who.zh}。要带来的是哪几样？窗口给的、免交的不算。",
            f"This resident qualifies for “{name.en}” {who.en}. Which of these have to be brought? "
            "Leave out what the window provides and what need not be handed in.",
        ),
        options=(*in_mixed_order(matter.id, [*right, *wrong]), _NOTHING),
        several=True,
        rests_on=tuple(sorted(asked_for(catalogue, matter, found))),
    )


def asked_for(catalogue: Catalogue, matter: Matter, found: Brought) -> Iterable[str]:
    """How the definition asks for what is brought or spared, so that a change of it makes another question."""
    for ask in asks_of(matter.terms):
        for option in options_of(ask):
            if option.paper in found.papers or option.paper in found.spared:
                paper = catalogue.book.papers[option.paper]
                yield f"{option.paper} {option.when} {option.exempt} {paper.exempt} {paper.provided}"


def told_by(
    catalogue: Catalogue, matter: Matter, traits: Traits, other: Traits | None, day: date, *, whole: bool = True
) -> Traits:
    """As few of the traits as the plan needs to leave nothing open, and always those by which the two sides differ."""
    changed = {fact for fact in traits if other is not None and other.get(fact) != traits[fact]}
    if traits.get(BY_PROXY) is True:
        changed.add(BY_PROXY)
    told = {fact: traits[fact] for fact in traits if fact in changed}
    for _ in range(len(traits)):
        made = plan_for(catalogue, matter.id, told, day)
        more = {fact for fact in traits if fact in _needs(made, matter.id) and fact not in told}
        if not more:
            # Whether another paper would do as well may still be open, which the plan does not ask about.
            if brought(made, matter.id, whole=whole) is not None:
                return told
            return _fewer(catalogue, matter, traits, changed, day, whole=whole)
        told = {fact: traits[fact] for fact in traits if fact in told or fact in more}
    return dict(traits)


def _fewer(
    catalogue: Catalogue, matter: Matter, traits: Traits, kept: Collection[str], day: date, *, whole: bool
) -> Traits:
    """All of the traits but those without which the papers are the same."""
    told = dict(traits)
    everything = brought(plan_for(catalogue, matter.id, told, day), matter.id, whole=whole)
    for fact in reversed([fact for fact in traits if fact not in kept]):
        fewer = {name: trait for name, trait in told.items() if name != fact}
        if brought(plan_for(catalogue, matter.id, fewer, day), matter.id, whole=whole) == everything:
            told = fewer
    return told


def _needs(made: Plan, matter: str) -> set[str]:
    """The facts on which anything about the papers still hangs."""
    item = made.item(matter)
    needs = set(item.needs) if item is not None else set()
    for each in made.perhaps:
        needs |= set(each.needs)
    for brings in made.bring:
        needs |= set(brings.needs)
    return {BIRTH_DATE if fact == AGE else fact for fact in needs}


def _wrong(catalogue: Catalogue, matter: Matter, found: Brought, other: Traits | None, day: date) -> list[Option]:
    """Papers that are not brought: what the other side of the boundary brings, what is spared, what this matter asks of
    others, what its neighbours ask for. None that an open point of the matter speaks of, and none that looks like a right
    one; of the neighbours' none that people carry with them anyway, which nobody would call wrong."""
    candidates: list[str] = []
    if other is not None:
        there = brought(plan_for(catalogue, matter.id, other, day), matter.id)
        candidates += sorted(there.papers) if there is not None else ()
    candidates += found.spared
    candidates += sorted(papers_named(matter))
    own = set(candidates)
    for neighbour in neighbours(catalogue, matter):
        candidates += sorted(papers_named(neighbour))
    taken = [catalogue.papers[paper].name for paper in found.papers]
    wrong: list[Option] = []
    for paper in dict.fromkeys(candidates):
        name = catalogue.papers[paper].name
        if paper in found.papers or is_open(catalogue, matter, paper) or _looks_like(name, taken):
            continue
        if paper not in own and catalogue.book.papers[paper].usual:
            continue
        wrong.append(Option(paper, capital(name)))
        taken.append(name)
        if len(wrong) == _MOST_WRONG:
            break
    return wrong


def _looks_like(name: Text, others: Sequence[Text]) -> bool:
    """Whether one of the names says the same or holds the other, so that nobody could tell the two papers apart."""
    return any(name.zh in other.zh or other.zh in name.zh or name.en == other.en for other in others)


def is_asked_twice(matter: Matter, paper: str) -> bool:
    """Whether a paper stands in more than one place of the matter's list: choosing it for one of them may spare another."""
    return sum(any(option.paper == paper for option in options_of(ask)) for ask in asks_of(matter.terms)) > 1


def is_open(catalogue: Catalogue, matter: Matter, paper: str) -> bool:
    """Whether an open point of the matter's papers names this paper, or the sort of paper it is, other than for the number
    of its copies: where it is open who needs a household booklet, nobody is asked about that of a child either."""
    name = catalogue.papers[paper].name.zh
    names = [other.name.zh for other in catalogue.papers.values() if other.name.zh in name]
    texts = [text for text in _points(matter) if not any(word in text for word in _ABOUT_COPIES)]
    return any(each in text for text in texts for each in names)


def points_are_harmless(catalogue: Catalogue, matter: Matter) -> bool:
    """Whether every open point of the papers is about blank forms and copies, or names the papers that it is about."""
    names = [paper.name.zh for paper in catalogue.papers.values()]
    return all(
        any(word in text for word in _ABOUT_FORMS) or any(name in text for name in names) for text in _points(matter)
    )


def _points(matter: Matter) -> list[str]:
    return [point.text.zh for point in matter.open if point.of in (Field.PAPERS, Field.SITUATIONS)]


def _name(catalogue: Catalogue, papers: Sequence[str]) -> Text:
    """The name of a paper; of several of which any one will do, all of them."""
    names = [catalogue.papers[paper].name for paper in papers]
    if len(names) == 1:
        return names[0]
    return Text(
        f"{'、'.join(name.zh for name in names)}，任意一样", f"any one of: {'; '.join(name.en for name in names)}"
    )


def capital(name: Text) -> Text:
    return Text(name.zh, name.en[:1].upper() + name.en[1:])
