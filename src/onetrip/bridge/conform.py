"""The conformance test that a vendor runs against a reader: `onetrip-bridge conform ws://…`.

Each point is tried for real; for those about cards somebody lays one down and takes it away. No number is printed.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from onetrip.bridge.cards import LARGEST, Card, Hello, Message, Pong, Present, Trouble, Unclear, message, read_message

HELLO_WITHIN = 2.0
PONG_WITHIN = 1.0
LYING_FOR = 2.0


@dataclass(frozen=True)
class Point:
    """One point of the interface, whether it is kept, and what was seen instead."""

    what: str
    is_kept: bool
    seen: str = ""


async def conform(address: str, *, cards: bool, patience: float, tell: Callable[[str], object]) -> list[Point]:
    """Try every point; with `cards` also those for which somebody lays a card on the reader within `patience` seconds."""
    try:
        async with connect(address, open_timeout=5.0, max_size=LARGEST, ping_interval=None, proxy=None) as line:
            points = [await _hello(line), await _ping(line), await _garbage(line), await _unknown(line)]
            if cards:
                points += await _cards(line, patience, tell)
        points.append(await _again(address))
    except (OSError, WebSocketException, TimeoutError) as error:
        seen = f"那里没有人应答 nobody answers there ({type(error).__name__})"
        return [Point("能连上，再连也行 connects, and again", is_kept=False, seen=seen)]
    return points


async def _hello(line: ClientConnection) -> Point:
    what = f"{HELLO_WITHIN:g} 秒内说 hello says hello within {HELLO_WITHIN:g} s"
    return await _expect(what, line, HELLO_WITHIN, lambda said: isinstance(said, Hello), skip=False)


async def _ping(line: ClientConnection) -> Point:
    asked = uuid.uuid4().hex
    await line.send(message("ping", id=asked))
    what = f"{PONG_WITHIN:g} 秒内答 pong，编号相同 answers ping within {PONG_WITHIN:g} s with its id"
    return await _expect(what, line, PONG_WITHIN, lambda said: isinstance(said, Pong) and said.id == asked)


async def _garbage(line: ClientConnection) -> Point:
    await line.send("{{{ no JSON \x00")
    what = "收到乱码说 unknown-message，不断线 answers garbage with unknown-message and stays"
    return await _expect(what, line, PONG_WITHIN, lambda said: said == Trouble("unknown-message"))


async def _unknown(line: ClientConnection) -> Point:
    await line.send(message("make-coffee"))
    what = "收到不认识的类型说 unknown-message answers an unknown type with unknown-message"
    return await _expect(what, line, PONG_WITHIN, lambda said: said == Trouble("unknown-message"))


async def _cards(line: ClientConnection, patience: float, tell: Callable[[str], object]) -> list[Point]:
    tell("请放一张证。 Please lay a card on the reader.")
    points = [
        await _expect("放证：present says present", line, patience, lambda said: said == Present(is_there=True)),
        await _expect(
            "读出：号、校验位、日期都对 reads it, number and dates right",
            line,
            5.0,
            lambda said: isinstance(said, Card),
        ),
    ]
    points.append(await _once(line))
    tell("请拿走。 Please take it away.")
    removed = await _expect("拿走：removed says removed", line, patience, lambda said: said == Present(is_there=False))
    return [*points, removed]


async def _once(line: ClientConnection) -> Point:
    what = f"证不动，{LYING_FOR:g} 秒里只读一次 reads a card that lies there once"
    again = await _expect(what, line, LYING_FOR, lambda said: isinstance(said, Card))
    return Point(what, is_kept=not again.is_kept, seen="又读了一次 read it once more" if again.is_kept else "")


async def _again(address: str) -> Point:
    async with connect(address, open_timeout=5.0, max_size=LARGEST, ping_interval=None, proxy=None) as line:
        found = await _hello(line)
    return Point("断开再连，照样说 hello greets again after a reconnection", found.is_kept, found.seen)


async def _expect(
    what: str, line: ClientConnection, patience: float, fits: Callable[[Message], bool], *, skip: bool = True
) -> Point:
    """The first message that fits; others before it are passed over when `skip`, unclear ones never are."""
    try:
        async with asyncio.timeout(patience):
            while True:
                said = read_message(await line.recv())
                if fits(said):
                    return Point(what, is_kept=True)
                if not skip:
                    return Point(what, is_kept=False, seen=type(said).__name__)
    except TimeoutError:
        return Point(what, is_kept=False, seen="没有等到 nothing came in time")
    except Unclear as why:
        return Point(what, is_kept=False, seen=str(why))
    except WebSocketException as error:
        return Point(what, is_kept=False, seen=type(error).__name__)
