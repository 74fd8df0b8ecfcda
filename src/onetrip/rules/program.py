"""The verdicts of all conditions of a catalogue at once, for one resident.

Every condition is written as alternatives, each a set of atoms that must all hold (distribution keeps Kleene's
verdicts), or its opposite is, where that takes fewer. Each alternative is a lane of `Lanes`, which judges all of them
together. The lanes are laid out in ranks: the first alternative of every condition, then the second of those that have
one, and so on, the conditions with most alternatives always in front; so one shift and one `|` a rank join the
alternatives of all conditions.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from onetrip.rules.alternatives import Alternatives, alternatives
from onetrip.rules.evaluation import missing_amounts
from onetrip.rules.evidence import YES, Verdict
from onetrip.rules.explanation import Explainer, Reasons
from onetrip.rules.expressions import And, Atom, Expr, Or, fact_of, negate
from onetrip.rules.facts import Vocabulary
from onetrip.rules.known import KnownFacts
from onetrip.rules.lanes import MOST_FACTS, Lanes

_MOST_ALTERNATIVES = 32
_VERDICTS = (Verdict.NO, Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.YES)
"""By the byte of a condition; 1 is a denied UNKNOWN."""


class Program:
    """Compiled conditions. Made by `compile_conditions`; may be shared between threads."""

    def __init__(self, conditions: Mapping[str, Expr], vocabulary: Vocabulary) -> None:
        self._conditions = dict(conditions)
        self._vocabulary = vocabulary
        self._reasons = Reasons(self._conditions, vocabulary)
        written = {name: _written(expr) for name, expr in self._conditions.items()}
        # Neither way fits the few that are tangled beyond use: their parts are conditions of their own, joined afterwards.
        self._joined: list[tuple[str, bool, list[str]]] = []
        for name in [name for name, found in written.items() if found is None]:
            self._take_apart(name, self._conditions[name], written)
        ranked = sorted(((name, *found) for name, found in written.items() if found), key=lambda each: -len(each[1]))
        self._names = [name for name, _, _ in ranked]
        self._denied = int.from_bytes(bytes(YES if denied else 0 for _, _, denied in ranked), "little")
        self._ranks: list[tuple[int, int]] = []
        lanes: list[frozenset[Atom]] = []
        for rank in range(len(ranked[0][1]) if ranked else 0):
            members = [found[rank] for _, found, _ in ranked if len(found) > rank]
            if rank:
                self._ranks.append((8 * (len(lanes) - len(ranked)), (1 << 8 * len(members)) - 1))
            lanes += members
        self._lanes = Lanes(lanes, vocabulary)
        self._first_rank = (1 << 8 * len(ranked)) - 1
        self._all_no = dict.fromkeys(self._conditions, Verdict.NO)

    def verdicts(self, known: KnownFacts, day: date) -> dict[str, Verdict]:
        """The verdict of each condition by its name. ValueError: a known value is not of its fact's type."""
        lanes = int.from_bytes(self._lanes.judge(known, day), "little")
        joined = lanes & self._first_rank
        further = lanes >> self._first_rank.bit_length()
        for shift, members in self._ranks:
            joined |= further >> shift & members
        joined ^= self._denied
        # The fastest way to a dict, and one that keeps the order: copy one, and set the verdicts that are not NO.
        found = self._all_no.copy()
        for name, code in zip(self._names, joined.to_bytes(len(self._names), "little")):  # noqa: B905 - strict is slow
            if code:
                found[name] = _VERDICTS[code]
        for name, all_of, parts in self._joined:
            found[name] = (min if all_of else max)([found.pop(part, Verdict.NO) for part in parts])
        return found

    def _take_apart(self, name: str, expr: Expr, written: dict[str, tuple[list[frozenset[Atom]], bool] | None]) -> None:
        """Write the parts of a condition under names of their own; those that still do not fit are taken apart again."""
        assert isinstance(expr, And | Or)  # noqa: S101 - a single comparison always fits
        parts = []
        for number, part in enumerate(expr.parts):
            inner = f"{name} part {number}"
            written[inner] = _written(part)
            if written[inner] is None:
                self._take_apart(inner, part, written)
            parts.append(inner)
        self._joined.append((name, isinstance(expr, And), parts))

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


def _written(expr: Expr) -> tuple[list[frozenset[Atom]], bool] | None:
    """The alternatives of a condition, or those of its opposite (True); None where neither fits into lanes.

    There is at least one, also for a condition without atoms, and they are in an order that is always the same.
    """
    choices = [(alternatives(expr, _MOST_ALTERNATIVES), False), (alternatives(negate(expr), _MOST_ALTERNATIVES), True)]
    fitting = [(sorted(found, key=repr), denied) for found, denied in choices if found and _fits(found)]
    return min(fitting, key=lambda each: len(each[0]), default=None)


def _fits(found: Alternatives) -> bool:
    return all(len(set(map(fact_of, atoms))) <= MOST_FACTS for atoms in found)
