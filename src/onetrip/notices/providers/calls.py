"""One JSON call to a gateway, with an end. What goes wrong is one of two things, and the difference decides whether a message
may have gone out: `Unreached` (it was never heard) or `Unheard` (it was sent, and its answer did not come whole)."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_MOST = 65_536
"""Bytes of an answer; a gateway says a number and a word."""


class Unreached(Exception):
    """Nobody was there: the call was not heard."""


class Unheard(Exception):
    """The call went out, and nobody knows what came of it."""


@dataclass(frozen=True)
class Gateway:
    """Where a gateway is, and the key that it knows this house by. `patience`: seconds without a byte; `whole`: seconds for
    an answer, however slowly it drips."""

    address: str
    key: str
    patience: float = 8.0
    whole: float = 15.0

    def __post_init__(self) -> None:
        where = urlsplit(self.address)
        if where.scheme != "https" and not (where.scheme == "http" and _is_this_machine(where.hostname or "")):
            raise ImproperlyConfigured("the address of a gateway begins with https://, except on this machine")


@dataclass(frozen=True)
class Answer:
    """Status, the JSON object of the body (None: it is none), and the seconds after which to ask again, if it says any."""

    status: int
    said: dict[str, Any] | None
    retry_after: int | None


def ask(gateway: Gateway, path: str, said: Mapping[str, Any], *, reference: str) -> Answer:
    """POST `said` to the gateway. Redirects are not followed: the key is for one address. Raises Unreached, Unheard."""
    where = urlsplit(gateway.address)
    line = _line(where.scheme, where.hostname or "", where.port, gateway.patience)
    try:
        line.connect()
    except (OSError, http.client.HTTPException) as error:
        line.close()
        raise Unreached(type(error).__name__) from error
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {gateway.key}",
        "Idempotency-Key": reference,
    }
    body = json.dumps(said, ensure_ascii=False).encode()
    try:
        with _at_most(gateway.whole, line):
            line.request("POST", where.path.rstrip("/") + path, body, headers)
            response = line.getresponse()
            raw = response.read(_MOST)
            return Answer(response.status, _object(raw), _seconds(response.headers.get("Retry-After")))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unheard(type(error).__name__) from error
    finally:
        line.close()


@contextlib.contextmanager
def _at_most(seconds: float, line: http.client.HTTPConnection) -> Iterator[None]:
    """Cut the line after so many seconds: a patience between two bytes alone never ends with one that drips."""

    def cut() -> None:
        with contextlib.suppress(OSError, AttributeError):
            line.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _line(scheme: str, host: str, port: int | None, patience: float) -> http.client.HTTPConnection:
    if scheme == "https":
        trusted = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port or 443, timeout=patience, context=trusted)
    return http.client.HTTPConnection(host, port or 80, timeout=patience)


def _object(raw: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _seconds(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 6 else None


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
