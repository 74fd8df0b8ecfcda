"""A scanner that is not there: a serial line of its own, on which it says what somebody holds before it."""

from __future__ import annotations

import os
import tty

UNREADABLE = b"\x81\xff\xfe"
"""Bytes that are text in no encoding, as a code that is torn or smeared gives them now and then."""


class ScannerSimulator:
    """The scanner. `scan` and `smear` hold a code before it."""

    def __init__(self) -> None:
        self.port = ""
        self._far = self._near = -1

    async def start(self) -> str:
        """Plug it in; the port that the bridge opens."""
        self._far, self._near = os.openpty()
        tty.setraw(self._far)
        self.port = os.ttyname(self._near)
        return self.port

    async def stop(self) -> None:
        """Pull it out."""
        os.close(self._far)
        os.close(self._near)

    async def scan(self, text: str) -> None:
        """Somebody holds a code there."""
        os.write(self._far, text.encode() + b"\r")

    async def smear(self) -> None:
        """Somebody holds a code there that cannot be read."""
        os.write(self._far, UNREADABLE + b"\r")
