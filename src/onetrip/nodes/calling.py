"""At a centre: one signed call to the city over HTTPS. Everything that can go wrong on the way is one of two things:
`LineDown` (nobody knows whether the call arrived) or `Refused` (the city said no, in words)."""

from __future__ import annotations

import http.client
import os
import ssl
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import connection

from onetrip.ledger.refusals import Malformed, Refused
from onetrip.nodes import signing
from onetrip.nodes.answering import pack, unpack
from onetrip.nodes.signing import Key

PATIENCE = float(os.environ.get("ONETRIP_NODE_PATIENCE", "10"))
"""Seconds without a byte after which the line counts as down."""
WHOLE = 60.0
"""Seconds for a whole answer, however slowly it drips."""
MOST = 64_000_000


class LineDown(Exception):
    """The city was not reached, or its answer did not arrive whole."""


def key_from_environment() -> Key | None:
    """The key in ONETRIP_NODE_KEY; None without one, or with something that is none."""
    try:
        return signing.read_key(os.environ.get("ONETRIP_NODE_KEY", ""))
    except ValueError:
        return None


def call(
    city: str, key: Key, path: str, said: Mapping[str, Any], *, now: datetime, patience: float = PATIENCE
) -> dict[str, Any]:
    """Ask the city. Raises LineDown, Refused."""
    for _ in range(2):
        try:
            return _call_once(city, key, path, said, now=now, patience=patience)
        except _Behind as behind:
            _count_from(behind.highest)
    raise LineDown("the numbers of calls do not fit")


class _Behind(Exception):
    """The city has answered higher numbers than ours: this database was put back to an earlier day."""

    def __init__(self, highest: int) -> None:
        super().__init__(str(highest))
        self.highest = highest


def _call_once(
    city: str, key: Key, path: str, said: Mapping[str, Any], *, now: datetime, patience: float
) -> dict[str, Any]:
    body, number = pack(said), _next_number()
    signature = signing.sign_call(key, method="POST", path=path, call=number, at=now, body=body)
    headers = {
        "Content-Type": "application/octet-stream",
        "X-Onetrip-Node": f"{key.centre}.{key.number}",
        "X-Onetrip-Call": str(number),
        "X-Onetrip-Time": now.isoformat(),
        "X-Onetrip-Signature": signature,
    }
    try:
        status, signed, answer = _post(city, path, headers, body, patience)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise LineDown(type(error).__name__) from error
    if not signing.same(signed, signing.sign_answer(key, to=signature, status=status, body=answer)):
        if status == 401:
            raise Refused(
                "call-signature",
                "市里不认这个中心的密钥。请运维换新的密钥。",
                "The city does not accept this centre's key. An operator has to give it a new one.",
                status=401,
            )
        if status == 413:
            raise Refused(
                "batch-too-large",
                "有一笔改动太大，市里收不下。请运维查看；没发出的都留着。",
                "One change is too large for the city to take. An operator has to look; everything waits meanwhile.",
                status=413,
            )
        raise LineDown(f"not the city's answer ({status})")
    try:
        found = unpack(answer)
    except Malformed as error:
        raise LineDown("unreadable") from error
    if status != 200:
        if found.get("code") == "call-repeated" and int(found.get("highest", 0)) >= number:
            raise _Behind(int(found["highest"]))
        raise Refused(str(found.get("code")), str(found.get("zh")), str(found.get("en")), status=status)
    return found


def _post(city: str, path: str, headers: dict[str, str], body: bytes, patience: float) -> tuple[int, str, bytes]:
    where = urlsplit(city)
    host = where.hostname or ""
    line: http.client.HTTPConnection
    if where.scheme == "https":
        trusted = ssl.create_default_context(cafile=os.environ.get("ONETRIP_NODE_CA") or None)
        line = http.client.HTTPSConnection(host, where.port or 443, timeout=patience, context=trusted)
    else:
        line = http.client.HTTPConnection(host, where.port or 80, timeout=patience)
    until = time.monotonic() + WHOLE
    try:
        line.request("POST", where.path.rstrip("/") + path, body, headers)
        answer = line.getresponse()
        parts, size = [], 0
        while part := answer.read1(65536):
            parts.append(part)
            size += len(part)
            if time.monotonic() > until or size > MOST:
                raise OSError("too slow, or too long")
        if answer.length:  # what was announced did not all come
            raise http.client.IncompleteRead(b"", answer.length)
        return answer.status, answer.headers.get("X-Onetrip-Signature", ""), b"".join(parts)
    finally:
        line.close()


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('nodes_call_number')")
        number: int = cursor.fetchone()[0]
        return number


def _count_from(highest: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval('nodes_call_number', greatest((SELECT last_value FROM nodes_call_number), %s))",
            [highest + 1],
        )


def may_be_city(address: str) -> bool:
    """Whether an address may be the city's: https, or this machine itself."""
    try:
        where = urlsplit(address)
        _ = where.port
    except ValueError:
        return False
    at_home = where.hostname in {"127.0.0.1", "::1", "localhost"}
    return bool(where.hostname) and (where.scheme == "https" or (where.scheme == "http" and at_home))


def moment() -> datetime:
    """Now, for a signature."""
    return datetime.now(UTC)
