"""A browser of a player: its own cookies, the house's pages and API, and every act noted with what it saw."""

from __future__ import annotations

import html
import json
import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from onetrip.rehearsal.drilling.playing.hall import Hall
from onetrip.rehearsal.drilling.record import CUT, Act
from onetrip.rehearsal.drilling.scenario import LinkName

PATIENCE = aiohttp.ClientTimeout(total=30)
_LIVE = re.compile(r'data-live="([^"]+)"')
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Failed(Exception):
    """The house did not do what it was asked: `saw` says what came instead. It has been noted as a failed act."""

    def __init__(self, saw: str) -> None:
        super().__init__(saw)
        self.saw = saw


@dataclass(frozen=True)
class Answer:
    """What came: status, body, and where it was found in the end."""

    status: int
    text: str
    path: str
    json: Any = None
    body: bytes = b""

    @property
    def live(self) -> str:
        """The address of the live stream that the page names; "" without one."""
        found = _LIVE.search(self.text)
        return html.unescape(found[1]) if found else ""


class Browser:
    """A browser at a link of the hall, used by `who`."""

    def __init__(self, hall: Hall, link: LinkName, who: str) -> None:
        self.hall, self.link, self.who = hall, link, who
        self._session = aiohttp.ClientSession(
            connector=hall.connector, connector_owner=False, cookie_jar=aiohttp.CookieJar(unsafe=True), timeout=PATIENCE
        )
        self._token = ""

    async def close(self) -> None:
        """Put it away."""
        await self._session.close()

    async def get(self, path: str, what: str, *, planned: float | None = None) -> Answer:
        """A page. Raises Failed."""
        return await self._act("GET", path, what, planned=planned)

    async def form(self, path: str, what: str, *, may_refuse: bool = False, **fields: str) -> Answer:
        """A form of a page, pressed once; one that `may_refuse` is as it should be when it does. Raises Failed."""
        given = {"csrfmiddlewaretoken": self._token or self._cookie(), "idempotency_key": str(uuid.uuid4()), **fields}
        headers = {"Referer": self.hall.house.address}
        return await self._act("POST", path, what, may_refuse=may_refuse, data=given, headers=headers)

    async def api(
        self, path: str, what: str, body: Mapping[str, Any] | None = None, *, planned: float | None = None
    ) -> Any:
        """An operation of the API, with a key of its own. Raises Failed."""
        headers = {"Idempotency-Key": str(uuid.uuid4()), "X-CSRFToken": self._cookie()}
        answer = await self._act("POST", f"/api/{path}", what, json=dict(body or {}), headers=headers, planned=planned)
        return answer.json

    async def paper(self, path: str, what: str) -> bytes:
        """A print, as its bytes. Raises Failed."""
        return (await self._act("GET", path, what)).body

    async def sign_in(self, username: str, password: str) -> None:
        """As a person does, by the form. Raises Failed."""
        await self.get("/staff/sign-in", "sign-in page")
        answer = await self.form("/staff/sign-in", "sign in", username=username, password=password)
        if answer.path == "/staff/sign-in":
            raise Failed(f"{username} could not sign in")

    def note(self, what: str, *, ok: bool, saw: str, seconds: float = 0.0, planned: float | None = None) -> None:
        """An act of this player that is no request: a call heard, a paper read."""
        now = self.hall.minute
        self.hall.record.acts.append(
            Act(self.link, self.who, what, now if planned is None else planned, now, seconds, ok, saw)
        )

    async def listen(self, address: str) -> aiohttp.ClientResponse:
        """The open line of the live stream. Raises Failed while it is not to be had."""
        try:
            response = await self._session.get(
                self.hall.through(self.link, address), timeout=aiohttp.ClientTimeout(total=None, sock_connect=10)
            )
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Failed(type(error).__name__) from error
        if response.status != 200:
            response.close()
            raise Failed(str(response.status))
        return response

    def _cookie(self) -> str:
        for cookie in self._session.cookie_jar:
            if cookie.key.endswith("onetrip_csrf"):
                return cookie.value
        return ""

    async def _act(
        self,
        method: str,
        path: str,
        what: str,
        *,
        planned: float | None = None,
        may_refuse: bool = False,
        **given: Any,
    ) -> Answer:
        sent, began = self.hall.minute, time.perf_counter()
        try:
            answer: Answer | None = await self._ask(method, path, given)
            assert answer is not None  # noqa: S101 -- narrows the type
            ok, saw = answer.status < 400, str(answer.status) if answer.status < 400 else _words(answer)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            was_cut = self.hall.was_cut(self.link, sent)
            answer, ok, saw = None, False, CUT if was_cut else f"{type(error).__name__}: {error}"
        taken = time.perf_counter() - began
        due = sent if planned is None else planned
        refused_rightly = may_refuse and answer is not None and answer.status == 409
        self.hall.record.acts.append(Act(self.link, self.who, what, due, sent, taken, ok or refused_rightly, saw))
        # With the same key, as the page does it: perhaps the house has done it already. Whoever may be refused
        # wanted something that the time of the cut may have changed (a number that was called), and decides anew.
        if saw == CUT and method == "POST" and not may_refuse:
            await self.hall.until_healed(self.link)
            return await self._act(method, path, f"{what}, again", **given)
        if answer is None or not ok:
            raise Failed(saw)
        return answer

    async def _ask(self, method: str, path: str, given: dict[str, Any]) -> Answer:
        address = self.hall.through(self.link, f"{self.hall.house.address}{path}")
        async with self._session.request(method, address, **given) as response:
            body = await response.read()
            text = (
                body.decode(errors="replace") if response.content_type.startswith(("text/", "application/json")) else ""
            )
            self._remember(text)
            told = json.loads(text) if response.content_type == "application/json" else None
            return Answer(response.status, text, urlsplit(str(response.url)).path, told, body)

    def _remember(self, text: str) -> None:
        if found := _CSRF.search(text):
            self._token = found[1]


def _words(answer: Answer) -> str:
    told = answer.json
    if isinstance(told, dict) and "code" in told:
        return f"{answer.status} {told['code']}: {told.get('zh', '')}"
    said = re.search(r"data-said[^>]*>(.*?)</", answer.text, re.S)
    return f"{answer.status} {re.sub('<[^>]+>', '', said[1]).strip()[:120] if said else ''}".strip()
