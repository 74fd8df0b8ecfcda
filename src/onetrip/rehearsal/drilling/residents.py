"""Who comes to a drill: everything chance decides of each of them, drawn before the doors open. Pure; nobody is real."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from random import Random

from onetrip.rehearsal.drilling.scenario import HALF_HOUR, Comes, Kind, Scenario

SPREAD = 0.5
"""Standard deviation of the minutes at a window, as a share of their mean: lognormal, as service times in halls are."""


@dataclass(frozen=True)
class Resident:
    """Somebody who comes. `arrives`: minutes after the doors opened; `minutes` they will take at the window."""

    number: int
    kind: Kind
    arrives: float
    minutes: float
    came_with: str = ""


def scaled(scenario: Scenario, people: int) -> Scenario:
    """The scenario with about so many people: half hours and groups shrink or grow alike, nothing else changes.

    Every group keeps at least one. Raises ValueError for fewer people than there are groups.
    """
    groups = scenario.groups
    if people < len(groups):
        raise ValueError(f"{people} people cannot make {len(groups)} groups")
    by = people / scenario.people
    events = tuple(
        replace(event, people=max(1, round(event.people * by))) if isinstance(event, Comes) else event
        for event in scenario.events
    )
    left = max(0, people - sum(event.people for event in events if isinstance(event, Comes)))
    return replace(scenario, events=events, arrivals=_shared_out(left, scenario.arrivals))


def _shared_out(people: int, weights: tuple[int, ...]) -> tuple[int, ...]:
    """So many people over the half hours as the weights have it, to the last one: whoever has the largest rest gets one more."""
    total = sum(weights)
    if not total:
        return weights
    exact = [people * weight / total for weight in weights]
    counts = [math.floor(each) for each in exact]
    by_rest = sorted(range(len(exact)), key=lambda place: counts[place] - exact[place])
    for place in by_rest[: people - sum(counts)]:
        counts[place] += 1
    return tuple(counts)


def drawn(scenario: Scenario, *, seed: int) -> list[Resident]:
    """Everybody, in the order in which they come. The same seed gives the same people."""
    chance = Random(f"{scenario.id} {seed}")  # noqa: S311 -- a drill, no secret
    came: list[tuple[float, Kind, str]] = []
    kinds = [kind for kind in scenario.kinds if kind.share > 0]
    for slot, count in enumerate(scenario.arrivals):
        for kind in _mixed(kinds, count, chance):
            came.append((slot * HALF_HOUR + chance.uniform(0, HALF_HOUR), kind, ""))
    for group in scenario.groups:
        kind = scenario.kind(group.kind)
        # A bus empties itself within two minutes.
        came += [(group.at + chance.uniform(0, 2), kind, group.name.en) for _ in range(group.people)]
    came.sort(key=lambda one: one[0])
    return [
        Resident(number, kind, arrives, _minutes(kind.minutes, chance), name)
        for number, (arrives, kind, name) in enumerate(came, start=1)
    ]


def _mixed(kinds: list[Kind], count: int, chance: Random) -> list[Kind]:
    """So many of the kinds, as near to their shares as whole people can be, in any order: a drill of twelve has every kind."""
    if not kinds:
        return []
    weights = tuple(round(kind.share * 10_000) for kind in kinds)
    mixed = [kind for kind, number in zip(kinds, _shared_out(count, weights), strict=True) for _ in range(number)]
    chance.shuffle(mixed)
    return mixed


def _minutes(mean: float, chance: Random) -> float:
    """Lognormal with this mean."""
    sigma = math.sqrt(math.log(1 + SPREAD**2))
    return chance.lognormvariate(math.log(mean) - sigma**2 / 2, sigma)
