"""The live stream: one small asynchronous process that turns PostgreSQL's NOTIFY into server-sent events.

It knows no rule and reads no table: whatever the event table's trigger published for a centre goes to the listeners of
that centre as it is. Pages fetch what they need themselves.

Events sent: `call` (a ticket is called to a window), `hall` (something else in the hall changed), `away` (the database
cannot be reached), each with JSON data; a comment every 15 seconds keeps proxies from closing the line.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
from collections import defaultdict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onetrip.web.settings")
django.setup()

from django.conf import settings  # noqa: E402 -- after django.setup

from onetrip.web.live_address import centre_of_pass  # noqa: E402

log = logging.getLogger("onetrip.live")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_HEARTBEAT_SECONDS = 15.0
_BACKLOG = 200
"""Messages a slow listener may lag behind before its line is closed; it then reconnects and reloads what it shows."""

_CALLS = {"call", "call-again"}


class Hub:
    """The listeners of each centre, and the one connection that listens to the database."""

    def __init__(self) -> None:
        self.listeners: dict[str, set[asyncio.Queue[bytes | None]]] = defaultdict(set)
        self.listening: asyncio.Task[None] | None = None

    def publish(self, payload: str) -> None:
        """Hand one NOTIFY payload to the listeners of its centre."""
        news = json.loads(payload)
        kind = "call" if news["kind"] == "ticket" and news["verb"] in _CALLS else "hall"
        data = {"event": news["event"], "thing": news["kind"], "verb": news["verb"], **(news["public"] or {})}
        self.send_to(news["centre"], message(kind, data))

    def send_to(self, centre: str, text: bytes) -> None:
        """Queue `text` for every listener of `centre`; one that lags too far behind is cut off."""
        for queue in list(self.listeners[centre]):
            if queue.full():
                self.listeners[centre].discard(queue)
                queue.get_nowait()
                queue.put_nowait(None)
            else:
                queue.put_nowait(text)

    def send_to_all(self, text: bytes) -> None:
        """Queue `text` for every listener of every centre."""
        for centre in list(self.listeners):
            self.send_to(centre, text)

    async def listen(self) -> None:
        """Keep a connection that listens, for ever; say so when it is lost, and when it is back."""
        pause, lost = 0.2, False
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(_conninfo(), autocommit=True) as connection:
                    await connection.execute("LISTEN onetrip")
                    if lost:
                        self.send_to_all(message("hall", {"back": True}))
                    pause, lost = 0.2, False
                    async for notice in connection.notifies():
                        self.publish(notice.payload)
            except (psycopg.Error, OSError) as error:
                log.warning("live stream lost the database: %s", type(error).__name__)
                if not lost:
                    self.send_to_all(message("away", {}))
                lost = True
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5.0)


def message(kind: str, data: dict[str, Any]) -> bytes:
    """One server-sent event."""
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


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
    options = {**database["OPTIONS"], "application_name": "onetrip-live"}
    return psycopg.conninfo.make_conninfo("", **given, **options)


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
    await _stream(centre, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        event = await receive()
        if event["type"] == "lifespan.startup":
            hub.listening = asyncio.create_task(hub.listen())
            await send({"type": "lifespan.startup.complete"})
        else:
            if hub.listening:
                hub.listening.cancel()
            await send({"type": "lifespan.shutdown.complete"})
            return


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
        await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
        while not gone.done():
            text: bytes | None = b": still here\n\n"
            with contextlib.suppress(TimeoutError):
                text = await asyncio.wait_for(queue.get(), _HEARTBEAT_SECONDS)
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
