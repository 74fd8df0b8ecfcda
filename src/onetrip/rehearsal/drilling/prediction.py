"""What was expected before a drill, in numbers. Pure. The simulation of a day gives a better one in the same shape."""

from __future__ import annotations

import math
from dataclasses import dataclass

from onetrip.rehearsal.drilling.scenario import HALF_HOUR, Comes, Faints, Scenario
from onetrip.rules import Text
from onetrip.simulation.erlang import erlang_c


@dataclass(frozen=True)
class Prediction:
    """Of the windows: the mean wait in minutes, which share is called within 20 minutes, and how many stand in line at the
    end of each half hour. `source` says what it was worked out by."""

    mean_wait: float
    within_20: float
    queue: tuple[float, ...]
    source: Text


BUSIEST = 0.95
_NOTHING = 1e-9

ROUGH = Text(
    "粗算：每半小时用排队公式，忙不过来的挤到下半小时；没有模拟。",
    "A rough estimate: the queueing formula for each half hour, what cannot be served moves on to the next. Not simulated.",
)


def rough(scenario: Scenario) -> Prediction:
    """From the numbers of the scenario alone: half hour by half hour, what cannot be served moves on to the next.

    Whoever goes to a kiosk is not counted at the windows; patience is not looked at, so a congested morning comes out a
    little too long. Waits within a half hour with a queue are taken as running evenly from its first to its last length.
    """
    arrivals, minutes = _at_windows(scenario), _mean_minutes(scenario)
    queue, lines, waited, soon = 0.0, [], 0.0, 0.0
    slot = 0
    while slot < len(arrivals) or queue > 0.5:
        come = arrivals[slot] if slot < len(arrivals) else 0.0
        windows = _windows(scenario, slot)
        can = windows * HALF_HOUR / minutes
        left = max(0.0, queue + come - can)
        mean, share = _slot_wait(queue, left, come, windows, minutes)
        waited, soon = waited + come * mean, soon + come * share
        queue = left
        lines.append(round(queue, 1))
        slot += 1
    people = sum(arrivals) or 1.0
    return Prediction(waited / people, soon / people, tuple(lines), ROUGH)


def _slot_wait(before: float, after: float, come: float, windows: float, minutes: float) -> tuple[float, float]:
    """Mean wait, and the share that waits 20 minutes at most, of those who come within a half hour.

    The line that is there (from `before` to `after` people) as a fluid, and on top of it what chance adds: by Erlang's
    formula with the load capped at `BUSIEST`, and no longer for whoever waits than the work of a half hour strays from its mean
    (the root of those who come), because in half an hour no line grows as it would for ever.
    """
    whole = max(1, round(windows))
    load = min(come * minutes / HALF_HOUR, BUSIEST * whole)
    waits = erlang_c(whole, load)
    of_those = min(minutes / (whole - load), math.sqrt(max(come, 1.0)) * minutes / whole)
    soon = 1 - waits * math.exp(-20 / of_those)
    first, last = before * minutes / windows, after * minutes / windows
    least, spread = min(first, last), abs(last - first)
    in_line = float(least <= 20) if spread < _NOTHING else min(1.0, max(0.0, (20 - least) / spread))
    return (first + last) / 2 + waits * of_those, in_line * soon


def _at_windows(scenario: Scenario) -> list[float]:
    share = sum(kind.share for kind in scenario.kinds if kind.goes != "kiosk") if scenario.kiosks else 1.0
    arrivals = [count * share for count in scenario.arrivals]
    for event in scenario.events:
        if isinstance(event, Comes):
            slot = min(int(event.at // HALF_HOUR), len(arrivals) - 1)
            arrivals[slot] += event.people
    return arrivals


def _mean_minutes(scenario: Scenario) -> float:
    """Minutes at a window by kind, weighted by how many come, and the moments between two calls."""
    weights = [(kind.minutes, kind.share * sum(scenario.arrivals)) for kind in scenario.kinds if kind.goes != "kiosk"]
    weights += [(scenario.kind(group.kind).minutes, float(group.people)) for group in scenario.groups]
    total = sum(weight for _, weight in weights)
    return (sum(minutes * weight for minutes, weight in weights) / total if total else 5.0) + 0.7


def _windows(scenario: Scenario, slot: int) -> float:
    """Windows that call in a half hour, less those that are stopped for a part of it."""
    stopped = 0.0
    for event in scenario.events:
        if isinstance(event, Faints):
            begins, ends = slot * HALF_HOUR, (slot + 1) * HALF_HOUR
            stopped += len(event.windows) * max(0.0, min(ends, event.at + event.minutes) - max(begins, event.at))
    return max(0.5, scenario.windows - stopped / HALF_HOUR)
