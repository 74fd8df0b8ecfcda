"""Which matters people ask for together. Pure: counts of visits alone, and none of few people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Pair:
    """Two matters asked for in the same visits: in how many (`visits`), in which share of all (`support`, 0 to 1), and how
    many times as often as by chance (`lift`)."""

    one: str
    other: str
    visits: int
    support: float
    lift: float

    def beside(self, matter: str) -> str | None:
        """The other one of the two; None where `matter` is neither."""
        return {self.one: self.other, self.other: self.one}.get(matter)


def pairs_of(baskets: Iterable[Collection[str]], *, least_visits: int, least_lift: float) -> tuple[Pair, ...]:
    """The pairs in `least_visits` visits or more whose lift is `least_lift` or more, the most frequent first.

    `baskets` are the matters of each visit; those with one matter count too, for without them there is no chance to
    compare with. Lift is P(both) / (P(one) P(other)): Brin, Motwani, Ullman, Tsur (1997), there called interest. Smaller
    counts are left out, so that no pair speaks of somebody whom one might know.
    """
    single, both, number = Counter[str](), Counter[tuple[str, str]](), 0
    for basket in baskets:
        matters = sorted(set(basket))
        if not matters:
            continue
        number += 1
        single.update(matters)
        both.update(combinations(matters, 2))
    found = []
    for (one, other), visits in both.items():
        lift = visits * number / (single[one] * single[other])
        if visits >= least_visits and lift >= least_lift:
            found.append(Pair(one, other, visits, visits / number, lift))
    return tuple(sorted(found, key=lambda pair: (-pair.visits, -pair.lift, pair.one, pair.other)))
