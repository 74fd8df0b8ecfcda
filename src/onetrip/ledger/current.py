"""The request that is being answered: the number under which it stands in the log, and the trace it belongs to.

The number is made to be said over the telephone: eight signs in two groups, out of ten digits and letters that neither
look nor sound like one another (no 0, O, 1, I, L; of B, C, D, E, G, P, T, V only T; of A, H, J, K only K).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from onetrip.rules import Text

SIGNS = "23456789KMRTUWXY"
LENGTH = 8
"""Two requests of a million have the same number once in some thousand days."""

_SAID_ZH = dict(zip("23456789", "二三四五六七八九", strict=True))
_SAID_EN = {
    "2": "two",
    "3": "three",
    "4": "four",
    "5": "five",
    "6": "six",
    "7": "seven",
    "8": "eight",
    "9": "nine",
    "K": "Kilo",
    "M": "Mike",
    "R": "Romeo",
    "T": "Tango",
    "U": "Uniform",
    "W": "Whiskey",
    "X": "X-ray",
    "Y": "Yankee",
}


@dataclass
class Request:
    """`traceparent` is the W3C header for calls to others that belong to this request; "" where nothing is traced."""

    number: str
    traceparent: str = ""


_current: ContextVar[Request | None] = ContextVar("request", default=None)


def new_number() -> str:
    """A number that was not given before, as far as chance goes: 4.3 thousand million are possible."""
    drawn = secrets.token_bytes(LENGTH // 2)
    signs = "".join(SIGNS[byte >> 4] + SIGNS[byte & 15] for byte in drawn)
    return f"{signs[:4]}-{signs[4:]}"


def read_number(said: str) -> str | None:
    """The number that somebody wrote down, with or without its dash and in small letters; None when it is none."""
    signs = "".join(sign for sign in said.upper() if sign.isalnum())
    if len(signs) != LENGTH or any(sign not in SIGNS for sign in signs):
        return None
    return f"{signs[:4]}-{signs[4:]}"


def spoken(number: str) -> Text:
    """The number as it is read out: digits as words, letters by the spelling alphabet."""
    groups = [part for part in number.split("-") if part]
    zh = "，".join(" ".join(_SAID_ZH.get(sign, sign) for sign in group) for group in groups)
    en = ", ".join(" ".join(_SAID_EN.get(sign, sign) for sign in group) for group in groups)
    return Text(zh, en)


@contextmanager
def answering(request: Request) -> Iterator[Request]:
    """While the block runs, `request` is the one that is being answered in this thread."""
    token = _current.set(request)
    try:
        yield request
    finally:
        _current.reset(token)


def number() -> str:
    """The number of the request that is being answered; "" outside of one."""
    request = _current.get()
    return request.number if request else ""


def trace() -> str:
    """The id of the trace that the request belongs to, 32 hexadecimal digits; "" where nothing is traced."""
    request = _current.get()
    return request.traceparent.split("-")[1] if request and request.traceparent else ""


def headers() -> dict[str, str]:
    """What a call to another system carries on behalf of this request, so that its trace goes on there."""
    request = _current.get()
    return {"traceparent": request.traceparent} if request and request.traceparent else {}
