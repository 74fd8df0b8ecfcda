"""A department's system as it stands outside: it holds a private key and signs what it sends."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.encoding import escape_uri_path

from onetrip.departments import actions, signing
from onetrip.departments.models import System
from tests.factories import NOW

AT = NOW + timedelta(hours=1)
"""When a department calls: by then a window has accepted something."""

API = "/api/v1/departments"


@dataclass
class Calling:
    """The system, with its key and the client it calls with."""

    system: System
    key: str
    private: Ed25519PrivateKey

    def headers(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        given: dict[str, str] | None = None,
        created: datetime | None = None,
        nonce: str = "",
    ) -> dict[str, str]:
        """The signed headers of a call to `path` (with its query)."""
        place, _, query = path.partition("?")
        call = signing.Call(method, place, f"?{query}", "testserver", dict(given or {}), body)
        return signing.sign(
            call,
            self.private,
            key=self.key,
            created=created or timezone.now(),
            nonce=nonce or uuid.uuid4().hex,
        )

    def get(self, path: str, **given: Any) -> HttpResponse:
        """Ask."""
        return Client().get(f"{API}{path}", headers=self.headers("GET", f"{API}{path}", **given))

    def post(
        self, path: str, said: dict[str, Any] | None = None, *, key: uuid.UUID | None = None, **given: Any
    ) -> HttpResponse:
        """Do something, with a key of its own unless one is given."""
        body = json.dumps(said or {}).encode()
        return self.send(path, body, "application/json", key=key, **given)

    def send(
        self, path: str, body: bytes, content_type: str, *, key: uuid.UUID | None = None, **given: Any
    ) -> HttpResponse:
        """Send bytes."""
        held = {"idempotency-key": str(key or uuid.uuid4())}
        headers = self.headers("POST", f"{API}{path}", body, given=held, **given)
        return Client().post(f"{API}{path}", body, content_type=content_type, headers=headers)


class SigningOnTheWay:
    """A house in front of which somebody signs each call that asks for it: for whoever sends calls and cannot sign."""

    WANTED = "X-Sign"

    def __init__(self, house: Callable[..., Iterable[bytes]]) -> None:
        self.house = house
        self.calling: Calling | None = None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.pop("HTTP_X_SIGN", "") and self.calling is not None:
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(body)
            given = {"idempotency-key": key} if (key := environ.get("HTTP_IDEMPOTENCY_KEY")) else {}
            path = escape_uri_path(environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace"))
            whole = f"{path}?{environ.get('QUERY_STRING', '')}"
            for name, value in self.calling.headers(environ["REQUEST_METHOD"], whole, body, given=given).items():
                environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
        return self.house(environ, start_response)


def a_system(
    code: str = "minzheng-core",
    *,
    department: str = "civil-affairs",
    centres: tuple[str, ...] = ("*",),
    now: datetime | None = None,
) -> Calling:
    """A system with a key, ready to call."""
    at = now or timezone.now()
    system = actions.add_system(
        code=code,
        name="民政核心系统",
        name_en="Civil affairs core",
        department=department,
        centres=centres,
        contact="信息中心 021-0000 0000",
        now=at,
        by="staff:director",
        key=uuid.uuid4(),
    )
    return another_key(system, now=at)


def another_key(system: System, *, now: datetime | None = None) -> Calling:
    """The system with a new key."""
    made = actions.give_key(code=system.pk, public="", now=now or timezone.now(), by="staff:director", key=uuid.uuid4())
    private = load_pem_private_key(made.private.encode(), None)
    assert isinstance(private, Ed25519PrivateKey)
    return Calling(system, made.key.pk, private)
