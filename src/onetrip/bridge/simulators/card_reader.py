"""An ID card reader that is not there: speaks the public interface, reads cards of people who do not exist.

Can be made to send garbage, half a card, a wrong check sign, to fall silent, and to hang up.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

from stdnum.iso7064 import mod_11_2
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from onetrip.bridge.cards import message

NAMES = ("测试甲", "测试乙", "测试丙", "测试丁")


def synthetic_number(serial: int, born: str = "19511108") -> str:
    """An ID number that nobody can own: no county has the code 310000."""
    body = f"310000{born}{serial % 1000:03d}"
    return body + str(mod_11_2.calc_check_digit(body))


class CardReaderSimulator:
    """The reader. `lay` and `take_away` move a card; the troubles are plain attributes."""

    def __init__(self) -> None:
        self.silent = False
        self.greets = True
        self.port = 0
        self._server: Server | None = None
        self._lines: set[ServerConnection] = set()

    async def start(self, port: int = 0) -> int:
        """Switch it on; its port."""
        self._server = await serve(self._serve, "127.0.0.1", port or self.port)
        self.port = int(next(iter(self._server.sockets)).getsockname()[1])
        return self.port

    async def stop(self) -> None:
        """Switch it off."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def lay(self, serial: int = 1, *, born: str = "19511108", number: str | None = None) -> None:
        """Somebody lays a card down: present, then read."""
        await self.send(message("card", state="present"))
        await self.send(
            message(
                "card",
                state="read",
                number=number or synthetic_number(serial, born),
                name=NAMES[serial % len(NAMES)],
                valid_until="long-term",
            )
        )

    async def take_away(self) -> None:
        """The card is taken away."""
        await self.send(message("card", state="removed"))

    async def half_read(self) -> None:
        """The card was moved while it was read."""
        await self.send(message("card", state="present"))
        await self.send(message("error", code="half-read"))

    async def send(self, text: str | bytes) -> None:
        """Send anything, garbage too."""
        for line in list(self._lines):
            with suppress(ConnectionClosed):
                await line.send(text)

    async def _serve(self, line: ServerConnection) -> None:
        if self.greets:
            await line.send(message("hello", vendor="Onetrip", model="simulated"))
        self._lines.add(line)
        try:
            async for text in line:
                if not self.silent:
                    await line.send(_answer(text))
        except (ConnectionClosed, asyncio.CancelledError):
            pass
        finally:
            self._lines.discard(line)


def _answer(text: str | bytes) -> str:
    try:
        said: Any = json.loads(text)
        if said["v"] == 1 and said["type"] == "ping":
            return message("pong", id=str(said["id"]))
    except (ValueError, TypeError, KeyError):
        pass
    return message("error", code="unknown-message")
