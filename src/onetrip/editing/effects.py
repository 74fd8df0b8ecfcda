"""What a change of the catalogue means for whom, worked out once for the same two texts."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from onetrip.advice import queries as advice
from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.comparing import Comparison, compare
from onetrip.catalogue.schema import read


@dataclass(frozen=True)
class Effects:
    """A comparison, how many seconds it took, and for how many slips in people's hands it matters, by matter."""

    comparison: Comparison
    seconds: float
    slips: Mapping[str, int]

    @property
    def slips_in_all(self) -> int:
        return sum(self.slips.values())


class _Pair:
    """Two catalogues, alike for the cache when their texts are."""

    def __init__(self, before: Catalogue, after: Catalogue, day: date) -> None:
        self.before, self.after, self.day = before, after, day

    def _key(self) -> tuple[str, str, date]:
        return self.before.digest, self.after.digest, self.day

    def __hash__(self) -> int:
        return hash(self._key())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Pair) and self._key() == other._key()


def effects(before: Mapping[str, str], after: Mapping[str, str], day: date) -> Effects | None:
    """What changes for whom from the texts `before` to those `after`; None while one of them has mistakes."""
    old, new = read(before).catalogue, read(after).catalogue
    if old is None or new is None:
        return None
    comparison, seconds = _compared(_Pair(old, new, day))
    slips = advice.slips_in_hand([each.matter for each in comparison.matters], day)
    return Effects(comparison, seconds, slips)


@lru_cache(maxsize=8)
def _compared(pair: _Pair) -> tuple[Comparison, float]:
    began = time.perf_counter()
    return compare(pair.before, pair.after, pair.day), time.perf_counter() - began
