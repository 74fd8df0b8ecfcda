"""A display over the hall: shows a call as it comes through the line, and fetches itself a little later, as lobby/display.js."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from random import Random

from onetrip.rehearsal.drilling.playing.client import Browser, Failed
from onetrip.rehearsal.drilling.playing.hall import Hall
from onetrip.rehearsal.drilling.playing.listening import heard

EARLIEST, LATEST = 1.5, 9.0
_NUMBERS = re.compile(r'data-ticket="([^"]+)"')


@dataclass
class Display:
    """Display `number`, paired by the address it was given."""

    hall: Hall
    number: int
    pairing: str
    up: asyncio.Event = field(default_factory=asyncio.Event)
    _fetching: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Show what is called until the hall closes."""
        browser = Browser(self.hall, "display", f"D{self.number}")
        try:
            await browser.get(self.pairing, "pair")
            page = await browser.get("/display/", "open")
            async for kind, data in heard(browser, page.live):
                if kind == "open":
                    self.up.set()
                    await self._fetch(browser)
                elif kind == "call":
                    self._shows(data["ticket"])
                    browser.note("call shown", ok=True, saw=f"{data['ticket']} → {data.get('window')}")
                    self._fetch_soon(browser)
                elif kind == "hall":
                    self._fetch_soon(browser)
        finally:
            if self._fetching is not None:
                self._fetching.cancel()
            await browser.close()

    def _shows(self, ticket: str) -> None:
        self.hall.was_shown(ticket, self.number)

    def _fetch_soon(self, browser: Browser) -> None:
        if self._fetching is None or self._fetching.done():
            pause = Random().uniform(EARLIEST, LATEST)  # noqa: S311 -- screens apart, no secret
            self._fetching = asyncio.create_task(self._fetch_after(browser, pause))

    async def _fetch_after(self, browser: Browser, pause: float) -> None:
        await asyncio.sleep(pause)
        await self._fetch(browser)

    async def _fetch(self, browser: Browser) -> None:
        """What the board says sets right whatever came while the line was down."""
        try:
            board = await browser.get("/display/calls", "fetch")
        except Failed:
            return  # noted; the next event or beat brings the next try
        for ticket in _NUMBERS.findall(board.text):
            self._shows(ticket)
