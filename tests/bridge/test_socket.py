"""What the page beside a bridge hears, and who does not."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from onetrip.bridge.socket import LARGEST, PageSocket
from onetrip.bridge.states import PartKind, PartState
from onetrip.bridge.watch import Watch
from tests.bridge.loops import in_a_loop

HOUSE = "http://127.0.0.1:8000"


@asynccontextmanager
async def open_socket() -> AsyncIterator[tuple[PageSocket, int]]:
    watch = Watch("ticket", PartKind.ESCPOS)
    watch.see(PartState.LOW)
    socket = PageSocket(lambda: [watch])
    port = await socket.start(0, [HOUSE])
    try:
        yield socket, port
    finally:
        await socket.stop()


def page(port: int, origin: str | None = HOUSE) -> connect:
    return connect(f"ws://127.0.0.1:{port}", origin=origin, proxy=None)  # type: ignore[arg-type]


async def heard(line: ClientConnection) -> dict[str, object]:
    said: dict[str, object] = json.loads(await line.recv())
    return said


@in_a_loop
async def test_a_page_of_the_house_hears_devices_scans_and_cards() -> None:
    async with open_socket() as (socket, port), page(port) as line:
        hello = await heard(line)
        assert hello == {"v": 1, "type": "hello", "devices": [{"name": "ticket", "kind": "escpos", "state": "low"}]}
        await line.send(json.dumps({"v": 1, "type": "ping"}))
        assert (await heard(line))["type"] == "pong"
        await socket.tell("scan", state="read", text="LF26110001")
        assert await heard(line) == {"v": 1, "type": "scan", "state": "read", "text": "LF26110001"}


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:8001", None])
def test_a_page_of_somebody_else_and_a_program_are_turned_away(origin: str | None) -> None:
    @in_a_loop
    async def run() -> None:
        async with open_socket() as (socket, port):
            with pytest.raises(InvalidStatus) as refused:
                async with page(port, origin):
                    pass
            assert refused.value.response.status_code == 403
            assert await socket.tell("card", state="read", number="x") == 0

    run()


@in_a_loop
async def test_garbage_is_answered_and_too_much_of_it_hung_up_on() -> None:
    async with open_socket() as (_, port), page(port) as line:
        await heard(line)
        for text in ("", "[]", '{"v": 9, "type": "ping"}', '{"v": 1, "type": "print"}'):
            await line.send(text)
            assert (await heard(line))["code"] == "unknown-message"
        await line.send("x" * (LARGEST + 1))
        with pytest.raises(ConnectionClosed):
            await heard(line)
