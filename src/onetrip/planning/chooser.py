"""Which fact to ask for next: what a question is worth, in one step over all conditions.

A condition is worth as much as what it would still cost to decide it: `efforts`, the least expected cost of the answers
it takes. A question is worth what it is expected to save of that, by the share of residents who would give each answer;
for a matter that somebody may be entitled to without knowing, times the chance that they are. So what they can have is
found first, and the tail of "surely not" comes last. Worth is divided by what the question costs.

Measured on the Shanghai catalogue (`make bench NAME=planning`): all decided within a few per cent of the certificate lower
bound, the last entitlement found in half the questions of counting what is missing, as publicodes does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from math import prod

import numpy as np

from onetrip.planning.priors import Shares
from onetrip.planning.states import Node, Places, States
from onetrip.rules import AGE, BIRTH_DATE, KnownFacts
from onetrip.rules.evidence import UNKNOWN


class Chooser:
    """What is ahead for a resident, seen through `states`."""

    def __init__(self, states: States) -> None:
        self.states = states
        self._named: list[dict[int, frozenset[str]]] = [{} for _ in states.tables]

    def ahead(self, known: KnownFacts) -> Ahead:
        """What is ahead for a resident of whom `known` is known. ValueError: a value its fact cannot have."""
        return Ahead(self.states, known, self._named)


class Ahead:
    """What is ahead for one resident: which facts can still decide what, and what asking for them is worth."""

    def __init__(self, states: States, known: KnownFacts, named: list[dict[int, frozenset[str]]]) -> None:
        self._states, self._named = states, named
        self._facts, self._classes = states.classes(known)
        moved = states.moves[self._classes].sum(axis=0) if self._classes else 0
        self._places: Places = states.begins + moved

    def open_facts(self, condition: str) -> frozenset[str]:
        """The facts that can still decide a condition; none when it is decided."""
        node = self._states.nodes[condition]
        if node.table is not None:
            bits = self._bits[node.table]
            return self._named[node.table].get(bits) or self._open_of(node.table)
        if self.verdict(node) != UNKNOWN:
            return frozenset()
        return frozenset().union(*map(self._open_of, node.tables()))

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
            return self._chances[node.table]
        if node.all_of:
            return prod(self._chance(part) for part in node.parts)
        return 1 - prod(1 - self._chance(part) for part in node.parts)

    def best(self, candidates: Mapping[str, int], worths: Mapping[str, float]) -> str | None:
        """Of the candidates the fact that is best to ask for; `worths` are the open conditions with what each counts.

        Candidates of a lower rank (their value) come first; of equals, the first in their order. None: there are none.
        """
        gains = np.round(self._gains(worths), 9).tolist()
        columns = self._states.columns
        least = min(candidates.values(), default=0)
        best, found = -1.0, None
        for fact, rank in candidates.items():
            if rank == least:
                column = columns.get(BIRTH_DATE if fact == AGE else fact)
                gain = gains[column.at] if column is not None else 0.0
                if gain > best:
                    best, found = gain, fact
        return found

    def undiscovered(self, conditions: Collection[str]) -> tuple[float, float]:
        """Of these conditions, how many may be expected to hold, and the chance that at least one does.

        Within a kind of residents the conditions count as independent.
        """
        kinds = [self._of_kinds(self._states.nodes[condition]) for condition in conditions]
        if not kinds:
            return 0.0, 0.0
        together = np.array(kinds)
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
        found = self._named[table].get(bits)
        if found is None:
            axes = self._states.tables[table].axes
            found = frozenset(axis.fact for at, axis in enumerate(axes) if bits >> at & 1)
            self._named[table][bits] = found
        return found

    @cached_property
    def _belongs(self) -> Shares:
        """The chance that the resident is of each kind, by Bayes' rule."""
        states = self._states
        if not self._classes or len(states.prior.weights) == 1:
            return states.prior.weights
        logs = states.log_shares[self._classes].sum(axis=0) + np.log(states.prior.weights)
        likely: Shares = np.exp(logs - logs.max())
        likely /= likely.sum()
        return likely

    @cached_property
    def _chances(self) -> list[float]:
        """The chance that each table's condition holds."""
        chances: list[float] = (self._states.chances[self._places] @ self._belongs).tolist()
        return chances

    @cached_property
    def _bits(self) -> list[int]:
        """For each table the axes that can still decide it."""
        bits: list[int] = self._states.openings[self._places].tolist()
        return bits

    def _gains(self, worths: Mapping[str, float]) -> Shares:
        """What asking for each fact is expected to save, by its cost."""
        states, places = self._states, self._places
        weights = np.zeros(len(states.tables))
        for condition, worth in worths.items():
            node = states.nodes[condition]
            if node.table is not None:
                weights[node.table] = max(weights[node.table], worth)
            else:
                for table in node.tables():
                    weights[table] = max(weights[table], worth)
        # Along the axis of a known fact there is nothing to move; such a step would lead astray, and counts for nothing.
        open_axes = states.openings[places][states.axis_table] >> states.axis_bit & 1
        steps = np.minimum(places[states.group_table] + states.group_step, len(states.efforts) - 1)
        after = np.bincount(
            states.group_axis, (self._belongs @ states.group_shares) * states.efforts[steps], len(states.axis_table)
        )
        saved = (states.efforts[places][states.axis_table] - after) * weights[states.axis_table] * open_axes
        gains: Shares = np.bincount(states.axis_fact, saved, len(states.facts)) / states.costs
        return gains
