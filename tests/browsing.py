"""Visitors of pages for tests: signed in by role, without a browser."""

from __future__ import annotations

import itertools
import uuid
from html.parser import HTMLParser

from django.test import Client

from onetrip.staff.actions import create_account
from onetrip.staff.models import Account
from tests.factories import NOW

_serial = itertools.count(1)


def account(role: str, *, centre: str = "LF", department: str = "") -> Account:
    """An account that nobody signs in to with a password: making one costs nothing. A reviewer's is of civil affairs
    unless said otherwise."""
    return create_account(
        username=f"{role}-page-{next(_serial)}",
        name="李测",
        name_en="Li Ce",
        password=None,
        roles=[(role, centre)],
        department=department or ("civil-affairs" if role == "reviewer" else ""),
        by="system",
        now=NOW,
        demonstration=True,
    )


def visitor(who: str | Account | None = None, *, language: str = "zh") -> Client:
    """A browser that keeps cookies; signed in as a role, as an account, or not at all. It checks CSRF tokens no more
    than Django's test client does."""
    client = Client()
    if who is not None:
        client.force_login(account(who) if isinstance(who, str) else who)
    if language != "zh":
        client.cookies["onetrip_language"] = language
    return client


def key() -> str:
    """A fresh idempotency key as a form sends it."""
    return str(uuid.uuid4())


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._skipped = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self._skipped += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._skipped -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.found.append(data)


def words(response: object) -> str:
    """The text of a page as it is read, blanks drawn together."""
    parser = _Words()
    parser.feed(response.content.decode())  # type: ignore[attr-defined]
    return " ".join("".join(parser.found).split())
