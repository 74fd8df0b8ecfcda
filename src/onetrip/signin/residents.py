"""Which resident has shown their city identity in this browser. For rooms above: a slip, a case, one's own data."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.http import HttpRequest

from onetrip.ledger.visitors import browser_of
from onetrip.people.models import Resident
from onetrip.signin.models import ResidentSession
from onetrip.walls.scope import everywhere

LASTS = timedelta(minutes=30)
"""Short: a telephone is lent, and a browser in a library is shared."""

_KEY = "resident"
_BY_COOKIE = "found by the cookie that names it"


def remember(request: HttpRequest, resident: Resident, now: datetime) -> None:
    """From now on, for LASTS, this browser is that resident's; what they had begun to ask in it goes on."""
    forget(request)
    with everywhere(_BY_COOKIE):
        session = ResidentSession.objects.create(
            resident=resident, began_at=now, ends_at=now + LASTS, browser=browser_of(request)
        )
    request.session[_KEY] = str(session.pk)


def resident_of(request: HttpRequest, now: datetime) -> Resident | None:
    """The resident of this browser; None when nobody is signed in, the time is over, or the cookie came to another
    family of browsers."""
    session = _session(request, now)
    return session.resident if session is not None else None


def until(request: HttpRequest, now: datetime) -> datetime | None:
    """Until when this browser is a resident's."""
    session = _session(request, now)
    return session.ends_at if session is not None else None


def forget(request: HttpRequest) -> None:
    """The resident signs out: the row goes, so that a copy of the cookie opens nothing."""
    named = request.session.pop(_KEY, "")
    if named:
        with everywhere(_BY_COOKIE):
            ResidentSession.objects.filter(pk=uuid.UUID(named)).delete()


def _session(request: HttpRequest, now: datetime) -> ResidentSession | None:
    named = request.session.get(_KEY, "")
    if not named:
        return None
    running = ResidentSession.objects.select_related("resident").filter(pk=uuid.UUID(named), ends_at__gt=now)
    with everywhere(_BY_COOKIE):
        found = running.first()
    return found if found is not None and found.browser == browser_of(request) else None
