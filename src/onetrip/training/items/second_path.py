"""The same keys found another way: each condition of the definition by itself, with no plan, no compiled program, no choosing.

`judging` asks the engine that serves residents. Here the definition is read clause by clause with `rules.evaluate`, and what is
not told is filled in with everything that a possible resident can be. Two paths that agree on every question are what makes a
key trustworthy; the benchmark counts where they do not (0 is the only good figure).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.guide import area_in_words
from onetrip.catalogue.telling import season_in_words
from onetrip.planning import Ask, Fee, OneOf, PaperAsk, ProxyChance
from onetrip.planning.view import BY_PROXY
from onetrip.rules import Expr, Text, Verdict, atoms, evaluate
from onetrip.rules.boundaries import World
from onetrip.rules.classes import key_of
from onetrip.rules.edges import Traits, known_of, traits_of
from onetrip.rules.wording import figure
from onetrip.training.items.asking import asked_by_id, asked_of, world_of
from onetrip.training.items.decisions import options_of
from onetrip.training.items.drafts import ASK, NO, NOTHING, YES, Draft
from onetrip.training.items.judging import key
from onetrip.training.items.money import LINE, line_in_words
from onetrip.training.items.one_paper import BRING, NOT_ASKED, ONE, SPARED
from onetrip.training.items.shapes import Kind

_CHANCES = {
    "anyone": ProxyChance.YES,
    "family": ProxyChance.FAMILY,
    "listed": ProxyChance.LISTED,
    "nobody": ProxyChance.NO,
}


def disagreeing(catalogue: Catalogue, matter: str, day: date) -> tuple[str, ...]:
    """The ids of a matter's questions on which the two paths do not agree. KeyError: the catalogue has no such matter."""
    return tuple(
        asked.item.id
        for asked in asked_of(catalogue, matter, day)
        if key(catalogue, asked.draft, day) != _key(catalogue, asked.draft, day)
    )


def key_by_second_path(catalogue: Catalogue, item: str, day: date) -> frozenset[str] | None:
    """The key of a question as the definition says it, clause by clause; None where it says more than one thing.
    KeyError: the catalogue has no such question."""
    asked = asked_by_id(catalogue, item, day)
    if asked is None:
        raise KeyError(item)
    return _key(catalogue, asked.draft, day)


def _key(catalogue: Catalogue, draft: Draft, day: date) -> frozenset[str] | None:
    matter = catalogue.matters[draft.matter]
    match draft.kind:
        case Kind.ENTITLED:
            return _entitled(matter.terms.entitled, draft.traits, world_of(catalogue, day))
        case Kind.PAPERS if draft.topic.startswith(ONE):
            return _one_paper(catalogue, matter, draft, day)
        case Kind.PAPERS:
            return _papers(catalogue, matter, draft.traits, day)
        case Kind.TELL:
            return _told(catalogue, matter, draft, day)
        case Kind.BY_WHEN:
            limits = matter.terms.limits
            if limits.decide is None:
                return frozenset({"on-the-spot"})
            return frozenset({f"{limits.decide.days}-{limits.decide.unit.replace('_', '-')}"})


def _entitled(condition: Expr, told: Traits, world: World) -> frozenset[str] | None:
    """By filling in all that is not told with everything possible: always yes, always no, or a matter of one fact."""
    verdicts: dict[Verdict, None] = {}
    by_value: dict[str, dict[object, set[Verdict]]] = {}
    for whole in _completed(condition, told, world):
        verdict = evaluate(condition, world.known(whole), world.day, world.vocabulary)
        verdicts[verdict] = None
        for fact in whole.keys() - told.keys():
            by_value.setdefault(fact, {}).setdefault(whole[fact], set()).add(verdict)
    if set(verdicts) == {Verdict.YES}:
        return frozenset({YES})
    if set(verdicts) == {Verdict.NO}:
        return frozenset({NO})
    deciding = [fact for fact, values in by_value.items() if all(len(found) == 1 for found in values.values())]
    return frozenset({ASK + deciding[0]}) if len(deciding) == 1 else None


def _completed(condition: Expr, told: Traits, world: World) -> Iterator[Traits]:
    """Everybody possible who is as told, by the values of the other facts that the condition can tell apart."""
    own: dict[str, list[object]] = {}
    for atom in atoms(condition):
        own.setdefault(key_of(atom), []).append(atom)
    open_facts = [fact for fact in own if fact not in told]
    values = [traits_of(fact, tuple(own[fact]), world.day, world.vocabulary) for fact in open_facts]  # type: ignore[arg-type]
    for chosen in product(*values):
        whole = {**told, **dict(zip(open_facts, chosen, strict=True))}
        if world.can_be(whole):
            yield whole


def _papers(catalogue: Catalogue, matter: Matter, told: Traits, day: date) -> frozenset[str] | None:
    """Every ask whose conditions hold: single papers, and groups that no single paper serves already."""
    single: set[str] = set()
    groups: list[frozenset[str]] = []
    for ask in _asks_that_hold(catalogue, matter, told, day):
        live = [option for option in options_of(ask) if _holds(catalogue, option.when, told, day)]
        if not live or any(_is_spared(catalogue, option, told, day) for option in live):
            continue
        if isinstance(ask, OneOf) and len(live) > 1:
            groups.append(frozenset(option.paper for option in live))
        else:
            single.add(live[0].paper)
    left = [group for group in groups if not group & single]
    if len(frozenset().union(*left)) < sum(map(len, dict.fromkeys(left))):
        return None  # groups that share papers can be served in more than one way
    return frozenset({*single, *("|".join(sorted(group)) for group in left)}) or frozenset({NOTHING})


def _one_paper(catalogue: Catalogue, matter: Matter, draft: Draft, day: date) -> frozenset[str] | None:
    """Every ask for this one paper whose conditions hold, and whether the resident is spared it."""
    paper = draft.topic.removeprefix(ONE)
    asked: list[PaperAsk] = []
    for ask in _asks_that_hold(catalogue, matter, draft.traits, day):
        live = [option for option in options_of(ask) if _holds(catalogue, option.when, draft.traits, day)]
        mine = [option for option in live if option.paper == paper]
        if mine and len(live) > 1:
            return None  # another would do as well
        asked += mine
    if not asked:
        return frozenset({NOT_ASKED.id})
    spared = [_is_spared(catalogue, option, draft.traits, day) for option in asked]
    return frozenset({SPARED.id}) if all(spared) else frozenset({BRING.id})


def _asks_that_hold(catalogue: Catalogue, matter: Matter, told: Traits, day: date) -> Iterator[Ask]:
    terms = matter.terms
    yield from terms.papers
    for case in terms.situations:
        if _holds(catalogue, case.when, told, day):
            yield from case.papers
    if terms.proxy is not None and told.get(BY_PROXY) is True and terms.proxy.who != "nobody":
        yield from terms.proxy.papers


def _is_spared(catalogue: Catalogue, option: PaperAsk, told: Traits, day: date) -> bool:
    paper = catalogue.book.papers[option.paper]
    exempt = (condition for condition in (paper.exempt, option.exempt) if condition is not None)
    return paper.provided or any(_holds(catalogue, condition, told, day) for condition in exempt)


def _holds(catalogue: Catalogue, condition: Expr | None, told: Traits, day: date) -> bool:
    """Whether a condition surely holds of somebody who is as told; who comes is told, or it is the resident."""
    if condition is None:
        return True
    vocabulary = catalogue.book.vocabulary
    known = known_of({BY_PROXY: False, **told} if BY_PROXY in catalogue.facts else told, day, vocabulary)
    return evaluate(condition, known, day, vocabulary) is Verdict.YES


def _told(catalogue: Catalogue, matter: Matter, draft: Draft, day: date) -> frozenset[str] | None:
    """What the definition says, found again among the options by its words."""
    terms = matter.terms
    match draft.topic:
        case "proxy":
            if terms.proxy is None:
                return None
            allowed = _holds(catalogue, terms.proxy.when, draft.traits, day)
            return frozenset({(_CHANCES[terms.proxy.who] if allowed else ProxyChance.NO).value})
        case "first":
            return frozenset(each.matter for each in terms.needs_first)
        case "by-itself":
            return frozenset({"by-itself"}) if terms.automatic else None
        case "money":
            figures = {
                figure(fee.amount, fee.unit)
                for fee in _in_force(matter, day)
                if fee.amount is not None and _holds(catalogue, fee.when, draft.traits, day)
            }
            return _with_words(draft, figures.pop()) if len(figures) == 1 else None
        case line if line.startswith(LINE):
            return _line(matter, catalogue, draft, line.removeprefix(LINE), day)
        case "slip":
            return _with_words(draft, terms.slip)
        case "area":
            return _with_words(draft, area_in_words(matter))
        case _:
            return _with_words(draft, season_in_words(terms.season) if terms.season is not None else None)


def _line(matter: Matter, catalogue: Catalogue, draft: Draft, name: str, day: date) -> frozenset[str] | None:
    """Of one sum the figure that is in force, where its condition holds."""
    found = {
        line_in_words(fee.item, fee.amount, fee.unit)
        for fee in _in_force(matter, day)
        if fee.item.zh == name and fee.amount is not None and _holds(catalogue, fee.when, draft.traits, day)
    }
    if not found:
        return frozenset({"none"})
    return _with_words(draft, found.pop()) if len(found) == 1 else None


def _in_force(matter: Matter, day: date) -> Iterator[Fee]:
    """The fees of a day; of one item the newest."""
    for fee in matter.terms.fees:
        newer = (
            other
            for other in matter.terms.fees
            if (other.item, other.when) == (fee.item, fee.when)
            and other.since is not None
            and (fee.since or date.min) < other.since <= day
        )
        in_force = (fee.since is None or fee.since <= day) and (fee.until is None or fee.until >= day)
        if in_force and next(newer, None) is None:
            yield fee


def _with_words(draft: Draft, words: Text | None) -> frozenset[str] | None:
    return frozenset(option.id for option in draft.options if option.text == words) or None
