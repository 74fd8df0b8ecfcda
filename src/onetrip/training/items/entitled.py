"""Is this resident entitled? Yes, no, or: nobody can say without knowing one thing more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.planning.view import View
from onetrip.rules import AGE, ALWAYS, BIRTH_DATE, Expr, Text, Verdict, atoms, evaluate, facts_of, unparse
from onetrip.rules.boundaries import Pair, World, boundaries
from onetrip.rules.edges import Traits, known_of
from onetrip.training.items.decisions import Field
from onetrip.training.items.disputed import Open, has_one_answer, is_spoken_of, open_of, settled, undisputed
from onetrip.training.items.drafts import ASK, NO, YES, Draft, Side, in_mixed_order, neighbours, plan_for, view_of
from onetrip.training.items.grounds import Ground, entitled_ground
from onetrip.training.items.shapes import Kind, Option
from onetrip.training.items.voice import told_of

_PLAIN = (
    Option(YES, Text("符合条件", "Yes, the conditions are met")),
    Option(NO, Text("不符合条件", "No, the conditions are not met")),
)
_AS_WRITTEN = (
    Option(YES, Text("写着的条件都符合", "Yes, all conditions that are written are met")),
    Option(NO, Text("写着的条件有不符合的", "No, not all conditions that are written are met")),
)
"""Where more may be asked than is written, or less: whether what is written is met has one answer."""
_MOST_TO_ASK = 2


def drafts(catalogue: Catalogue, matter: Matter, day: date, world: World) -> Iterator[Draft]:
    """For every comparison that can decide who may have the matter: the two residents on its sides, and one of whom the
    deciding fact is not told."""
    ground = entitled_ground(matter)
    if ground is Ground.NONE:
        return
    condition = matter.terms.entitled
    sure = ground is Ground.SURE
    points = open_of(matter, () if sure else (Field.ENTITLED,))
    to_verify = () if sure else (Field.ENTITLED.value,)
    for pair in _pairs(catalogue, condition, points, day, world):
        told = _told(catalogue, matter, pair, day)
        clear = True
        for traits, inside in ((pair.inside, True), (pair.outside, False)):
            if not has_one_answer(catalogue, points, condition, traits, day):
                clear = False
                continue
            draft = _draft(catalogue, matter, {fact: traits[fact] for fact in told}, points, to_verify)
            yield replace(draft, shows=_shown(condition, draft.traits, world) | {(condition, pair.atom, inside)})
        without = {fact: pair.inside[fact] for fact in told if fact not in pair.changed}
        if without and clear:
            yield _draft(catalogue, matter, without, points, to_verify, pair.changed)


def _pairs(catalogue: Catalogue, condition: Expr, points: Open, day: date, world: World) -> Iterator[Pair]:
    """The pair of every comparison; where something is open about either, two of whom nothing is, if there are such."""
    nobody_open = undisputed(catalogue, points, condition)
    for atom, pair in boundaries(condition, world).pairs.items():
        sides = (pair.inside, pair.outside)
        if nobody_open == ALWAYS or all(has_one_answer(catalogue, points, condition, side, day) for side in sides):
            yield pair
        else:
            yield boundaries(condition, world, nobody_open).pairs.get(atom, pair)


def _shown(condition: Expr, traits: Traits, world: World) -> frozenset[Side]:
    """Every comparison that decides for this resident: taken the other way, the verdict would be the other one."""
    known = world.known(traits)
    verdict = evaluate(condition, known, world.day, world.vocabulary)
    inside = verdict is Verdict.YES
    other = Verdict.NO if inside else Verdict.YES
    return frozenset(
        (condition, atom, inside)
        for atom in atoms(condition)
        if evaluate(settled(condition, (atom,), to=not inside), known, world.day, world.vocabulary) is other
    )


def key(catalogue: Catalogue, draft: Draft, day: date) -> frozenset[str] | None:
    """The answer that is right by the engine; None where what is open hangs on more than one fact."""
    view, name = view_of(catalogue, draft, day), catalogue.book.prepared[draft.matter].entitled
    verdict = view.verdict(name)
    if verdict is not Verdict.UNKNOWN or name is None:
        return frozenset({YES if verdict is Verdict.YES else NO})
    needs = {_asked_as(fact) for fact in view.open_of(name)}
    return frozenset({ASK + needs.pop()}) if len(needs) == 1 else None


def why(catalogue: Catalogue, draft: Draft, day: date) -> tuple[Text, ...]:
    """The reason in a sentence; from which day on, for whom time will do it; for whoever must be asked the question to ask."""
    view, name = view_of(catalogue, draft, day), catalogue.book.prepared[draft.matter].entitled
    if name is None:
        return (Text("没有另外写条件。", "No further condition is stated."),)
    said = [view.explanation(name).sentence]
    if view.verdict(name) is Verdict.NO:
        item = plan_for(catalogue, draft.matter, draft.traits, day).item(draft.matter)
        said += [item.why] if item is not None and item.from_day is not None else []
    if view.verdict(name) is Verdict.UNKNOWN:
        for fact in sorted({_asked_as(fact) for fact in view.open_of(name)}):
            described = catalogue.book.vocabulary.fact(fact)
            if described is not None and described.question is not None:
                question = described.question
                said.append(Text(f"要问的是：{question.zh}", f"What to ask: {question.en}"))
    return tuple(said)


def _told(catalogue: Catalogue, matter: Matter, pair: Pair, day: date) -> tuple[str, ...]:
    """The facts to tell of both: those on which the verdict of the first rests and those in which they differ, as long as
    that decides both; else all that the condition looks at."""
    everything = tuple(pair.inside)
    rests_on = {_asked_as(fact) for fact in _because(catalogue, matter, pair.inside, day)} | set(pair.changed)
    few = tuple(fact for fact in everything if fact in rests_on)
    decided = all(
        _is_decided(catalogue, matter, {fact: side[fact] for fact in few}, day) for side in (pair.inside, pair.outside)
    )
    return few if decided else everything


def _because(catalogue: Catalogue, matter: Matter, traits: Traits, day: date) -> tuple[str, ...]:
    name = catalogue.book.prepared[matter.id].entitled
    return _view(catalogue, traits, day).explanation(name).because if name is not None else ()


def _is_decided(catalogue: Catalogue, matter: Matter, traits: Traits, day: date) -> bool:
    name = catalogue.book.prepared[matter.id].entitled
    return _view(catalogue, traits, day).verdict(name) is not Verdict.UNKNOWN


def _view(catalogue: Catalogue, traits: Traits, day: date) -> View:
    return View(catalogue.book, known_of(traits, day, catalogue.book.vocabulary), day)


def _draft(
    catalogue: Catalogue,
    matter: Matter,
    traits: Traits,
    points: Open,
    to_verify: tuple[str, ...],
    unsaid: tuple[str, ...] = (),
) -> Draft:
    name, plain = matter.name, _AS_WRITTEN if to_verify else _PLAIN
    return Draft(
        matter=matter.id,
        kind=Kind.ENTITLED,
        topic="",
        traits=traits,
        told=told_of(traits, catalogue.book.vocabulary),
        question=Text(
            f"这位居民想办“{name.zh}”。按说到的这些，{'写着的条件今天都符合吗' if to_verify else '今天符合条件吗'}？",
            f"This resident wants “{name.en}”. By what was said, are "
            f"{'all conditions that are written' if to_verify else 'the conditions'} met today?",
        ),
        options=(*plain, *in_mixed_order(matter.id, _to_ask(catalogue, matter, traits, points, unsaid))),
        rests_on=(unparse(matter.terms.entitled),),
        to_verify=to_verify,
    )


def _to_ask(
    catalogue: Catalogue, matter: Matter, traits: Traits, points: Open, unsaid: tuple[str, ...]
) -> list[Option]:
    """Facts without which nobody could say, one of which may be the truth: those not told that the condition looks at, then
    those that neighbouring matters do. None that an open point speaks of: to ask for that would be no mistake."""
    looked_at = [*unsaid, *sorted(map(_asked_as, facts_of(matter.terms.entitled)))]
    for other in neighbours(catalogue, matter):
        looked_at += sorted(map(_asked_as, facts_of(other.terms.entitled)))
    if points.text:
        looked_at += sorted(catalogue.facts)
    facts = [
        fact
        for fact in dict.fromkeys(looked_at)
        if fact not in traits
        and _label(catalogue, fact) is not None
        and (fact in unsaid or not is_spoken_of(catalogue, points, fact))
    ]
    return [_cannot_say(catalogue, fact) for fact in facts[:_MOST_TO_ASK]]


def _cannot_say(catalogue: Catalogue, fact: str) -> Option:
    label = _label(catalogue, fact) or Text(fact, fact)
    return Option(
        ASK + fact, Text(f"还说不准，要先问清：{label.zh}", f"Nobody can say yet; first ask about: {label.en}")
    )


def _label(catalogue: Catalogue, fact: str) -> Text | None:
    described = catalogue.book.vocabulary.fact(fact)
    return described.label if described is not None and described.question is not None else None


def _asked_as(fact: str) -> str:
    """How long somebody has lived is one thing, whether it is asked for as an age or as a birth date."""
    return BIRTH_DATE if fact == AGE else fact
