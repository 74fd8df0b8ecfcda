"""The browser's session in a signed cookie: it costs no statement, and says only what `staff.sessions` then looks up.

Django's own engine takes no cookie older than SESSION_COOKIE_AGE, also where the session was given a longer life
(its ticket 19201): a display that hangs in a hall for weeks would be signed out every night.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends import signed_cookies
from django.core import signing

_SALT = "django.contrib.sessions.backends.signed_cookies"
_LONGEST = timedelta(days=366)


class SessionStore(signed_cookies.SessionStore):
    """Django's signed cookie with the life that each session was given."""

    def load(self) -> dict[str, Any]:
        """What the cookie holds; an empty session for one that is forged, damaged or over."""
        try:
            held: dict[str, Any] = self._read(_LONGEST)
            life = held.get("_session_expiry")
            if isinstance(life, int) and life > 0:
                return self._read(timedelta(seconds=life))
            return self._read(timedelta(seconds=self.get_session_cookie_age()))
        except (signing.BadSignature, ValueError):
            self.create()
            return {}

    def _read(self, life: timedelta) -> dict[str, Any]:
        read: dict[str, Any] = signing.loads(
            self.session_key or "", serializer=self.serializer, max_age=life, salt=_SALT
        )
        return read
