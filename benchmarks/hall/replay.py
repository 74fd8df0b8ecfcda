"""A day of many centres at once, faster than it was: every person arrives, is called, is served and goes, over HTTP.

Each centre is played by one thread with a calendar of what is due; a screen in each listens, and what is measured is how
long after the press of a window it hears of the call. Nothing is skipped: a centre that falls behind is late, and says so.
"""

from __future__ import annotations

import heapq
import http.client
import itertools
import json
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.lean_browser import Browser, Unexpected

from benchmarks.hall.client import ON_THE_SPOT

WINDOWS = 9
OPEN_MINUTES = 480.0
PEAK_SHARE = 0.62
"""Of all who come, in the two and a half hours after the doors open: the peak is three times the day's average."""


@dataclass(frozen=True)
class Town:
    """A centre to be played: its code, who draws its numbers, its clerks, and the pass of its screen."""

    code: str
    door: Browser
    clerks: tuple[Browser, ...]
    live_pass: str


@dataclass
class Played:
    """What happened in a centre. `waits` are seconds from the press to the screen; `behind` the most by which a deed was
    later than the calendar had it."""

    drawn: list[str] = field(default_factory=list)
    finished: int = 0
    waits: list[float] = field(default_factory=list)
    behind: float = 0.0
    unheard: int = 0
    failure: BaseException | None = None


def arrivals(people: int, chance: Random) -> list[float]:
    """The minutes after opening at which `people` come, earliest first; the busiest quarter of an hour is in the first two."""
    early = round(people * PEAK_SHARE)
    first = [150 * chance.betavariate(1.6, 2.4) for _ in range(early)]
    later = [chance.uniform(150, OPEN_MINUTES - 10) for _ in range(people - early)]
    return sorted(first + later)


def play(towns: list[Town], live: str, *, people: int, speed: float, hours: float = 8.0, seed: int = 5) -> list[Played]:
    """Play the first `hours` of a day with `people` in each town, `speed` times as fast as life."""
    begins = time.perf_counter() + 1.0
    players = [_Player(town, live, people, speed, hours * 60, begins, Random(f"{seed} {town.code}")) for town in towns]  # noqa: S311
    threads = [threading.Thread(target=player.run, name=player.town.code) for player in players]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [player.played for player in players]


class _Player:
    """One centre: a calendar in minutes of its day, and the windows that wait for somebody."""

    def __init__(
        self, town: Town, live: str, people: int, speed: float, until: float, begins: float, chance: Random
    ) -> None:
        self.town = town
        self.played = Played()
        self._live = live
        self._chance = chance
        self._second = 60.0 / speed  # of the wall clock, for a minute of the day
        self._begins = begins
        self._calendar: list[tuple[float, int, Callable[[float], None]]] = []
        self._order = itertools.count()
        self._idle = list(range(WINDOWS))
        self._heard: queue.Queue[tuple[float, str]] = queue.Queue()
        for minute in arrivals(people, chance):
            if minute < until:
                self._plan(minute, self._arrive)

    def run(self) -> None:
        """Play everything that is due; a failure is kept for who waits."""
        try:
            self._listen()
            while self._calendar:
                minute, _, deed = heapq.heappop(self._calendar)
                due = self._begins + minute * self._second
                now = time.perf_counter()
                if now < due:
                    time.sleep(due - now)
                self.played.behind = max(self.played.behind, time.perf_counter() - due)
                deed(minute)
        except BaseException as error:  # noqa: BLE001 -- told by the thread that waits
            self.played.failure = error

    def _plan(self, minute: float, deed: Callable[[float], None]) -> None:
        heapq.heappush(self._calendar, (minute, next(self._order), deed))

    def _arrive(self, minute: float) -> None:
        self.played.drawn.append(self.town.door.post("lobby/arrivals")["number"])
        if self._idle:
            window = self._idle.pop(0)
            self._plan(minute, lambda at: self._call(window, at))

    def _call(self, window: int, minute: float) -> None:
        clerk = self.town.clerks[window]
        pressed = time.perf_counter()
        ticket = clerk.post(f"lobby/windows/{window + 1}/call-next")["ticket"]
        if ticket is None:
            self._idle.append(window)
            return
        self._hear(ticket["number"], pressed)
        minutes = self._chance.triangular(2.5, 14, 4.5)
        self._plan(minute + 0.5, lambda _at: clerk.post(f"lobby/tickets/{ticket['id']}/start"))
        self._plan(minute + minutes, lambda at: self._finish(window, ticket["id"], at))

    def _finish(self, window: int, ticket: str, minute: float) -> None:
        clerk = self.town.clerks[window]
        clerk.post("cases/accept", {"ticket": ticket, "matters": [ON_THE_SPOT]})
        clerk.post(f"lobby/tickets/{ticket}/finish")
        self.played.finished += 1
        self._plan(minute + 0.3, lambda at: self._call(window, at))

    def _listen(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", int(self._live), timeout=120)
        connection.request("GET", f"/?pass={self.town.live_pass}")
        stream = connection.getresponse()
        if stream.status != 200:
            raise Unexpected("the live stream", stream.status)

        def read() -> None:
            kind = b""
            while line := stream.readline():
                if line.startswith(b"event:"):
                    kind = line[6:].strip()
                elif line.startswith(b"data:") and kind == b"call":
                    self._heard.put((time.perf_counter(), json.loads(line[5:])["ticket"]))

        threading.Thread(target=read, daemon=True).start()

    def _hear(self, number: str, pressed: float) -> None:
        """The screen hears of the call; one that hears nothing within five seconds has missed it."""
        try:
            arrived, heard = self._heard.get(timeout=5)
        except queue.Empty:
            self.played.unheard += 1
            return
        if heard != number:
            raise RuntimeError(f"{self.town.code}: the screen heard of {heard}, called was {number}")
        self.played.waits.append(arrived - pressed)
