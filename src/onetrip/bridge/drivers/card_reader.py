"""An ID card reader behind the public interface. What it read goes to the page and is forgotten here."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from onetrip.bridge.cards import LARGEST, Card, Hello, Message, Pong, Present, Trouble, Unclear, message, read_message
from onetrip.bridge.states import PartKind, PartState
from onetrip.bridge.watch import Watch

log = logging.getLogger("onetrip.bridge")

PING_EVERY = 2.0
ANSWER_WITHIN = 2.0
LOOK_AGAIN = 1.0
FAULT_AFTER = 3
"""Unclear messages without a card between them after which the reader counts as garbled."""
BROKEN_AFTER = 5
"""Cards in a row that could not be read after which it is the reader's fault and no longer the cards'."""
BELIEVED_AGAIN_AFTER = 600.0
"""Seconds after which a reader that failed so is given another chance, though nobody has laid down a card since."""

FATAL = frozenset({"expired-sam"})
"""After these a reader reads no card any more."""

Tell = Callable[..., Awaitable[Any]]
"""Tells the pages: the kind of message, and what it says."""


class CardReader:
    """The driver. `tell` passes on to the page: card present, read, removed, or not readable and why."""

    def __init__(self, name: str, address: str, tell: Tell) -> None:
        self.watch = Watch(name, PartKind.CARD_READER)
        self._address, self._tell = address, tell
        self._unclear = self._failed = 0
        self._failed_at = 0.0
        self._model = self._asked = ""
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
        async with asyncio.timeout(ANSWER_WITHIN):
            first = await line.recv()
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
            self._asked = uuid.uuid4().hex
            await line.send(message("ping", id=self._asked))
            try:
                async with asyncio.timeout(ANSWER_WITHIN):
                    await self._pong.wait()
            except TimeoutError:
                self.watch.see(PartState.SILENT)
                await line.close()
                return
            await asyncio.sleep(PING_EVERY)

    async def _hear(self, text: str | bytes) -> None:
        try:
            said = read_message(text)
        except Unclear as why:
            self._unclear, self._failed_at = self._unclear + 1, time.monotonic()
            # Why, and never what: it may be half an ID card.
            log.warning("the card reader said something unclear: %s", why)
            if self._unclear >= FAULT_AFTER:
                self.watch.see(PartState.GARBLED, str(why))
            await self._tell("card", reader=self.watch.name, state="unreadable")
            return
        self._judge(said)
        if isinstance(said, Pong) and said.id == self._asked:
            self._pong.set()
        elif isinstance(said, Present):
            await self._tell("card", reader=self.watch.name, state="present" if said.is_there else "removed")
        elif isinstance(said, Card):
            until = {} if said.valid_until is None else {"valid_until": said.valid_until.isoformat()}
            await self._tell("card", reader=self.watch.name, state="read", number=said.number, name=said.name, **until)
        elif isinstance(said, Trouble):
            await self._tell("card", reader=self.watch.name, state="unreadable", code=said.code)

    def _judge(self, said: Message) -> None:
        """What a message says of the reader itself. A pong shows that somebody answers, and only a card that it reads."""
        now = time.monotonic()
        if isinstance(said, Hello):
            self._model = f"{said.vendor} {said.model}"
        if isinstance(said, (Hello, Card)):
            self._unclear = self._failed = 0
            self.watch.see(PartState.READY, self._model)
        elif isinstance(said, Trouble) and said.code != "unknown-message":
            self._failed, self._failed_at = self._failed + 1, now
            if said.code in FATAL or self._failed >= BROKEN_AFTER:
                self.watch.see(PartState.FAULT, said.code)
        elif isinstance(said, Pong) and said.id == self._asked:
            is_back = self.watch.state in (PartState.SILENT, PartState.AWAY)
            is_over = self.watch.detail not in FATAL and now - self._failed_at > BELIEVED_AGAIN_AFTER
            if is_back or (self.watch.state is not PartState.READY and is_over):
                self._unclear = self._failed = 0
                self.watch.see(PartState.READY, self._model)
