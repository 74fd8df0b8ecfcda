"""Ways are counted: from which place to which, how often, and the minutes in between. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from statistics import median

from onetrip.rehearsal.mapping.places import DOOR, place_of

MOST_WAYS = 8


@dataclass(frozen=True)
class Edge:
    """From one place to another: how many times, and half of them within `minutes` (None from the door: nobody knows when
    they came through it)."""

    source: str
    target: str
    count: int
    minutes: float | None


@dataclass(frozen=True)
class Ways:
    """All ways of a stretch of time. `edges` the most gone first, then by name; `places`: how often each was come to;
    `whole`: the ways that are most gone, from the door to their end; `people`: how many ways there were."""

    people: int
    edges: tuple[Edge, ...]
    places: dict[str, int]
    whole: tuple[tuple[tuple[str, ...], int], ...]


@dataclass(frozen=True)
class Passed:
    """An event, as far as a way is concerned; those of one way on one day stand behind each other in time."""

    way: str
    at: datetime
    thing: str
    verb: str
    to_state: str


def ways_of(passed: Iterable[Passed]) -> Ways:
    """Count the ways. A way ends with its day: a case that goes on in the office afterwards is nobody standing there."""
    counts: Counter[tuple[str, str]] = Counter()
    minutes: dict[tuple[str, str], list[float]] = defaultdict(list)
    whole: Counter[tuple[str, ...]] = Counter()
    places: Counter[str] = Counter()
    for _, those in groupby(passed, key=lambda one: (one.way, one.at.date())):
        stations = list(_stations(those))
        if not _is_somebody_there(stations):
            continue
        keys = (DOOR, *(key for key, _ in stations))
        whole[keys] += 1
        places.update(keys)
        counts[DOOR, stations[0][0]] += 1
        for (source, left), (target, came) in pairwise(stations):
            counts[source, target] += 1
            minutes[source, target].append((came - left).total_seconds() / 60)
    edges = [Edge(*ends, count, median(minutes[ends]) if minutes[ends] else None) for ends, count in counts.items()]
    edges.sort(key=lambda edge: (-edge.count, edge.source, edge.target))
    most = sorted(whole.items(), key=lambda one: (-one[1], one[0]))[:MOST_WAYS]
    return Ways(sum(whole.values()), tuple(edges), dict(places), tuple(most))


def _stations(those: Iterable[Passed]) -> Iterator[tuple[str, datetime]]:
    """The places of a way, in order. Several matters accepted behind each other are one stop."""
    before = None
    for one in those:
        key = place_of(one.thing, one.verb, one.to_state)
        if key is not None and not (key == before and key in ("accepted", "turned-away", "at-kiosk")):
            yield key, one.at
        before = key or before


def _is_somebody_there(stations: list[tuple[str, datetime]]) -> bool:
    """Whether the way is that of somebody who came: decisions taken in the back office are not."""
    return any(key not in ("accepted", "turned-away") for key, _ in stations)
