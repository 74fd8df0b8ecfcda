"""A clerk's browser, as lean as it can be: one kept connection, the session's cookies, JSON in and out."""

from __future__ import annotations

import http.client
import json
import uuid
from dataclasses import dataclass, field
from email.message import Message
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit


class Unexpected(RuntimeError):
    """The house answered with something that nobody expects; `status` is what it said."""

    def __init__(self, path: str, status: int, told: bytes = b"") -> None:
        super().__init__(f"{path} was answered with {status}: {told[:300].decode(errors='replace')}")
        self.status = status


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
            raise Unexpected(f"signing in as {username}", status)

    def post(self, path: str, body: dict[str, Any] | None = None, key: uuid.UUID | None = None) -> Any:
        """The answer to a changing API request, with a key of its own unless one is given."""
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": str(key or uuid.uuid4()),
            "X-CSRFToken": self.cookies["onetrip_csrf"],
        }
        status, told, _ = self._ask("POST", f"/api/{path}", json.dumps(body or {}), headers)
        if status != 200:
            raise Unexpected(path, status, told)
        return json.loads(told)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, bytes, Message]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self._answer(method, path, body, {**headers, "Cookie": cookie})
        told = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer.status, told, answer.headers

    def _answer(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        """The answer; asked once more where the server had just closed an idle line (the request's key allows it)."""
        try:
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()
        except (ConnectionError, http.client.RemoteDisconnected):
            self._connection.close()
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()
