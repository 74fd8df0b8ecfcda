"""The verdicts of all conditions of a catalogue at once, for one resident.

Every condition is written as alternatives, each a set of atoms that must all hold (distribution keeps Kleene's
verdicts). Each alternative is a lane of `Lanes`, which judges all of them together. Eight lanes make a *group*, which
holds all alternatives of some conditions; what the 16 bits of a group mean for its conditions is remembered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from struct import Struct
from typing import TypeAlias

from onetrip.rules.alternatives import Alternatives, alternatives
from onetrip.rules.evaluation import evaluate, missing_amounts
from onetrip.rules.evidence import NO, UNKNOWN, YES, Verdict
from onetrip.rules.explanation import Explainer, Reasons
from onetrip.rules.expressions import Atom, Expr
from onetrip.rules.facts import Vocabulary
from onetrip.rules.known import KnownFacts
from onetrip.rules.lanes import LANE, Lanes

_LANES_OF_GROUP = 8
_ALL_USUAL = (0, sum(UNKNOWN << LANE * lane for lane in range(_LANES_OF_GROUP)))

_Verdicts: TypeAlias = Sequence[tuple[str, Verdict]]


class _Group:
    """Some conditions and their lanes. `seen`: by the bits of the lanes, the verdicts that are not the usual one.

    There are two usual ones: the first list has the verdicts other than NO, the second those other than UNKNOWN.
    """

    def __init__(self) -> None:
        self.seen: dict[int, tuple[_Verdicts, _Verdicts]] = {}
        self.lanes: list[frozenset[Atom]] = []
        self._members: list[tuple[str, range]] = []

    def takes(self, count: int) -> bool:
        """Whether there is room for a condition with that many alternatives."""
        return len(self.lanes) + count <= _LANES_OF_GROUP

    def take(self, name: str, found: Sequence[frozenset[Atom]]) -> None:
        """Give a condition the next lanes of the group."""
        self._members.append((name, range(len(self.lanes), len(self.lanes) + len(found))))
        self.lanes += found

    def see(self, bits: int) -> tuple[_Verdicts, _Verdicts]:
        """What these bits mean; from now on also in `seen`."""
        verdicts = [(name, max(bits >> LANE * lane & YES for lane in lanes)) for name, lanes in self._members]
        not_no, not_unknown = (
            [(name, Verdict(verdict)) for name, verdict in verdicts if verdict != usual] for usual in (NO, UNKNOWN)
        )
        self.seen[bits] = not_no, not_unknown
        return not_no, not_unknown


class Program:
    """Compiled conditions. Made by `compile_conditions`; may be shared between threads."""

    def __init__(self, conditions: Mapping[str, Expr], vocabulary: Vocabulary) -> None:
        self._conditions = dict(conditions)
        self._vocabulary = vocabulary
        self._reasons = Reasons(self._conditions, vocabulary)
        written = {name: alternatives(expr, _LANES_OF_GROUP) for name, expr in self._conditions.items()}
        # Distribution may multiply alternatives without end; the few conditions that do are evaluated one by one.
        self._alone = [name for name, found in written.items() if found is None]
        self._groups = _grouped({name: found for name, found in written.items() if found})
        self._seen = [group.seen for group in self._groups]
        self._by_group = Struct(f"<{len(self._groups)}H")
        padded = [[*group.lanes, *[frozenset[Atom]()] * _LANES_OF_GROUP][:_LANES_OF_GROUP] for group in self._groups]
        self._lanes = Lanes([lane for lanes in padded for lane in lanes], vocabulary)
        # A dict is made fastest as a copy in which the less usual verdicts are then set.
        self._usual = [dict.fromkeys(self._conditions, usual) for usual in (Verdict.NO, Verdict.UNKNOWN)]
        self._usual[1].update((name, Verdict.NO) for name, found in written.items() if found == frozenset())

    def verdicts(self, known: KnownFacts, day: date) -> dict[str, Verdict]:
        """The verdict of each condition by its name. ValueError: a known value is not of its fact's type."""
        route = self._lanes.route(known, day)
        lanes = self._lanes.judge(known, route)
        usual = 0 if route.share > 0.5 else 1
        all_usual = _ALL_USUAL[usual]
        found = self._usual[usual].copy()
        bits = self._by_group.unpack(lanes.to_bytes(self._by_group.size, "little"))
        for by_bits, of_group, group in zip(self._seen, bits, self._groups):  # noqa: B905 - see below
            # To be strict would take longer than all the rest; there is one of each for every group.
            if of_group != all_usual:
                for name, verdict in (by_bits.get(of_group) or group.see(of_group))[usual]:
                    found[name] = verdict
        for name in self._alone:
            found[name] = evaluate(self._conditions[name], known, day, self._vocabulary)
        return found

    def explainer(self, known: KnownFacts, day: date) -> Explainer:
        """Explains any of the conditions, by its name, for one resident on one day."""
        return self._reasons.explainer(known, day)

    def missing_amounts(self, day: date) -> frozenset[str]:
        """The amounts that some condition refers to and that have no figure on `day`."""
        found = (missing_amounts(expr, day, self._vocabulary) for expr in self._conditions.values())
        return frozenset[str]().union(*found)


def compile_conditions(conditions: Mapping[str, Expr], vocabulary: Vocabulary) -> Program:
    """The conditions, by their names, as one program."""
    return Program(conditions, vocabulary)


def _grouped(written: Mapping[str, Alternatives]) -> list[_Group]:
    """Put the conditions into groups, those with most alternatives first, each into the first group with room."""
    groups: list[_Group] = []
    for name in sorted(written, key=lambda name: -len(written[name])):
        found = sorted(written[name], key=repr)
        group = next((group for group in groups if group.takes(len(found))), None)
        if group is None:
            group = _Group()
            groups.append(group)
        group.take(name, found)
    return groups
