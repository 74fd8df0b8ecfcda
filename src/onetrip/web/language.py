"""Which of the two languages the page being made is in.

Template filters see no request, so the language stands in a context variable, set for the length of a request by
`LanguageMiddleware`. Outside of a request it is Chinese.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, cast

from django.http import HttpResponseBase

Language = Literal["zh", "en"]
Scale = Literal["normal", "elder"]
Contrast = Literal["normal", "high"]

LANGUAGE_COOKIE = "onetrip_language"
SCALE_COOKIE = "onetrip_scale"
CONTRAST_COOKIE = "onetrip_contrast"
ALOUD_COOKIE = "onetrip_aloud"
CHOICES = (LANGUAGE_COOKIE, SCALE_COOKIE, CONTRAST_COOKIE, ALOUD_COOKIE)
"""Everything a reader chooses about how pages look and speak; a kiosk forgets all of it when they leave."""
LANGUAGE_PARAMETER = "lang"
A_YEAR = 365 * 24 * 3600  # seconds
HTML_LANG: dict[Language, str] = {"zh": "zh-CN", "en": "en"}

_current: ContextVar[Language] = ContextVar("onetrip_language", default="zh")


def current() -> Language:
    """The language of the page being made."""
    return _current.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Make everything inside in `language`."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def language_of(value: str | None) -> Language:
    """The language that a cookie or a form names; Chinese for anything unknown."""
    return cast(Language, value) if value in ("zh", "en") else "zh"


def scale_of(value: str | None) -> Scale:
    """The type size that a cookie or a form names; normal for anything unknown."""
    return cast(Scale, value) if value in ("normal", "elder") else "normal"


def contrast_of(value: str | None) -> Contrast:
    """The contrast that a cookie or a form names; normal for anything unknown."""
    return cast(Contrast, value) if value in ("normal", "high") else "normal"


def remember(response: HttpResponseBase, cookie: str, value: str, *, secure: bool, for_long: bool = True) -> None:
    """Keep a reader's choice in their browser, for a year or only until it is closed."""
    response.set_cookie(
        cookie, value, max_age=A_YEAR if for_long else None, httponly=True, samesite="Lax", secure=secure
    )
