"""Which fact to ask for next: what a question is worth, in one step over all conditions.

A condition is worth as much as what it would still cost to decide it: `efforts`, the least expected cost of the answers
it takes. A question is worth what it is expected to save of that, by the share of residents who would give each answer;
for a matter that somebody may be entitled to without knowing, times the chance that they are. So what they can have is
found first, and the tail of "surely not" comes last. Worth is divided by what the question costs.

Measured on the Shanghai catalogue (`make bench NAME=planning`): all decided within a few per cent of the certificate lower
bound, the last entitlement found in well under half the questions of counting what is missing, as publicodes does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import prod

import numpy as np
import numpy.typing as npt

from onetrip.planning.priors import Shares
from onetrip.planning.states import Node, Places, States
from onetrip.rules import AGE, BIRTH_DATE, KnownFacts, Value
from onetrip.rules.evidence import UNKNOWN

_MOST_REMEMBERED = 4096


class Many:
    """Conditions that are looked at together: those with a table of their own, and those in parts (`apart`)."""

    def __init__(self, states: States, names: Iterable[str]) -> None:
        self.apart = tuple(name for name in names if states.nodes[name].table is None)
        whole = {name: table for name in names if (table := states.nodes[name].table) is not None}
        self.name_of = {table: name for name, table in whole.items()}
        self.place_of = {name: at for at, name in enumerate(whole)}
        self.tables = np.array(list(whole.values()), dtype=np.int64)
        self.axes = np.flatnonzero(np.isin(states.axis_table, self.tables))


@dataclass(frozen=True, slots=True)
class _Found:
    """The sets of open facts that were found already: by table and its open axes, and by condition in parts and its state."""

    of_tables: list[dict[int, frozenset[str]]]
    of_parts: dict[tuple[str, bytes], frozenset[str]] = field(default_factory=dict)


class Chooser:
    """What is ahead for a resident, seen through `states`."""

    def __init__(self, states: States) -> None:
        self.states = states
        self._found = _Found([{} for _ in states.tables])
        self._many: dict[str, Many] = {}

    def many(self, called: str, names: Iterable[str]) -> Many:
        """Conditions to look at together; remembered under what they are called."""
        found = self._many.get(called)
        if found is None:
            found = self._many[called] = Many(self.states, dict.fromkeys(names))
        return found

    def ahead(self, known: KnownFacts) -> Ahead:
        """What is ahead for a resident of whom `known` is known. ValueError: a value its fact cannot have."""
        states = self.states
        classes = states.classes(known)
        places = states.begins + states.moves[classes].sum(axis=0) if classes else states.begins
        return Ahead(states, self._found, classes, places)


@dataclass(frozen=True, slots=True, eq=False)
class OpenAmong:
    """The open ones of many conditions: the `facts` that can decide some of them, and by table what each counts, which is
    the chance that it holds."""

    states: States
    many: Many
    facts: frozenset[str]
    weights: Shares
    bits: npt.NDArray[np.uint32]
    apart: Mapping[str, frozenset[str]]

    def decided_by(self, fact: str) -> list[str]:
        """The conditions that a fact can decide, in their order."""
        states, axes = self.states, self.many.axes
        column = states.columns[fact].at
        on = axes[states.axis_fact[axes] == column]
        tables = states.axis_table[on]
        able = set(tables[(self.bits[tables] >> states.axis_bit[on] & 1).astype(bool)].tolist())
        # The tables are numbered in the order of the conditions.
        found = [name for table in sorted(able) if (name := self.many.name_of.get(table)) is not None]
        return found + [name for name, facts in self.apart.items() if fact in facts]


class Ahead:
    """What is ahead for one resident: which facts can still decide what, and what asking for them is worth."""

    def __init__(self, states: States, found: _Found, classes: list[int], places: Places) -> None:
        self._states, self._found, self._classes, self._places = states, found, classes, places

    def after(self, fact: str, value: Value) -> Ahead:
        """What is ahead once one more fact is known. KeyError: no condition speaks of it. ValueError: it cannot be that."""
        place = self._states.columns[fact].place(value)
        return Ahead(self._states, self._found, [*self._classes, place], self._places + self._states.moves[place])

    def verdicts(self) -> list[int]:
        """The verdicts of all tables, in their order: exact, by supervaluation."""
        found: list[int] = self._states.verdicts[self._places].tolist()
        return found

    def open_facts(self, condition: str) -> frozenset[str]:
        """The facts that can still decide a condition; none when it is decided."""
        node = self._states.nodes[condition]
        if node.table is not None:
            bits = self._bits[node.table]
            return self._found.of_tables[node.table].get(bits) or self._open_of(node.table)
        state = condition, self._places[node.all_tables].tobytes()
        found = self._found.of_parts.get(state)
        if found is None:
            is_open = self.verdict(node) == UNKNOWN
            found = frozenset[str]().union(*map(self._open_of, node.tables())) if is_open else frozenset()
            if len(self._found.of_parts) < _MOST_REMEMBERED:
                self._found.of_parts[state] = found
        return found

    def verdict(self, node: Node) -> int:
        """The verdict of a condition; of one in parts as Kleene's logic joins theirs."""
        if node.table is not None:
            return int(self._states.verdicts[self._places[node.table]])
        return (min if node.all_of else max)(map(self.verdict, node.parts))

    def chance(self, condition: str) -> float:
        """The chance that a condition holds for a resident like this one; the parts of a large one count as independent."""
        return self._chance(self._states.nodes[condition])

    def _chance(self, node: Node) -> float:
        if node.table is not None:
            return float(self._chances[node.table])
        if node.all_of:
            return prod(self._chance(part) for part in node.parts)
        return 1 - prod(1 - self._chance(part) for part in node.parts)

    def open_among(self, many: Many, without: Collection[str]) -> OpenAmong:
        """Those of many conditions that are open, `without` some of them."""
        states = self._states
        bits = np.zeros(len(states.tables), dtype=np.uint32)
        bits[many.tables] = states.openings[self._places[many.tables]]
        bits[[many.tables[many.place_of[name]] for name in without if name in many.place_of]] = 0
        open_axes = bits[states.axis_table[many.axes]] >> states.axis_bit[many.axes] & 1
        on = np.flatnonzero(np.bincount(states.axis_fact[many.axes], open_axes, len(states.facts)))
        apart = {name: self.open_facts(name) for name in many.apart if name not in without}
        weights = np.where(bits, self._chances, 0.0)
        for name, facts in apart.items():
            if facts:
                weights[states.nodes[name].all_tables] = self.chance(name)
        facts = frozenset(states.facts[at] for at in on.tolist()).union(*apart.values())
        return OpenAmong(self._states, many, facts, weights, bits, apart)

    def weights(self, worths: Mapping[str, float]) -> Shares:
        """By table, what each of some open conditions counts."""
        weights = np.zeros(len(self._states.tables))
        for condition, worth in worths.items():
            for table in self._states.nodes[condition].tables():
                weights[table] = max(weights[table], worth)
        return weights

    def best(self, candidates: Collection[str], places: Mapping[str, int], weights: Shares) -> str | None:
        """Of the candidates the fact that is best to ask for, of equals the one with the smallest of the `places`; `weights`
        are, by table, what each open condition counts. None: there are no candidates.
        """
        gains = np.round(self._gains(weights), 6).tolist()
        columns = self._states.columns
        best, found = -1.0, None
        for fact in candidates:
            column = columns.get(BIRTH_DATE if fact == AGE else fact)
            gain = gains[column.at] if column is not None else 0.0
            if gain > best or (gain == best and found is not None and places[fact] < places[found]):
                best, found = gain, fact
        return found

    def still_open(self, fact: str, others: Sequence[str], weights: Shares) -> list[float]:
        """For each of the others the chance that it can still decide a weighed condition once the fact is known."""
        states, column = self._states, self._states.columns[fact]
        moves = states.moves[column.begin : column.begin + len(column.classes.examples)]
        likely = np.exp(states.log_shares[column.begin : column.begin + len(moves)]) @ self._belongs
        likely /= likely.sum()
        found = []
        for other in others:
            axes = states.axes_of[states.columns[other].at]
            axes = axes[weights[states.axis_table[axes]] > 0]
            tables = states.axis_table[axes]
            bits = states.openings[self._places[tables] + moves[:, tables]] >> states.axis_bit[axes] & 1
            found.append(float(likely @ bits.any(axis=1)))
        return found

    def undiscovered(self, conditions: Collection[str]) -> tuple[float, float]:
        """Of these conditions, how many may be expected to hold, and the chance that at least one does.

        Within a kind of residents the conditions count as independent.
        """
        if not conditions:
            return 0.0, 0.0
        nodes = [self._states.nodes[condition] for condition in conditions]
        tables = [node.table for node in nodes if node.table is not None]
        apart = [self._of_kinds(node) for node in nodes if node.table is None]
        whole = self._states.chances[self._places[np.array(tables, dtype=np.int64)]]
        together = np.concatenate([whole, np.array(apart).reshape(-1, whole.shape[1])])
        none = np.prod(1 - together, axis=0)
        return float((together @ self._belongs).sum()), float(1 - none @ self._belongs)

    def _of_kinds(self, node: Node) -> Shares:
        if node.table is not None:
            of_table: Shares = self._states.chances[self._places[node.table]].astype(np.float64)
            return of_table
        parts = np.array([self._of_kinds(part) for part in node.parts])
        found: Shares = np.prod(parts, axis=0) if node.all_of else 1 - np.prod(1 - parts, axis=0)
        return found

    def _open_of(self, table: int) -> frozenset[str]:
        bits = self._bits[table]
        found = self._found.of_tables[table].get(bits)
        if found is None:
            axes = self._states.tables[table].axes
            found = frozenset(axis.fact for at, axis in enumerate(axes) if bits >> at & 1)
            self._found.of_tables[table][bits] = found
        return found

    @cached_property
    def _belongs(self) -> Shares:
        """The chance that the resident is of each kind, by Bayes' rule."""
        states = self._states
        if not self._classes or len(states.prior.weights) == 1:
            return states.prior.weights
        logs = states.log_shares[self._classes].sum(axis=0) + states.log_weights
        likely: Shares = np.exp(logs - logs.max())
        likely /= likely.sum()
        return likely

    @cached_property
    def _chances(self) -> Shares:
        """The chance that each table's condition holds."""
        chances = self._states.chances[self._places] @ self._belongs.astype(np.float32)
        return chances.astype(np.float64)

    @cached_property
    def _bits(self) -> list[int]:
        """For each table the axes that can still decide it."""
        bits: list[int] = self._states.openings[self._places].tolist()
        return bits

    def _gains(self, weights: Shares) -> Shares:
        """What asking for each fact is expected to save, by its cost."""
        states, places = self._states, self._places
        # Along the axis of a known fact there is nothing to move; such a step would lead astray, and counts for nothing.
        open_axes = states.openings[places][states.axis_table] >> states.axis_bit & 1
        steps = np.minimum(places[states.group_table] + states.group_step, len(states.efforts) - 1)
        after = np.bincount(
            states.group_axis,
            (self._belongs.astype(np.float32) @ states.group_shares) * states.efforts[steps],
            len(states.axis_table),
        )
        saved = (states.efforts[places][states.axis_table] - after) * weights[states.axis_table] * open_axes
        gains: Shares = np.bincount(states.axis_fact, saved, len(states.facts)) / states.costs
        return gains
