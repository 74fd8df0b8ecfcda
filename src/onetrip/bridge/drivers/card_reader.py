"""An ID card reader behind the public interface. What it read goes to the page and is forgotten here."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from onetrip.bridge.cards import LARGEST, Card, Hello, Pong, Present, Trouble, Unclear, message, read_message
from onetrip.bridge.states import PartKind, PartState
from onetrip.bridge.watch import Watch

log = logging.getLogger("onetrip.bridge")

PING_EVERY = 2.0
ANSWER_WITHIN = 2.0
LOOK_AGAIN = 1.0
FAULT_AFTER = 3
"""Unclear messages in a row after which the reader counts as garbled."""

Tell = Callable[..., Awaitable[Any]]
"""Tells the pages: the kind of message, and what it says."""


class CardReader:
    """The driver. `tell` passes on to the page: card present, read, removed, or not readable and why."""

    def __init__(self, name: str, address: str, tell: Tell) -> None:
        self.watch = Watch(name, PartKind.CARD_READER)
        self._address, self._tell = address, tell
        self._unclear = 0
        self._pong = asyncio.Event()

    async def run(self) -> None:
        """Stay connected, for ever."""
        while True:
            try:
                async with connect(
                    self._address, open_timeout=ANSWER_WITHIN, max_size=LARGEST, ping_interval=None, proxy=None
                ) as line:
                    await self._listen(line)
            except (OSError, WebSocketException, TimeoutError) as error:
                if self.watch.state is not PartState.SILENT or not isinstance(error, TimeoutError):
                    self.watch.see(PartState.AWAY, type(error).__name__)
            await asyncio.sleep(LOOK_AGAIN)

    async def _listen(self, line: ClientConnection) -> None:
        self._unclear = 0
        first = await asyncio.wait_for(line.recv(), ANSWER_WITHIN)
        await self._hear(first)
        asking = asyncio.create_task(self._ping(line))
        try:
            async for text in line:
                await self._hear(text)
        finally:
            asking.cancel()

    async def _ping(self, line: ClientConnection) -> None:
        while True:
            self._pong.clear()
            await line.send(message("ping", id=uuid.uuid4().hex))
            try:
                await asyncio.wait_for(self._pong.wait(), ANSWER_WITHIN)
            except TimeoutError:
                self.watch.see(PartState.SILENT)
                await line.close()
                return
            await asyncio.sleep(PING_EVERY)

    async def _hear(self, text: str | bytes) -> None:
        try:
            said = read_message(text)
        except Unclear as why:
            self._unclear += 1
            # Why, and never what: it may be half an ID card.
            log.warning("the card reader said something unclear: %s", why)
            if self._unclear >= FAULT_AFTER:
                self.watch.see(PartState.GARBLED, str(why))
            await self._tell("card", reader=self.watch.name, state="unreadable")
            return
        self._unclear = 0
        if isinstance(said, Hello):
            self.watch.see(PartState.READY, f"{said.vendor} {said.model}")
        elif isinstance(said, Pong):
            self._pong.set()
            if self.watch.state is not PartState.READY:
                self.watch.see(PartState.READY)
        elif isinstance(said, Present):
            await self._tell("card", reader=self.watch.name, state="present" if said.is_there else "removed")
        elif isinstance(said, Card):
            until = {} if said.valid_until is None else {"valid_until": said.valid_until.isoformat()}
            await self._tell("card", reader=self.watch.name, state="read", number=said.number, name=said.name, **until)
        elif isinstance(said, Trouble):
            await self._tell("card", reader=self.watch.name, state="unreadable", code=said.code)
