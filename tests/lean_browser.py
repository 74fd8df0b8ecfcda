"""A clerk's browser, as lean as it can be: one kept connection, the session's cookies, JSON in and out."""

from __future__ import annotations

import json
import socket
import uuid
from dataclasses import dataclass, field
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
        self._host = urlsplit(self.address).netloc
        self._line = Line(self._host)

    def reconnect(self) -> None:
        """Open a connection anew with the next request: a server closes one that was idle."""
        self._line.close()

    def get(self, path: str, **headers: str) -> tuple[int, bytes, Headers]:
        """Status, body and headers of a page."""
        return self._ask("GET", path, None, headers)

    def send(self, path: str, **fields: str) -> str:
        """Send a form of a page, with the token of pages; where it leads. A page must have been read before."""
        form = urlencode({"csrfmiddlewaretoken": self.cookies["onetrip_csrf"], **fields})
        status, told, headers = self._ask(
            "POST", path, form, {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.address}
        )
        if status not in (302, 303):
            raise Unexpected(path, status, told)
        return headers["Location"]

    def send_picture(self, path: str, picture: bytes, kind: str) -> Any:
        """Send a picture as the script of a page does: it is the body of the request. The answer to it."""
        headers = {"Content-Type": kind, "X-CSRFToken": self.cookies["onetrip_csrf"], "Referer": self.address}
        status, told, _ = self._ask("POST", path, picture, headers)
        if status != 200:
            raise Unexpected(path, status, told)
        return json.loads(told)

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

    def _ask(
        self, method: str, path: str, body: str | bytes | None, headers: dict[str, str]
    ) -> tuple[int, bytes, Headers]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = body.encode() if isinstance(body, str) else body or b""
        lines = {"Host": self._host, "Cookie": cookie, "Content-Length": str(len(sent)), **headers}
        words = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        status, told, got = self._answer(f"{method} {path} HTTP/1.1\r\n{words}\r\n".encode() + sent)
        for line in got.all("Set-Cookie"):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return status, told, got

    def _answer(self, request: bytes) -> tuple[int, bytes, Headers]:
        """The answer; asked once more where the server had just closed an idle line (the request's key allows it)."""
        try:
            return self._line.ask(request)
        except ConnectionError:
            self._line.close()
            return self._line.ask(request)


class Headers:
    """The headers of an answer, found only when somebody asks for one."""

    def __init__(self, head: bytes) -> None:
        self._head = head

    def all(self, name: str) -> list[str]:
        """Every value of a header."""
        begins = f"{name.lower()}:"
        if begins.encode() not in self._head.lower():
            return []
        lines = self._head.decode("latin-1").split("\r\n")
        return [line[len(begins) :].strip() for line in lines if line.lower().startswith(begins)]

    def __getitem__(self, name: str) -> str:
        return self.all(name)[0]


class Line:
    """A kept connection that reads as little as an answer needs: http.client takes longer for it than the house does."""

    def __init__(self, host: str) -> None:
        self._place = host.rsplit(":", 1)
        self._socket: socket.socket | None = None
        self._read = b""

    def close(self) -> None:
        """Hang up; the next question opens it anew."""
        if self._socket is not None:
            self._socket.close()
        self._socket, self._read = None, b""

    def ask(self, request: bytes) -> tuple[int, bytes, Headers]:
        """Status, body and headers. Raises ConnectionError when the line breaks."""
        if self._socket is None:
            self._socket = socket.create_connection((self._place[0], int(self._place[1])), timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        head = self._until(b"\r\n\r\n")
        headers, status = Headers(head), int(head[9:12])
        if length := headers.all("Content-Length"):
            return status, self._exactly(int(length[0])), headers
        return status, self._chunks() if headers.all("Transfer-Encoding") else b"", headers

    def _chunks(self) -> bytes:
        body = b""
        while size := int(self._until(b"\r\n"), 16):
            body += self._exactly(size)
            self._exactly(2)
        self._until(b"\r\n")
        return body

    def _until(self, mark: bytes) -> bytes:
        while mark not in self._read:
            self._more()
        found, _, self._read = self._read.partition(mark)
        return found

    def _exactly(self, size: int) -> bytes:
        while len(self._read) < size:
            self._more()
        found, self._read = self._read[:size], self._read[size:]
        return found

    def _more(self) -> None:
        got = self._socket.recv(65536) if self._socket else b""
        if not got:
            raise ConnectionResetError("the line was closed")
        self._read += got
