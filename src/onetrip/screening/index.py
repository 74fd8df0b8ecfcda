"""The planes that conditions are made of: one for each choice of a fact, one for each bound of a number or a day.

Conditions of a catalogue ask the same few things again and again: 200 rules name some 300 comparisons, and those some 230
planes. They are derived once from the columns; every condition is then only `&` and `|` of words of 64 residents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import numpy as np

from onetrip.rules import Fact, FactType, Vocabulary
from onetrip.rules.grounding import Choices, Grounded, Spans
from onetrip.screening.columns import Column as Values
from onetrip.screening.columns import Plane, packed

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Known:
    """Who has a value of `fact`."""

    fact: str


@dataclass(frozen=True, slots=True)
class Is:
    """Who has this choice of `fact`, by its number; of a bool 1, for true."""

    fact: str
    choice: int


@dataclass(frozen=True, slots=True)
class From:
    """Who has a value of `fact` that is not below `bound`."""

    fact: str
    bound: int | float


Key: TypeAlias = Known | Is | From


def keys_of(grounded: Iterable[Grounded], vocabulary: Vocabulary) -> list[Key]:
    """The planes that comparisons need, each once and in an order that is always the same."""
    found: dict[Key, None] = {}
    for each in grounded:
        for column in each.columns:
            fact = fact_of(column.fact, vocabulary)
            found[Known(column.fact)] = None
            for values in (column.yes, column.no):
                if values is not None:
                    found.update(dict.fromkeys(_needed(fact, values)))
    return sorted(found, key=lambda key: (key.fact, type(key).__name__, *_last(key)))


def planes(keys: Iterable[Key], columns: Mapping[str, Values], number: int) -> dict[Key, Plane | None]:
    """The planes of `number` residents. None for `Known`: of everybody. A plane says nothing of who has no value.

    KeyError: a fact has no column.
    """
    return {key: _plane(key, columns[key.fact], number) for key in keys}


def _plane(key: Key, column: Values, number: int) -> Plane | None:
    values = column.values
    if len(values) != number:
        raise ValueError(f"{key.fact} has {len(values)} values of {number} residents")
    match key:
        case Known():
            return None if column.known is None or bool(column.known.all()) else packed(column.known)
        case Is(_, choice):
            return packed(values if values.dtype == np.bool_ else values == choice)
        case From(_, bound):
            return packed(_not_below(values, bound))


def _not_below(values: Any, bound: int | float) -> Any:
    """Compared in the column's own type, which is what makes it fast; a bound beyond it is all or nothing."""
    if values.dtype.kind in "iu":
        info = np.iinfo(values.dtype)
        if bound <= info.min:
            return np.ones(len(values), dtype=bool)
        if bound > info.max:
            return np.zeros(len(values), dtype=bool)
    return values >= values.dtype.type(bound)


def fact_of(name: str, vocabulary: Vocabulary) -> Fact:
    """The fact of a column. KeyError: there is none."""
    fact = vocabulary.fact(name)
    if fact is None:
        raise KeyError(name)
    return fact


def number_of(bound: Any) -> int | float:
    """A bound as columns hold it: a date is a number of days."""
    return bound.toordinal() - _EPOCH if isinstance(bound, date) else bound


def value_of(fact: Fact, held: Any) -> Any:
    """What a column holds as the rules know it: the choice of that number, the date so many days after 1970."""
    if fact.type is FactType.CHOICE:
        return list(fact.choices)[held]
    return date.fromordinal(held + _EPOCH) if fact.type is FactType.DATE else held


def codes_of(fact: Fact, values: Choices) -> tuple[int, ...]:
    """The numbers of choices; of a bool 1 for true and 0 for false."""
    if fact.type is FactType.BOOL:
        return tuple(int(bool(value)) for value in values.values)
    choices = list(fact.choices)
    return tuple(choices.index(str(value)) for value in values.values)


def _needed(fact: Fact, values: Spans | Choices) -> list[Key]:
    if isinstance(values, Spans):
        ends = [end for span in values.spans for end in (span.least, span.below) if end is not None]
        return [From(fact.id, number_of(end)) for end in ends]
    if fact.type is FactType.BOOL:
        return [Is(fact.id, 1)]
    return [Is(fact.id, code) for code in _fewer(fact, codes_of(fact, values))[0]]


def _fewer(fact: Fact, codes: tuple[int, ...]) -> tuple[tuple[int, ...], bool]:
    """The codes, or (True) all others where those are fewer."""
    others = tuple(code for code in range(len(fact.choices)) if code not in codes)
    return (others, True) if len(others) < len(codes) else (codes, False)


def choices_to_join(fact: Fact, values: Choices) -> tuple[tuple[int, ...], bool]:
    """Whose planes to join for `values`, and whether to take the opposite of what they give."""
    codes = codes_of(fact, values)
    if fact.type is FactType.BOOL:
        if len(codes) == 2:
            return (), True
        return ((1,), not codes[0]) if codes else ((), False)
    return _fewer(fact, codes)


def _last(key: Key) -> tuple[float, ...]:
    match key:
        case Known():
            return ()
        case Is(_, choice):
            return (choice,)
        case From(_, bound):
            return (bound,)
