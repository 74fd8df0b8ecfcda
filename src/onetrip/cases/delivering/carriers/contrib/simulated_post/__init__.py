"""A carrier as carriers are: JSON over HTTP, each call signed with a shared secret. `server.py` is its other end.

POST /orders {"reference", "sender", "to"} → 200 {"waybill"} | 422 {"why"} (never) | 5xx, 429 (later)
GET /waybills/<waybill> → 200 {"tracks": [{"id", "code", "at"}]}
It pushes {"tracks": [{"waybill", "id", "code", "at"}]} to /carriers/simulated-post/tracks.
Signature: X-Carrier-Signature is the HMAC-SHA-256, in hex, of X-Carrier-Time (seconds since 1970), a full stop and the body.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import ssl
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings

from onetrip.cases.delivering import tracks
from onetrip.cases.delivering.carriers.base import Order, Ordered, Party, Said, Unreadable

PATIENCE = 5.0
"""Seconds for a whole answer."""
MOST = 256 * 1024
MOST_TRACKS = 200
STALE = timedelta(minutes=10)
"""A pushed message that was signed earlier is not taken: it may be a copy."""

_WHAT = {
    "ACCEPT": tracks.PICKED_UP,
    "TRANSIT": tracks.MOVING,
    "OUT_FOR_DELIVERY": tracks.ON_ITS_ROUND,
    "NOT_HOME": tracks.NOBODY_HOME,
    "SIGNED": tracks.SIGNED,
    "LOST": tracks.LOST,
    "RETURN": tracks.TURNED_BACK,
    "RETURNED": tracks.BACK,
}


class SimulatedPost:
    """See the module."""

    name = "simulated-post"

    def __init__(self, address: str, secret: str) -> None:
        self.address, self.secret = address, secret

    def order(self, order: Order) -> Ordered:
        """Ask for a pick-up."""
        body = json.dumps(
            {"reference": order.reference, "sender": _party(order.sender), "to": _party(order.to)}, ensure_ascii=False
        ).encode()
        try:
            status, answer = self._ask("POST", "/orders", body)
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Ordered(answer=type(error).__name__)
        if status == 422:
            return Ordered(answer=_words(answer, "why") or "422", is_final=True)
        waybill = _words(answer, "waybill")
        if status != 200 or not (waybill.isascii() and waybill.isalnum() and len(waybill) <= 40):
            return Ordered(answer=str(status) if status != 200 else "no waybill in the answer")
        return Ordered(waybill=waybill)

    def news(self, waybill: str) -> tuple[Said, ...] | None:
        """Everything the carrier knows of a parcel; what of it cannot be read is left out."""
        try:
            status, answer = self._ask("GET", f"/waybills/{quote(waybill, safe='')}", b"")
        except (OSError, http.client.HTTPException, ValueError):
            return None
        found = answer.get("tracks") if status == 200 else None
        if not isinstance(found, list):
            return None
        read = (_said({**one, "waybill": waybill}) for one in found[-MOST_TRACKS:] if isinstance(one, dict))
        return tuple(one for one in read if one is not None)

    def read_push(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> tuple[Said, ...]:
        """The messages of a push. Raises Unreadable where it is not signed, or any of them cannot be read."""
        self._refuse_forged(body, headers, now)
        try:
            pushed = json.loads(body)
        except ValueError as error:
            raise Unreadable("no JSON") from error
        found = pushed.get("tracks") if isinstance(pushed, dict) else None
        if not isinstance(found, list) or len(found) > MOST_TRACKS:
            raise Unreadable("no tracks")
        read = [_said(one) if isinstance(one, dict) else None for one in found]
        if None in read:
            raise Unreadable("a track that cannot be read")
        return tuple(one for one in read if one is not None)

    def _refuse_forged(self, body: bytes, headers: Mapping[str, str], now: datetime) -> None:
        moment, signature = headers.get("X-Carrier-Time", ""), headers.get("X-Carrier-Signature", "")
        if not hmac.compare_digest(sign(self.secret, moment, body).encode(), signature.encode()):
            raise Unreadable("wrong signature", is_forged=True)
        try:
            signed_at = datetime.fromtimestamp(int(moment), UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise Unreadable("no time", is_forged=True) from error
        if abs(now - signed_at) > STALE:
            raise Unreadable("signed long ago", is_forged=True)

    def _ask(self, method: str, path: str, body: bytes) -> tuple[int, dict[str, Any]]:
        """Status and JSON of an answer. Raises OSError, HTTPException, ValueError."""
        where = urlsplit(self.address)
        host, until = where.hostname or "", time.monotonic() + PATIENCE
        line: http.client.HTTPConnection
        if where.scheme == "https":
            context = ssl.create_default_context()
            line = http.client.HTTPSConnection(host, where.port or 443, timeout=PATIENCE, context=context)
        else:
            line = http.client.HTTPConnection(host, where.port or 80, timeout=PATIENCE)
        moment = str(int(time.time()))
        signature = sign(self.secret, moment, body)
        headers = {
            "Content-Type": "application/json",
            "X-Carrier-Time": moment,
            "X-Carrier-Signature": signature,
        }
        try:
            line.request(method, where.path.rstrip("/") + path, body, headers)
            answer = line.getresponse()
            parts, size = [], 0
            while part := answer.read1(65536):
                parts.append(part)
                size += len(part)
                if size > MOST or time.monotonic() > until:
                    raise OSError("too slow, or too long")
        finally:
            line.close()
        try:
            said = json.loads(b"".join(parts))
        except ValueError:
            said = None
        return answer.status, said if isinstance(said, dict) else {}


def sign(secret: str, moment: str, body: bytes) -> str:
    """The signature of a call, either way."""
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def carrier() -> SimulatedPost:
    """The carrier at the address of the settings."""
    return SimulatedPost(settings.CARRIER_ADDRESS, settings.CARRIER_SECRET)


def _party(party: Party) -> dict[str, str]:
    return {"name": party.name, "telephone": party.telephone, "address": party.address}


def _words(answer: Mapping[str, Any], name: str) -> str:
    found = answer.get(name)
    return found[:120] if isinstance(found, str) else ""


def _said(one: Mapping[str, Any]) -> Said | None:
    """One message; None where it cannot be read. A code that is new to us is a message without news."""
    waybill, event, code, raw = (one.get(name) for name in ("waybill", "id", "code", "at"))
    if not (isinstance(waybill, str) and isinstance(event, str) and isinstance(code, str) and isinstance(raw, str)):
        return None
    if not (0 < len(waybill) <= 40 and 0 < len(event) <= 64) or "\0" in waybill + event:
        return None
    try:
        at = datetime.fromisoformat(raw)
    except ValueError:
        return None
    return None if at.tzinfo is None else Said(waybill, event, _WHAT.get(code, ""), at)
