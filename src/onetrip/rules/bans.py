"""Bans: values of several facts that never come together, laid out so that one `|` a fact tells all of them at once.

What a fact can still be is a set of classes of its values, as bits. As in `lanes`, every ban has one byte in a wide
integer, in it one bit for each of its facts, set when nothing else is possible for it than what is banned; and the highest
bit for a ban that can no longer be met.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from math import inf, nextafter
from typing import Any, TypeAlias

from onetrip.rules.ages import births_at
from onetrip.rules.alternatives import alternatives
from onetrip.rules.classes import Classes, classes_of, key_of
from onetrip.rules.evidence import YES, Evidence
from onetrip.rules.expressions import Atom, Expr
from onetrip.rules.facts import AGE, BIRTH_DATE, OLDEST, Fact, FactType, Value, Vocabulary
from onetrip.rules.known import Known, Origin

MOST_FACTS = 7
"""Facts that one alternative of a constraint may speak of."""
MOST_ALTERNATIVES = 32
"""Alternatives that one constraint may have."""

WAITING, LAST, MET = 0, 1, 2
"""A ban waits for facts or can no longer be met; waits for its last one; is met."""

BITS = (1 << MOST_FACTS) - 1
_LOST = 1 << MOST_FACTS
STATE_OF_BAN = bytes(
    WAITING if byte & _LOST else MET if byte == BITS else LAST if (~byte & BITS).bit_count() == 1 else WAITING
    for byte in range(256)
)

_MOST_REMEMBERED = 4096

BannedAtoms: TypeAlias = Mapping[str, Sequence[Atom]]
"""For each fact of a ban the comparisons that hold together."""


def bans_of(never: Expr) -> list[BannedAtoms] | None:
    """A constraint as bans: for each of its facts the comparisons that hold; None where it is too tangled for any."""
    found = alternatives(never, MOST_ALTERNATIVES)
    if found is None:
        return None
    bans: list[BannedAtoms] = []
    for atoms in sorted(found, key=lambda each: sorted(map(repr, each))):
        ban: dict[str, list[Atom]] = {}
        for atom in sorted(atoms, key=repr):
            ban.setdefault(key_of(atom), []).append(atom)
        if len(ban) > MOST_FACTS:
            return None
        bans.append(ban)
    return bans


@dataclass(slots=True)
class Axis:
    """One fact: the classes of its values as bits, and what each set of classes tells the bans."""

    fact: str
    described: Fact | None
    usual: type
    classes: Classes
    everything: int
    values: tuple[Value | None, ...]
    """The one value that a class holds; None for a class that holds several."""
    banned: list[tuple[int, int, int]] = field(default_factory=list)
    """The bans that speak of the fact: which, the bit in its byte, the classes it bans."""
    _told: dict[int, int] = field(default_factory=dict)
    _of_value: dict[Value, int] = field(default_factory=dict)

    def told(self, possible: int) -> int:
        """The bits of all bans when the fact can be `possible` only."""
        found = self._told.get(possible)
        if found is None:
            found = 0
            for ban, bit, classes in self.banned:
                if not possible & ~classes:
                    found |= bit << 8 * ban
                elif not possible & classes:
                    found |= _LOST << 8 * ban
            if len(self._told) >= _MOST_REMEMBERED:
                self._told.clear()
            self._told[possible] = found
        return found

    def of_value(self, value: Value) -> int:
        """The class of a value, as a bit. ValueError: the fact cannot have it."""
        # 1 and True are one key of a dict, and two values.
        found = self._of_value.get(value) if type(value) is self.usual else None
        if found is None:
            if not self._fits(value):
                raise ValueError(f"what is known of {self.fact} is not a value it can have")
            if len(self._of_value) >= _MOST_REMEMBERED:
                self._of_value.clear()
            found = self._of_value[value] = 1 << self.classes.of(value)
        return found

    def _fits(self, value: Value) -> bool:
        return isinstance(value, date) if self.described is None else self.described.fits(value)

    def only_value(self, possible: int) -> Value | None:
        """The value that alone is possible; None where there are several or nobody can say."""
        return self.values[possible.bit_length() - 1] if possible.bit_count() == 1 else None


@dataclass(frozen=True, slots=True)
class Ban:
    """Some facts with the classes that may not come together, in the order of their bits, and whose ban it is."""

    owner: int
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class BansOfDay:
    """The bans of one day. `start` has the bits that no fact needs."""

    day: date
    axes: Mapping[str, Axis]
    bans: tuple[Ban, ...]
    start: int

    def possible_at(self, age: Value) -> int:
        """The classes of birth dates that somebody of an age can have. ValueError: it is no age."""
        axis = self.axes[BIRTH_DATE]
        if not isinstance(age, int) or isinstance(age, bool):
            raise ValueError(f"what is known of {AGE} is not a value it can have")
        if not 0 <= age <= OLDEST or not axis.classes.cuts:
            return axis.everything
        first, last = (bisect_right(axis.classes.cuts, birth) for birth in births_at(age, self.day))
        return (1 << last + 1) - (1 << first)


def bans_of_day(owned: Sequence[tuple[int, BannedAtoms]], day: date, vocabulary: Vocabulary) -> BansOfDay:
    """The bans, each with the number of what it belongs to, for the residents of a day."""
    by_fact: dict[str, dict[Atom, None]] = {}
    for _, ban in owned:
        for fact, mine in ban.items():
            by_fact.setdefault(fact, {}).update(dict.fromkeys(mine))
    axes = {fact: _axis(fact, list(mine), day, vocabulary) for fact, mine in by_fact.items()}
    holding = {
        (fact, atom): _holding(axes[fact].classes, atom, day, vocabulary)
        for fact, mine in by_fact.items()
        for atom in mine
    }
    bans = []
    start = 0
    for place, (owner, ban) in enumerate(owned):
        parts = []
        for number, (fact, mine) in enumerate(ban.items()):
            classes = reduce(int.__and__, (holding[fact, atom] for atom in mine), axes[fact].everything)
            axes[fact].banned.append((place, 1 << number, classes))
            parts.append((fact, classes))
        bans.append(Ban(owner, tuple(parts)))
        start |= (BITS & ~((1 << len(parts)) - 1)) << 8 * place
    for axis in axes.values():
        start |= axis.told(axis.everything)
    return BansOfDay(day, axes, tuple(bans), start)


def _axis(fact: str, atoms: Sequence[Atom], day: date, vocabulary: Vocabulary) -> Axis:
    classes = classes_of(fact, atoms, day, vocabulary)
    described = vocabulary.facts.get(fact)
    least: Value | None
    most: Value | None
    if fact == BIRTH_DATE:
        least, most = births_at(OLDEST, day)[0], day
        values: tuple[Value | None, ...] = (None,) * len(classes.examples)
    else:
        assert described is not None  # noqa: S101 - parse knows no other facts
        least, most = described.least, described.most
        values = tuple(_only_values(described, classes))
    possible = classes.possible(least, most)
    everything = sum(1 << place for place, can_be in enumerate(possible) if can_be)
    return Axis(fact, described, type(classes.examples[0]), classes, everything, values)


def _holding(classes: Classes, atom: Atom, day: date, vocabulary: Vocabulary) -> int:
    """The classes in which an atom holds."""
    found = 0
    for place, example in enumerate(classes.examples):
        evidence = Evidence({classes.fact: Known(example, Origin.SAID)}, day, vocabulary)
        if evidence.judge(atom) == YES:
            found |= 1 << place
    return found


def _only_values(fact: Fact, classes: Classes) -> Iterator[Value | None]:
    """For each class of a fact's values the one it holds; None where it holds several."""
    if not classes.cuts:
        yield from (classes.examples if len(classes.examples) > 1 else (None,))
        return
    for begin, end in zip((None, *classes.cuts), (*classes.cuts, None), strict=True):
        yield _only_value(fact, begin, end)


def _only_value(fact: Fact, begin: Any, end: Any) -> Value | None:
    """The only value of a fact from `begin` up to but without `end` (None: without end)."""
    if begin is None or (fact.least is not None and begin < fact.least):
        begin = fact.least
    if begin is None:
        return None
    following = (
        begin + 1 if fact.type is FactType.INT else nextafter(begin, inf) if fact.type is FactType.NUMBER else None
    )
    only = (end is not None and end == following) or (fact.most is not None and begin == fact.most)
    found: Value = begin
    return found if only else None
