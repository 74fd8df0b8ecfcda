"""The way in: the ticket machine, and the front desk that asks and gives a slip. One person at a time at each."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from onetrip.rehearsal.drilling.playing.client import Browser, Failed
from onetrip.rehearsal.drilling.playing.hall import Hall, Person

TRIES = 40
"""How often somebody at the door tries again before they are given up as lost; a cut line is waited for."""


@dataclass
class Gate:
    """A ticket machine."""

    hall: Hall
    browser: Browser
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    async def opened(cls, hall: Hall, name: str, pairing: str) -> Gate:
        """The machine, paired and showing its first page."""
        browser = Browser(hall, "gate", name)
        await browser.get(pairing, "pair")
        await browser.get("/hall/", "open")
        return cls(hall, browser)

    async def draw(self, person: Person, slip: str) -> bool:
        """A number for somebody, with the slip they hold; False when there was none to be had."""
        body = {"reason": person.resident.kind.reason} | ({"slip": slip} if slip else {})
        planned = self.hall.minute
        for _ in range(TRIES):
            async with self.busy:
                try:
                    ticket = await self.browser.api("lobby/arrivals", "draw", body, planned=planned)
                except Failed:
                    ticket = None
            if ticket is not None:
                person.story.ticket, person.story.number = ticket["id"], ticket["number"]
                person.story.drew = self.hall.minute
                self.hall.was_drawn(person)
                return True
            await asyncio.sleep(max(0.5, self.hall.clock.seconds(0.5)))
        return False

    async def paper(self, person: Person, folder: Path) -> None:
        """The number on paper: into the drill's folder, as into a printer."""
        try:
            paper = await self.browser.paper(f"/t/{person.story.ticket}/80mm.pdf", "paper")
        except Failed:
            return
        (folder / f"{person.story.number}.pdf").write_bytes(paper)


@dataclass
class Desk:
    """The front desk."""

    hall: Hall
    browser: Browser
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    async def opened(cls, hall: Hall) -> Desk:
        """Somebody of the desk, signed in."""
        people = hall.house.people
        browser = Browser(hall, "desk", people.desk)
        await browser.sign_in(people.desk, people.password)
        return cls(hall, browser)

    async def slip(self, person: Person) -> str:
        """Ask, answer, print: the token of a slip; "" when it could not be had, and they go on without."""
        kind = person.resident.kind
        async with self.busy:
            try:
                begun = await self.browser.api("advice/consultations", "begin", {"channel": "desk"})
                at = f"advice/consultations/{begun['id']}"
                await self.browser.api(f"{at}/hear", "hear", {"matter": kind.matter, "said": kind.wants.zh})
                for fact, said in kind.answers:
                    await self.browser.api(f"{at}/answer", "answer", {"fact": fact, "answer": said})
                slip = await self.browser.api(f"{at}/slip", "slip", {"language": "zh"})
            except Failed:
                return ""
            await self.hall.pause(0.5)
        person.story.slip = slip["number"]
        token: str = slip["token"]
        return token
