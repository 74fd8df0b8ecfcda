"""A store that is asked over HTTP, one request an enquiry (`wire` is what goes over it).

The interface of the real store is the city's and not public: this is ours, to be brought in line with it, or a gateway
beside the store speaks it. Connections are new each time and redirects are not followed: the question holds an ID number.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from onetrip.licences.base import Enquiry, Held, NoAnswer, Trouble
from onetrip.licences.contrib.http import wire

_PATH = "/licences/query"


@dataclass(frozen=True)
class HttpStore:
    """See the module. `key` is shown as a bearer token."""

    host: str
    port: int
    is_encrypted: bool
    path: str
    key: str
    name: str = "http"

    def ask(self, enquiry: Enquiry, seconds: float) -> tuple[Held, ...]:
        """One request, cut off after `seconds` wherever it is: a store that drips a byte a second is late, too."""
        kind = http.client.HTTPSConnection if self.is_encrypted else http.client.HTTPConnection
        connection = kind(self.host, self.port, timeout=seconds)
        late = threading.Event()
        try:
            connection.connect()
            line: socket.socket = connection.sock
            watchdog = threading.Timer(seconds, _cut, [line, late])
            watchdog.daemon = True
            watchdog.start()
            try:
                return self._ask(connection, enquiry)
            finally:
                watchdog.cancel()
        except NoAnswer as error:
            # Half of an answer cannot be read; that it was cut off is what was wrong with it.
            raise (NoAnswer(Trouble.TIMEOUT) if late.is_set() else error) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            is_late = late.is_set() or isinstance(error, TimeoutError)
            raise NoAnswer(Trouble.TIMEOUT if is_late else _kind_of(error)) from error
        finally:
            connection.close()

    def _ask(self, connection: http.client.HTTPConnection, enquiry: Enquiry) -> tuple[Held, ...]:
        headers = {"Content-Type": "application/json; charset=utf-8", "Authorization": f"Bearer {self.key}"}
        connection.request("POST", self.path, wire.question(enquiry), headers)
        with connection.getresponse() as answer:
            if answer.status == http.HTTPStatus.OK:
                return wire.read(answer.read(wire.MOST_BYTES + 1), enquiry)
            rest = wire.retry_after(answer.headers.get("Retry-After"), answer.headers.get("Date"))
            raise NoAnswer(_trouble_of(answer.status), retry_after=rest)


def _cut(line: socket.socket, late: threading.Event) -> None:
    late.set()
    with contextlib.suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)


def _kind_of(error: Exception) -> Trouble:
    """Answers that are no HTTP are malformed; everything else is the line."""
    broken = isinstance(error, http.client.HTTPException) and not isinstance(error, http.client.RemoteDisconnected)
    return Trouble.MALFORMED if broken or isinstance(error, ValueError) else Trouble.UNREACHABLE


def _trouble_of(status: int) -> Trouble:
    if status == http.HTTPStatus.TOO_MANY_REQUESTS:
        return Trouble.LIMITED
    return Trouble.DENIED if status in (401, 403) else Trouble.FAULT


def store(address: str, key: str) -> HttpStore:
    """The store at this address. Raises ImproperlyConfigured for one that would send ID numbers in the clear."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ImproperlyConfigured("ONETRIP_LICENCE_STORE must be the https address of a store of licences")
    if parts.scheme == "http" and not _is_this_machine(parts.hostname):
        raise ImproperlyConfigured("ONETRIP_LICENCE_STORE must be https: the questions hold ID numbers")
    encrypted = parts.scheme == "https"
    port = parts.port or (443 if encrypted else 80)
    return HttpStore(parts.hostname, port, encrypted, parts.path.rstrip("/") + _PATH, key)


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
