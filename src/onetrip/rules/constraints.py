"""What can never be true of one resident together, and what therefore follows from the rest.

A constraint names a combination that nobody can have, as a condition over facts: retired and 12 years old. It serves both
ways: where the combination is known it is a contradiction, and where only one fact of it is open, that fact cannot have the
values that would complete it. Of what is then left a single value is as good as an answer.

Each constraint is written as `bans`. A ban whose facts but one can be nothing else than what it bans takes its values from
the last one (unit propagation over many-valued clauses), and so on until nothing changes. That only ever removes what no
resident can have, so the order in which bans are looked at changes nothing of what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from onetrip.rules.bans import BITS, LAST, MET, STATE_OF_BAN, BannedAtoms, BansOfDay, bans_of, bans_of_day
from onetrip.rules.expressions import Expr
from onetrip.rules.facts import AGE, BIRTH_DATE, Vocabulary
from onetrip.rules.known import Known, KnownFacts, Origin
from onetrip.rules.text import Text

_MOST_DAYS = 8
"""Days for which the bans are remembered."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """A combination that nobody can have (`certain`), or hardly anybody, so that it is worth asking again."""

    id: str
    never: Expr
    why: Text
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Conflict:
    """Known facts that cannot all be true, and the constraints that say so."""

    facts: tuple[str, ...]
    constraints: tuple[Constraint, ...]


class Constraints:
    """Constraints made ready for many residents; may be shared between threads.

    ValueError: one of them is too tangled, which `bans_of` tells beforehand.
    """

    def __init__(self, constraints: Sequence[Constraint], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._constraints = tuple(constraints)
        self._bans: list[tuple[int, BannedAtoms]] = []
        for place, constraint in enumerate(constraints):
            bans = bans_of(constraint.never)
            if bans is None:
                raise ValueError(f"{constraint.id} is too tangled; write it as several")
            self._bans += ((place, ban) for ban in bans)
        self._days: dict[date, BansOfDay] = {}

    def implied(self, known: KnownFacts, day: date) -> dict[str, Known]:
        """The facts that are not known and can have one value only; none where what is known contradicts itself.

        ValueError: a known value is none that its fact can have.
        """
        if not self._bans:
            return {}
        return _Propagation(self._on(day), known).implied()

    def grounds(self, fact: str, known: KnownFacts, day: date) -> tuple[str, ...]:
        """The known facts from which an implied one follows: without any of them it would not. KeyError: it does not."""
        of_day = self._on(day)
        found = _Propagation(of_day, known)
        value = found.implied()[fact]

        def follows(fewer: KnownFacts) -> bool:
            return _Propagation(of_day, fewer).implied().get(fact) == value

        return _least(found.grounds_of({fact}), known, follows, self._vocabulary)

    def broken(self, known: KnownFacts, day: date) -> tuple[Conflict, ...]:
        """The constraints that what is known meets outright. Of several met by the same facts the first is named."""
        if not self._bans:
            return ()
        of_day = self._on(day)
        found = _Propagation(of_day, known)
        by_facts: dict[tuple[str, ...], Constraint] = {}
        for ban in found.broken:
            by_facts.setdefault(found.known_in(ban), self._constraints[of_day.bans[ban].owner])
        return tuple(Conflict(facts, (constraint,)) for facts, constraint in by_facts.items())

    def conflicts(self, known: KnownFacts, day: date) -> tuple[Conflict, ...]:
        """What cannot be true together: every constraint that is `broken`; else what several together leave no way for."""
        outright = self.broken(known, day)
        if outright or not self._bans:
            return outright
        of_day = self._on(day)
        found = _Propagation(of_day, known)
        if not found.used:
            return ()

        def breaks(fewer: KnownFacts) -> bool:
            return bool(_Propagation(of_day, fewer).used)

        behind = found.grounds_of({fact for ban in found.used for fact, _ in of_day.bans[ban].parts})
        facts = _least(behind, known, breaks, self._vocabulary)
        used = _Propagation(of_day, {fact: known[fact] for fact in facts}).used
        return (Conflict(facts, tuple(dict.fromkeys(self._constraints[of_day.bans[ban].owner] for ban in used))),)

    def _on(self, day: date) -> BansOfDay:
        found = self._days.get(day)
        if found is None:
            if len(self._days) >= _MOST_DAYS:
                self._days.clear()
            found = self._days[day] = bans_of_day(self._bans, day, self._vocabulary)
        return found


def _least(
    facts: Collection[str], known: KnownFacts, enough: Callable[[KnownFacts], bool], vocabulary: Vocabulary
) -> tuple[str, ...]:
    """As few of the facts as still are enough, those that are asked first in front, which stay sooner than others."""

    def asked(fact: str) -> tuple[int, str]:
        described = vocabulary.fact(fact)
        return (described.order if described is not None else 0), fact

    kept = sorted((fact for fact in facts if fact in known), key=asked)
    for fact in reversed(tuple(kept)):
        if enough({name: known[name] for name in kept if name != fact}):
            kept.remove(fact)
    return tuple(kept)


class _Propagation:
    """What follows from what is known: the classes still possible for each fact, and which bans took the others."""

    def __init__(self, of_day: BansOfDay, known: KnownFacts) -> None:
        self._of_day = of_day
        self._known = known
        self._person = BIRTH_DATE if BIRTH_DATE in known else AGE
        self._possible: dict[str, int] = {}
        self._steps: list[tuple[str, int]] = []
        """The facts that lost classes, each with the ban that took them, in order."""
        self.broken: tuple[int, ...] = ()
        """The bans that what is known meets outright."""
        self.used: tuple[int, ...] = ()
        """The bans that together leave no way; none where there is one."""
        bans = of_day.start
        for fact, item in known.items():
            axis = of_day.axes.get(fact)
            if axis is not None:
                possible = axis.of_value(item.value)
            elif fact == self._person and BIRTH_DATE in of_day.axes:
                axis = of_day.axes[BIRTH_DATE]
                possible = of_day.possible_at(item.value)
            else:
                continue
            self._possible[axis.fact] = possible
            bans |= axis.told(possible)
        states = self._states(bans)[1]
        if MET in states:
            self.broken = self.used = tuple(_places(states, MET))
        elif LAST in states:
            self._propagate(bans)

    def implied(self) -> dict[str, Known]:
        """The facts that are not known and have one value left; none where there is no way."""
        if self.used:
            return {}
        axes, possible = self._of_day.axes, self._possible
        changed = dict.fromkeys(fact for fact, _ in self._steps if fact not in self._known)
        left = ((fact, axes[fact].only_value(possible[fact])) for fact in changed)
        return {fact: Known(value, Origin.DERIVED) for fact, value in left if value is not None}

    def known_in(self, ban: int) -> tuple[str, ...]:
        """The known facts of a ban."""
        parts = self._of_day.bans[ban].parts
        return tuple(name for fact, _ in parts if (name := self._name(fact)) in self._known)

    def grounds_of(self, facts: Collection[str]) -> frozenset[str]:
        """The known facts that had a part in what became of some facts."""
        end = len(self._steps)
        return frozenset().union(*(self._grounds(fact, end) for fact in facts))

    def _propagate(self, bans: int) -> None:
        axes, possible, all_bans = self._of_day.axes, self._possible, self._of_day.bans
        while True:
            raw, states = self._states(bans)
            if MET in states:
                self.used = self._led_to(states.index(MET))
                return
            if LAST not in states:
                return
            for ban in _places(states, LAST):
                fact, classes = all_bans[ban].parts[(~raw[ban] & BITS).bit_length() - 1]
                axis = axes[fact]
                before = possible.get(fact, axis.everything)
                left = before & ~classes
                if left == before:
                    continue
                self._steps.append((fact, ban))
                if not left:
                    self.used = self._led_to(ban)
                    return
                possible[fact] = left
                bans |= axis.told(left)

    def _states(self, bans: int) -> tuple[bytes, bytes]:
        raw = bans.to_bytes(len(self._of_day.bans), "little")
        return raw, raw.translate(STATE_OF_BAN)

    def _led_to(self, last: int) -> tuple[int, ...]:
        """A ban that cannot be kept, and all those that led there."""
        used = {last}
        facts = {fact for fact, _ in self._of_day.bans[last].parts}
        for fact, ban in reversed(self._steps):
            if fact in facts:
                used.add(ban)
                facts.update(other for other, _ in self._of_day.bans[ban].parts)
        return tuple(sorted(used))

    def _grounds(self, fact: str, before: int) -> frozenset[str]:
        """The known facts behind what was possible for a fact before a step."""
        found = {self._name(fact)} & self._known.keys()
        for step in range(before):
            changed, ban = self._steps[step]
            if changed == fact:
                others = (other for other, _ in self._of_day.bans[ban].parts if other != fact)
                found.update(*(self._grounds(other, step) for other in others))
        return frozenset(found)

    def _name(self, fact: str) -> str:
        return self._person if fact == BIRTH_DATE else fact


def _places(states: bytes, state: int) -> Iterator[int]:
    at = states.find(state)
    while at >= 0:
        yield at
        at = states.find(state, at + 1)
