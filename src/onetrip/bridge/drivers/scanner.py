"""A scanner on a serial line. Unplugged and plugged in again, it goes on where it was."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable

import serial

from onetrip.bridge.scans import Scans
from onetrip.bridge.states import PartKind, PartState
from onetrip.bridge.watch import Watch

PAUSE = 0.15
"""Seconds of silence that end a scan without an end mark; at 9600 baud a character takes a thousandth."""
LOOK_AGAIN = 1.0
_EMPTY = 3


class SerialScanner:
    """The driver. `scanned` is told each text, or None for something unreadable."""

    def __init__(self, name: str, port: str, baud: int, scanned: Callable[[str | None], Awaitable[object]]) -> None:
        self.watch = Watch(name, PartKind.SCANNER)
        self._port, self._baud, self._scanned = port, baud, scanned

    async def run(self) -> None:
        """Listen, for ever."""
        while True:
            try:
                line = serial.Serial(self._port, self._baud, timeout=0, exclusive=True)
            except (serial.SerialException, OSError, ValueError) as error:
                self.watch.see(PartState.AWAY, type(error).__name__)
            else:
                try:
                    await self._listen(line)
                finally:
                    with contextlib.suppress(OSError):
                        line.close()
            await asyncio.sleep(LOOK_AGAIN)

    async def _listen(self, line: serial.Serial) -> None:
        """Until the line is gone."""
        self.watch.see(PartState.READY)
        loop, arrived = asyncio.get_running_loop(), asyncio.Event()
        handle = line.fileno()
        loop.add_reader(handle, arrived.set)
        scans, empty = Scans(), 0
        try:
            while True:
                try:
                    async with asyncio.timeout(PAUSE):
                        await arrived.wait()
                except TimeoutError:
                    empty = 0
                    await self._pass_on(scans.pause())
                    if not os.path.exists(self._port):  # noqa: PTH110 -- asked seven times a second
                        raise OSError("the port is gone") from None
                    continue
                arrived.clear()
                data = os.read(handle, 4096)
                # Once is nothing: the loop told twice of the same bytes. Again and again is a line that hung up.
                empty = 0 if data else empty + 1
                if empty > _EMPTY:
                    raise OSError("the line was closed")
                await self._pass_on(scans.feed(data))
        except (OSError, serial.SerialException) as error:
            self.watch.see(PartState.AWAY, type(error).__name__)
        finally:
            loop.remove_reader(handle)

    async def _pass_on(self, found: list[str | None]) -> None:
        for one in found:
            await self._scanned(one)
