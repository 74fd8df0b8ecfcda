"""The verdicts of all conditions of a catalogue at once, for one resident.

Every condition is written as alternatives, each a set of atoms that must all hold (distribution keeps Kleene's
verdicts). Each alternative gets two bits, a *lane*, in a wide integer. For every fact and every value it takes there is
one such integer, with the verdict of that fact's atoms in the lanes that speak of it and YES in all others. So one `&`
a known fact gives the verdicts of all alternatives of all conditions. Eight lanes make a *group*, which holds all
alternatives of some conditions; what a group's 16 bits mean for its conditions is remembered.

The integers are made when a value is first seen, by the same `Evidence` that judges a single condition. No code is
generated: thirty known facts cost thirty look-ups, however many conditions and atoms there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from struct import Struct
from typing import TypeAlias

from onetrip.rules.alternatives import Alternatives, alternatives
from onetrip.rules.evaluation import evaluate, missing_amounts
from onetrip.rules.evidence import NO, UNKNOWN, YES, Evidence, Verdict
from onetrip.rules.expressions import AmountOf, Atom, Compare, Expr, MonthsUntil
from onetrip.rules.facts import AGE, BIRTH_DATE, Value, Vocabulary
from onetrip.rules.known import Known, KnownFacts, Origin

_LANE = 2
_LANES_OF_GROUP = 8
_ALL_USUAL = (0, sum(UNKNOWN << _LANE * lane for lane in range(_LANES_OF_GROUP)))

_MOST_VALUES = 4096
"""Values remembered for one fact, so that incomes to the cent cannot fill the memory."""

_MOST_DAYS = 8
"""Days for which comparisons that depend on the day are remembered."""

_MOST_ROUTES = 1024
"""Sets of known facts remembered for one day."""


@dataclass(frozen=True, slots=True)
class _Lane:
    """The atoms of one alternative that speak of one fact."""

    position: int
    atoms: tuple[Atom, ...]


class _Table:
    """For each value of one fact (None is unknown): the lanes that speak of it with their verdicts, all others YES.

    The table of the birth date also takes ages that were said, which are numbers and not dates.
    """

    def __init__(self, fact: str, lanes: Sequence[_Lane], width: int, day: date, vocabulary: Vocabulary) -> None:
        self.seen: dict[Value | None, int] = {}
        self._fact = fact
        self._lanes = lanes
        self._all_yes = (1 << _LANE * width) - 1
        self._day = day
        self._vocabulary = vocabulary

    def see(self, value: Value | None) -> int:
        """The lanes of a value, from now on also in `seen`. ValueError: the fact cannot have it."""
        if value in self.seen:
            return self.seen[value]
        fact = AGE if self._fact == BIRTH_DATE and not isinstance(value, date) else self._fact
        known = {} if value is None else {fact: Known(value, Origin.SAID)}
        evidence = Evidence(known, self._day, self._vocabulary)
        lanes = self._all_yes
        for lane in self._lanes:
            lanes ^= (YES ^ min(map(evidence.judge, lane.atoms))) << _LANE * lane.position
        if len(self.seen) >= _MOST_VALUES:
            self.seen.clear()
        self.seen[value] = lanes
        return lanes


_Verdicts: TypeAlias = Sequence[tuple[str, Verdict]]


class _Group:
    """Some conditions and their lanes. `seen`: by the bits of the lanes, the verdicts that are not the usual one.

    There are two usual ones: the first list has the verdicts other than NO, the second those other than UNKNOWN.
    """

    def __init__(self) -> None:
        self.seen: dict[int, tuple[_Verdicts, _Verdicts]] = {}
        self.free = _LANES_OF_GROUP
        self._members: list[tuple[str, range]] = []

    def take(self, name: str, lanes: int) -> None:
        """Give a condition the next lanes of the group."""
        first = _LANES_OF_GROUP - self.free
        self._members.append((name, range(first, first + lanes)))
        self.free -= lanes

    def see(self, bits: int) -> None:
        """Put the verdicts that these bits mean into `seen`."""
        verdicts = [(name, max(bits >> _LANE * lane & YES for lane in lanes)) for name, lanes in self._members]
        not_no, not_unknown = (
            [(name, Verdict(verdict)) for name, verdict in verdicts if verdict != usual] for usual in (NO, UNKNOWN)
        )
        self.seen[bits] = not_no, not_unknown


@dataclass(frozen=True, slots=True)
class _Route:
    """What is the same for all residents of whom the same facts are known.

    `lanes` has the verdicts with these facts as favourable as can be and every other fact unknown. `usual` is 0 where
    most verdicts will be NO, 1 where most will be UNKNOWN.
    """

    lanes: int
    usual: int
    tables: list[tuple[str, _Table]]
    seen: list[tuple[str, dict[Value | None, int]]]


class Program:
    """Compiled conditions. Made by `compile_conditions`; may be shared between threads."""

    def __init__(self, conditions: Mapping[str, Expr], vocabulary: Vocabulary) -> None:
        self._conditions = dict(conditions)
        self._vocabulary = vocabulary
        # A dict is made fastest as a copy in which the less usual verdicts are then set.
        self._usual = [dict.fromkeys(self._conditions, usual) for usual in (Verdict.NO, Verdict.UNKNOWN)]
        written = {name: alternatives(expr, _LANES_OF_GROUP) for name, expr in self._conditions.items()}
        # Distribution may multiply alternatives without end; the few conditions that do are evaluated one by one.
        self._alone = [name for name, found in written.items() if found is None]
        for verdicts in self._usual:
            verdicts.update((name, Verdict.NO) for name, found in written.items() if found == frozenset())
        self._groups: list[_Group] = []
        self._share_out(self._lay_out({name: found for name, found in written.items() if found}))

    def _lay_out(self, written: Mapping[str, Alternatives]) -> list[frozenset[Atom]]:
        """Give every alternative its lane; those of one condition stand side by side in one group."""
        lanes: list[frozenset[Atom]] = []
        self._start = 0
        for name in sorted(written, key=lambda name: -len(written[name])):
            found = sorted(written[name], key=repr)
            group = next((number for number, group in enumerate(self._groups) if group.free >= len(found)), None)
            if group is None:
                group = len(self._groups)
                self._groups.append(_Group())
                lanes += [frozenset()] * _LANES_OF_GROUP
            first = (group + 1) * _LANES_OF_GROUP - self._groups[group].free
            lanes[first : first + len(found)] = found
            self._groups[group].take(name, len(found))
            self._start |= (1 << _LANE * len(found)) - 1 << _LANE * first
        self._seen = [group.seen for group in self._groups]
        self._by_group = Struct(f"<{len(self._groups)}H")
        return lanes

    def _share_out(self, lanes: Sequence[frozenset[Atom]]) -> None:
        """Sort the atoms by the fact they speak of: one table a fact, those that depend on the day apart."""
        by_fact: dict[str, list[_Lane]] = {}
        for position, atoms in enumerate(lanes):
            here: dict[str, list[Atom]] = {}
            for atom in atoms:
                here.setdefault(_key(atom), []).append(atom)
            for fact, some in here.items():
                by_fact.setdefault(fact, []).append(_Lane(position, tuple(some)))
        self._width = len(lanes)
        self._dated = {fact: held for fact, held in by_fact.items() if fact == BIRTH_DATE or _depends_on_day(held)}
        self._steady = {
            fact: self._table(fact, held, date.min) for fact, held in by_fact.items() if fact not in self._dated
        }
        self._days: dict[date, tuple[dict[str, _Table], dict[tuple[str, ...], _Route]]] = {}

    def _table(self, fact: str, lanes: Sequence[_Lane], day: date) -> _Table:
        return _Table(fact, lanes, self._width, day, self._vocabulary)

    def verdicts(self, known: KnownFacts, day: date) -> dict[str, Verdict]:
        """The verdict of each condition by its name. ValueError: a known value is not of its fact's type."""
        tables, routes = self._days.get(day) or self._open_day(day)
        names = tuple(known)
        route = routes.get(names) or self._open_route(names, tables, routes)
        while True:
            try:
                found = self._look_up(known, route)
                break
            except KeyError:
                self._see(known, route)
        for name in self._alone:
            found[name] = evaluate(self._conditions[name], known, day, self._vocabulary)
        return found

    def _look_up(self, known: KnownFacts, route: _Route) -> dict[str, Verdict]:
        """The verdicts, from what has been seen. KeyError: something is new."""
        lanes, usual = route.lanes, route.usual
        for fact, by_value in route.seen:
            lanes &= by_value[known[fact].value]
        found = self._usual[usual].copy()
        all_usual = _ALL_USUAL[usual]
        bits = self._by_group.unpack(lanes.to_bytes(self._by_group.size, "little"))
        for by_bits, of_group in zip(self._seen, bits):  # noqa: B905 - to be strict would take longer than all else here
            if of_group != all_usual:
                for name, verdict in by_bits[of_group][usual]:
                    found[name] = verdict
        return found

    def _see(self, known: KnownFacts, route: _Route) -> None:
        """Prepare what `_look_up` needs for this resident."""
        lanes = route.lanes
        for fact, table in route.tables:
            lanes &= table.see(known[fact].value)
        bits = self._by_group.unpack(lanes.to_bytes(self._by_group.size, "little"))
        for group, of_group in zip(self._groups, bits, strict=True):
            group.see(of_group)

    def missing_amounts(self, day: date) -> frozenset[str]:
        """The amounts that some condition refers to and that have no figure on `day`."""
        found = (missing_amounts(expr, day, self._vocabulary) for expr in self._conditions.values())
        return frozenset[str]().union(*found)

    def _open_day(self, day: date) -> tuple[dict[str, _Table], dict[tuple[str, ...], _Route]]:
        if len(self._days) >= _MOST_DAYS:
            self._days.clear()
        dated = {fact: self._table(fact, lanes, day) for fact, lanes in self._dated.items()}
        opened = self._days[day] = self._steady | dated, {}
        return opened

    def _open_route(
        self, names: tuple[str, ...], tables: Mapping[str, _Table], routes: dict[tuple[str, ...], _Route]
    ) -> _Route:
        person = BIRTH_DATE if BIRTH_DATE in names else AGE
        lanes = self._start
        here: list[tuple[str, _Table]] = []
        for fact, table in tables.items():
            name = person if fact == BIRTH_DATE else fact
            if name in names:
                here.append((name, table))
            else:
                lanes &= table.see(None)
        if len(routes) >= _MOST_ROUTES:
            routes.clear()
        usual = 0 if 2 * len(here) > len(tables) else 1
        opened = routes[names] = _Route(lanes, usual, here, [(name, table.seen) for name, table in here])
        return opened


def compile_conditions(conditions: Mapping[str, Expr], vocabulary: Vocabulary) -> Program:
    """The conditions, by their names, as one program."""
    return Program(conditions, vocabulary)


def _key(atom: Atom) -> str:
    """The fact an atom is sorted under: all that depends on the resident's age under the birth date."""
    subject = atom.subject
    return BIRTH_DATE if isinstance(subject, MonthsUntil) or subject == AGE else subject


def _depends_on_day(lanes: Iterable[_Lane]) -> bool:
    atoms = (atom for lane in lanes for atom in lane.atoms)
    return any(isinstance(atom, Compare) and isinstance(atom.bound, AmountOf) for atom in atoms)
