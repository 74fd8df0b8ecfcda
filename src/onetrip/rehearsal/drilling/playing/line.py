"""The line between a link of the hall and the house: a forwarder with a socket of its own, which a scenario cuts for real.

Whatever is under way when it is cut breaks off, and whoever tries meanwhile gets no answer: pages have to find their way
back by themselves.
"""

from __future__ import annotations

import asyncio
import contextlib
from urllib.parse import urlsplit

_BLOCK = 1 << 16


class Line:
    """A line to `target` (http://host:port). `address` is where its near end listens, once it is open."""

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        if parts.hostname is None or parts.port is None:
            raise ValueError(f"a line leads to a host and a port: {target}")
        self._host, self._port = parts.hostname, parts.port
        self._server: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()
        self._going: set[asyncio.Task[object] | None] = set()
        self.is_cut = False
        self.address = ""

    async def open(self) -> None:
        """Listen on a free port of this machine alone."""
        self._server = await asyncio.start_server(self._forward, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()[:2]
        self.address = f"http://{host}:{port}"

    def cut(self) -> None:
        """Break off everything that is under way, and let nothing through until `heal`."""
        self.is_cut = True
        for end in list(self._ends):
            end.transport.abort()

    def heal(self) -> None:
        """Let through again; what was broken off stays so."""
        self.is_cut = False

    async def close(self) -> None:
        """No line any more."""
        self.cut()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
        await asyncio.gather(*(task for task in self._going if task), return_exceptions=True)

    async def _forward(self, near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self._going.add(task)
        try:
            await self._join(near_in, near_out)
        finally:
            await _broken_off(near_out)
            self._going.discard(task)

    async def _join(self, near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        """Lead one connection to the house and back, until one side ends or the line is cut."""
        if self.is_cut:
            return
        with contextlib.suppress(OSError):
            far_in, far_out = await asyncio.open_connection(self._host, self._port)
            self._ends |= {near_out, far_out}
            try:
                await asyncio.gather(_pass_on(near_in, far_out), _pass_on(far_in, near_out))
            finally:
                self._ends -= {near_out, far_out}
                await _broken_off(far_out)


async def _broken_off(end: asyncio.StreamWriter) -> None:
    end.transport.abort()
    with contextlib.suppress(OSError):
        await end.wait_closed()


async def _pass_on(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    """Bytes as they come, until one side has no more; then the other side is told so."""
    with contextlib.suppress(ConnectionError):
        while block := await source.read(_BLOCK):
            to.write(block)
            await to.drain()
        if to.can_write_eof():
            to.write_eof()
