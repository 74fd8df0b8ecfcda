"""A gateway for text messages, and a push service, for tests: real HTTP on a real socket, in the house's plain protocol.

It sends a reference once, however often it is handed over, and can be slow, down, dripping, malformed, busy, or say no.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from onetrip.notices.providers import reports

KEY, SECRET = "key-of-the-house", "secret-of-the-gateway"


@dataclass
class Gateway:
    """`calls`: everything that came; `sent`: what went out, once for each reference. `behaves`: how the next calls are
    answered, by a word of `_Call`; when it is empty, properly."""

    calls: list[dict[str, Any]] = field(default_factory=list)
    sent: dict[str, dict[str, Any]] = field(default_factory=dict)
    behaves: deque[str] = field(default_factory=deque)
    let_go: threading.Event = field(default_factory=threading.Event)
    address: str = ""

    def report(self, *receipts: tuple[str, str], now: datetime, secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
        """Body and headers of a report of (reference, state)."""
        told = [{"reference": reference, "state": state, "at": now.isoformat()} for reference, state in receipts]
        return signed(json.dumps({"receipts": told}).encode(), now, secret)

    @property
    def texts(self) -> list[str]:
        return [each.get("text", "") for each in self.sent.values()]


def signed(body: bytes, now: datetime, secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
    """A report with any body, signed."""
    at = str(int(now.timestamp()))
    return body, {reports.TIME_HEADER: at, reports.SIGNATURE_HEADER: reports.sign(secret, at, body)}


_NO: dict[str, tuple[int, dict[str, Any], dict[str, str]]] = {
    "busy": (429, {"error": "too-many"}, {"Retry-After": "1200"}),
    "out-of-order": (503, {"error": "gateway-busy"}, {}),
    "no-such-number": (422, {"error": "no-such-number", "to": "the number, said again"}, {}),
    "gone": (410, {"error": "signed-out"}, {}),
    "moved": (302, {}, {"Location": "/elsewhere"}),
}
"""Answers to what was not sent."""

_BABBLE: dict[str, tuple[int, bytes, int | None]] = {
    "malformed": (202, b"<html>accepted</html>", None),
    "half": (202, b'{"id": "g-1"', 400),
    "mistake": (500, b'{"error": "mistake"}', None),
}
"""Answers to what was sent, with the length that they claim."""


class _Call(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, *_: object) -> None:
        """Nothing: tests are quiet."""

    def do_POST(self) -> None:
        gateway = self.server.gateway
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        gateway.calls.append(said)
        how = gateway.behaves.popleft() if gateway.behaves else "properly"
        if self.headers["Authorization"] != f"Bearer {KEY}":
            return self._say(401, {"error": "key-unknown"})
        if how in _NO:
            return self._say(*_NO[how])
        repeat = said["reference"] in gateway.sent
        gateway.sent.setdefault(said["reference"], said)
        # From here on it went out, whether the answer arrives as it should or not.
        if how == "hangs-up":
            return self.connection.close()
        if how == "slow":
            gateway.let_go.wait(timeout=20)
        if how in _BABBLE:
            return self._raw(*_BABBLE[how])
        return self._say(202, {"id": f"g-{len(gateway.sent)}", **({"duplicate": True} if repeat else {})})

    def _say(self, status: int, said: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        self._raw(status, json.dumps(said).encode(), None, headers)

    def _raw(self, status: int, body: bytes, length: int | None, headers: dict[str, str] | None = None) -> None:
        with contextlib.suppress(OSError):  # whoever called has gone
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body) if length is None else length))
            self.end_headers()
            self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, gateway: Gateway) -> None:
        super().__init__(("127.0.0.1", 0), _Call)
        self.gateway = gateway


@contextlib.contextmanager
def gateway() -> Iterator[Gateway]:
    """One that listens until the block ends."""
    found = Gateway()
    with _Server(found) as server:
        found.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield found
        finally:
            found.let_go.set()
            server.shutdown()
            thread.join(timeout=5)


def settings_of(found: Gateway) -> dict[str, Any]:
    """The gateway as the settings name it; half a second of patience is enough on this machine."""
    return {"address": found.address, "key": KEY, "secret": SECRET, "patience": 0.5}
