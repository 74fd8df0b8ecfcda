"""Many small conjunctions judged at once, for one resident: one look-up a known fact.

Each conjunction of atoms gets two bits, a *lane*, in a wide integer. For every fact and every value it takes there is one
such integer, with the verdict of that fact's atoms in the lanes that speak of it and YES in all others. So one `&` a
known fact judges all lanes, however many there are. The integers are made when a value is first seen, by the same
`Evidence` that judges a single condition; no code is generated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from onetrip.rules.evidence import YES, Evidence
from onetrip.rules.expressions import AmountOf, Atom, Compare, MonthsUntil
from onetrip.rules.facts import AGE, BIRTH_DATE, Value, Vocabulary
from onetrip.rules.known import Known, KnownFacts, Origin

LANE = 2
"""Bits of a lane."""

_MOST_VALUES = 4096
"""Values remembered for one fact, so that incomes to the cent cannot fill the memory."""

_MOST_DAYS = 8
"""Days for which comparisons that depend on the day are remembered."""

_MOST_ROUTES = 1024
"""Sets of known facts remembered for one day."""

_PERSON = (BIRTH_DATE, AGE)

Names: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Lane:
    """The atoms of one lane that speak of one fact."""

    position: int
    atoms: tuple[Atom, ...]


class _Table:
    """The integers of one fact, by its value (None is unknown)."""

    def __init__(self, fact: str, lanes: Sequence[_Lane], width: int, day: date, vocabulary: Vocabulary) -> None:
        self.seen: dict[Value | None, int] = {}
        self._fact = fact
        self._lanes = lanes
        self._all_yes = (1 << LANE * width) - 1
        self._day = day
        self._vocabulary = vocabulary

    def see(self, value: Value | None) -> int:
        """The integer of a value, from now on also in `seen`. ValueError: the fact cannot have it."""
        found = self.seen.get(value)
        if found is not None:
            return found
        known = {} if value is None else {self._fact: Known(value, Origin.SAID)}
        evidence = Evidence(known, self._day, self._vocabulary)
        found = self._all_yes
        for lane in self._lanes:
            found ^= (YES ^ min(map(evidence.judge, lane.atoms))) << LANE * lane.position
        if len(self.seen) >= _MOST_VALUES:
            self.seen.clear()
        self.seen[value] = found
        return found


@dataclass(frozen=True, slots=True)
class Route:
    """What is the same for all residents of whom the same facts are known.

    `lanes` has the verdicts with these facts as favourable as can be and all others unknown; `share` is the part of the
    facts spoken of that is known, from 0 to 1.
    """

    lanes: int
    share: float
    tables: Sequence[tuple[str, _Table]]
    seen: Sequence[tuple[str, Mapping[Value | None, int]]]


class Lanes:
    """Conjunctions, each in its lane. May be shared between threads."""

    def __init__(self, lanes: Sequence[frozenset[Atom]], vocabulary: Vocabulary) -> None:
        self._width = len(lanes)
        self._vocabulary = vocabulary
        by_fact: dict[str, list[_Lane]] = {}
        for position, atoms in enumerate(lanes):
            here: dict[str, list[Atom]] = {}
            for atom in atoms:
                here.setdefault(_key(atom), []).append(atom)
            for fact, some in here.items():
                by_fact.setdefault(fact, []).append(_Lane(position, tuple(some)))
        if BIRTH_DATE in by_fact:
            # The same lanes, reached by whichever of the two is known.
            by_fact[AGE] = by_fact[BIRTH_DATE]
        self._dated = {fact: held for fact, held in by_fact.items() if fact in _PERSON or _depends_on_day(held)}
        self._steady = {
            fact: self._table(fact, held, date.min) for fact, held in by_fact.items() if fact not in self._dated
        }
        self._days: dict[date, tuple[dict[str, _Table], dict[Names, Route]]] = {}

    def route(self, known: KnownFacts, day: date) -> Route:
        """The way to judge those of whom these facts are known."""
        tables, routes = self._days.get(day) or self._open_day(day)
        names = tuple(known)
        return routes.get(names) or self._open_route(names, tables, routes)

    def judge(self, known: KnownFacts, route: Route) -> int:
        """The verdict of each lane. ValueError: a known value is not of its fact's type."""
        lanes = route.lanes
        try:
            for fact, by_value in route.seen:
                lanes &= by_value[known[fact].value]
        except KeyError:
            lanes = route.lanes
            for fact, table in route.tables:
                lanes &= table.see(known[fact].value)
        return lanes

    def _table(self, fact: str, lanes: Sequence[_Lane], day: date) -> _Table:
        return _Table(fact, lanes, self._width, day, self._vocabulary)

    def _open_day(self, day: date) -> tuple[dict[str, _Table], dict[Names, Route]]:
        if len(self._days) >= _MOST_DAYS:
            self._days.clear()
        dated = {fact: self._table(fact, lanes, day) for fact, lanes in self._dated.items()}
        opened = self._days[day] = self._steady | dated, {}
        return opened

    def _open_route(self, names: Names, tables: Mapping[str, _Table], routes: dict[Names, Route]) -> Route:
        person = BIRTH_DATE if BIRTH_DATE in names else AGE
        lanes = (1 << LANE * self._width) - 1
        here: list[tuple[str, _Table]] = []
        for fact, table in tables.items():
            if fact in _PERSON and fact != person:
                continue
            if fact in names:
                here.append((fact, table))
            else:
                lanes &= table.see(None)
        if len(routes) >= _MOST_ROUTES:
            routes.clear()
        share = len(here) / len(tables) if tables else 1.0
        opened = routes[names] = Route(lanes, share, here, [(name, table.seen) for name, table in here])
        return opened


def _key(atom: Atom) -> str:
    """The fact an atom is sorted under: all that depends on the resident's age under the birth date."""
    subject = atom.subject
    return BIRTH_DATE if isinstance(subject, MonthsUntil) or subject == AGE else subject


def _depends_on_day(lanes: Iterable[_Lane]) -> bool:
    atoms = (atom for lane in lanes for atom in lane.atoms)
    return any(isinstance(atom, Compare) and isinstance(atom.bound, AmountOf) for atom in atoms)
