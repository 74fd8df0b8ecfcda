"""The simulated carrier: a real HTTP server on 127.0.0.1 that takes orders and tells what became of the parcels.

It behaves as carriers do: a reference ordered twice is one parcel, some addresses are not served, and on demand it is
down, slow to tell, tells twice, or answers with what nobody can read.
"""

from __future__ import annotations

import hmac
import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from onetrip.cases.delivering.carriers.contrib.simulated_post import sign

_PACE = (("ACCEPT", 1), ("TRANSIT", 4), ("OUT_FOR_DELIVERY", 10), ("SIGNED", 15))


class SimulatedCarrier:
    """The carrier's office: what was ordered, and what it says of each parcel.

    `is_paced`: things happen by themselves, a quarter of an hour from the order to the signature, as a demonstration
    wants it. `is_down` answers 503 to everything, `speaks_nonsense` with something that is no JSON; `serves` is the word that an
    address has to hold.
    """

    def __init__(self, secret: str, *, serves: str = "上海", is_paced: bool = False) -> None:
        self.secret, self.serves, self.is_paced = secret, serves, is_paced
        self.orders: dict[str, dict[str, Any]] = {}
        self.waybills: dict[str, str] = {}
        self.tracks: dict[str, list[dict[str, str]]] = {}
        self.is_down = self.speaks_nonsense = False
        self.calls = 0
        self.port = 0

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def order(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Take an order, once for each reference."""
        reference, to = str(asked["reference"]), asked["to"]
        if self.serves not in to["address"]:
            return 422, {"why": "address not served"}
        if reference not in self.waybills:
            self.waybills[reference] = f"SP{len(self.waybills) + 1:09d}CN"
            self.orders[reference] = asked
            self.tracks[self.waybills[reference]] = []
            if self.is_paced:
                now = datetime.now(UTC)
                for code, minutes in _PACE:
                    self.happen(self.waybills[reference], code, now + timedelta(minutes=minutes))
        return 200, {"waybill": self.waybills[reference]}

    def told(self, waybill: str) -> list[dict[str, str]] | None:
        """What has happened to a parcel until now; None for a waybill that was never given."""
        known = self.tracks.get(waybill)
        if known is None or not self.is_paced:
            return known
        now = datetime.now(UTC)
        return [track for track in known if datetime.fromisoformat(track["at"]) <= now]

    def happen(self, waybill: str, code: str, at: datetime) -> dict[str, str]:
        """Something happens to a parcel; told to whoever asks."""
        track = {"id": f"{waybill}-{len(self.tracks[waybill]) + 1}", "code": code, "at": at.isoformat()}
        self.tracks[waybill].append(track)
        return {"waybill": waybill, **track}

    def envelope(self, *tracks: dict[str, str]) -> tuple[bytes, dict[str, str]]:
        """Body and headers of a push, as it sends them."""
        body, moment = json.dumps({"tracks": list(tracks)}).encode(), str(int(time.time()))
        headers = {"X-Carrier-Time": moment, "X-Carrier-Signature": sign(self.secret, moment, body)}
        return body, headers

    def push(self, house: str, *tracks: dict[str, str]) -> int:
        """Send messages to the house at this address; the status it answers."""
        body, headers = self.envelope(*tracks)
        where = urlsplit(house)
        line = http.client.HTTPConnection(where.hostname or "", where.port or 80, timeout=5)
        try:
            path = "/carriers/simulated-post/tracks"
            line.request("POST", path, body, {"Content-Type": "application/json", **headers})
            return line.getresponse().status
        finally:
            line.close()


class _Desk(BaseHTTPRequestHandler):
    """Where calls come in."""

    office: SimulatedCarrier

    def do_POST(self) -> None:
        """An order."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self._admit(body):
            self._answer(*self.office.order(json.loads(body)))

    def do_GET(self) -> None:
        """What became of a parcel."""
        if self._admit(b""):
            found = self.office.told(self.path.rsplit("/", 1)[-1])
            self._answer(*((404, {}) if found is None else (200, {"tracks": found})))

    def _admit(self, body: bytes) -> bool:
        self.office.calls += 1
        signed = self.headers.get("X-Carrier-Signature", "")
        right = sign(self.office.secret, self.headers.get("X-Carrier-Time", ""), body)
        if not hmac.compare_digest(signed, right):
            self._answer(401, {})
        elif self.office.is_down:
            self._answer(503, {})
        elif self.office.speaks_nonsense:
            self._answer(200, b"<html>maintenance</html>")
        else:
            return True
        return False

    def _answer(self, status: int, said: dict[str, Any] | bytes) -> None:
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the interface; addresses are in no log
        """Say nothing."""


@contextmanager
def open_office(
    secret: str, *, serves: str = "上海", is_paced: bool = False, port: int = 0
) -> Iterator[SimulatedCarrier]:
    """A carrier that answers on 127.0.0.1 (at a free port) while the block runs."""
    office = SimulatedCarrier(secret, serves=serves, is_paced=is_paced)
    server = ThreadingHTTPServer(("127.0.0.1", port), type("Desk", (_Desk,), {"office": office}))
    server.daemon_threads = True
    office.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield office
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
