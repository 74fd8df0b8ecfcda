"""A resident's phone with the page behind the code of their number, as lobby/waiting.js keeps it up to date."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from random import Random

from onetrip.rehearsal.drilling.playing.client import Browser, Failed
from onetrip.rehearsal.drilling.playing.hall import Hall, Person
from onetrip.rehearsal.drilling.playing.listening import heard

SOON = (0.3, 3.0)
"""Real seconds after the call of another number within which a phone looks how the line has moved."""

_STATE = re.compile(r'data-state="([a-z]+)"')
_CALLED = ("called", "serving", "done")


@dataclass
class Phone:
    """The phone of somebody who waits."""

    hall: Hall
    person: Person
    browser: Browser
    _looking: asyncio.Task[None] | None = None

    async def follow(self) -> None:
        """Follow the number until it is called or this is cancelled; `person.heard` is set once the page says so."""
        page = await self._opened()
        number = self.person.story.number
        async for kind, data in heard(self.browser, page):
            if kind == "open" or (kind == "call" and data["ticket"] == number):
                if await self._look():
                    return
            elif kind == "call":
                self._look_soon()

    def put_away(self) -> None:
        """Nobody looks at it any more."""
        if self._looking is not None:
            self._looking.cancel()

    async def leave(self) -> bool:
        """Cancel the number; False when they were called in the same moment."""
        try:
            await self.browser.form(f"/t/{self.person.story.ticket}/leave", "leave", may_refuse=True)
        except Failed:
            return False
        return True

    async def state(self) -> str:
        """The state that the page tells. Raises Failed."""
        part = await self.browser.get(f"/t/{self.person.story.ticket}/now", "look")
        found = _STATE.search(part.text)
        return found[1] if found else ""

    async def _opened(self) -> str:
        """The page, tried again while the line is down; the address of its live stream."""
        while True:
            try:
                page = await self.browser.get(f"/t/{self.person.story.ticket}", "open")
            except Failed:
                await asyncio.sleep(1.0)
                continue
            return page.live

    async def _look(self) -> bool:
        """Whether the page says that they are called."""
        try:
            if await self.state() not in _CALLED:
                return False
        except Failed:
            return False
        if not self.person.heard.is_set():
            self.browser.note("own call seen", ok=True, saw=self.person.story.number)
            self.person.heard.set()
        return True

    def _look_soon(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_after(Random().uniform(*SOON)))  # noqa: S311 -- no secret

    async def _look_after(self, pause: float) -> None:
        await asyncio.sleep(pause)
        await self._look()
