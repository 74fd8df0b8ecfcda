"""A window with a clerk by the script: call, wait, start, accept or say what is missing, finish; and help when somebody faints."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass
from typing import Any

from onetrip.rehearsal.drilling.playing.client import Browser, Failed
from onetrip.rehearsal.drilling.playing.hall import Hall, Person
from onetrip.rehearsal.drilling.record import Call

WAITS, AT_LEAST = 2.0, 4.0
"""Minutes of the drill, and real seconds, that a clerk waits for somebody before calling again: at 60 times the speed two
minutes are two seconds, in which a phone may not yet have looked."""

KNOWN_WITHIN = 5.0
"""Real seconds."""

BETWEEN = 0.3
"""Minutes between one resident and the call of the next."""


@dataclass
class Window:
    """Window `number`."""

    hall: Hall
    number: int
    browser: Browser

    @classmethod
    async def opened(cls, hall: Hall, number: int) -> Window:
        """The clerk, signed in and at the window."""
        people = hall.house.people
        browser = Browser(hall, "window", f"W{number}")
        await browser.sign_in(people.windows[number], people.password)
        await browser.get("/window/", "open")
        await browser.form("/window/take", "take", number=str(number))
        return cls(hall, number, browser)

    async def run(self) -> None:
        """Work until the hall closes."""
        while not self.hall.is_closed:
            if (until := self.hall.stopped_until(self.number)) is not None:
                self.browser.note("stopped: somebody fainted", ok=True, saw=f"until {until:g}")
                await self.hall.until(until)
                continue
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.hall.arrivals.get(), max(0.5, self.hall.clock.seconds(1)))
            if self.hall.somebody_waits:
                await self._next()

    async def _next(self) -> None:
        try:
            told = await self.browser.api(f"lobby/windows/{self.number}/call-next", "call", planned=self.hall.minute)
        except Failed:
            await asyncio.sleep(1.0)
            return
        if told["ticket"] is not None:
            await self._serve(told["ticket"])

    async def _serve(self, ticket: dict[str, Any]) -> None:
        person = await self._whose(ticket["id"])
        self._note_call(ticket["number"], person)
        try:
            if person is None:
                await self._see_to_a_guest(ticket["id"])
            elif await self._comes(ticket["id"], person):
                await self._handle(ticket["id"], person)
            else:
                await self.browser.api(f"lobby/tickets/{ticket['id']}/miss", "miss")
                person.story.end = person.story.end or "missed"
        except Failed:
            await self._give_up(ticket["id"], person)
        if person is not None:
            person.story.went = self.hall.minute
            person.over.set()
        await self.hall.pause(BETWEEN)

    async def _whose(self, ticket: str) -> Person | None:
        """Whose number it is. A window may call before the machine's answer has reached whoever drew it: it is waited for.
        None for a number that somebody of flesh and blood has drawn."""
        until = time.monotonic() + KNOWN_WITHIN
        while (person := self.hall.by_ticket.get(ticket)) is None and time.monotonic() < until:
            await asyncio.sleep(0.05)
        return person

    async def _see_to_a_guest(self, ticket: str) -> None:
        """A colleague with a role card comes to a scripted window: they are heard out and go, nothing is accepted."""
        await self.hall.pause(WAITS)
        await self.browser.api(f"lobby/tickets/{ticket}/start", "start")
        await self.hall.pause(WAITS)
        await self.browser.api(f"lobby/tickets/{ticket}/finish", "finish", {"outcome": "none"})

    async def _give_up(self, ticket: str, person: Person | None) -> None:
        """What was to be done here could not be: the visit ends without it, so that the window can call the next."""
        if person is not None:
            person.story.end = "unserved"
        with contextlib.suppress(Failed):
            await self.browser.api(f"lobby/tickets/{ticket}/finish", "finish", {"outcome": "none"})

    def _note_call(self, number: str, person: Person | None) -> None:
        follows = person is not None and person.resident.kind.phone and person.is_in_hall
        self.hall.record.calls.append(Call(number, self.number, self.hall.minute, follows))
        if person is not None and person.story.called is None:
            person.story.called = self.hall.minute

    async def _comes(self, ticket: str, person: Person) -> bool:
        """Whether they come, called again as often as the house allows."""
        wait, calls = max(self.hall.clock.seconds(WAITS), AT_LEAST), self.hall.house.people.calls
        for call in range(calls):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(person.there.wait(), wait)
                return True
            if call + 1 < calls:
                await self.browser.api(f"lobby/tickets/{ticket}/call-again", "call again")
        return False

    async def _handle(self, ticket: str, person: Person) -> None:
        kind, story = person.resident.kind, person.story
        await self.browser.api(f"lobby/tickets/{ticket}/start", "start")
        story.served = self.hall.minute
        await self.hall.pause(person.resident.minutes)
        if helped := self.hall.stopped_minutes(self.number, story.served, self.hall.minute):
            self.browser.note("stopped: somebody fainted", ok=True, saw=f"for {helped:.1f} min")
            await self.hall.pause(helped)  # what was begun here goes on only now
        outcome: dict[str, str] = {}
        if kind.ends_without:
            outcome = {"outcome": "none"}
        elif kind.missing:
            missing = [{"matter": kind.matter, "paper": kind.missing, "reason": "演练：没有带"}]
            notice = await self.browser.api("cases/missing", "tell missing", {"ticket": ticket, "missing": missing})
            story.notice = notice["number"]
            await self._read(person, f"/n/{notice['token']}", "notice")
        else:
            matters = [{"matter": kind.matter, "papers": list(kind.papers)}]
            receipt = await self.browser.api("cases/accept", "accept", {"ticket": ticket, "matters": matters})
            story.receipt = receipt["number"]
            await self._read(person, f"/r/{receipt['token']}", "receipt")
        await self.browser.api(f"lobby/tickets/{ticket}/finish", "finish", outcome)
        story.end = "told" if kind.missing or kind.ends_without else "done"

    async def _read(self, person: Person, path: str, what: str) -> None:
        """They open the paper's own page by its code, as at home."""
        reader = Browser(self.hall, "receipt", person.name)
        with contextlib.suppress(Failed):
            await reader.get(path, what)
        await reader.close()
