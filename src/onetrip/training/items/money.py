"""How much is it, and does this one pay it or receive it? By who the resident is, from the plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.planning import Charge, Fee, Standing
from onetrip.rules import ALWAYS, Text, atoms, every, facts_of
from onetrip.rules.boundaries import World, boundaries, somebody
from onetrip.rules.classes import key_of
from onetrip.rules.edges import Traits
from onetrip.rules.wording import figure
from onetrip.training.items.decisions import Field, decisions_of, in_person
from onetrip.training.items.disputed import Open, has_one_answer, open_of
from onetrip.training.items.drafts import Draft, Side, in_mixed_order, mark, neighbours, plan_for, sides_of
from onetrip.training.items.grounds import Ground, ground_of
from onetrip.training.items.shapes import Kind, Option
from onetrip.training.items.voice import told_of

LINE = "line:"
"""Before the name of the one sum that is asked about."""
_FEWEST, _MOST = 3, 4
_AT_LEAST = re.compile("起|至少|不低于|最低|最少|(?<!岁)以上")
"""Words by which a figure is only a floor: no exact answer to a question."""
_FIGURE_IS_OPEN = ("领多少",)
"""Words of open points that leave it open what some of those who qualify receive."""
_NO_SUCH = Option("none", Text("没有这一笔", "No, that sum is not for this resident"))


def drafts(catalogue: Catalogue, matter: Matter, day: date, world: World) -> Iterator[Draft]:
    """How much, for those who receive or pay one figure of several; of every sum that the first cannot show, whether it is
    for the resident at all. Nothing that an open point gives the figure of."""
    ground = ground_of(matter, Field.FEES)
    if ground is Ground.NONE or all(fee.when is None for fee in matter.terms.fees):
        return
    sure = ground is Ground.SURE
    points = open_of(matter, () if sure else (Field.FEES,))
    if any(word in points.text for word in _FIGURE_IS_OPEN):
        return
    whens = [fee.when for fee in matter.terms.fees if fee.when is not None]

    def has_one(traits: Traits) -> bool:
        return all(has_one_answer(catalogue, points, when, traits, day, every(*whens)) for when in whens)

    to_verify = () if sure else (Field.FEES.value,)
    shown: set[Side] = set()
    for draft in _how_much(catalogue, matter, day, world, points):
        if has_one(draft.traits):
            shown |= draft.shows
            yield replace(draft, to_verify=to_verify)
    for fee, traits, side in _lines(catalogue, matter, day, world, points):
        if not side <= shown and has_one(traits):
            shown |= side
            yield replace(_draft_of_line(catalogue, matter, fee, points, traits, side, day), to_verify=to_verify)


def key(catalogue: Catalogue, draft: Draft, day: date) -> frozenset[str] | None:
    """The one figure by the plan; of one sum, its figure or that there is none. None where anything is open."""
    matter = catalogue.matters[draft.matter]
    if draft.topic == "money":
        charges = _charges(catalogue, matter, draft.traits, day)
        return frozenset({_sum(charges[0]).id}) if len(charges) == 1 else None
    if not draft.topic.startswith(LINE):
        return None
    item = plan_for(catalogue, draft.matter, draft.traits, day).item(draft.matter)
    if item is None or item.needs:
        return None
    mine = [charge for charge in item.charges if charge.item.zh == draft.topic.removeprefix(LINE)]
    if not mine:
        return frozenset({_NO_SUCH.id})
    amount = mine[0].amount
    return frozenset({_line(mine[0].item, amount, mine[0].unit).id}) if len(mine) == 1 and amount is not None else None


def why_of_line(catalogue: Catalogue, draft: Draft, right: Option) -> Text:
    """Whether one sum is for the resident, with its name."""
    name = name_of_line(catalogue, draft)
    return Text(f"{name.zh}：{right.text.zh}。", f"{name.en[:1].upper()}{name.en[1:]}: {right.text.en}.")


def name_of_line(catalogue: Catalogue, draft: Draft) -> Text:
    """What the one sum that is asked about is called."""
    fees = catalogue.matters[draft.matter].terms.fees
    return next(fee.item for fee in fees if fee.item.zh == draft.topic.removeprefix(LINE))


def line_in_words(item: Text, amount: int | float, unit: Text | None) -> Text:
    """That a sum is for the resident, and how much it is."""
    text = figure(amount, unit)
    if _AT_LEAST.search(item.zh):
        return Text(f"有，至少 {text.zh}", f"Yes, at least {text.en}")
    return Text(f"有，{text.zh}", f"Yes, {text.en}")


def _how_much(catalogue: Catalogue, matter: Matter, day: date, world: World, points: Open) -> Iterator[Draft]:
    """How much: for those who receive or pay one figure of several, by who they are."""
    if sum(fee.when is not None for fee in matter.terms.fees) < 2:
        return
    people = _people_with_figures(catalogue, matter, world)
    found = [(traits, shows, _charges(catalogue, matter, traits, day)) for traits, shows in people]
    sums = {option.id: option for _, _, charges in found for option in map(_sum, charges)}
    for other in neighbours(catalogue, matter):
        sums |= {
            option.id: option for fee in other.terms.fees if fee.amount and (option := _figure(fee.amount, fee.unit))
        }
    named = {
        _figure(fee.amount, fee.unit).id
        for fee in matter.terms.fees
        if fee.amount is not None and _is_named(points, fee)
    }
    sums = {mark: option for mark, option in sums.items() if mark not in named}
    if len(sums) < _FEWEST:
        return
    by_these = {key_of(atom) for fee in matter.terms.fees if fee.when is not None for atom in atoms(fee.when)}
    for traits, shows, charges in found:
        if len(charges) == 1 and _sum(charges[0]).id not in named:
            few = _few(catalogue, matter, traits, by_these, partial(_is_charged, catalogue, matter, charges, day), day)
            yield _draft_of_money(catalogue, matter, few, shows, charges[0], list(sums.values()))


def _is_named(points: Open, fee: Fee) -> bool:
    """Whether an open point speaks of the very sum or of its figure."""
    if not points.text or fee.amount is None:
        return False
    return fee.item.zh in points.text or re.search(rf"(?<!\d){fee.amount}(?!\d)", points.text) is not None


def _lines(
    catalogue: Catalogue, matter: Matter, day: date, world: World, points: Open
) -> Iterator[tuple[Fee, Traits, frozenset[Side]]]:
    """For each sum that depends on the resident the two on the sides of every comparison: is it for them?"""
    for fee in matter.terms.fees:
        if fee.when is None or fee.amount is None or _is_named(points, fee) or not _is_in_force(fee, day):
            continue
        around = every(matter.terms.entitled, in_person(catalogue))
        looked_at = facts_of(every(matter.terms.entitled, *(each.when for each in matter.terms.fees if each.when)))
        for traits, shows in sides_of(fee.when, boundaries(fee.when, world, around, looked_at).pairs.values()):
            yield fee, traits, shows


def _draft_of_line(
    catalogue: Catalogue,
    matter: Matter,
    fee: Fee,
    points: Open,
    traits: Traits,
    shows: frozenset[Side],
    day: date,
) -> Draft:
    draft = Draft(
        matter=matter.id,
        kind=Kind.TELL,
        topic=f"{LINE}{fee.item.zh}",
        traits=traits,
        told=(),
        question=Text(
            f"这位居民来办“{matter.name.zh}”，条件符合。有没有这一笔：{fee.item.zh}？",
            f"This resident qualifies for “{matter.name.en}”. Is this sum for the resident: {fee.item.en}?",
        ),
        options=(*in_mixed_order(matter.id, _line_options(catalogue, matter, fee, points)), _NO_SUCH),
        rests_on=(str(fee.when),),
        shows=shows,
    )
    right = key(catalogue, draft, day)
    by_these = {key_of(atom) for atom in atoms(fee.when or ALWAYS)}
    few = _few(
        catalogue,
        matter,
        traits,
        by_these,
        lambda fewer: key(catalogue, replace(draft, traits=fewer), day) == right,
        day,
    )
    return replace(draft, traits=few, told=told_of(few, catalogue.book.vocabulary))


def _line_options(catalogue: Catalogue, matter: Matter, fee: Fee, points: Open) -> list[Option]:
    """The figure of the sum, and another one that is none of its own, nor one that is disputed."""
    assert fee.amount is not None  # noqa: S101 - asked only of sums with a figure
    right = _line(fee.item, fee.amount, fee.unit)
    of_this = {each.amount for each in matter.terms.fees if each.item == fee.item}
    nearby = [*matter.terms.fees, *(each for other in neighbours(catalogue, matter) for each in other.terms.fees)]
    wrong = [
        _line(fee.item, each.amount, fee.unit)
        for each in nearby
        if each.amount is not None
        and each.unit == fee.unit
        and each.amount not in of_this
        and not _is_named(points, each)
    ]
    double = _line(fee.item, 2 * fee.amount, fee.unit)
    return [right, *dict.fromkeys(wrong), double][:2]


def _is_in_force(fee: Fee, day: date) -> bool:
    return (fee.since is None or fee.since <= day) and (fee.until is None or fee.until >= day)


def _line(item: Text, amount: int | float, unit: Text | None) -> Option:
    text = line_in_words(item, amount, unit)
    return Option(mark(text), text)


def _draft_of_money(
    catalogue: Catalogue, matter: Matter, traits: Traits, shows: frozenset[Side], charge: Charge, sums: list[Option]
) -> Draft:
    right, name = _sum(charge), matter.name
    options = [right, *(option for option in sums if option.id != right.id)][:_MOST]
    question = (
        Text(
            f"这位居民符合条件，问“{name.zh}”要付多少。您怎么说？",
            f"This resident qualifies and asks what “{name.en}” costs. What do you say?",
        )
        if charge.pays
        else Text(
            f"这位居民符合条件，问“{name.zh}”能领多少。您怎么说？",
            f"This resident qualifies and asks how much “{name.en}” pays. What do you say?",
        )
    )
    return Draft(
        matter=matter.id,
        kind=Kind.TELL,
        topic="money",
        traits=traits,
        told=told_of(traits, catalogue.book.vocabulary),
        question=question,
        options=in_mixed_order(matter.id, options),
        rests_on=(right.text.zh,),
        shows=shows,
    )


def _few(
    catalogue: Catalogue,
    matter: Matter,
    traits: Traits,
    by_these: Collection[str],
    is_same: Callable[[Traits], bool],
    day: date,
) -> Traits:
    """As few of the traits as leave the same figure, and the resident surely entitled; those that the figures are told apart
    by stay, so that nobody has to work them out."""
    kept = dict(traits)
    for fact in reversed([fact for fact in traits if fact not in by_these]):
        fewer = {name: trait for name, trait in kept.items() if name != fact}
        item = plan_for(catalogue, matter.id, fewer, day).item(matter.id)
        surely = item is not None and item.standing in (Standing.NOW, Standing.AUTOMATIC)
        if surely and is_same(fewer):
            kept = fewer
    return kept


def _people_with_figures(catalogue: Catalogue, matter: Matter, world: World) -> list[tuple[Traits, frozenset[Side]]]:
    """Those on the sides of every comparison that decides a figure, and for each figure somebody ordinary."""
    people: list[tuple[Traits, frozenset[Side]]] = []
    for decision in decisions_of(catalogue, matter):
        if decision.field is Field.FEES:
            around = every(decision.around, in_person(catalogue))
            looked_at = facts_of(decision.condition)
            pairs = boundaries(decision.condition, world, around, looked_at).pairs.values()
            people += sides_of(decision.condition, pairs)
            one = somebody(every(around, decision.condition), world, looked_at)
            people += [(one, frozenset())] if one is not None else []
    return people


def _charges(catalogue: Catalogue, matter: Matter, traits: Traits, day: date) -> list[Charge]:
    """What is paid or received for sure, with its figure; nothing where a figure is open."""
    item = plan_for(catalogue, matter.id, traits, day).item(matter.id)
    if item is None or item.needs:
        return []
    exact = all(charge.amount is not None and not _AT_LEAST.search(charge.item.zh) for charge in item.charges)
    return list(item.charges) if exact else []


def _is_charged(catalogue: Catalogue, matter: Matter, charges: list[Charge], day: date, traits: Traits) -> bool:
    return _charges(catalogue, matter, traits, day) == charges


def _sum(charge: Charge) -> Option:
    assert charge.amount is not None  # noqa: S101 - `_charges` gives no others
    return _figure(charge.amount, charge.unit)


def _figure(amount: int | float, unit: Text | None) -> Option:
    text = figure(amount, unit)
    return Option(mark(text), text)
