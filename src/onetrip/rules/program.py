"""The verdicts of all conditions of a catalogue at once, for one resident.

Every condition is written as alternatives, each a set of atoms that must all hold (distribution keeps Kleene's
verdicts). Each alternative gets two bits, a *lane*, in a wide integer. For every fact and every value it takes there is
one such integer, with the verdict of that fact's atoms in the lanes that speak of it and YES in all others. So one `&` a
fact gives the verdicts of all alternatives of all conditions, and one `|` a rank joins the alternatives of each.
The integers are made when a value is first seen, by the same `Evidence` that judges a single condition.

No code is generated: eighty facts cost eighty look-ups, however many conditions and atoms there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, TypeAlias

from onetrip.rules.alternatives import alternatives
from onetrip.rules.evaluation import evaluate, missing_amounts
from onetrip.rules.evidence import UNKNOWN, YES, Evidence, Verdict
from onetrip.rules.expressions import AmountOf, Atom, Compare, Expr, MonthsUntil
from onetrip.rules.facts import AGE, BIRTH_DATE, Value, Vocabulary
from onetrip.rules.known import Known, KnownFacts, Origin

_MOST_VALUES = 4096
"""Values remembered for one fact, so that incomes to the cent cannot fill the memory."""

_MOST_DAYS = 8
"""Days for which comparisons that depend on the day are remembered."""

_LANE = 2
_LANES_OF_BYTE = 4

_Others: TypeAlias = Sequence[Mapping[int, Sequence[tuple[str, Verdict]]]]


class _Absent:
    """Stands for a fact that is not known."""

    value = None


_ABSENT: Any = _Absent()


@dataclass(frozen=True, slots=True)
class _Lane:
    """The atoms of one alternative that speak of one fact."""

    position: int
    atoms: tuple[Atom, ...]


class _Table:
    """For each value of one fact: the lanes that speak of it with their verdicts, all others YES (`seen`).

    The table of the birth date also takes ages that were said, which are numbers and not dates.
    """

    def __init__(self, fact: str, lanes: Sequence[_Lane], width: int, day: date, vocabulary: Vocabulary) -> None:
        self.fact = fact
        self.seen: dict[Value | None, int] = {}
        self._lanes = lanes
        self._width = width
        self._day = day
        self._vocabulary = vocabulary

    def see(self, value: Value | None) -> None:
        """Make the lanes of a value. ValueError: the fact cannot have it."""
        if value in self.seen:
            return
        fact = AGE if self.fact == BIRTH_DATE and not isinstance(value, date) else self.fact
        known = {} if value is None else {fact: Known(value, Origin.SAID)}
        evidence = Evidence(known, self._day, self._vocabulary)
        made = (1 << _LANE * self._width) - 1
        for lane in self._lanes:
            made ^= (YES ^ min(map(evidence.judge, lane.atoms))) << _LANE * lane.position
        if len(self.seen) >= _MOST_VALUES:
            self.seen.clear()
        self.seen[value] = made


class Program:
    """Compiled conditions. Made by `compile_conditions`; may be shared between threads."""

    def __init__(self, conditions: Mapping[str, Expr], vocabulary: Vocabulary) -> None:
        self._conditions = dict(conditions)
        self._vocabulary = vocabulary
        found = {name: alternatives(expr) for name, expr in self._conditions.items()}
        # Distribution may multiply alternatives without end; the few conditions that do are evaluated one by one.
        self._alone = [name for name, them in found.items() if them is None]
        ranked = sorted(self._conditions, key=lambda name: -len(found[name] or ()))
        self._share_out(self._lay_out([sorted(found[name] or (), key=repr) for name in ranked]))
        # A dict is made fastest from a copy: of all NO or all UNKNOWN, with the others set one by one.
        self._all_no = dict.fromkeys(self._conditions, Verdict.NO)
        self._not_no = _others(ranked, Verdict.NO)
        self._all_unknown = dict.fromkeys(self._conditions, Verdict.UNKNOWN)
        self._not_unknown = _others(ranked, Verdict.UNKNOWN)

    def _lay_out(self, ranked: Sequence[Sequence[frozenset[Atom]]]) -> list[frozenset[Atom]]:
        """Give every alternative its lane, rank by rank, so that a shift brings a rank over the first one.

        `ranked` has the alternatives of each condition, the conditions with most of them first.
        """
        lanes: list[frozenset[Atom]] = []
        self._start = 0
        self._ranks: list[tuple[int, int]] = []
        for rank in range(len(ranked[0]) if ranked else 0):
            members = [them[rank] for them in ranked if len(them) > rank]
            all_members = (1 << _LANE * len(members)) - 1
            self._start |= all_members << _LANE * len(lanes)
            if rank:
                self._ranks.append((_LANE * len(lanes), all_members))
            # A condition without an alternative, which never holds, has a lane in the first rank all the same.
            lanes += members if rank else [*members, *[frozenset[Atom]()] * (len(ranked) - len(members))]
        self._first = (1 << _LANE * len(ranked)) - 1
        self._possible = self._first // 3 * 2
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
        self._dated = {fact: held for fact, held in by_fact.items() if any(map(_depends_on_day, held))}
        self._dated.pop(BIRTH_DATE, None)
        self._person = by_fact.pop(BIRTH_DATE, [])
        steady = {fact: held for fact, held in by_fact.items() if fact not in self._dated}
        self._steady = self._tables(steady, date.min)
        self._days: dict[date, tuple[list[_Table], list[tuple[str, dict[Value | None, int]]], _Table]] = {}

    def _tables(self, lanes: Mapping[str, Sequence[_Lane]], day: date) -> list[_Table]:
        return [_Table(fact, held, self._width, day, self._vocabulary) for fact, held in lanes.items()]

    def verdicts(self, known: KnownFacts, day: date) -> dict[str, Verdict]:
        """The verdict of each condition by its name. ValueError: a known value is not of its fact's type."""
        get = known.get
        tables, seen, person = self._days.get(day) or self._open_day(day)
        years = (get(BIRTH_DATE) or get(AGE, _ABSENT)).value
        while True:
            try:
                lanes = self._start & person.seen[years]
                for fact, by_value in seen:
                    lanes &= by_value[get(fact, _ABSENT).value]
                break
            except KeyError:
                person.see(years)
                for table in tables:
                    table.see(get(table.fact, _ABSENT).value)
        joined = lanes & self._first
        for shift, members in self._ranks:
            joined |= (lanes >> shift) & members
        found = self._written(joined)
        for name in self._alone:
            found[name] = evaluate(self._conditions[name], known, day, self._vocabulary)
        return found

    def _written(self, lanes: int) -> dict[str, Verdict]:
        """The lanes of the first rank as verdicts by name, in the order in which the conditions were given."""
        if 2 * (lanes & self._possible).bit_count() > len(self._conditions):
            found, others, usual = self._all_unknown.copy(), self._not_unknown, _ALL_UNKNOWN
        else:
            found, others, usual = self._all_no.copy(), self._not_no, _ALL_NO
        for different, code in zip(others, lanes.to_bytes(len(others), "little"), strict=True):
            if code != usual:
                for name, verdict in different[code]:
                    found[name] = verdict
        return found

    def missing_amounts(self, day: date) -> frozenset[str]:
        """The amounts that some condition refers to and that have no figure on `day`."""
        found = (missing_amounts(expr, day, self._vocabulary) for expr in self._conditions.values())
        return frozenset[str]().union(*found)

    def _open_day(self, day: date) -> tuple[list[_Table], list[tuple[str, dict[Value | None, int]]], _Table]:
        if len(self._days) >= _MOST_DAYS:
            self._days.clear()
        tables = [*self._steady, *self._tables(self._dated, day)]
        (person,) = self._tables({BIRTH_DATE: self._person}, day)
        opened = self._days[day] = tables, [(table.fact, table.seen) for table in tables], person
        return opened


def compile_conditions(conditions: Mapping[str, Expr], vocabulary: Vocabulary) -> Program:
    """The conditions, by their names, as one program."""
    return Program(conditions, vocabulary)


_ALL_NO = 0
_ALL_UNKNOWN = sum(UNKNOWN << _LANE * position for position in range(_LANES_OF_BYTE))


def _others(names: Sequence[str], usual: Verdict) -> _Others:
    """For every byte of lanes and every code it can have: the conditions whose verdict is not the usual one."""
    found = []
    for first in range(0, len(names), _LANES_OF_BYTE):
        members = names[first : first + _LANES_OF_BYTE]
        found.append(
            {
                sum(verdict << _LANE * position for position, verdict in enumerate(verdicts)): [
                    (name, verdict) for name, verdict in zip(members, verdicts, strict=True) if verdict is not usual
                ]
                for verdicts in product(Verdict, repeat=len(members))
            }
        )
    return found


def _key(atom: Atom) -> str:
    """The fact an atom is sorted under: all that depends on the resident's age under the birth date."""
    subject = atom.subject
    return BIRTH_DATE if isinstance(subject, MonthsUntil) or subject == AGE else subject


def _depends_on_day(lane: _Lane) -> bool:
    return any(isinstance(atom, Compare) and isinstance(atom.bound, AmountOf) for atom in lane.atoms)
