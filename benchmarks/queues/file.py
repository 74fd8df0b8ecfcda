"""What a day of a hall looks like in a file of snapshots: sampled, with gaps, slips of the pen and other series of numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime, time, timedelta

import numpy as np

from benchmarks.queues.hall import Happened, World

HEADER = ("time", "queue", "open_windows", "waiting", "last_called")


def as_csv(world: World, days: Sequence[Happened], *, seed: int = 1) -> bytes:
    """The snapshots of every queue, as bytes of a CSV file."""
    random = np.random.default_rng(seed)
    rows: list[tuple[str, ...]] = []
    for happened in days:
        for queue in world.queues:
            rows += _rows(world, happened, queue.letter, random)
    rows.sort()
    if world.mess:
        rows = _messed(rows, world.mess, random)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows(rows)
    return text.getvalue().encode()


def _rows(world: World, happened: Happened, letter: str, random: np.random.Generator) -> list[tuple[str, ...]]:
    steps = [step for step in happened.steps if step[1] == letter]
    moments = np.array([step[0] for step in steps])
    line = np.cumsum([step[2] for step in steps])
    called = 0
    numbers = []
    for _, _, _, number in steps:
        called = number or called
        numbers.append(called)
    changes = sorted(change for change in happened.windows if change[1] == letter)
    turns = np.array([change[0] for change in changes])
    open_now = np.cumsum([change[2] for change in changes])
    midnight = datetime.combine(happened.day, time())
    found = []
    last = max([world.closes + 30, *moments.tolist()])
    for minute in np.arange(world.opens - 20, last, world.sampled):
        at = minute + random.uniform(0, world.jitter)
        place = int(np.searchsorted(moments, at, side="right")) - 1
        turn = int(np.searchsorted(turns, at, side="right")) - 1
        number = numbers[place] if place >= 0 else 0
        found.append((
            f"{midnight + timedelta(minutes=float(at)):%Y-%m-%d %H:%M:%S}",
            letter,
            str(int(open_now[turn]) if turn >= 0 else 0),
            str(int(line[place]) if place >= 0 else 0),
            f"{letter}{number:03d}" if number else "",
        ))  # fmt: skip
    return found


def _messed(rows: list[tuple[str, ...]], share: float, random: np.random.Generator) -> list[tuple[str, ...]]:
    """Rows lost, twice, unreadable, with another series' number; windows not told; a stretch of the day missing."""
    found = []
    lost_until = ""
    for row in rows:
        chance = random.random()
        if random.random() < share / 200:
            lost_until = row[0][:11] + f"{int(row[0][11:13]) + 1:02d}" + row[0][13:]
        if row[0] < lost_until or chance < share / 4:
            continue
        time_text, queue, windows, waiting, number = row
        if chance < share / 2:
            number = f"{queue}8{random.integers(10, 60)}"
        elif chance < share * 0.7:
            windows = ""
        elif chance < share * 0.8:
            waiting = "?"
        found.append((time_text, queue, windows, waiting, number))
        if chance > 1 - share / 10:
            found.append(found[-1])
    return found
