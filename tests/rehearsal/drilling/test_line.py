"""A line with real sockets at both ends: it lets everything through, is cut while something is under way, and heals."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import pytest

from onetrip.rehearsal.drilling.playing.line import Line


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while block := await reader.read(1 << 16):
        writer.write(block)
        await writer.drain()
    writer.close()


@asynccontextmanager
async def _lines() -> AsyncIterator[Line]:
    server = await asyncio.start_server(_echo, "127.0.0.1", 0)
    line = Line(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    await line.open()
    try:
        yield line
    finally:
        await line.close()
        server.close()


@asynccontextmanager
async def _joined(line: Line) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    parts = urlsplit(line.address)
    assert parts.hostname == "127.0.0.1"
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


def _played(course: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: a browser of another file may have an event loop in this one."""
    with ThreadPoolExecutor(1) as beside:
        beside.submit(asyncio.run, course).result()


async def _breaks(reader: asyncio.StreamReader) -> None:
    """Nothing more comes: the connection is reset, or ends."""
    with suppress(ConnectionError):
        assert await asyncio.wait_for(reader.read(1), 10) == b""


def test_everything_comes_through_and_back() -> None:
    async def go() -> None:
        async with _lines() as line, _joined(line) as (reader, writer):
            sent = bytes(range(256)) * 4096
            writer.write(sent)
            writer.write_eof()
            assert await asyncio.wait_for(reader.read(-1), 10) == sent

    _played(go())


def test_a_cut_breaks_off_what_is_under_way_and_lets_nobody_in_until_it_heals() -> None:
    async def go() -> None:
        async with _lines() as line:
            async with _joined(line) as (reader, writer):
                writer.write(b"hello")
                assert await asyncio.wait_for(reader.readexactly(5), 10) == b"hello"
                line.cut()
                await _breaks(reader)
            async with _joined(line) as (reader, writer):
                writer.write(b"anybody?")
                await _breaks(reader)
            line.heal()
            async with _joined(line) as (reader, writer):
                writer.write(b"back")
                assert await asyncio.wait_for(reader.readexactly(4), 10) == b"back"

    _played(go())


def test_a_house_that_does_not_answer_is_a_line_that_does_not_either() -> None:
    async def go() -> None:
        line = Line("http://127.0.0.1:9")
        await line.open()
        async with _joined(line) as (reader, writer):
            writer.write(b"anybody?")
            await _breaks(reader)
        await line.close()

    _played(go())
    with pytest.raises(ValueError, match="host and a port"):
        Line("nowhere")
