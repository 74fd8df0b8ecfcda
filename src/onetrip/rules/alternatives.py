"""A condition as alternatives: sets of atoms, at least one of which holds as a whole where the condition holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from onetrip.rules.expressions import Atom, Expr, fold

Alternatives: TypeAlias = frozenset[frozenset[Atom]]


def alternatives(expr: Expr, most: int) -> Alternatives | None:
    """The alternatives of a condition, none of which contains another; None where there are more than `most`.

    Nothing is decided on the way, so the three-valued verdict stays what it was: always true is one empty
    alternative, never true is none.
    """
    return fold(expr, _Distribution(most))


class _Distribution:
    def __init__(self, most: int) -> None:
        self._most = most

    def truth(self, value: bool, /) -> Alternatives | None:  # noqa: FBT001
        return frozenset((frozenset[Atom](),)) if value else frozenset()

    def atom(self, atom: Atom, /) -> Alternatives | None:
        return frozenset((frozenset((atom,)),))

    def every(self, parts: Iterable[Alternatives | None], /) -> Alternatives | None:
        found: Alternatives | None = frozenset((frozenset[Atom](),))
        for part in parts:
            if found is None or part is None or len(found) * len(part) > 8 * self._most:
                return None
            found = self._shortest({left | right for left in found for right in part})
        return found

    def some(self, parts: Iterable[Alternatives | None], /) -> Alternatives | None:
        joined: set[frozenset[Atom]] = set()
        for part in parts:
            if part is None:
                return None
            joined |= part
        return self._shortest(joined)

    def _shortest(self, found: set[frozenset[Atom]]) -> Alternatives | None:
        """Without those that only ask for more than another one does."""
        kept: list[frozenset[Atom]] = []
        for candidate in sorted(found, key=len):
            if not any(shorter <= candidate for shorter in kept):
                kept.append(candidate)
        return frozenset(kept) if len(kept) <= self._most else None
