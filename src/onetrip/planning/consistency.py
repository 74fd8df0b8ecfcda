"""Whether what was answered can be true together, what follows from it without asking, and how both are said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from onetrip.planning import words
from onetrip.planning.book import Book, Prepared
from onetrip.planning.plan import Contradiction
from onetrip.planning.view import View
from onetrip.rules import AGE, BIRTH_DATE, Conflict, Known, KnownFacts, Origin, Text, derive, state

_SETTLED = frozenset({Origin.ID_NUMBER, Origin.LICENCE, Origin.REGISTER})
"""What stands in a document is not what somebody has got wrong."""


def implied(book: Book, known: KnownFacts, day: date) -> dict[str, Known]:
    """The facts that nobody has to be asked for, because what is known leaves one value: at 12 nobody is a sole trader.

    They are found anew whenever something else is known, and never kept. None where what is known contradicts itself.
    ValueError: a known value is none that its fact can have.
    """
    return book.impossible.implied(derive(known, day), day)


def contradictions(view: View) -> tuple[Contradiction, ...]:
    """What cannot be true together, and after it what hardly can, by what the resident of the view was told to be."""
    impossible = view.book.impossible.conflicts(view.told, view.day)
    named = {conflict.facts for conflict in impossible}
    unlikely = [each for each in view.book.unlikely.broken(view.told, view.day) if each.facts not in named]
    return (
        *(_contradiction(view, conflict, certain=True) for conflict in impossible),
        *(_contradiction(view, conflict, certain=False) for conflict in unlikely),
    )


def refuse_impossible_values(book: Book, known: KnownFacts, day: date) -> None:
    """ValueError: a known value is none that its fact can have; the message names the fact and not the value."""
    for name, item in known.items():
        fact = book.vocabulary.fact(name)
        if fact is not None and not fact.can_be(item.value, day):
            raise ValueError(f"what is known of {name} is not a value it can have")


def depends_on(book: Book, prepared: Prepared, facts: frozenset[str]) -> bool:
    """Whether anything the plan says of a matter could be otherwise if one of the facts were."""
    asked = facts | {AGE, BIRTH_DATE} if facts & {AGE, BIRTH_DATE} else facts
    names = {prepared.entitled, prepared.proxy_when, *prepared.situations, *prepared.fees}
    for slot in prepared.slots:
        names.update(slot.when)
        for option in slot.options:
            names.update(option.when, option.exempt)
    return any(not asked.isdisjoint(book.facts[name]) for name in names if name is not None)


def with_grounds(sentence: Text, view: View, facts: Iterable[str]) -> Text:
    """The sentence, and for each implied fact it rests on from what that follows."""
    for fact in facts:
        grounds = view.grounds(fact)
        if grounds:
            said = words.not_asked(view.label(fact), [_stated(view, each) for each in grounds])
            sentence = Text(zh=f"{sentence.zh}{said.zh}", en=f"{sentence.en} {said.en}")
    return sentence


def _contradiction(view: View, conflict: Conflict, *, certain: bool) -> Contradiction:
    settled = [fact for fact in conflict.facts if _origin(view, fact) in _SETTLED]
    said = [fact for fact in conflict.facts if fact not in settled]
    again = [BIRTH_DATE if fact == AGE and AGE not in view.book.vocabulary.facts else fact for fact in said]
    why = words.cannot_both_be(
        by_document=[(words.DOCUMENTS[_origin(view, fact)], _stated(view, fact)) for fact in settled],
        said=[_stated(view, fact) for fact in said],
        why=[constraint.why for constraint in conflict.constraints],
        again=[view.label(fact) for fact in again],
        certain=certain,
    )
    return Contradiction(
        facts=conflict.facts,
        again=tuple(again),
        certain=certain,
        constraints=tuple(constraint.id for constraint in conflict.constraints),
        why=why,
    )


def _origin(view: View, fact: str) -> Origin:
    return view.told[fact].origin


def _stated(view: View, fact: str) -> Text:
    """What is known of a fact, as a clause; the birth date as the age it makes."""
    shown = AGE if fact == BIRTH_DATE and AGE in view.told else fact
    return state(shown, view.told[shown].value, view.book.vocabulary)
