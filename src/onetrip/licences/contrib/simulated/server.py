"""The simulated store: a real HTTP server on this machine that speaks what `contrib.http` speaks, in whatever mood it is in.

It is used by the tests, by the demonstration (`onetrip run` starts one) and by nobody else. POST /mood changes its mood.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from onetrip.licences.contrib.simulated.moods import Asked, Mood, answer

MOST_BODY = 64 * 1024


class SimulatedStore:
    """The store with its server. `slow_seconds` and `retry_after` go with two of its moods; `asked` are the licences asked for
    (by code, never for whom), `bases` what for and on which basis."""

    def __init__(self, key: str, port: int = 0) -> None:
        self.key = key
        self.mood = Mood.WELL
        self.slow_seconds = 0.5
        self.retry_after = "30"
        self.moods: deque[Mood] = deque()
        self.asked: deque[str] = deque(maxlen=1000)
        self.bases: deque[tuple[str, str]] = deque(maxlen=1000)
        self.stopping = threading.Event()
        self._server = _Server(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="store", daemon=True)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> SimulatedStore:
        """Begin to answer; gives itself."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Let go of everybody who is kept waiting, and end."""
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)

    def mood_now(self) -> Mood:
        """The next of `moods`, once each; then `mood`."""
        return self.moods.popleft() if self.moods else self.mood


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a mood that hangs would keep the end waiting

    def __init__(self, place: tuple[str, int], simulated: SimulatedStore) -> None:
        self.simulated = simulated
        super().__init__(place, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that has hung up is no error here."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """A question, or another mood."""
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), MOST_BODY))
        if self.headers.get("Authorization") != f"Bearer {self.server.simulated.key}":
            self._send(403, b"")
        elif self.path == "/mood":
            self.server.simulated.mood = Mood(json.loads(body)["mood"])
            self._send(200, b"{}")
        elif self.path == "/licences/query":
            self._answer(json.loads(body))
        else:
            self._send(404, b"")

    def do_GET(self) -> None:
        """Its mood."""
        self._send(200, json.dumps({"mood": self.server.simulated.mood}).encode())

    def _answer(self, sent: dict[str, Any]) -> None:
        store = self.server.simulated
        store.asked.append(sent["code"])
        store.bases.append((sent["purpose"], sent["basis"]))
        asked = Asked(sent["request"], sent["code"], sent["holder"]["id_number"], date.fromisoformat(sent["day"]))
        mood = store.mood_now()
        if mood is Mood.DOWN:
            self.close_connection = True
        elif mood is Mood.HANGING:
            store.stopping.wait(60)
            self.close_connection = True
        elif mood is Mood.FAULTY:
            self._send(500, b"")
        elif mood is Mood.DENYING:
            self._send(403, b"")
        elif mood is Mood.LIMITED:
            self._send(429, b"", {"Retry-After": store.retry_after})
        elif mood is Mood.ENDLESS:
            self._never_end()
        elif mood is Mood.DRIPPING:
            self._drip(answer(asked, Mood.WELL))
        else:
            if mood is Mood.SLOW:
                store.stopping.wait(store.slow_seconds)
            self._send(200, answer(asked, mood), half=mood is Mood.CUT_SHORT)

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None, *, half: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if half else body)
        self.close_connection = self.close_connection or half

    def _never_end(self) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        while not self.server.simulated.stopping.is_set():
            self.wfile.write(b" " * 65536)

    def _drip(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.close_connection = True
        for place in range(len(body)):
            self.wfile.write(body[place : place + 1])
            if self.server.simulated.stopping.wait(0.05):
                return

    def log_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: its caller tells what it heard."""
