"""Residents on the boundaries of a condition: for each comparison two who differ in as little as possible, and of whom it
alone decides that the condition holds for one and not for the other.

That is modified condition/decision coverage (Chilenski and Miller, "Applicability of modified condition/decision coverage to
software testing", Software Engineering Journal 9(5), 1994). Where one comparison can change by itself it is the *unique
cause*. Comparisons of one fact, or of facts that cannot be combined at will, change together; then *masking* is enough: what
else changes is kept from the outcome by the rest (Chilenski, DOT/FAA/AR-01/18, 2001; CAST-6; Hayhurst and others,
NASA/TM-2001-210876). The conditions here are monotone (`expressions`), so a comparison decides exactly where everything
beside it on the way up is true under an "and" and false under an "or".

Only possible residents count: none that a constraint forbids. What a comparison can never decide is said, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from onetrip.rules.bans import bans_of
from onetrip.rules.classes import key_of
from onetrip.rules.constraints import Constraint, Constraints
from onetrip.rules.edges import Edge, Trait, Traits, edges_of, known_of, speaks_of_a_day, traits_of
from onetrip.rules.evidence import NO, UNKNOWN, YES, Evidence
from onetrip.rules.expressions import ALWAYS, And, Atom, Expr, Or, Truth, atoms, every, fold, leaves, negate, some
from onetrip.rules.facts import AGE, BIRTH_DATE, Vocabulary
from onetrip.rules.known import KnownFacts

_MOST_STEPS = 200_000
"""Values tried for one comparison before nothing is claimed of it."""
_MOST_REMEMBERED = 4096

_Verdicts: TypeAlias = Mapping[Atom, int]
_Searched: TypeAlias = tuple[Expr, Expr, frozenset[str]]
"""A condition, what holds around it, and the facts beside it."""
_MOST_CHANGES = 4
"""Facts in which the two may differ before no matter how many are taken."""


class Why(StrEnum):
    """Why a comparison decides for nobody."""

    NOBODY_MEETS = "nobody-meets"  # of those who are asked, no possible resident meets it
    EVERYBODY_MEETS = "everybody-meets"  # of those who are asked, every possible resident meets it
    OTHERS_DECIDE = "others-decide"  # wherever it could change, the rest has decided already
    NO_FIGURE = "no-figure"  # the amount it compares with has no figure on the day
    TOO_TANGLED = "too-tangled"  # not found among as many combinations as are worth the time; nothing is claimed


@dataclass(frozen=True, slots=True)
class Pair:
    """Two residents: the condition holds for `inside` and not for `outside`, because of one comparison.

    `unique`: no other comparison of the condition changes between them. `sharp`: they stand on the two sides of its bound,
    next to each other.
    """

    atom: Atom
    inside: Traits
    outside: Traits
    unique: bool
    sharp: bool

    @property
    def changed(self) -> tuple[str, ...]:
        """The facts in which the two differ."""
        return tuple(fact for fact, trait in self.inside.items() if self.outside.get(fact) != trait)


@dataclass(frozen=True, slots=True)
class Boundaries:
    """For each comparison of a condition the pair that shows it decide, or why there is none."""

    pairs: Mapping[Atom, Pair]
    cannot: Mapping[Atom, Why]


class World:
    """Who is possible on a day: the vocabulary, and the combinations that no resident has, or hardly any.

    What was found for a condition is remembered with it. May be shared between threads: the worst is to look twice.
    """

    def __init__(self, vocabulary: Vocabulary, constraints: Sequence[Constraint], day: date) -> None:
        self.vocabulary, self.day = vocabulary, day
        self._impossible = Constraints([each for each in constraints if each.certain], vocabulary)
        self._unlikely = Constraints([each for each in constraints if not each.certain], vocabulary)
        banned = (
            atom for each in constraints for ban in bans_of(each.never) or () for mine in ban.values() for atom in mine
        )
        self._banned: dict[str, dict[Atom, None]] = {}
        self._found: dict[_Searched, Boundaries] = {}
        for atom in banned:
            self._banned.setdefault(key_of(atom), {})[atom] = None

    def remembered(self, searched: _Searched, search: Callable[[], Boundaries]) -> Boundaries:
        """What is found for a condition, looked for once."""
        found = self._found.get(searched)
        if found is None:
            found = search()
            while len(self._found) >= _MOST_REMEMBERED:
                self._found.pop(next(iter(self._found)), None)
            self._found[searched] = found
        return found

    def banned(self, fact: str) -> tuple[Atom, ...]:
        """The comparisons of a fact in constraints."""
        return tuple(self._banned.get(fact, ()))

    def known(self, traits: Traits) -> KnownFacts:
        """What is known of somebody on the day."""
        return known_of(traits, self.day, self.vocabulary)

    def can_be(self, traits: Traits, *, likely: bool = False) -> bool:
        """Whether such a resident is possible; with `likely`, also not one of those of whom there is hardly any."""
        known = self.known(traits)
        if self._impossible.conflicts(known, self.day):
            return False
        return not likely or not self._unlikely.broken(known, self.day)


def boundaries(condition: Expr, world: World, around: Expr = ALWAYS, beside: Iterable[str] = ()) -> Boundaries:
    """The pairs for every comparison of `condition`, among residents for whom `around` holds on both sides.

    `beside` are further facts that the residents have, such as the papers of a matter look at. Residents of whom there is
    hardly any are taken only where no others do.
    """
    facts = frozenset(beside)
    return world.remembered(
        (condition, around, facts), lambda: _boundaries(_Search(condition, world, around, facts), condition)
    )


def _boundaries(search: _Search, condition: Expr) -> Boundaries:
    pairs: dict[Atom, Pair] = {}
    cannot: dict[Atom, Why] = {}
    for atom in atoms(condition):
        found = search.pair(atom)
        if isinstance(found, Pair):
            pairs[atom] = found
        else:
            cannot[atom] = found
    return Boundaries(pairs, cannot)


def somebody(condition: Expr, world: World, beside: Iterable[str] = ()) -> Traits | None:
    """A possible resident for whom `condition` holds, an ordinary one if there is any; None where nobody is found."""
    return _Search(ALWAYS, world, condition, beside).somebody()


class _TooMany(Exception):
    """More combinations than are worth the time."""


class _Search:
    """All residents made of a few values of each fact, looked through from the ordinary to the odd."""

    def __init__(self, condition: Expr, world: World, around: Expr, beside: Iterable[str]) -> None:
        self._condition, self._world, self._around = condition, world, around
        self._own: dict[str, dict[Atom, None]] = {}
        for atom in atoms(every(condition, around)):
            self._own.setdefault(key_of(atom), {})[atom] = None
        for fact in sorted(beside):
            self._own.setdefault(BIRTH_DATE if fact == AGE else fact, {})
        self._verdicts: dict[str, dict[Trait, _Verdicts]] = {fact: {} for fact in self._own}
        self._values = {fact: self._telling(fact, tuple(own)) for fact, own in self._own.items()}
        self._steps = 0

    def somebody(self) -> Traits | None:
        """Anybody for whom `around` holds."""
        self._steps = 0
        try:
            return next((found for likely in (True, False) for found in self._solve(self._around, {}, likely)), None)
        except _TooMany:
            return None

    def pair(self, atom: Atom) -> Pair | Why:
        """The two who show that the atom decides, the ones that differ least; or why there are none."""
        self._steps = 0
        try:
            ways = [every(self._around, rest) for rest in _deciding(self._condition, atom)]
            ways = [way for way in ways if self._any(every(way, atom)) and self._any(every(way, negate(atom)))]
            if not ways:
                return self._why(atom)
            sharp = edges_of(atom, self._world.day, self._world.vocabulary)
            for edges in (sharp, self._coarse(atom, sharp)):
                for alone in (True, False):
                    found = self._nearest(atom, ways, edges, alone=alone)
                    if found is not None:
                        return Pair(atom, *found, unique=self._is_unique(atom, *found), sharp=edges is sharp)
            return Why.OTHERS_DECIDE
        except _TooMany:
            return Why.TOO_TANGLED

    def _telling(self, fact: str, own: tuple[Atom, ...]) -> tuple[Trait, ...]:
        """The values of a fact to try: those on the bounds of its own comparisons, and of all that are alike one."""
        world = self._world
        edges = {trait for atom in own for edge in edges_of(atom, world.day, world.vocabulary) for trait in edge}
        banned = world.banned(fact)
        if fact == BIRTH_DATE:
            # Who is old enough for a calendar day moves with the day: residents are told apart by their ages alone.
            banned = tuple(atom for atom in banned if not speaks_of_a_day(atom))
        found: dict[tuple[int, ...], Trait] = {}
        for trait in traits_of(fact, (*own, *banned), world.day, world.vocabulary):
            evidence = Evidence(world.known({fact: trait}), world.day, world.vocabulary)
            outcome = tuple(evidence.judge(atom) for atom in (*own, *banned))
            if UNKNOWN not in outcome or not own:
                found.setdefault(outcome, trait)
        return tuple(dict.fromkeys([*found.values(), *sorted(edges - set(found.values()), key=repr)]))

    def _coarse(self, atom: Atom, sharp: Sequence[Edge]) -> list[Edge]:
        """Values of the atom's fact further apart than those on its bound."""
        fact = key_of(atom)
        inside = [value for value in self._values[fact] if self._judge(fact, value)[atom] == YES]
        outside = [value for value in self._values[fact] if self._judge(fact, value)[atom] == NO]
        return [pair for one in inside for other in outside if (pair := (one, other)) not in sharp]

    def _nearest(
        self, atom: Atom, ways: Sequence[Expr], edges: Sequence[Edge], *, alone: bool
    ) -> tuple[Traits, Traits] | None:
        """Two in whom the atom decides and whose values of its fact are an edge: `alone`, all else being the same; else
        the first two found who differ in as little else as possible."""
        fact = key_of(atom)
        for likely in (True, False):
            best: tuple[int, Traits, Traits] | None = None
            for way in ways:
                for inside_value, outside_value in edges:
                    if alone:
                        twins = ({fact: inside_value}, {fact: outside_value})
                        both = next(self._solve(way, twins[0], likely, twin=twins[1]), None)
                        if both is not None:
                            return both, {**both, fact: outside_value}
                        continue
                    first = next(self._solve(way, {fact: inside_value}, likely), None)
                    other = first and self._like(first, way, {fact: outside_value}, likely)
                    if first is not None and other is not None:
                        differ = sum(first[name] != other[name] for name in first)
                        if best is None or differ < best[0]:
                            best = (differ, first, other)
            if best is not None:
                return best[1:]
        return None

    def _any(self, goal: Expr) -> bool:
        return next(self._solve(goal, {}, likely=False), None) is not None

    def _like(self, other: Traits, goal: Expr, fixed: Traits, likely: bool) -> Traits | None:  # noqa: FBT001
        """Somebody who meets the goal and is like the other one in all but as few facts as possible."""
        for changes in (*range(_MOST_CHANGES), len(other)):
            found = next(self._solve(goal, fixed, likely, like=other, changes=changes), None)
            if found is not None:
                return found
        return None

    def _solve(
        self,
        goal: Expr,
        fixed: Traits,
        likely: bool,  # noqa: FBT001 - always given by its name or from a loop over both
        *,
        twin: Traits | None = None,
        like: Traits | None = None,
        changes: int = 0,
    ) -> Iterator[Traits]:
        """Everybody who meets the goal and has the fixed traits. With `twin`, whoever has those traits instead has to meet it
        as well; with `like`, only those who differ from that one in no more than `changes` other facts."""
        # Facts with few values first: what they rule out is found soonest.
        names = sorted((name for name in self._values if name not in fixed), key=lambda name: len(self._values[name]))

        def fails(traits: Traits, known: _Verdicts) -> bool:
            self._steps += 1
            if self._steps > _MOST_STEPS:
                raise _TooMany
            return fold(goal, _Known(known)) == NO or not self._world.can_be(traits, likely=likely)

        def further(at: int, states: Sequence[tuple[dict[str, Trait], _Verdicts]], left: int) -> Iterator[Traits]:
            if any(fails(*state) for state in states):
                return
            if at == len(names):
                yield {name: states[0][0][name] for name in self._values}
                return
            name = names[at]
            usual = like[name] if like is not None else None
            for value in dict.fromkeys((*(() if usual is None else (usual,)), *self._values[name])):
                spared = left - (like is not None and value != usual)
                if spared >= 0:
                    judged = self._judge(name, value)
                    yield from further(
                        at + 1, [({**had, name: value}, {**known, **judged}) for had, known in states], spared
                    )

        yield from further(0, [self._begin(each) for each in ((fixed,) if twin is None else (fixed, twin))], changes)

    def _begin(self, fixed: Traits) -> tuple[dict[str, Trait], _Verdicts]:
        known: dict[Atom, int] = {}
        for fact, trait in fixed.items():
            known.update(self._judge(fact, trait))
        return dict(fixed), known

    def _judge(self, fact: str, trait: Trait) -> _Verdicts:
        """What each atom says of a trait, also of the opposite atoms, which a goal may hold."""
        found = self._verdicts[fact].get(trait)
        if found is None:
            evidence = Evidence(self._world.known({fact: trait}), self._world.day, self._world.vocabulary)
            both = [each for atom in self._own[fact] for each in (atom, _opposite(atom))]
            found = self._verdicts[fact][trait] = {atom: evidence.judge(atom) for atom in both}
        return found

    def _is_unique(self, atom: Atom, inside: Traits, outside: Traits) -> bool:
        """Whether no other atom of the condition itself says different things of the two."""

        def says(other: Atom, of: Traits) -> int:
            return self._judge(key_of(other), of[key_of(other)])[other]

        return all(other == atom or says(other, inside) == says(other, outside) for other in atoms(self._condition))

    def _why(self, atom: Atom) -> Why:
        if Evidence({}, self._world.day, self._world.vocabulary).missing_amount(atom) is not None:
            return Why.NO_FIGURE
        if not self._any(every(self._around, atom)):
            return Why.NOBODY_MEETS
        if not self._any(every(self._around, _opposite(atom))):
            return Why.EVERYBODY_MEETS
        return Why.OTHERS_DECIDE


class _Known:
    """Kleene's logic over atoms that are judged already; the others are open."""

    def __init__(self, judged: _Verdicts) -> None:
        self._judged = judged

    def truth(self, value: bool, /) -> int:  # noqa: FBT001 - the constant itself
        return YES if value else NO

    def atom(self, atom: Atom, /) -> int:
        return self._judged.get(atom, UNKNOWN)

    def every(self, parts: Iterable[int], /) -> int:
        return min(parts)

    def some(self, parts: Iterable[int], /) -> int:
        return max(parts)


def _opposite(atom: Atom) -> Atom:
    opposite = negate(atom)
    assert isinstance(opposite, Atom)  # noqa: S101 - an atom's opposite is one
    return opposite


def _deciding(expr: Expr, atom: Atom) -> Iterator[Expr]:
    """What has to hold beside the atom, so that it alone decides: where it stands more than once, that the condition holds
    with it and does not without it; then for each of its places what is on the way up."""
    opposite = _opposite(atom)
    if sum(each in (atom, opposite) for each in leaves(expr)) > 1:
        held, failed = (fold(expr, _With({atom: held, opposite: not held})) for held in (True, False))
        yield every(held, negate(failed))
    yield from _on_the_way(expr, atom)


def _on_the_way(expr: Expr, atom: Atom) -> Iterator[Expr]:
    if expr == atom:
        yield ALWAYS
    elif isinstance(expr, And | Or):
        for part in expr.parts:
            others = [other for other in expr.parts if other is not part]
            beside = every(*(others if isinstance(expr, And) else map(negate, others)))
            for within in _on_the_way(part, atom):
                yield every(beside, within)


class _With:
    """A condition in which some atoms are known to hold or not."""

    def __init__(self, truths: Mapping[Atom, bool]) -> None:
        self._truths = truths

    def truth(self, value: bool, /) -> Expr:  # noqa: FBT001 - the constant itself
        return Truth(value)

    def atom(self, atom: Atom, /) -> Expr:
        return Truth(self._truths[atom]) if atom in self._truths else atom

    def every(self, parts: Iterable[Expr], /) -> Expr:
        return every(*parts)

    def some(self, parts: Iterable[Expr], /) -> Expr:
        return some(*parts)
