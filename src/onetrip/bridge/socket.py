"""What the page beside the bridge hears: a WebSocket on this machine alone, for pages of the house alone.

Messages are JSON objects with `v` (PROTOCOL) and `type`; docs/devices.md lists them. What was scanned or read is passed
on and forgotten: nothing of it is kept, logged or sent to the house from here.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from onetrip.bridge import PROTOCOL
from onetrip.bridge.watch import Watch

log = logging.getLogger("onetrip.bridge")

LARGEST = 4096


class PageSocket:
    """Who listens on this machine, and what they are told."""

    def __init__(self, watches: Callable[[], Iterable[Watch]]) -> None:
        self._watches = watches
        self._pages: set[ServerConnection] = set()
        self._server: Server | None = None

    async def start(self, port: int, origins: list[str]) -> int:
        """Listen on 127.0.0.1; the port. A page of any other origin, or a program without one, is turned away."""
        self._server = await serve(
            self._serve, "127.0.0.1", port, origins=[Origin(one) for one in origins], max_size=LARGEST, logger=_silent()
        )
        return int(next(iter(self._server.sockets)).getsockname()[1])

    async def stop(self) -> None:
        """Listen no longer."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def tell(self, kind: str, **what: Any) -> int:
        """Tell every page; how many there were."""
        text = _message(kind, **what)
        for page in list(self._pages):
            with suppress(ConnectionClosed):
                await page.send(text)
        return len(self._pages)

    async def _serve(self, page: ServerConnection) -> None:
        await page.send(_message("hello", devices=[_told(watch) for watch in self._watches()]))
        self._pages.add(page)
        try:
            async for text in page:
                await page.send(self._answer(text))
        except ConnectionClosed:
            pass
        finally:
            self._pages.discard(page)

    def _answer(self, text: str | bytes) -> str:
        try:
            said = json.loads(text)
            kind = said["type"] if said["v"] == PROTOCOL else "other version"
        except (ValueError, TypeError, KeyError):
            kind = "unreadable"
        if kind == "ping":
            return _message("pong")
        if kind == "devices":
            return _message("devices", devices=[_told(watch) for watch in self._watches()])
        return _message("error", code="unknown-message")


def _told(watch: Watch) -> dict[str, Any]:
    return {"name": watch.name, "kind": watch.kind.value, "state": watch.state.value}


def _message(kind: str, **what: Any) -> str:
    return json.dumps({"v": PROTOCOL, "type": kind, **what}, ensure_ascii=False)


def _silent() -> logging.Logger:
    """The library logs what it receives when asked to; what a reader read must not be in any log."""
    logger = logging.getLogger("onetrip.bridge.websockets")
    logger.setLevel(logging.ERROR)
    return logger
