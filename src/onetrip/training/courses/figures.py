"""What the events of a centre say about its matters: how often each is handled, which come together, what went wrong."""

from __future__ import annotations

import threading
import time as clock
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Category, Matter
from onetrip.centres.queries import settled
from onetrip.lobby.together import Pair, pairs_of
from onetrip.lobby.together_queries import baskets
from onetrip.ratings.queries import causes_of_broken_promises
from onetrip.training.courses.terms import YEAR_DAYS, example
from onetrip.training.queries import a_year, rules_of

_KEEP_SECONDS = 600.0
_lock = threading.Lock()
_kept: dict[tuple[str, str], tuple[float, Any]] = {}
Counted = TypeVar("Counted")


@dataclass(frozen=True)
class Group:
    """A category with its matters, the most handled first; `cases` in the rolling year by matter, `high` the frequent ones."""

    category: Category
    matters: tuple[Matter, ...]
    cases: Mapping[str, int]
    high: frozenset[str]

    @property
    def total(self) -> int:
        """The cases of the category."""
        return sum(self.cases.get(matter.id, 0) for matter in self.matters)

    @property
    def lines(self) -> tuple[tuple[Matter, int, bool], ...]:
        """Each matter with its cases and whether it is high-frequency."""
        return tuple((matter, self.cases.get(matter.id, 0), matter.id in self.high) for matter in self.matters)


def by_frequency(centre: str, now: datetime) -> tuple[Group, ...]:
    """The categories with their matters: first those with high-frequency matters, by their cases; at most ten minutes old.

    High-frequency are the matters with more cases in the rolling year than the centre's rules of training say.
    """
    threshold = rules_of(centre).high_frequency
    catalogue = catalogues.current()
    counts = _counts(centre, now)
    high = frozenset(matter for matter, number in counts.items() if number > threshold)
    groups = []
    for category in catalogue.categories.values():
        matters = catalogue.in_category(category.id)
        ordered = tuple(sorted(matters, key=lambda one: -counts.get(one.id, 0)))
        if ordered:
            groups.append(Group(category, ordered, counts, high & {one.id for one in ordered}))
    return tuple(sorted(groups, key=lambda group: (not group.high, -group.total)))  # stable: else the catalogue's order


def asked_together(centre: str, now: datetime) -> tuple[Pair, ...]:
    """Which matters people of this centre ask for in one visit, more often than chance would have it; at most ten minutes old."""
    terms = example()
    last = settled(centre).centre.day_of(now)

    def count() -> tuple[Pair, ...]:
        found = baskets(centre, last - timedelta(days=YEAR_DAYS), last)
        return pairs_of(found, least_visits=terms.least_visits, least_lift=terms.least_lift)

    return _remembered(centre, "together", count)


def broken_promises(centre: str, matter: str, now: datetime) -> Mapping[str, int]:
    """Cause → how many promises about the matter were broken at the centre in the rolling year."""
    return causes_of_broken_promises(centre, matter, since=now - timedelta(days=YEAR_DAYS))


def forget() -> None:
    """Drop what is kept in memory (between tests)."""
    with _lock:
        _kept.clear()


def _counts(centre: str, now: datetime) -> Mapping[str, int]:
    return _remembered(centre, "cases", lambda: a_year(centre, now))


def _remembered(centre: str, name: str, count: Callable[[], Counted]) -> Counted:
    known = _kept.get((centre, name))
    if known is not None and known[0] > clock.monotonic():
        found: Counted = known[1]
        return found
    value = count()
    with _lock:
        _kept[centre, name] = (clock.monotonic() + _KEEP_SECONDS, value)
    return value
