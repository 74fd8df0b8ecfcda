"""What one condition says of one resident on one day, and which comparisons decide it.

Kleene's strong three-valued logic: a decided verdict never changes when another fact becomes known. The converse is not
promised: `x or not x` is unknown while x is, because nothing looks across comparisons. Within one comparison an age that
was said is used as far as it goes: whoever is 66 has passed the 65th birthday, at 60 it is not near, at 64 it may be.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

from onetrip.rules.evidence import NO, UNKNOWN, YES, Evidence, Verdict
from onetrip.rules.expressions import Atom, Expr, amounts_of, fold, leaves
from onetrip.rules.facts import Vocabulary
from onetrip.rules.known import KnownFacts

_Found: TypeAlias = tuple[int, tuple[Atom, ...]]
"""A verdict with the atoms that decide it; when it is unknown, with those that leave it open."""


class _Why:
    """A condition as its verdict and the atoms behind it: few of them, where several sets would do."""

    def __init__(self, evidence: Evidence) -> None:
        self._judge = evidence.judge

    def truth(self, value: bool, /) -> _Found:  # noqa: FBT001
        return (YES if value else NO), ()

    def atom(self, atom: Atom, /) -> _Found:
        return self._judge(atom), (atom,)

    def every(self, parts: Iterable[_Found], /) -> _Found:
        return self._joined(parts, NO, YES)

    def some(self, parts: Iterable[_Found], /) -> _Found:
        return self._joined(parts, YES, NO)

    @staticmethod
    def _joined(parts: Iterable[_Found], decisive: int, otherwise: int) -> _Found:
        """One part with the `decisive` verdict decides, the smallest; else any open part leaves all open."""
        smallest: tuple[Atom, ...] | None = None
        agreeing: tuple[Atom, ...] = ()
        open_: tuple[Atom, ...] = ()
        for verdict, atoms in parts:
            if verdict == decisive:
                if len(atoms) < 2:
                    return verdict, atoms
                if smallest is None or len(atoms) < len(smallest):
                    smallest = atoms
            elif verdict == UNKNOWN:
                open_ += atoms
            else:
                agreeing += atoms
        if smallest is not None:
            return decisive, smallest
        return (UNKNOWN, open_) if open_ else (otherwise, agreeing)


def deciding(expr: Expr, evidence: Evidence) -> _Found:
    """The verdict and the atoms that decide it, resting on facts none of which could be left out."""
    verdict, found = fold(expr, _Why(evidence))
    if verdict == UNKNOWN or len(found) < 2 or not _repeats(expr, evidence):
        return verdict, found
    # A fact that stands in several comparisons can make another one dispensable: try without each.
    for fact in dict.fromkeys(map(evidence.basis, found)):
        rest = set(map(evidence.basis, found)) - {fact}
        again, fewer = fold(expr, _Why(evidence.limited_to(rest)))
        if again == verdict:
            found = fewer
    return verdict, found


def _repeats(expr: Expr, evidence: Evidence) -> bool:
    """Whether some fact stands in more than one comparison."""
    facts = [evidence.basis(atom) for atom in leaves(expr)]
    return len(set(facts)) < len(facts)


def evaluate(expr: Expr, known: KnownFacts, day: date, vocabulary: Vocabulary) -> Verdict:
    """Whether one condition holds. For many conditions at once there is `compile_conditions`."""
    return Verdict(fold(expr, _Why(Evidence(known, day, vocabulary)))[0])


def residual(expr: Expr, known: KnownFacts, day: date, vocabulary: Vocabulary) -> frozenset[str]:
    """The facts that can still matter to an undecided condition: none when it is decided.

    Where an age is wanted and `age` itself is no fact that can be asked for, the residual names `birth_date`.
    """
    evidence = Evidence(known, day, vocabulary)
    verdict, found = fold(expr, _Why(evidence))
    return facts_to_ask(found, evidence) if verdict == UNKNOWN else frozenset()


def facts_to_ask(found: Iterable[Atom], evidence: Evidence) -> frozenset[str]:
    """The facts that decide those of the atoms that are open; an atom whose amount is missing waits for no fact."""
    return frozenset(fact for atom in found if (fact := evidence.to_ask(atom)) is not None)


def missing_amounts(expr: Expr, day: date, vocabulary: Vocabulary) -> frozenset[str]:
    """The amounts a condition refers to that have no figure on `day`; their comparisons stay unknown."""
    return frozenset(amount for amount in amounts_of(expr) if vocabulary.amounts[amount].at(day) is None)
