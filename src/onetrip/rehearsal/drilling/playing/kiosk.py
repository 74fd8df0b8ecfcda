"""A kiosk, and whoever stands before it: from the first page to a slip, and the machine clean for the next."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from onetrip.rehearsal.drilling.playing.client import Browser, Failed
from onetrip.rehearsal.drilling.playing.hall import Hall, Person


@dataclass
class Kiosk:
    """Kiosk `number`, one person at a time."""

    hall: Hall
    number: int
    browser: Browser
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)
    line: int = 0

    @classmethod
    async def opened(cls, hall: Hall, number: int, pairing: str) -> Kiosk:
        """The machine, paired."""
        browser = Browser(hall, "kiosk", f"K{number}")
        await browser.get(pairing, "pair")
        return cls(hall, number, browser)

    async def serve(self, person: Person) -> bool:
        """Find out what to bring and take a slip; False when the machine does nothing, or did not do it."""
        self.line += 1
        try:
            async with self.busy:
                if self.hall.kiosk_is_down(self.number):
                    return False
                await self._run(person)
        except Failed:
            return False
        finally:
            self.line -= 1
        return True

    async def _run(self, person: Person) -> None:
        kind = person.resident.kind
        await self.browser.get("/kiosk/", "first page", planned=self.hall.minute)
        begun = await self.browser.form("/kiosk/begin", "begin", matter=kind.matter, said="")
        where = begun.path if begun.path.endswith("/") else f"{begun.path}/"
        await self.hall.pause(person.resident.minutes / 2)
        for fact, said in kind.answers:
            await self.browser.form(f"{where}answer", "answer", fact=fact, answer=said)
        await self.browser.get(f"{where}plan", "plan")
        await self.hall.pause(person.resident.minutes / 2)
        slip = await self.browser.form(f"{where}slip", "slip")
        person.story.slip = slip.path
        await self.browser.form("/kiosk/done", "done")


def shortest_line(kiosks: list[Kiosk]) -> Kiosk | None:
    """The kiosk that works and has the fewest people before it; None while none works."""
    working = [one for one in kiosks if not one.hall.kiosk_is_down(one.number)]
    return min(working, key=lambda one: (one.line, one.number), default=None)
