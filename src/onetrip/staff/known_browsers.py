"""Browsers in which an account has signed in before, known by a signed cookie of their own.

They let the owner of an account in while strangers guess its password from everywhere (OWASP's “device cookies”). The
cookie opens nothing by itself: it says which count a wrong password goes to.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from onetrip.staff.models import Account

_SALT = "onetrip.known-browser"
_LASTS = 180 * 24 * 3600  # seconds
_MOST = 5
"""Accounts that one browser is known for: a machine at a window has several clerks in a week."""


def cookie_name() -> str:
    """The cookie's name, bound to this very host where it goes over TLS."""
    return "__Host-onetrip_known" if settings.BEHIND_TLS else "onetrip_known"


def of(request: HttpRequest, name: str) -> str | None:
    """The word by which this browser is known for the account called `name`; None when it is not."""
    return _read(request).get(_mark(name))


def remember(request: HttpRequest, response: HttpResponseBase, account: Account) -> None:
    """From now on this browser is known for `account`."""
    known = _read(request)
    mark = _mark(account.username)
    word = known.pop(mark, None) or secrets.token_urlsafe(12)
    kept = {mark: word, **known}
    newest = dict(list(kept.items())[:_MOST])
    response.set_cookie(
        cookie_name(),
        signing.dumps(newest, salt=_SALT),
        max_age=_LASTS,
        httponly=True,
        samesite="Strict",
        secure=settings.BEHIND_TLS,
    )


def _read(request: HttpRequest) -> dict[str, str]:
    try:
        known = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=_SALT, max_age=_LASTS)
    except signing.BadSignature:
        return {}
    return known if isinstance(known, dict) else {}


def _mark(name: str) -> str:
    """An account's name cannot be read from the cookie."""
    return salted_hmac(_SALT, name).hexdigest()[:16]
