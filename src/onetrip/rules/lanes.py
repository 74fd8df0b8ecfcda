"""Many small conjunctions judged at once, for one resident: one `|` a known fact.

Each conjunction of atoms has one byte, its *lane*, in a wide integer. Every fact that its atoms speak of has a bit of the
lane for itself, and the highest bit says that the conjunction fails; bits that no fact needs are set from the start.
For every fact and every value it can take there is one such integer, with the fact's bit in the lanes whose atoms about
it hold and the highest bit where one of them fails. When all that is known has been joined, a lane with the highest bit
fails, one with all the others holds, and any other still waits for a fact. A fact that is not known costs nothing.

Values of numbers and days fall into few classes between the bounds that the atoms compare with; a birth date into few
classes between the birthdays that matter on the day. The integers come from the same `Evidence` that judges a single
condition; no code is generated.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from onetrip.rules.classes import classes_of, depends_on_day, key_of
from onetrip.rules.evidence import NO, UNKNOWN, YES, Evidence
from onetrip.rules.expressions import Atom
from onetrip.rules.facts import AGE, BIRTH_DATE, OLDEST, Fact, FactType, Value, Vocabulary
from onetrip.rules.known import Known, KnownFacts, Origin

MOST_FACTS = 7
"""Facts that one lane may speak of."""

_FAILS = 1 << MOST_FACTS
_VERDICT_OF_LANE = bytes([UNKNOWN] * (_FAILS - 1) + [YES] + [NO] * _FAILS)

_MOST_DAYS = 8
"""Days for which comparisons that depend on the day are remembered."""

_Lanes: TypeAlias = Mapping[int, Sequence[Atom]]
"""The atoms that speak of one fact, by the position of their lane."""

_MOST_VALUES = 4096
"""Values of one fact that are remembered, so that incomes to the cent cannot fill the memory."""


class _ByClass(dict[Value, int]):
    """The bits that the values of an ordered fact set: `bits` by the number of `cuts` up to the value."""

    def __init__(self, fact: Fact | None, cuts: Sequence[Any], bits: Sequence[int]) -> None:
        super().__init__()
        self._fact = fact
        self._cuts = cuts
        self._bits = bits
        self._usual = type(cuts[0]) if cuts else None

    def __missing__(self, value: Value) -> int:
        """Find the class of a value that is new. TypeError: it is not of the fact's type."""
        # Nearly always the value is of the very type of the cuts, and there is no need to ask further.
        if type(value) is not self._usual and self._fact is not None and not self._fact.fits(value):
            raise TypeError(self._fact.id)
        if len(self) >= _MOST_VALUES:
            self.clear()
        found = self[value] = self._bits[bisect_right(self._cuts, value)]
        return found


@dataclass(frozen=True, slots=True)
class _Tables:
    """The bits that the values of each fact set on a certain day; `ages` fills as ages are said."""

    by_fact: dict[str, Mapping[Any, int]] = field(default_factory=dict)
    ages: dict[Value, int] = field(default_factory=dict)


class Lanes:
    """Conjunctions, each in its lane. May be shared between threads."""

    def __init__(self, lanes: Sequence[Iterable[Atom]], vocabulary: Vocabulary) -> None:
        self._width = len(lanes)
        self._vocabulary = vocabulary
        by_fact: dict[str, dict[int, list[Atom]]] = {}
        for position, atoms in enumerate(lanes):
            for atom in atoms:
                by_fact.setdefault(key_of(atom), {}).setdefault(position, []).append(atom)
        self._bits: dict[tuple[str, int], int] = {}
        starts = bytearray((_FAILS - 1,)) * self._width
        for fact, here in by_fact.items():
            for position in here:
                bit = 1 << starts[position].bit_length() - 1
                self._bits[fact, position] = bit
                starts[position] ^= bit
        self._start = int.from_bytes(starts, "little")
        self._person = by_fact.pop(BIRTH_DATE, {})
        self._dated = {fact: here for fact, here in by_fact.items() if depends_on_day(_atoms(here))}
        self._steady = _Tables()
        for fact in by_fact.keys() - self._dated.keys():
            self._add(fact, by_fact[fact], date.min, self._steady)
        self._days: dict[date, _Tables] = {}

    def judge(self, known: KnownFacts, day: date) -> bytes:
        """The verdict of each lane, a byte for each. ValueError: a known value is not of its fact's type."""
        tables = self._days.get(day) or self._open_day(day)
        by_fact = tables.by_fact
        lanes = self._start
        try:
            for fact, found in known.items():
                if fact in by_fact:
                    lanes |= by_fact[fact][found.value]
                elif fact == AGE and BIRTH_DATE not in known:
                    lanes |= self._joined_by_age(found.value, day, tables.ages)
        except (KeyError, TypeError):
            # `fact` is the one at which the loop stopped.
            raise ValueError(f"what is known of {fact} is not a value it can have") from None
        return lanes.to_bytes(self._width, "little").translate(_VERDICT_OF_LANE)

    def _open_day(self, day: date) -> _Tables:
        if len(self._days) >= _MOST_DAYS:
            self._days.clear()
        tables = _Tables(dict(self._steady.by_fact))
        for fact, here in self._dated.items():
            self._add(fact, here, day, tables)
        if self._person:
            self._add(BIRTH_DATE, self._person, day, tables)
        self._days[day] = tables
        return tables

    def _add(self, fact: str, here: _Lanes, day: date, tables: _Tables) -> None:
        """Put the bits that the values of a fact set into the tables."""
        classes = classes_of(fact, list(_atoms(here)), day, self._vocabulary)
        bits = [self._joined(fact, value, here, day) for value in classes.examples]
        described = self._vocabulary.fact(fact)
        if described is not None and described.type in (FactType.BOOL, FactType.CHOICE):
            tables.by_fact[fact] = dict(zip(classes.examples, bits, strict=True))
        else:
            tables.by_fact[fact] = _ByClass(described, classes.cuts, bits)

    def _joined(self, fact: str, value: Value, here: _Lanes, day: date) -> int:
        """The bits that a value of a fact sets."""
        evidence = Evidence({fact: Known(value, Origin.SAID)}, day, self._vocabulary)
        sorted_under = BIRTH_DATE if fact == AGE else fact
        lanes = bytearray(self._width)
        for position, atoms in here.items():
            verdict = min(map(evidence.judge, atoms))
            lanes[position] = self._bits[sorted_under, position] if verdict == YES else _FAILS if verdict == NO else 0
        return int.from_bytes(lanes, "little")

    def _joined_by_age(self, age: Value, day: date, seen: dict[Value, int]) -> int:
        """The bits that an age sets which was said; it may leave open what a birth date decides."""
        found = seen.get(age)
        if found is None:
            found = self._joined(AGE, age, self._person, day)
            if isinstance(age, int) and 0 <= age <= OLDEST:
                seen[age] = found
        return found


def _atoms(here: _Lanes) -> Iterable[Atom]:
    return (atom for atoms in here.values() for atom in atoms)
