"""Where a comparison turns: the values on both sides of it, and a few of every stretch between, without a calendar day.

A resident is made of traits. An age is a number of months lived, so that the same resident can be met on any day: who has
one month to go until 65 is somebody else every day, and stays the same question. All else is the plain value of a fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, floor
from typing import Any, TypeAlias

from onetrip.rules.ages import shift_months
from onetrip.rules.classes import key_of
from onetrip.rules.evidence import Evidence
from onetrip.rules.expressions import Atom, Compare, MonthsUntil, OneOf
from onetrip.rules.facts import AGE, BIRTH_DATE, OLDEST, Fact, FactType, Value, Vocabulary
from onetrip.rules.known import Known, KnownFacts, Origin

_PLAIN_AGES = (40, 66, 30, 10, 17, 50, 57, 61, 72, 82, 24, 47, 3, 1, 92)
"""Ages that anybody may have, the likeliest for a made-up resident first."""
_LARGE = 100
"""From here on a number is changed by one whole unit to pass a bound; a smaller one by a tenth."""


@dataclass(frozen=True, slots=True)
class Lived:
    """How long somebody has lived. Not `to_the_month`: only the completed years are known, as when an age is told."""

    months: int
    to_the_month: bool = True

    @property
    def age(self) -> int:
        """Completed years."""
        return self.months // 12


Trait: TypeAlias = Value | Lived
Traits: TypeAlias = Mapping[str, Trait]
"""A resident: traits by fact. How long they have lived stands under the birth date."""
Edge: TypeAlias = tuple[Trait, Trait]
"""Two values of one fact, as near to each other as they can be: with the first a comparison holds, with the second not."""


def known_of(traits: Traits, day: date, vocabulary: Vocabulary, origin: Origin = Origin.SAID) -> KnownFacts:
    """What is known on `day` of a resident with these traits.

    `months` before `day` a month that is shorter ends earlier, so that whoever has lived 12 * 65 months is 65 on that day.
    """
    known: dict[str, Known] = {}
    for fact, trait in traits.items():
        if not isinstance(trait, Lived):
            known[fact] = Known(trait, origin)
        elif trait.to_the_month and BIRTH_DATE in vocabulary.facts:
            known[BIRTH_DATE] = Known(shift_months(day, -trait.months), origin)
        else:
            known[AGE] = Known(trait.age, origin)
    return known


def edges_of(atom: Atom, day: date, vocabulary: Vocabulary) -> tuple[Edge, ...]:
    """The pairs of neighbouring values between which the atom turns on `day`, at its bound and nowhere else.

    None where an amount it compares with has no figure on the day, or no resident can stand on one of its sides.
    """
    fact = key_of(atom)
    around = sorted(_around(atom, fact, day, vocabulary), key=_order_of)
    if fact != BIRTH_DATE and vocabulary.facts[fact].type in (FactType.BOOL, FactType.CHOICE):
        pairs: Iterable[Edge] = ((one, other) for one in around for other in around if one != other)
    else:
        # The value on the bound and its neighbours on both sides: what lies further off tells nothing more.
        pairs = (pair for each in pairwise(around) for pair in (each, each[::-1]))
    truth = {trait: _holds(atom, trait, fact, day, vocabulary) for trait in around}
    return tuple(pair for pair in pairs if truth[pair[0]] is True and truth[pair[1]] is False)


def traits_of(fact: str, atoms: Sequence[Atom], day: date, vocabulary: Vocabulary) -> tuple[Trait, ...]:
    """Values of a fact among which there is one for every outcome of the atoms on `day`; those that lie on no bound first.

    `atoms` are all sorted under `fact`.
    """
    edges = dict.fromkeys(each for atom in atoms for each in _around(atom, fact, day, vocabulary))
    if fact == BIRTH_DATE and atoms and all(map(speaks_of_a_day, atoms)):
        return tuple(sorted(edges, key=_order_of))
    if fact == BIRTH_DATE:
        plain: list[Trait] = [Lived(12 * age + 6, to_the_month=False) for age in _PLAIN_AGES]
        return tuple(dict.fromkeys([*plain, *sorted(edges, key=_order_of)]))
    described = vocabulary.facts[fact]
    match described.type:
        case FactType.BOOL:
            return (False, True)
        case FactType.CHOICE:
            return tuple(described.choices)
        case _:
            between = _between(described, sorted(edges, key=_order_of), day)
            return tuple(dict.fromkeys([*between, *sorted(edges, key=_order_of)]))


def speaks_of_a_day(atom: Atom) -> bool:
    """Whether an atom compares a birth date with a day of the calendar, and not an age."""
    if isinstance(atom, OneOf):
        return any(isinstance(value, date) for value in atom.values)
    return isinstance(atom, Compare) and isinstance(atom.bound, date)


def _between(fact: Fact, edges: Sequence[Trait], day: date) -> Iterator[Trait]:
    """A value beyond both ends, where a resident can have one; between two bounds that are far apart one in the middle."""
    if not edges:
        yield fact.least or 0 if fact.type is not FactType.DATE else day
        return
    values: list[Any] = list(edges)
    step: Any = timedelta(days=30) if fact.type is FactType.DATE else 2
    candidates = [values[-1] + step, values[0] - step]
    if fact.type is not FactType.DATE:
        candidates += [(low + high) // 2 for low, high in pairwise(values)]
    yield from (value for value in candidates if fact.can_be(value, day))


def _around(atom: Atom, fact: str, day: date, vocabulary: Vocabulary) -> Iterator[Trait]:
    """The values on both sides of everything that an atom compares with on `day`."""
    if fact == BIRTH_DATE:
        yield from _lives(atom, day)
        return
    described = vocabulary.facts[fact]
    if described.type is FactType.BOOL:
        yield from (False, True)
    elif described.type is FactType.CHOICE:
        yield from described.choices
    else:
        for bound in _bounds(atom, day, vocabulary):
            yield from (value for value in _beside(described, bound) if described.can_be(value, day))


def _lives(atom: Atom, day: date) -> Iterator[Trait]:
    """Months lived on both sides of an age or of the months until one; birth dates on both sides of a day."""
    bounds: Sequence[Any] = (
        (atom.bound,) if isinstance(atom, Compare) else atom.values if isinstance(atom, OneOf) else ()
    )
    for bound in bounds:
        if isinstance(bound, date):
            around = (bound + timedelta(days=days) for days in (-1, 0, 1))
            yield from (birth for birth in around if birth <= day)
            continue
        if isinstance(atom.subject, MonthsUntil):
            near = [12 * atom.subject.age - bound + step for step in (-1, 0, 1)]
        else:
            near = [12 * bound - 1, 12 * bound, 12 * bound + 11, 12 * bound + 12]
        yield from (Lived(months) for months in near if 0 <= months < 12 * (OLDEST + 1))


def _bounds(atom: Atom, day: date, vocabulary: Vocabulary) -> Iterator[Any]:
    if isinstance(atom, OneOf):
        yield from atom.values
    elif isinstance(atom, Compare):
        bound = Evidence({}, day, vocabulary).bound(atom)
        if bound is not None:
            yield bound


def _beside(fact: Fact, bound: Any) -> list[Any]:
    """The bound, where the fact can have it, and the nearest values on its two sides."""
    if fact.type is FactType.DATE:
        return [bound + timedelta(days=days) for days in (-1, 0, 1)]
    if fact.type is FactType.INT:
        return sorted({floor(bound) - 1, floor(bound), ceil(bound), ceil(bound) + 1})
    step = 1 if bound >= _LARGE else 0.1
    return [_plain(bound + sign * step) for sign in (-1, 0, 1)]


def _plain(value: Any) -> Any:
    """Without the dust of binary fractions: 7.1, not 7.1000000001."""
    if not isinstance(value, float):
        return value
    rounded = round(value, 6)
    return int(rounded) if rounded.is_integer() else rounded


def _holds(atom: Atom, trait: Trait, fact: str, day: date, vocabulary: Vocabulary) -> bool | None:
    """Whether an atom holds for whoever has the trait; None where that does not follow from it."""
    evidence = Evidence(known_of({fact: trait}, day, vocabulary), day, vocabulary)
    return {0: False, 3: True}.get(evidence.judge(atom))


def _order_of(trait: Trait) -> tuple[int, Any]:
    """Lives by their length, then days, then all other values as they are: `sorted` keeps those that are alike in place."""
    if isinstance(trait, Lived):
        return 0, trait.months
    if isinstance(trait, date):
        return 1, trait.toordinal()
    if isinstance(trait, bool | str):
        return 3, 0
    return 2, trait
