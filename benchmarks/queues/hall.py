"""One hall through its days: people come, draw, are called, do not come forward, are served; every call with its moment."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

Random = np.random.Generator
FIRST_DAY = date(2026, 3, 2)
"""A Monday."""


@dataclass(frozen=True)
class Queue:
    """People come `an_hour` (day, minute of the day), take `service` median minutes with spread `sigma`; a share of
    `no_show` has gone when called. Every `booked` minutes somebody with an appointment passes all of them (0: nobody)."""

    letter: str
    an_hour: Callable[[int, float], float]
    service: float = 6.0
    sigma: float = 0.7
    no_show: float = 0.02
    booked: float = 0.0


@dataclass(frozen=True)
class World:
    """A hall. `shifts` gives for a day the working minutes of each clerk as (from, to) pairs; `serves` says which queues
    a clerk calls from (all: None); `pace` multiplies service times by day and people waiting; `fair`: whoever came first
    is called first, else the longest queue. A sample is taken every `sampled` minutes, up to `jitter` late."""

    name: str
    queues: tuple[Queue, ...]
    shifts: Callable[[int, Random], list[list[tuple[float, float]]]]
    days: int = 40
    opens: float = 8.5 * 60
    closes: float = 16.5 * 60
    sampled: float = 2.0
    jitter: float = 0.2
    serves: tuple[frozenset[str] | None, ...] = ()
    pace: Callable[[int, int], float] = lambda _day, _waiting: 1.0
    day_spread: float = 0.08
    clerk_spread: float = 0.15
    fair: bool = True
    mess: float = 0.0
    first_number: int = 1
    top: int = 999
    batches: float = 0.0
    weekend: bool = False


@dataclass
class Happened:
    """One day: (minute, queue, +1 came or -1 called, number called or 0), and who worked when."""

    day: date
    steps: list[tuple[float, str, int, int]] = field(default_factory=list)
    windows: list[tuple[float, str, int]] = field(default_factory=list)
    waits: list[tuple[float, str, float]] = field(default_factory=list)


def simulate(world: World, seed: int = 1) -> list[Happened]:
    """Every working day of the world."""
    random = np.random.default_rng(seed)
    clerks = random.lognormal(0, world.clerk_spread, 64)
    found, day, place = [], FIRST_DAY, 0
    while len(found) < world.days:
        if world.weekend or day.weekday() < 5:
            found.append(_day(world, place, day, clerks, random))
            place += 1
        day += timedelta(days=1)
    return found


def _arrivals(world: World, queue: Queue, place: int, factor: float, random: Random) -> list[float]:
    """Moments by thinning; from a while before opening until closing."""
    most = max(queue.an_hour(place, minute) for minute in np.arange(world.opens - 20, world.closes, 10)) * factor
    moments, now = [], world.opens - 20
    while most > 0:
        now += random.exponential(60 / most)
        if now >= world.closes:
            break
        if random.random() < queue.an_hour(place, now) * factor / most:
            moments += [now] * (1 + (random.poisson(3) if random.random() < world.batches else 0))
    return moments


def _day(world: World, place: int, day: date, clerks: np.ndarray, random: Random) -> Happened:  # noqa: C901 -- one loop over the events of a day, read from top to bottom
    happened = Happened(day)
    speed = random.lognormal(0, world.day_spread)
    busy = random.lognormal(0, 0.12)
    shifts = world.shifts(place, random)
    heap: list[tuple[float, int, int, str]] = []
    tick = 0

    def push(moment: float, clerk: int, queue: str) -> None:
        nonlocal tick
        tick += 1
        heapq.heappush(heap, (moment, tick, clerk, queue))

    for queue in world.queues:
        for moment in _arrivals(world, queue, place, busy, random):
            push(moment, -1, queue.letter)
        if queue.booked:
            for moment in np.arange(world.opens + 5, world.closes - 20, queue.booked):
                push(float(moment + random.normal(0, 3)), -2, queue.letter)
    for clerk, parts in enumerate(shifts):
        serves = world.serves[clerk] if world.serves else None
        for begin, end in parts:
            push(begin, clerk, "")
            for queue in world.queues:
                if serves is None or queue.letter in serves:
                    happened.windows += [(begin, queue.letter, 1), (end, queue.letter, -1)]
    kinds = {queue.letter: queue for queue in world.queues}
    lines: dict[str, deque[tuple[float, int]]] = {letter: deque() for letter in kinds}
    booked: dict[str, deque[float]] = {letter: deque() for letter in kinds}
    given = dict.fromkeys(kinds, world.first_number - 1)
    idle: set[int] = set()

    def works(clerk: int, now: float) -> bool:
        return any(begin <= now < end for begin, end in shifts[clerk]) or (
            now >= max((end for _, end in shifts[clerk]), default=0) and now >= world.closes and clerk == 0
        )

    def next_for(clerk: int) -> str | None:
        serves = world.serves[clerk] if world.serves else None
        may = [letter for letter in kinds if (serves is None or letter in serves) and (lines[letter] or booked[letter])]
        if not may:
            return None
        first = [letter for letter in may if booked[letter]]
        if first:
            return first[0]
        return min(may, key=lambda letter: lines[letter][0][0] if world.fair else -len(lines[letter]))

    def free(clerk: int, now: float) -> None:
        if not works(clerk, now):
            return
        letter = next_for(clerk)
        if letter is None:
            idle.add(clerk)
            return
        kind = kinds[letter]
        waiting = sum(len(line) for line in lines.values())
        minutes = kind.service * speed * clerks[clerk] * world.pace(place, waiting) * random.lognormal(0, kind.sigma)
        if booked[letter]:
            booked[letter].popleft()
        else:
            came, number = lines[letter].popleft()
            happened.steps.append((now, letter, -1, number))
            happened.waits.append((came, letter, now - came))
            if random.random() < kind.no_show:
                minutes = random.uniform(0.5, 1.5)
        push(now + minutes, clerk, "")

    while heap:
        now, _, clerk, letter = heapq.heappop(heap)
        if clerk >= 0:
            free(clerk, now)
            continue
        if clerk == -2:
            booked[letter].append(now)
        else:
            given[letter] = given[letter] % world.top + 1
            lines[letter].append((now, given[letter]))
            happened.steps.append((now, letter, 1, 0))
        ready = sorted(one for one in idle if works(one, now))
        random.shuffle(ready)
        if ready:
            idle.discard(ready[0])
            free(ready[0], now)
    happened.steps.sort(key=lambda step: step[0])
    return happened
