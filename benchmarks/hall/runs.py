"""The runs: one client, the statements behind it, eight clients, a full hall, the live stream, pages and paper."""

from __future__ import annotations

import contextlib
import http.client
import json
import queue
import threading
import time
from collections import Counter
from dataclasses import dataclass
from statistics import median, quantiles

from tests.lean_browser import Browser, Unexpected

from benchmarks.hall.client import Cycle, cycle
from benchmarks.hall.house import Measured, counting


@dataclass(frozen=True)
class OneClient:
    """Whole cycles, one after the other, in milliseconds."""

    median: float
    p95: float


def one_client(house: Measured, cycles: int = 150) -> OneClient:
    """`cycles` whole visits by one window, after twenty that warm the house."""
    _cycles(house.clerks[0], 1, 20)
    times = [1000 * one.seconds for one in _cycles(house.clerks[0], 1, cycles)]
    return OneClient(median(times), quantiles(times, n=20)[-1])


@dataclass(frozen=True)
class Statements:
    """SQL statements of one cycle, and the BEGIN, COMMIT and session settings beside them."""

    work: float
    around: float
    texts: list[str]


def statements(house: Measured, cycles: int = 40, **arrival: object) -> Statements:
    """Counted by the server itself (pg_stat_statements), divided by the cycles.

    Left out is what the server asks itself to check foreign keys.
    """
    house.clerks[0].reconnect()
    with counting(house.url) as connection:
        for _ in range(cycles):
            cycle(house.clerks[0], 1, **arrival)
        rows = connection.execute(
            "SELECT query, calls FROM pg_stat_statements WHERE query NOT LIKE '%pg_stat_statements%' "
            "AND query NOT LIKE 'SELECT % FROM ONLY % FOR KEY SHARE OF x' ORDER BY calls DESC"
        ).fetchall()
    around = {"BEGIN", "COMMIT", "ROLLBACK", "SET", "SAVEPOINT", "RELEASE"}
    work = [(text, calls) for text, calls in rows if text.split()[0].upper() not in around]
    return Statements(
        sum(calls for _, calls in work) / cycles,
        (sum(calls for _, calls in rows) - sum(calls for _, calls in work)) / cycles,
        [f"{calls / cycles:.2f} {' '.join(text.split())[:150]}" for text, calls in work],
    )


_STRETCH = 2.5
"""Seconds of a stretch; the rate told is that of the stretch in the middle, for a neighbour on the machine may be loud."""


@dataclass(frozen=True)
class EightClients:
    """What eight windows did at once."""

    cycles_a_second: float
    median: float
    p95: float
    numbers: int
    repeated: int
    called_twice: int


def eight_clients(house: Measured, seconds: float = 15.0) -> EightClients:
    """Every window works through whole visits for `seconds`."""
    done: list[Cycle] = []
    ends: list[float] = []
    failures: list[BaseException] = []
    gate = threading.Barrier(len(house.clerks) + 1)
    until = float("inf")

    def work(browser: Browser, number: int) -> None:
        try:
            browser.reconnect()
            cycle(browser, number)
            gate.wait()
            while time.perf_counter() < until:
                done.append(cycle(browser, number))
                ends.append(time.perf_counter())
        except BaseException as error:  # noqa: BLE001 -- told below
            failures.append(error)
            gate.abort()

    threads = [
        threading.Thread(target=work, args=(browser, number)) for number, browser in enumerate(house.clerks, start=1)
    ]
    for thread in threads:
        thread.start()
    with contextlib.suppress(threading.BrokenBarrierError):  # somebody failed before the start; told below
        gate.wait()
    began = time.perf_counter()
    until = began + seconds
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(str(failures[0])) from failures[0]
    whole = int(seconds / _STRETCH)
    stretches = Counter(dict.fromkeys(range(whole), 0))
    stretches.update(min(int((end - began) / _STRETCH), whole) for end in ends)
    del stretches[whole]  # what was still under way when time was up
    times = [1000 * one.seconds for one in done]
    numbers = Counter(one.number for one in done)
    called = Counter(one.called for one in done)
    return EightClients(
        cycles_a_second=median(stretches.values()) / _STRETCH,
        median=median(times),
        p95=quantiles(times, n=20)[-1],
        numbers=len(done),
        repeated=len(done) - len(numbers),
        called_twice=len(done) - len(called),
    )


@dataclass(frozen=True)
class FullHall:
    """A window's update with a hundred waiting: kilobytes and milliseconds, and when nothing has changed."""

    kilobytes: float
    median: float
    unchanged: float


def full_hall(house: Measured, waiting: int = 100, times: int = 60) -> FullHall:
    """`waiting` people draw numbers, then a window asks again and again."""
    house.clerks[0].reconnect()
    house.clerks[1].reconnect()
    for _ in range(waiting):
        house.clerks[0].post("lobby/arrivals")
    whole, unchanged, size = [], [], 0
    for _ in range(times):
        began = time.perf_counter()
        status, body, headers = house.clerks[1].get("/api/lobby/hall")
        whole.append(time.perf_counter() - began)
        if status != 200 or len(json.loads(body)["waiting"]) != waiting:
            raise Unexpected("the hall", status, body)
        size = len(body)
        began = time.perf_counter()
        status, _, _ = house.clerks[1].get("/api/lobby/hall", **{"If-None-Match": headers["ETag"]})
        if status == 304:
            unchanged.append(time.perf_counter() - began)
    return FullHall(size / 1000, 1000 * median(whole), 1000 * median(unchanged))


@dataclass(frozen=True)
class Live:
    """Milliseconds from the moment a window asked to the moment the stream told it."""

    median: float
    longest: float


def live_stream(house: Measured, calls: int = 40) -> Live:
    """A listener hears of each call; what is measured includes the call itself."""
    from onetrip.ledger.live_pass import issue_pass

    heard: queue.Queue[tuple[float, str]] = queue.Queue()
    connection = http.client.HTTPConnection("127.0.0.1", int(house.live), timeout=30)
    connection.request("GET", f"/?pass={issue_pass('LF')}")
    stream = connection.getresponse()
    if stream.status != 200:
        raise Unexpected("the live stream", stream.status)

    def listen() -> None:
        kind = b""
        while line := stream.readline():
            if line.startswith(b"event:"):
                kind = line[6:].strip()
            elif line.startswith(b"data:") and kind == b"call":
                heard.put((time.perf_counter(), json.loads(line[5:])["ticket"]))

    threading.Thread(target=listen, daemon=True).start()
    waits = []
    house.clerks[0].reconnect()
    for _ in range(calls):
        house.clerks[0].post("lobby/arrivals")
        began = time.perf_counter()
        ticket = house.clerks[0].post("lobby/windows/1/call-next")["ticket"]
        arrived, number = heard.get(timeout=10)
        if number != ticket["number"]:
            raise RuntimeError(f"the stream told of {number}, called was {ticket['number']}")
        waits.append(1000 * (arrived - began))
        house.clerks[0].post(f"lobby/tickets/{ticket['id']}/start")
        house.clerks[0].post(f"lobby/tickets/{ticket['id']}/finish")
    return Live(median(waits), max(waits))


def page(browser: Browser, path: str, times: int = 40) -> float:
    """Median milliseconds of a page or a print, after three that warm it."""
    taken = []
    browser.reconnect()
    for number in range(times + 3):
        began = time.perf_counter()
        status, body, _ = browser.get(path)
        if status != 200:
            raise Unexpected(path, status, body)
        if number >= 3:
            taken.append(1000 * (time.perf_counter() - began))
    return median(taken)


def _cycles(browser: Browser, number: int, cycles: int) -> list[Cycle]:
    browser.reconnect()
    return [cycle(browser, number) for _ in range(cycles)]
