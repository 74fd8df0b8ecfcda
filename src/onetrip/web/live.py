"""The live stream: one small asynchronous process that turns PostgreSQL's NOTIFY into server-sent events.

It knows no rule and reads no table: whatever the event table's trigger published for a centre goes to the listeners of
that centre as it is. Pages fetch what they need themselves.

Events with JSON data: `call` (a ticket is called to a window), `device` (a device or a print changed: for bridges and the
page of devices), `hall` (something else in the hall changed), `beat` (every 15 seconds, so that a page notices a dead
line; `at` lets it notice one that is held back on the way). While the database is away every line is closed and none is
taken (503): a screen that heard nothing would otherwise look as if nothing happened.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

import psycopg
from django.conf import settings

from onetrip.ledger.live_pass import centre_of_pass
from onetrip.web.database import NOT_FOR_LIBPQ

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onetrip.web.settings")
log = logging.getLogger("onetrip.live")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_BEAT_SECONDS = 15.0
_BACKLOG = 200
"""Messages a slow listener may lag behind before its line is closed; it then reconnects and reloads what it shows."""

_CALLS = {"call", "call-again"}
_DEVICES = {"device", "print-job"}


class Hub:
    """The listeners of each centre, and the one connection that listens to the database."""

    def __init__(self) -> None:
        self.listeners: dict[str, set[asyncio.Queue[bytes | None]]] = defaultdict(set)
        self.listening: asyncio.Task[None] | None = None
        self.hears = False
        self.leaving = False

    def publish(self, payload: str) -> None:
        """Hand one NOTIFY payload to the listeners of its centre."""
        news = json.loads(payload)
        kind = _kind(news["kind"], news["verb"])
        text = message(kind, event=news["event"], thing=news["kind"], verb=news["verb"], **(news["public"] or {}))
        for queue in list(self.listeners[news["centre"]]):
            if queue.full():
                self._cut(news["centre"], queue)
            else:
                queue.put_nowait(text)

    def cut_all(self) -> None:
        """Close every line; listeners come back when the database does."""
        self.hears = False
        for centre, queues in self.listeners.items():
            for queue in list(queues):
                self._cut(centre, queue)

    def leave(self) -> None:
        """This process is to end: tell every listener when to come again, and close its line."""
        self.leaving = True
        for queues in self.listeners.values():
            for queue in list(queues):
                if not queue.full():
                    queue.put_nowait(COME_AGAIN)
        self.cut_all()

    def _cut(self, centre: str, queue: asyncio.Queue[bytes | None]) -> None:
        self.listeners[centre].discard(queue)
        if queue.full():
            queue.get_nowait()
        queue.put_nowait(None)

    async def listen(self) -> None:
        """Keep a connection that listens, for ever; while it is lost nobody is left believing that nothing happens."""
        pause = 0.2
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(_conninfo(), autocommit=True) as connection:
                    await connection.execute("LISTEN onetrip")
                    self.hears, pause = True, 0.2
                    async for notice in connection.notifies():
                        self.publish(notice.payload)
            except (psycopg.Error, OSError) as error:
                log.warning("the live stream lost the database: %s", type(error).__name__)
            self.cut_all()
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5.0)


def _kind(thing: str, verb: str) -> str:
    """Which listeners an event is for: what a printer does must not make three hundred screens of the hall load anew."""
    if thing in _DEVICES:
        return "device"
    return "call" if thing == "ticket" and verb in _CALLS else "hall"


def message(kind: str, **data: Any) -> bytes:
    """One server-sent event."""
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


def beat() -> bytes:
    """A sign of life, with the second in which it was given."""
    return message("beat", at=round(time.time(), 1))


def _conninfo() -> str:
    database = settings.DATABASES["default"]
    parts = {
        "dbname": database["NAME"],
        "user": database["USER"],
        "password": database["PASSWORD"],
        "host": database["HOST"],
        "port": database["PORT"],
    }
    given = {key: value for key, value in parts.items() if value}
    own = {name: value for name, value in database["OPTIONS"].items() if name not in NOT_FOR_LIBPQ}
    options = {**own, "application_name": "onetrip-live"}
    return psycopg.conninfo.make_conninfo("", **given, **options)


COME_AGAIN = b"retry: 2000\n\n"
"""Said before a line is closed because this process ends: browsers come again after so many milliseconds."""

hub = Hub()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one stream to whoever shows a valid pass."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    if scope["type"] != "http":
        return
    passes = parse_qs(scope["query_string"].decode("latin-1")).get("pass", [""])
    centre = centre_of_pass(passes[0])
    if scope["method"] != "GET" or centre is None:
        await _answer(send, 403, b"This address is not valid any more. Please reload the page.\n")
        return
    if not hub.hears or hub.leaving:
        await _answer(send, 503, b"The database is away. The page tries again by itself.\n")
        return
    await _stream(centre, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        event = await receive()
        if event["type"] == "lifespan.startup":
            hub.listening = asyncio.create_task(hub.listen())
            _leave_when_asked()
            await send({"type": "lifespan.startup.complete"})
        else:
            if hub.listening:
                hub.listening.cancel()
            await send({"type": "lifespan.shutdown.complete"})
            return


def _leave_when_asked() -> None:
    """On SIGTERM close the lines, which otherwise would keep this process from ending. The server's own handler is not
    touched: it hears of signals through the loop's wake-up, whatever stands here."""
    loop = asyncio.get_running_loop()
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: loop.call_soon_threadsafe(hub.leave))


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"access-control-allow-origin", b"*")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _stream(centre: str, receive: Receive, send: Send) -> None:
    queue: asyncio.Queue[bytes | None] = asyncio.Queue(maxsize=_BACKLOG)
    hub.listeners[centre].add(queue)
    headers = [
        (b"content-type", b"text/event-stream"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"access-control-allow-origin", b"*"),
    ]
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": beat(), "more_body": True})
        while not gone.done():
            text: bytes | None = beat()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_BEAT_SECONDS):
                    text = await queue.get()
            if text is None:
                break
            await send({"type": "http.response.body", "body": text, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        gone.cancel()
        hub.listeners[centre].discard(queue)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
