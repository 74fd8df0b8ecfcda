"""Three hundred live screens on one server: from a window's press to the number on every one of them.

Each screen holds a line to the live stream and does with what comes what lobby/display.js does: it shows a call from the
event alone, and fetches itself once at a moment of its own, 1.5 to 9 seconds later. The time the browser takes to paint
(a few milliseconds, on a machine of its own) is not in the figure; everything the one server does is.
"""

from __future__ import annotations

import asyncio
import json
import random
import threading
import time
from dataclasses import dataclass, field
from statistics import median, quantiles
from urllib.parse import urlsplit

from benchmarks.hall.house import Measured
from benchmarks.report import Row

SCREENS = 300
EARLIEST, LATEST = 1.5, 9.0
"""As in lobby/display.js."""


@dataclass(frozen=True)
class Screens:
    """Milliseconds from the press to each screen, and of the fetches that follow; how many screens missed a call."""

    median: float
    p95: float
    longest: float
    fetch_p95: float
    fetches: int
    missed: int


@dataclass
class _Wall:
    """All the screens, in an event loop of their own."""

    house: Measured
    number: int
    heard: list[tuple[float, str]] = field(default_factory=list)
    fetched: list[float] = field(default_factory=list)
    listening: int = 0
    stopping: bool = False

    async def run(self) -> None:
        await asyncio.gather(*(self._screen() for _ in range(self.number)))

    async def _screen(self) -> None:
        from onetrip.ledger.live_pass import issue_pass

        reader, writer = await asyncio.open_connection("127.0.0.1", int(self.house.live))
        writer.write(f"GET /?pass={issue_pass('LF')} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        kind, soon = b"", None
        while not self.stopping:
            try:
                line = await asyncio.wait_for(reader.readline(), 1.0)
            except TimeoutError:
                continue
            if not line:
                break
            if line.startswith(b"event:"):
                kind = line[6:].strip()
                if kind == b"beat" and soon is None:
                    soon = asyncio.create_task(asyncio.sleep(0))
                    self.listening += 1
            elif line.startswith(b"data:") and kind in (b"call", b"hall"):
                if kind == b"call":
                    self.heard.append((time.perf_counter(), json.loads(line[5:])["ticket"]))
                if soon is None or soon.done():
                    soon = asyncio.create_task(self._fetch())
        writer.close()

    async def _fetch(self) -> None:
        await asyncio.sleep(random.uniform(EARLIEST, LATEST))  # noqa: S311 -- screens apart, no secret
        if self.stopping:
            return
        address = urlsplit(self.house.serving.address)
        began = time.perf_counter()
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        cookie = "; ".join(f"{name}={value}" for name, value in self.house.guide.cookies.items())
        writer.write(
            f"GET /display/calls HTTP/1.1\r\nHost: {address.netloc}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n".encode()
        )
        told = await reader.read(-1)
        writer.close()
        if not told.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(told[:80].decode(errors="replace"))
        self.fetched.append(1000 * (time.perf_counter() - began))


def screens(house: Measured, *, number: int = SCREENS, calls: int = 40, every: float = 0.5) -> Screens:
    """Calls, one every so many seconds, with all screens listening and fetching."""
    wall = _Wall(house, number)
    thread = threading.Thread(target=lambda: asyncio.run(wall.run()), daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while wall.listening < number:
        if time.monotonic() > until:
            raise RuntimeError(f"only {wall.listening} of {number} screens got a line")
        time.sleep(0.1)
    clerk, pressed = house.clerks[0], {}
    clerk.reconnect()
    for _ in range(calls):
        clerk.post("lobby/arrivals")
        began = time.perf_counter()
        ticket = clerk.post("lobby/windows/1/call-next")["ticket"]
        pressed[ticket["number"]] = began
        clerk.post(f"lobby/tickets/{ticket['id']}/start")
        clerk.post(f"lobby/tickets/{ticket['id']}/finish")
        time.sleep(max(0.0, every - (time.perf_counter() - began)))
    time.sleep(LATEST)
    wall.stopping = True
    thread.join(timeout=10)
    waits = [1000 * (at - pressed[ticket]) for at, ticket in wall.heard if ticket in pressed]
    missed = number * len(pressed) - len(waits)
    p95 = quantiles(waits, n=20)[-1]
    fetch_p95 = quantiles(wall.fetched, n=20)[-1] if len(wall.fetched) > 1 else 0.0
    return Screens(median(waits), p95, max(waits), fetch_p95, len(wall.fetched), missed)


def rows(house: Measured) -> list[Row]:
    """The figures for the group "halls"."""
    found = screens(house)
    return [
        Row(f"from a press to the number on each of {SCREENS} screens, median", found.median, "ms", "lower"),
        Row(f"from a press to the number on each of {SCREENS} screens, p95", found.p95, "ms", "lower", 300),
        Row("the slowest screen", found.longest, "ms", "lower"),
        Row("screens that missed a call", found.missed, "", "lower", 0),
        Row(f"a screen's own fetch a little later ({found.fetches:,} of them), p95", found.fetch_p95, "ms", "lower"),
    ]
