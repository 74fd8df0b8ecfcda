"""Sending letters to addresses, all at once. What goes wrong on the way is an Outcome, never an exception."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from django.conf import settings

from onetrip.departments.webhooks import signing
from onetrip.departments.webhooks.guard import literal_of, may_reach
from onetrip.ledger.words import one_line

MOST_ANSWER = 2000
"""Bytes that are read of an answer, for the page of deliveries."""

_AGENT = "onetrip-webhooks/1"


@dataclass(frozen=True)
class Letter:
    """What is to be sent where; `message` is its webhook-id."""

    address: str
    message: str
    body: str
    secrets: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class Outcome:
    """What came of it: `status` None where no answer came, `wait` where the receiver asked for time."""

    arrived: bool
    status: int | None
    answer: str
    wait: timedelta | None = None


# What the house itself says where no answer came; the pages put it in words (departments.showing).
NO_TIME, NOT_REACHED, NO_ANSWER, NOT_TRUSTED = "!no-time", "!not-reached", "!no-answer", "!not-trusted"
REDIRECTED, INSIDE = "!redirected", "!inside"


class Forbidden(OSError):
    """The name means a machine to which the house does not send."""


class _Guarded(AbstractResolver):
    """Looks names up for the connection that is about to be made, and lets none through that leads inside."""

    def __init__(self) -> None:
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        for one in found:
            address = literal_of(one["host"].partition("%")[0])
            if address is None or not may_reach(address):
                raise Forbidden(one["host"])
        return found

    async def close(self) -> None:
        await self._inner.close()


def post(letters: Sequence[Letter]) -> list[Outcome]:
    """Send them all at once, each within the patience of the house; what came of each, in their order."""
    # In a thread of its own: whoever calls may have an event loop already.
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, _post_all(letters)).result()


def _trusted() -> ssl.SSLContext:
    """Whose certificates are believed: those of public authorities, and those that the operator has named."""
    context = ssl.create_default_context()
    if settings.WEBHOOK_CA:
        context.load_verify_locations(settings.WEBHOOK_CA)
    return context


async def _post_all(letters: Sequence[Letter]) -> list[Outcome]:
    patience = aiohttp.ClientTimeout(total=settings.WEBHOOK_PATIENCE)
    connector = aiohttp.TCPConnector(
        resolver=_Guarded(), limit=100, force_close=True, use_dns_cache=False, ssl=_trusted()
    )
    async with aiohttp.ClientSession(connector=connector, timeout=patience, trust_env=False) as session:
        return await asyncio.gather(*(_post(session, letter) for letter in letters))


async def _post(session: aiohttp.ClientSession, letter: Letter) -> Outcome:
    literal = literal_of(urlsplit(letter.address).hostname or "")
    if literal is not None and not may_reach(literal):  # the operator may have allowed less since
        return _inside()
    body = letter.body.encode()
    headers = {"content-type": "application/json", "user-agent": _AGENT}
    headers |= signing.headers(letter.message, body, letter.secrets, letter.at)
    try:
        async with session.post(letter.address, data=body, headers=headers, allow_redirects=False) as answer:
            said = (await answer.content.read(MOST_ANSWER)).decode("utf-8", "replace")
            return _outcome(answer.status, said, answer.headers.get("Retry-After", ""))
    except TimeoutError:
        return Outcome(arrived=False, status=None, answer=NO_TIME)
    except aiohttp.ClientConnectorCertificateError:
        return Outcome(arrived=False, status=None, answer=NOT_TRUSTED)
    except aiohttp.ClientConnectorError as error:
        if isinstance(error.os_error, Forbidden):
            return _inside()
        return Outcome(arrived=False, status=None, answer=NOT_REACHED)
    except (aiohttp.ClientError, OSError, ValueError):
        return Outcome(arrived=False, status=None, answer=NO_ANSWER)


def _outcome(status: int, said: str, retry_after: str) -> Outcome:
    answer = REDIRECTED if 300 <= status < 400 else one_line(said, 200).lstrip("!")
    wait = timedelta(seconds=int(retry_after)) if retry_after.isdecimal() and len(retry_after) < 7 else None
    return Outcome(200 <= status < 300, status, answer, wait)


def _inside() -> Outcome:
    return Outcome(arrived=False, status=None, answer=INSIDE)
