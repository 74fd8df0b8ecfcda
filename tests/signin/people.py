"""Who signs in, in tests: real accounts with real rules, and browsers that come from somewhere."""

from __future__ import annotations

import functools
import itertools
import json
import re
import uuid
from datetime import datetime
from html import unescape

from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.test import Client

from onetrip.ledger import brakes
from onetrip.ledger.brakes import Limit
from onetrip.signin import actions, totp
from onetrip.staff.actions import create_account
from onetrip.staff.models import Account
from tests.factories import NOW, PASSWORD

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
_serial = itertools.count(1)


def somebody(
    role: str = "clerk", *, demonstration: bool = True, centre: str = "LF", password: str | None = PASSWORD
) -> Account:
    """An account; a real one (no demonstration) has to show a second factor. The one password is hashed once for all."""
    made = create_account(
        username=f"{role}-of-{next(_serial)}",
        name="李测",
        name_en="Li Ce",
        password=None,
        roles=[(role, centre)],
        by="system",
        now=NOW,
        demonstration=demonstration,
    )
    if password is not None:
        made.password = _hashed(password)
        made.save(update_fields=["password"])
    return made


@functools.cache
def _hashed(password: str) -> str:
    return make_password(password)


def guessed(limit: Limit, who: str, now: datetime, *, but: int = 0) -> None:
    """Somebody has used up a limit, `but` for so many tries: as if they had, without hashing a password for each."""
    for _ in range(limit.most - but):
        brakes.counted(limit, who, now)


class Browser(Client):
    """A browser whose every request goes over TLS, as at a real centre."""

    def generic(self, *arguments: object, **more: object) -> HttpResponse:
        """Any request."""
        return super().generic(*arguments, **more | {"secure": True})  # type: ignore[arg-type]


def browser(*, address: str = "10.1.2.3", agent: str = CHROME, strict: bool = False) -> Client:
    """A browser of this kind at this address; `strict`: it sends no token of a page by itself."""
    return Browser(enforce_csrf_checks=strict, headers={"user-agent": agent}, REMOTE_ADDR=address)


def sign_in(client: Client, account: Account, *, password: str = PASSWORD, onward: str = "") -> str:
    """The first step; where it leads, "" for nowhere."""
    form = {"username": account.username, "password": password, "next": onward}
    answer = client.post("/staff/sign-in", form)
    return answer.headers.get("Location", "")


def is_in(client: Client) -> bool:
    """Whether somebody is signed in in this browser."""
    return client.get("/staff/").status_code == 200


def with_cookies_of(owner: Client, thief: Client) -> Client:
    """`thief` with a copy of the cookies that `owner` has now."""
    for name, cookie in owner.cookies.items():
        thief.cookies[name] = cookie.value
    return thief


def with_code_app(account: Account, *, now) -> str:
    """`account` has a code app; its secret. The code of `now` is used up by setting it up."""
    challenge, secret = actions.begin_code_app(account=account, now=now)
    actions.confirm_code_app(
        account=account, challenge_id=str(challenge), code=totp.code_at(secret, now), by=account.actor, now=now
    )
    return secret


def hidden(page: object, name: str) -> str:
    """The value of a hidden field of a page."""
    text = page.content.decode()  # type: ignore[attr-defined]
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found, name
    return unescape(found[1])


def options(page: object) -> str:
    """What a page asks the browser about passkeys."""
    text = page.content.decode()  # type: ignore[attr-defined]
    found = re.search(r'data-options="([^"]*)"', text)
    assert found
    asked = unescape(found[1])
    json.loads(asked)
    return asked


def key() -> str:
    """A fresh idempotency key as a form sends it."""
    return str(uuid.uuid4())
