"""A page printer over IPP/1.1 and HTTP: takes requests apart by its own hand, so that a driver is tried against somebody
who does not share its mistakes.

Get-Printer-Attributes, Print-Job, Get-Job-Attributes, Get-Jobs, Cancel-Job. Can be out of paper, jammed, low on toner,
silent, away, slow to answer, can keep what it took to itself, and can answer garbage.
"""

from __future__ import annotations

import asyncio
import struct
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

PRINT_JOB, CANCEL_JOB, GET_JOB, GET_JOBS, GET_PRINTER = 0x02, 0x08, 0x09, 0x0A, 0x0B
OK, NOT_POSSIBLE, NOT_FOUND, UNSUPPORTED = 0x0000, 0x0404, 0x0406, 0x0501
_OPERATION, _JOB, _END, _PRINTER = 1, 2, 3, 4
_INTEGER, _BOOLEAN, _ENUM, _TEXT, _NAME, _KEYWORD, _URI, _CHARSET, _LANGUAGE = (
    0x21, 0x22, 0x23, 0x41, 0x42, 0x44, 0x45, 0x47, 0x48,
)  # fmt: skip
PENDING, PROCESSING, STOPPED, CANCELED, COMPLETED = 3, 5, 6, 7, 9


class NotIpp(ValueError):
    """Bytes that are no IPP request."""


@dataclass(frozen=True)
class Request:
    """A request taken apart: attributes by name as they came, and the document behind them."""

    version: tuple[int, int]
    operation: int
    id: int
    attributes: dict[str, list[bytes]]
    document: bytes

    def text(self, name: str) -> str:
        """The first value of a text attribute; "" without one."""
        return self.attributes.get(name, [b""])[0].decode("utf-8", "replace")

    def integer(self, name: str) -> int:
        """The first value of an integer attribute. Raises NotIpp."""
        values = self.attributes.get(name, [b""])
        if len(values[0]) != 4:
            raise NotIpp(f"{name} is no integer")
        return int(struct.unpack(">i", values[0])[0])


def read_request(data: bytes) -> Request:
    """Take a request apart (RFC 8010, 3.1). Raises NotIpp."""
    if len(data) < 9:
        raise NotIpp("shorter than a header")
    major, minor, operation, number = struct.unpack(">bbHi", data[:8])
    attributes: dict[str, list[bytes]] = {}
    at, name = 8, ""
    try:
        while data[at] != _END:
            tag = data[at]
            at += 1
            if tag < 0x10:
                continue
            (length,) = struct.unpack(">H", data[at : at + 2])
            name = data[at + 2 : at + 2 + length].decode("ascii") or name
            at += 2 + length
            (length,) = struct.unpack(">H", data[at : at + 2])
            attributes.setdefault(name, []).append(data[at + 2 : at + 2 + length])
            at += 2 + length
    except (IndexError, struct.error, UnicodeDecodeError) as error:
        raise NotIpp("broken off") from error
    return Request((major, minor), operation, number, attributes, data[at + 1 :])


def answer(request: Request, status: int, groups: list[tuple[int, list[tuple[int, str, Any]]]]) -> bytes:
    """An answer with the groups of attributes, each (tag, name, value or list of values)."""
    body = struct.pack(">bbHi", *request.version, status, request.id)
    head = [(_CHARSET, "attributes-charset", "utf-8"), (_LANGUAGE, "attributes-natural-language", "en")]
    for group, attributes in [(_OPERATION, head), *groups]:
        body += bytes([group]) + b"".join(_attribute(*one) for one in attributes)
    return body + bytes([_END])


def _attribute(tag: int, name: str, value: Any) -> bytes:
    values = value if isinstance(value, list) else [value]
    out = b""
    for place, one in enumerate(values):
        named = name.encode() if place == 0 else b""
        if tag in (_INTEGER, _ENUM):
            data = struct.pack(">i", one)
        elif tag == _BOOLEAN:
            data = bytes([one])
        else:
            data = str(one).encode()
        out += bytes([tag]) + struct.pack(">H", len(named)) + named + struct.pack(">H", len(data)) + data
    return out


@dataclass
class IppSimulator:
    """The printer. `reasons` are its printer-state-reasons; `papers` the documents that came out, oldest first.

    While `holds`, it keeps what it took to itself, as a queue does whose printer cannot be reached; `takes_seconds` is how
    long it works through a paper before it says that it has it.
    """

    reasons: list[str] = field(default_factory=list)
    toner: int = 80
    silent: bool = False
    garbled: bool = False
    stops_in_the_middle: str = ""
    holds: bool = False
    takes_seconds: float = 0.0
    papers: list[bytes] = field(default_factory=list)
    states: dict[int, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    port: int = 0
    _documents: dict[int, bytes] = field(default_factory=dict)
    _runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> int:
        """Switch it on; its port."""
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_post("/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port or self.port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])
        return self.port

    async def stop(self) -> None:
        """Switch it off."""
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def address(self) -> str:
        """Where it is."""
        return f"ipp://127.0.0.1:{self.port}/ipp/print"

    @property
    def is_stopped(self) -> bool:
        """Whether it prints nothing."""
        return any(
            reason.startswith(("media-empty", "media-jam", "cover-open", "door-open"))
            and not reason.endswith(("-warning", "-report"))
            for reason in self.reasons
        )

    async def _serve(self, http: web.Request) -> web.Response:
        if self.silent:
            await asyncio.sleep(30)
        if self.garbled:
            return web.Response(body=b"<html>login</html>", content_type="text/html")
        try:
            request = read_request(await http.read())
            body = self._answer(request)
        except NotIpp:
            return web.Response(status=400)
        if request.operation == PRINT_JOB:
            await asyncio.sleep(self.takes_seconds)
        return web.Response(body=body, content_type="application/ipp")

    def _answer(self, request: Request) -> bytes:
        if request.operation == GET_PRINTER:
            return answer(request, OK, [(_PRINTER, self._attributes())])
        if request.operation == PRINT_JOB:
            return self._print(request)
        if request.operation == GET_JOBS:
            return self._list(request)
        if request.operation not in (GET_JOB, CANCEL_JOB):
            return answer(request, UNSUPPORTED, [])
        number = request.integer("job-id")
        if number not in self.states:
            return answer(request, NOT_FOUND, [])
        if request.operation == CANCEL_JOB:
            if self.states[number] != PROCESSING:
                return answer(request, NOT_POSSIBLE, [])
            self.states[number] = CANCELED
            return answer(request, OK, [])
        self._work()
        return answer(request, OK, [(_JOB, [(_INTEGER, "job-id", number), (_ENUM, "job-state", self.states[number])])])

    def _print(self, request: Request) -> bytes:
        number = len(self.states) + 1
        if self.stops_in_the_middle:
            self.reasons = [self.stops_in_the_middle]
        self.states[number], self.names[number] = PROCESSING, request.text("job-name")
        self._documents[number] = request.document
        self._work()
        return answer(request, OK, [(_JOB, [(_INTEGER, "job-id", number), (_ENUM, "job-state", PROCESSING)])])

    def _list(self, request: Request) -> bytes:
        is_open = request.text("which-jobs") != "completed"
        jobs = [number for number, state in self.states.items() if (state == PROCESSING) == is_open]
        groups = [(_JOB, [(_INTEGER, "job-id", one), (_NAME, "job-name", self.names[one])]) for one in jobs]
        return answer(request, OK, groups)

    def _work(self) -> None:
        """Put out whatever waits, unless something keeps it back."""
        if self.is_stopped or self.holds:
            return
        for number, state in self.states.items():
            if state == PROCESSING:
                self.papers.append(self._documents.pop(number))
                self.states[number] = COMPLETED

    def let_go(self) -> None:
        """What it kept to itself comes out, if nobody has taken it back."""
        self.holds = False
        self._work()

    def _attributes(self) -> list[tuple[int, str, Any]]:
        return [
            (_URI, "printer-uri-supported", self.address),
            (_NAME, "printer-name", "simulated"),
            (_TEXT, "printer-make-and-model", "Onetrip simulated"),
            (_ENUM, "printer-state", 5 if self.is_stopped else 3),
            (_KEYWORD, "printer-state-reasons", self.reasons or ["none"]),
            (_INTEGER, "printer-up-time", 100),
            (_NAME, "marker-names", ["Black"]),
            (_NAME, "marker-colors", ["#000000"]),
            (_KEYWORD, "marker-types", ["toner"]),
            (_INTEGER, "marker-levels", [self.toner]),
            (_INTEGER, "marker-high-levels", [100]),
            (_INTEGER, "marker-low-levels", [10]),
        ]
