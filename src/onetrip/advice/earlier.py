"""What a resident answered in earlier consultations, as far as it may still be used. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from onetrip.advice.memory import Stored, days_of, from_stored, kept
from onetrip.planning import Book
from onetrip.planning.view import BY_PROXY
from onetrip.rules import AGE, BIRTH_DATE, Fact, Known, KnownFacts, Origin, derive

LASTING_DAYS = 180
"""Days for which an answer may be used again where its fact says nothing: the house's own choice, an example value."""
LASTING_DAYS_IF_SENSITIVE = 60
"""The same for facts about health, family and money."""

_FROM_THE_CARD = frozenset({BIRTH_DATE, AGE, "sex"})
"""What the ID number says better, and an age grows."""
_OF_ONE_VISIT = frozenset({BY_PROXY})
"""Who comes is said anew each time."""
_NEVER = _FROM_THE_CARD | _OF_ONE_VISIT
_KEPT_ORIGINS = {
    Origin.SAID: Origin.EARLIER,
    Origin.EARLIER: Origin.EARLIER,
    Origin.LICENCE: Origin.LICENCE,
    Origin.REGISTER: Origin.REGISTER,
}


@dataclass(frozen=True, slots=True)
class Answered:
    """An earlier consultation: which, where, by which channel, on which day, and what was known in it."""

    id: str
    centre: str
    channel: str
    day: date
    facts: Stored


@dataclass(frozen=True, slots=True)
class Reusable:
    """One fact that may be used again, with the day it was learned and the consultation it was last known in."""

    known: Known
    on: date
    within: Answered


def lasting_days(fact: Fact) -> int:
    """For how many days an answer about the fact may be used again."""
    if fact.lasting_days is not None:
        return fact.lasting_days
    return LASTING_DAYS_IF_SENSITIVE if fact.sensitive else LASTING_DAYS


def reusable(
    earlier: Sequence[Answered], known: KnownFacts, skipped: Collection[str], book: Book, day: date
) -> dict[str, Reusable]:
    """By fact the newest that may be used again on `day`, beside what is known and was skipped now.

    Nothing that has lapsed, that the catalogue no longer knows, that the card says better, or that contradicts what is
    known now.
    """
    found: dict[str, Reusable] = {}
    for each in earlier:
        days = days_of(each.facts)
        for name, item in from_stored(each.facts, book.vocabulary).items():
            fact, on, origin = book.vocabulary.fact(name), days.get(name, each.day), _KEPT_ORIGINS.get(item.origin)
            if fact is None or origin is None or name in known or name in skipped or name in _NEVER:
                continue
            if on > day or (day - on) > timedelta(days=lasting_days(fact)) or not fact.can_be(item.value, day):
                continue
            if name not in found or on > found[name].on:
                found[name] = Reusable(Known(item.value, origin), on, each)
    return _without_contradictions(found, known, book, day)


def to_stored(found: Mapping[str, Reusable]) -> Stored:
    """As it is kept with the consultation that uses it again."""
    return {name: kept(each.known.value, each.known.origin, each.on) for name, each in found.items()}


def _without_contradictions(
    found: dict[str, Reusable], known: KnownFacts, book: Book, day: date
) -> dict[str, Reusable]:
    """What was true then and cannot be now is left behind, and asked again."""
    if book.impossible.conflicts(derive(known, day), day):
        return found
    while True:
        together = derive({**known, **{name: each.known for name, each in found.items()}}, day)
        conflicts = book.impossible.conflicts(together, day)
        stale = {name for conflict in conflicts for name in conflict.facts if name in found}
        if not stale:
            return found
        found = {name: each for name, each in found.items() if name not in stale}
