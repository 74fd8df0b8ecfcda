"""A receipt printer on a TCP port: takes the bytes apart as a printer does, and keeps what came out as pictures.

What it can be made to do: run out of paper in the middle, jam, be opened, fall silent, answer garbage, hang up in the
middle of a job, be switched off. It prints in order and stops where a real one stops; what it had not printed by then
comes out when the trouble is over, unless it is told to forget it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from PIL import Image

DOTS_PER_MM = 8
NEAR_END_MM = 500.0
WIDTH_BYTES = 72


@dataclass(frozen=True)
class Raster:
    """Rows of dots, one bit a dot, 1 is black."""

    width_bytes: int
    rows: bytes


@dataclass(frozen=True)
class Feed:
    """Blank paper, in dots."""

    dots: int


@dataclass(frozen=True)
class Cut:
    """The paper is cut off."""


@dataclass(frozen=True)
class Ask:
    """GS r: answered in its turn."""

    what: int


@dataclass(frozen=True)
class RealTime:
    """DLE: answered, or done, at once."""

    what: bytes


@dataclass(frozen=True)
class Reset:
    """ESC @."""


Command = Raster | Feed | Cut | Ask | RealTime | Reset


class Unreadable(ValueError):
    """Bytes that no command of this printer looks like."""


class Framer:
    """Takes a stream of bytes apart into commands, however it is cut into pieces."""

    def __init__(self) -> None:
        self._kept = b""

    def feed(self, more: bytes) -> Iterator[Command]:
        """The commands that are complete now. Raises Unreadable."""
        self._kept += more
        while self._kept:
            found = self._first()
            if found is None:
                return
            command, length = found
            self._kept = self._kept[length:]
            yield command

    @property
    def is_inside(self) -> bool:
        """Whether the last command is not complete."""
        return bool(self._kept)

    def _first(self) -> tuple[Command, int] | None:
        data = self._kept
        if data[0] in (0x0A, 0x0D):
            return Feed(24 if data[0] == 0x0A else 0), 1
        need = {
            b"\x10\x04": 3,
            b"\x10\x14": 3,
            b"\x1b@": 2,
            b"\x1bd": 3,
            b"\x1bJ": 3,
            b"\x1dr": 3,
            b"\x1dV": 3,
            b"\x1dv": 8,
        }
        length = need.get(data[:2])
        if len(data) < 2 or (length is not None and len(data) < length):
            return None
        if length is None:
            raise Unreadable(data[:8].hex(" "))
        return self._read(data, length)

    def _read(self, data: bytes, length: int) -> tuple[Command, int] | None:
        head, last = data[:2], data[length - 1]
        if head == b"\x10\x14":
            length = 10 if last == 8 else 5
            return (RealTime(data[:length]), length) if len(data) >= length else None
        if head == b"\x1dv":
            width, height = int.from_bytes(data[4:6], "little"), int.from_bytes(data[6:8], "little")
            whole = 8 + width * height
            return (Raster(width, data[8:whole]), whole) if len(data) >= whole else None
        if head == b"\x1dV":
            whole = 4 if last in (65, 66, 97, 98, 103, 104) else 3
            return (Cut(), whole) if len(data) >= whole else None
        plain: dict[bytes, Command] = {
            b"\x10\x04": RealTime(data[:3]),
            b"\x1b@": Reset(),
            b"\x1bd": Feed(24 * last),
            b"\x1bJ": Feed(last),
            b"\x1dr": Ask(last),
        }
        return plain[head], length


@dataclass
class EscposSimulator:
    """The printer. Its troubles are plain attributes; `papers` are the pictures that were cut off, oldest first."""

    paper_mm: float = 40_000.0
    cover_open: bool = False
    jammed: bool = False
    silent: bool = False
    garbled: bool = False
    close_after: int | None = None
    mm_per_second: float = 0.0
    papers: list[Image.Image] = field(default_factory=list)
    jobs: int = 0
    received: int = 0
    unreadable: list[str] = field(default_factory=list)
    answered: int = 0

    def __post_init__(self) -> None:
        self._strip = bytearray()
        self._queue: asyncio.Queue[tuple[Command, asyncio.StreamWriter]] = asyncio.Queue()
        self._server: asyncio.Server | None = None
        self._printing: asyncio.Task[None] | None = None
        self._lines: set[asyncio.StreamWriter] = set()
        self._clearing = False
        self.port = 0

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> int:
        """Switch it on; the port it listens on."""
        self._server = await asyncio.start_server(self._serve, host, port or self.port)
        self.port = int(self._server.sockets[0].getsockname()[1])
        if self._printing is None:
            self._printing = asyncio.create_task(self._print())
        return self.port

    async def stop(self) -> None:
        """Switch it off: nobody reaches it, and what it had not printed is gone."""
        if self._server is not None:
            self._server.close()
        for line in list(self._lines):
            line.transport.abort()
        if self._printing is not None:
            self._printing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._printing
        self._printing, self._queue, self._strip = None, asyncio.Queue(), bytearray()

    @property
    def is_out(self) -> bool:
        """Whether there is no paper."""
        return self.paper_mm <= 0

    @property
    def is_stopped(self) -> bool:
        """Whether it does not print."""
        return self.cover_open or self.jammed or self.is_out

    @property
    def half_printed(self) -> int:
        """Rows of dots that hang out of the printer and were not cut off."""
        return len(self._strip) // WIDTH_BYTES

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines.add(writer)
        framer, taken = Framer(), 0
        try:
            while data := await reader.read(65536):
                self.received += len(data)
                taken += len(data)
                for command in framer.feed(data):
                    if isinstance(command, RealTime):
                        self._at_once(command.what, writer)
                    else:
                        self._queue.put_nowait((command, writer))
                if self.close_after is not None and taken > self.close_after:
                    writer.transport.abort()
                    return
        except Unreadable as what:
            self.unreadable.append(str(what))
        except OSError:
            pass
        finally:
            self._lines.discard(writer)
            writer.close()

    def _at_once(self, what: bytes, writer: asyncio.StreamWriter) -> None:
        if what[:2] == b"\x10\x14":
            self._queue, self._strip = asyncio.Queue(), bytearray()
            self._clearing = True
            return
        self._answer(writer, self.status(what[2]))

    def status(self, what: int) -> int:
        """The answer to DLE EOT n."""
        fixed = 0b0001_0010
        if what == 1:
            return fixed | (0b1000 if self.is_stopped else 0)
        if what == 2:
            return fixed | (0b100 if self.cover_open else 0) | (0b10_0000 if self.is_out else 0)
        if what == 3:
            return fixed | (0b1000 if self.jammed else 0)
        near = 0b1100 if self.paper_mm < NEAR_END_MM else 0
        return fixed | near | (0b110_0000 if self.is_out else 0)

    def _answer(self, writer: asyncio.StreamWriter, byte: int) -> None:
        if self.silent:
            return
        self.answered += 1
        with contextlib.suppress(OSError):
            writer.write(b"\xff\xa5?!" if self.garbled else bytes([byte]))

    async def _print(self) -> None:
        while True:
            queue = self._queue
            try:
                async with asyncio.timeout(0.05):
                    command, writer = await queue.get()
            except TimeoutError:
                continue
            self._clearing = False
            await self._do(command, writer)

    async def _do(self, command: Command, writer: asyncio.StreamWriter) -> None:
        if isinstance(command, Raster):
            for start in range(0, len(command.rows), command.width_bytes):
                if not await self._advance(1):
                    return
                self._strip += command.rows[start : start + command.width_bytes].ljust(WIDTH_BYTES, b"\0")[:WIDTH_BYTES]
        elif isinstance(command, Feed):
            if await self._advance(command.dots):
                self._strip += bytes(WIDTH_BYTES * command.dots)
        elif isinstance(command, Cut):
            if await self._advance(0):
                self._cut()
        elif isinstance(command, Ask) and await self._advance(0):
            self.jobs += 1
            self._answer(writer, 0b11 if self.paper_mm < NEAR_END_MM else 0)

    async def _advance(self, dots: int) -> bool:
        """Move the paper on, waiting while it cannot; False when it was told meanwhile to forget what it was doing."""
        while self.is_stopped:
            if self._clearing:
                return False
            await asyncio.sleep(0.01)
        if self._clearing:
            return False
        if dots:
            self.paper_mm -= dots / DOTS_PER_MM
            if self.mm_per_second:
                await asyncio.sleep(dots / DOTS_PER_MM / self.mm_per_second)
        return True

    def _cut(self) -> None:
        height = self.half_printed
        if height:
            inverted = bytes(255 - byte for byte in self._strip)
            self.papers.append(Image.frombytes("1", (WIDTH_BYTES * 8, height), inverted))
        self._strip = bytearray()
