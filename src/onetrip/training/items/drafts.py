"""A question before it has its id: whom it is about, what is asked, and what question and answer rest on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.planning import Plan, plan
from onetrip.planning.view import View
from onetrip.rules import Atom, Expr, Text
from onetrip.rules.boundaries import Pair
from onetrip.rules.edges import Lived, Trait, Traits, known_of
from onetrip.training.items.decisions import asks_of, options_of
from onetrip.training.items.shapes import Item, Kind, Option

_TO_VERIFY = "to verify"
YES, NO, NOTHING = "yes", "no", "nothing"
ASK = "ask:"
"""Before the fact without which nobody can say."""


Side: TypeAlias = tuple[Expr, Atom, bool]
"""A comparison of a condition, and whether it holds for the resident who shows that it decides."""


_MOST_PLANS = 256
"""Plans that are remembered: one question asks for the same one several times in a row."""

_plans: dict[tuple[str, str, date, tuple[tuple[str, Trait], ...]], Plan] = {}


@dataclass(frozen=True, slots=True)
class Draft:
    """A question about a resident with `traits`, those that are told.

    `topic` is what is asked within its kind. `rests_on` is all that the question and its key rest on beside the traits and
    the key itself: conditions as they are written, words that are the answer. What stands among the options only to be wrong
    is not among it: when a neighbouring matter changes, the question stays the same question. `shows` are the sides of
    comparisons that the resident stands on. `to_verify` are the fields it rests on that the catalogue is not sure of.
    """

    matter: str
    kind: Kind
    topic: str
    traits: Traits
    told: tuple[Text, ...]
    question: Text
    options: tuple[Option, ...]
    several: bool = False
    rests_on: tuple[str, ...] = ()
    shows: frozenset[Side] = frozenset()
    to_verify: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its id. The key is not kept with it: `judging` works it out whenever it is wanted."""

    item: Item
    draft: Draft = field(repr=False)


def named(draft: Draft, category: str, key: frozenset[str]) -> Asked:
    """The draft with its id, which stands for the resident, what the question rests on and its key; not for the day."""
    content = json.dumps(
        [
            draft.topic,
            sorted((fact, _plain(trait)) for fact, trait in draft.traits.items()),
            list(draft.rests_on),
            sorted(key),
            *((_TO_VERIFY,) if draft.to_verify else ()),
        ],
        ensure_ascii=False,
    )
    mark = hashlib.sha256(f"{draft.matter} {draft.kind} {content}".encode()).hexdigest()[:16]
    item = Item(
        id=f"{draft.matter}:{draft.kind}:{mark}",
        matter=draft.matter,
        category=category,
        kind=draft.kind,
        told=draft.told,
        question=_by_the_rule_in_force(draft.question) if draft.to_verify else draft.question,
        options=draft.options,
        several=draft.several,
        is_verified=not draft.to_verify,
    )
    return Asked(item, draft)


def view_of(catalogue: Catalogue, draft: Draft, day: date) -> View:
    """The resident of a draft as the engine sees them on a day."""
    return View(catalogue.book, known_of(draft.traits, day, catalogue.book.vocabulary), day)


def plan_for(catalogue: Catalogue, matter: str, traits: Traits, day: date) -> Plan:
    """What a resident who wants this one matter is told at the window: the plan, with no other matter in it."""
    asked = (catalogue.digest, matter, day, tuple(sorted(traits.items(), key=lambda item: item[0])))
    found = _plans.get(asked)
    if found is None:
        known = known_of(traits, day, catalogue.book.vocabulary)
        found = plan(catalogue.book, known, day, (matter,), declined=catalogue.book.prepared.keys() - {matter})
        while len(_plans) >= _MOST_PLANS:
            _plans.pop(next(iter(_plans)), None)
        _plans[asked] = found
    return found


def in_mixed_order(matter: str, options: Iterable[Option]) -> tuple[Option, ...]:
    """Options in an order that tells nothing, and is the same on every day."""

    def place(option: Option) -> str:
        return hashlib.sha256(f"{matter} {option.id}".encode()).hexdigest()

    return tuple(sorted(options, key=place))


def neighbours(catalogue: Catalogue, matter: Matter) -> list[Matter]:
    """The other matters of its category, those that share most papers with it first, then by id."""
    own = papers_named(matter)
    others = [other for other in catalogue.in_category(matter.terms.category) if other.id != matter.id]
    return sorted(others, key=lambda other: (-len(own & papers_named(other)), other.id))


def papers_named(matter: Matter) -> frozenset[str]:
    """The papers that stand anywhere in the definition of a matter."""
    return frozenset(option.paper for ask in asks_of(matter.terms) for option in options_of(ask))


def sides_of(condition: Expr, pairs: Iterable[Pair]) -> list[tuple[Traits, frozenset[Side]]]:
    """The residents of the pairs, each with the side of its comparison that it stands on."""
    return [
        (traits, frozenset({(condition, pair.atom, inside)}))
        for pair in pairs
        for traits, inside in ((pair.inside, True), (pair.outside, False))
    ]


def mark(text: Text) -> str:
    """An id for a sentence: another sentence has another one."""
    return hashlib.sha256(f"{text.zh}\n{text.en}".encode()).hexdigest()[:8]


def _by_the_rule_in_force(question: Text) -> Text:
    """The question, asked for the rule that holds today though it is still to be verified."""
    return Text(
        f"{question.zh}按现在生效的规则（待核对）回答。",
        f"{question.en} Answer by the rule in force (to be verified).",
    )


def _plain(trait: Trait) -> str:
    if isinstance(trait, Lived):
        return f"lived {trait.months}{'' if trait.to_the_month else ' years'}"
    return trait.isoformat() if isinstance(trait, date) else repr(trait)
