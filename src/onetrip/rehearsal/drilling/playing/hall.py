"""The hall as the players share it: the time, who is there, which lines are cut, what was called."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import aiohttp

from onetrip.rehearsal.drilling.clock import DrillClock
from onetrip.rehearsal.drilling.opening import DrillHouse
from onetrip.rehearsal.drilling.playing.line import Line
from onetrip.rehearsal.drilling.record import Record, Story
from onetrip.rehearsal.drilling.residents import Resident
from onetrip.rehearsal.drilling.scenario import Faints, KioskFails, LineCut, LinkName, Scenario

Happens = TypeVar("Happens", LineCut, KioskFails, Faints)

WALK = 0.4
"""Minutes from a seat to a window."""


@dataclass
class Person:
    """A resident in the hall, and the moments others wait for. `heard` is set once they know of their call."""

    resident: Resident
    story: Story
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    there: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    is_in_hall: bool = True

    @property
    def name(self) -> str:
        """How acts name them."""
        return f"R{self.resident.number}"


@dataclass(frozen=True)
class Company:
    """Who of flesh and blood takes part: `at_windows` people work, not scripts; `as_residents` colleagues with role cards draw
    numbers too, of which no player knows beforehand."""

    at_windows: frozenset[int] = frozenset()
    as_residents: bool = False


NOBODY = Company()


@dataclass
class Hall:
    """What every player sees of the hall."""

    scenario: Scenario
    house: DrillHouse
    clock: DrillClock
    opens: datetime
    connector: aiohttp.TCPConnector
    record: Record = field(default_factory=Record)
    company: Company = field(default_factory=lambda: NOBODY)
    people: list[Person] = field(default_factory=list)
    by_ticket: dict[str, Person] = field(default_factory=dict)
    by_number: dict[str, Person] = field(default_factory=dict)
    shown: dict[str, set[int]] = field(default_factory=dict)
    arrivals: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    is_closed: bool = False
    lines: dict[LinkName, dict[str, Line]] = field(default_factory=dict)
    """Of each link that the scenario cuts: by the address it leads to."""

    @property
    def minute(self) -> float:
        """Minutes of the drill since the doors opened."""
        return self.clock.minute(self.opens)

    async def until(self, minute: float) -> None:
        """Wait for a minute of the drill, and note how far the players themselves were behind."""
        wait = self.clock.seconds(minute - self.minute)
        if wait > 0:
            await asyncio.sleep(wait)
        self.record.behind = max(self.record.behind, self.minute - minute if wait > 0 else 0.0)

    async def pause(self, minutes: float) -> None:
        """Let so many minutes of the drill pass."""
        await asyncio.sleep(self.clock.seconds(max(0.0, minutes)))

    def is_cut(self, link: LinkName) -> bool:
        """Whether the line of a link is cut at this moment."""
        return any(link in event.links for event in _now(self.scenario.events, LineCut, self.minute))

    def was_cut(self, link: LinkName, since: float) -> bool:
        """Whether the line of a link has been cut at some moment since that minute."""
        cuts = [e for e in self.scenario.events if isinstance(e, LineCut) and link in e.links]
        return any(e.at <= self.minute and since < e.at + e.minutes for e in cuts)

    def through(self, link: LinkName, address: str) -> str:
        """An address of the house as this link reaches it: by its own line, where the scenario cuts that."""
        for target, line in self.lines.get(link, {}).items():
            if address.startswith(target):
                return line.address + address.removeprefix(target)
        return address

    async def until_healed(self, link: LinkName) -> None:
        """Wait while the line of a link is cut."""
        while any(line.is_cut for line in self.lines.get(link, {}).values()):
            await asyncio.sleep(0.2)

    def kiosk_is_down(self, number: int) -> bool:
        """Whether a kiosk does nothing at this moment."""
        return any(event.kiosk == number for event in _now(self.scenario.events, KioskFails, self.minute))

    def stopped_until(self, window: int) -> float | None:
        """Until which minute nobody is called at a window, because somebody fainted before it."""
        ends = [e.at + e.minutes for e in _now(self.scenario.events, Faints, self.minute) if window in e.windows]
        return max(ends, default=None)

    def stopped_minutes(self, window: int, since: float, until: float) -> float:
        """For how many minutes between `since` and `until` somebody lay before a window."""
        faints = [e for e in self.scenario.events if isinstance(e, Faints) and window in e.windows]
        return sum(max(0.0, min(until, e.at + e.minutes) - max(since, e.at)) for e in faints)

    def was_drawn(self, person: Person) -> None:
        """Somebody has a number: windows that wait may call."""
        self.by_ticket[person.story.ticket] = person
        self.by_number[person.story.number] = person
        self.arrivals.put_nowait(person.story.number)

    def was_shown(self, number: str, display: int) -> None:
        """A display shows a call: whoever has no phone hears of it here."""
        self.shown.setdefault(number, set()).add(display)
        person = self.by_number.get(number)
        if person is not None and not person.resident.kind.phone:
            person.heard.set()

    @property
    def somebody_waits(self) -> bool:
        """Whether a clerk would see a number in line."""
        scripted = self.by_ticket.values()
        return self.company.as_residents or any(one.story.called is None and not one.over.is_set() for one in scripted)

    @property
    def is_empty(self) -> bool:
        """Whether everybody who was to come has gone; where people come too, not before the scenario's time is over."""
        still_comes = self.company.as_residents and self.minute < self.scenario.minutes
        return not still_comes and all(person.over.is_set() for person in self.people)


def _now(events: Iterable[object], kind: type[Happens], minute: float) -> list[Happens]:
    return [event for event in events if isinstance(event, kind) and event.at <= minute < event.at + event.minutes]
