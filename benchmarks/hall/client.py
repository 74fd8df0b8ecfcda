"""A clerk's browser, as lean as it can be: one kept connection, the session's cookies, JSON in and out."""

from __future__ import annotations

import http.client
import json
import time
import uuid
from dataclasses import dataclass, field
from email.message import Message
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit


class Unexpected(RuntimeError):
    """The house answered with something that no run expects."""


@dataclass
class Browser:
    """A kept connection to the house at `address`."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)

    def reconnect(self) -> None:
        """Open a connection anew with the next request: a server closes one that was idle."""
        self._connection.close()

    def get(self, path: str, **headers: str) -> tuple[int, bytes, Message]:
        """Status, body and headers of a page."""
        return self._ask("GET", path, None, headers)

    def sign_in(self, username: str, password: str) -> None:
        """Sign in as a person does, by the form."""
        self.get("/staff/sign-in")
        form = urlencode(
            {"username": username, "password": password, "csrfmiddlewaretoken": self.cookies["onetrip_csrf"]}
        )
        status, _, _ = self._ask(
            "POST",
            "/staff/sign-in",
            form,
            {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.address},
        )
        if status != 302:
            raise Unexpected(f"signing in as {username} was answered with {status}")

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """The answer to a changing API request, with a key of its own."""
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid.uuid4()),
            "X-CSRFToken": self.cookies["onetrip_csrf"],
        }
        status, told, _ = self._ask("POST", f"/api/{path}", json.dumps(body or {}), headers)
        if status != 200:
            raise Unexpected(f"{path} was answered with {status}: {told[:300].decode(errors='replace')}")
        return json.loads(told)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, bytes, Message]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self._connection.request(method, path, body, {**headers, "Cookie": cookie})
        answer = self._connection.getresponse()
        told = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer.status, told, answer.headers


@dataclass(frozen=True)
class Cycle:
    """One whole visit, door to door, as a window handles it."""

    number: str
    called: str
    seconds: float


ON_THE_SPOT = {"matter": "medical-record-booklet", "papers": ["id-card"]}
"""A matter that is completed in the moment it is accepted."""


def cycle(window: Browser, number: int, **arrival: Any) -> Cycle:
    """Arrive, call next, start, accept one matter, finish: five requests, each with its own durable commit.

    With other windows at work the person called need not be the one who has just arrived.
    """
    began = time.perf_counter()
    drawn = window.post("lobby/arrivals", arrival)
    called = window.post(f"lobby/windows/{number}/call-next")["ticket"]
    if called is None:
        raise Unexpected("somebody had just arrived, and nobody was waiting")
    window.post(f"lobby/tickets/{called['id']}/start")
    window.post("cases/accept", {"ticket": called["id"], "matters": [ON_THE_SPOT]})
    window.post(f"lobby/tickets/{called['id']}/finish")
    return Cycle(drawn["number"], called["id"], time.perf_counter() - began)
