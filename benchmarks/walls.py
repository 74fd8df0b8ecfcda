"""What the second wall costs: the same house, its policies on and off by turns, 100,000 finished visits in the database.

Beside the wall's clock stands the processor time of pages and database together, which a busy neighbour does not change.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import psutil
import psycopg
from tests.lean_browser import Browser

from benchmarks.hall import runs
from benchmarks.hall.client import ON_THE_SPOT
from benchmarks.hall.house import Measured, measured_house
from benchmarks.report import Row, report
from onetrip.walls.tables import WALLS

ROUNDS = 10
WARMING = 4
"""Deeds after each change, in which plans are made anew."""
REACH = 1.10
SETTINGS = "set_config("


@dataclass(frozen=True)
class Cost:
    """Milliseconds by the clock and of processors, with the policies on and off."""

    clock_on: float
    clock_off: float
    busy_on: float
    busy_off: float


def main() -> int:
    """Measure by turns; 1 while a figure misses its reach."""
    from onetrip.web.demonstration import PASSWORD

    with measured_house() as house:
        director = Browser(house.serving.address)
        director.sign_in("director", PASSWORD)
        accepting: list[float] = []
        visit = _by_turns(house, lambda: accepting.append(_visit(house.clerks[0])), 40)
        accept = _of_the_turns(accepting, 40)
        today = _by_turns(house, lambda: _get(director, "/director/"), 40)
        cases = _by_turns(house, lambda: _get(house.clerks[0], "/cases/"), 60)
        _turn(house, on=True)
        counted = runs.statements(house)
    told = sum(float(text.split()[0]) for text in counted.texts if SETTINGS in text)
    rows = [
        *_rows("whole visit", visit, 40),
        Row("accepting", accept.on, "ms", "lower"),
        Row("accepting, without policies", accept.off, "ms", "lower"),
        Row("accepting, with the wall to without", accept.on / accept.off, "x", "lower", REACH),
        *_rows("page of today, director", today, 100),
        *_rows("page of cases, clerk", cases, 100),
        Row("SQL statements of a visit", counted.work, "", "lower", 25),
        Row("of them: telling whose rows", told, "", "lower", 1),
    ]
    return report(
        "walls", rows, ["By turns: ten rounds with the policies on and ten with them off; the median of the rounds."]
    )


def _rows(what: str, cost: Cost, reach: float) -> list[Row]:
    return [
        Row(what, cost.clock_on, "ms", "lower", reach),
        Row(f"{what}, without policies", cost.clock_off, "ms", "lower"),
        Row(f"{what}, processors", cost.busy_on, "ms", "lower"),
        Row(f"{what}, processors, without policies", cost.busy_off, "ms", "lower"),
        Row(f"{what}, with the wall to without", cost.clock_on / cost.clock_off, "x", "lower", REACH),
        Row(f"{what}, processors with the wall to without", cost.busy_on / cost.busy_off, "x", "lower"),
    ]


def _by_turns(house: Measured, deed: Callable[[], object], times: int) -> Cost:
    clock: dict[bool, list[float]] = {True: [], False: []}
    busy: dict[bool, list[float]] = {True: [], False: []}
    for number in range(2 * ROUNDS):
        on = number % 2 == 0
        _turn(house, on=on)
        for _ in range(WARMING):
            deed()
        before, taken = _busy(house), []
        for _ in range(times):
            began = time.perf_counter()
            deed()
            taken.append(1000 * (time.perf_counter() - began))
        busy[on].append(1000 * (_busy(house) - before) / times)
        clock[on].append(median(taken))
    return Cost(median(clock[True]), median(clock[False]), median(busy[True]), median(busy[False]))


@dataclass(frozen=True)
class Turns:
    """Milliseconds with the policies on and off."""

    on: float
    off: float


def _of_the_turns(taken: list[float], times: int) -> Turns:
    """The same of single times, in the order in which the turns of `_by_turns` gave them."""
    each = WARMING + times
    rounds = [median(taken[number * each + WARMING : (number + 1) * each]) for number in range(2 * ROUNDS)]
    return Turns(median(rounds[0::2]), median(rounds[1::2]))


def _visit(window: Browser) -> float:
    """One whole visit as `cycle` does it; the milliseconds of accepting in it."""
    window.post("lobby/arrivals", {})
    called = window.post("lobby/windows/1/call-next")["ticket"]
    window.post(f"lobby/tickets/{called['id']}/start")
    began = time.perf_counter()
    window.post("cases/accept", {"ticket": called["id"], "matters": [ON_THE_SPOT]})
    taken = 1000 * (time.perf_counter() - began)
    window.post(f"lobby/tickets/{called['id']}/finish")
    return taken


def _turn(house: Measured, *, on: bool) -> None:
    with psycopg.connect(house.url, autocommit=True) as connection:
        for wall in WALLS:
            word = "ENABLE" if on else "DISABLE"
            connection.execute(f"ALTER TABLE {wall.name} {word} ROW LEVEL SECURITY")  # type: ignore[arg-type]  # our own names


def _busy(house: Measured) -> float:
    """Seconds of processors that the pages and the database have used so far."""
    pages = psutil.Process(house.serving.pages.pid)
    database = [one for one in psutil.process_iter(["name"]) if one.info["name"] == "postgres" and _is_ours(one, house)]
    total = 0.0
    for process in [pages, *pages.children(recursive=True), *database]:
        try:
            used = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += used.user + used.system
    return total


def _is_ours(process: psutil.Process, house: Measured) -> bool:
    try:
        parent = process.parent()
        words = process.cmdline() + (parent.cmdline() if parent else [])
    except psutil.NoSuchProcess:
        return False
    folder = house.url.partition("host=")[2].partition("&")[0]
    return any(folder in word for word in words)


def _get(browser: Browser, path: str) -> None:
    status, _, _ = browser.get(path)
    if status != 200:
        raise RuntimeError(f"{path}: {status}")


if __name__ == "__main__":
    raise SystemExit(main())
