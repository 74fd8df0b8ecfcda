"""Which consultations belong to this browser. The session is signed, so nobody can write a number into it.

The address of a consultation is not enough to open it: half-finished answers may speak of health and money.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from onetrip.advice.models import Consultation
from onetrip.advice.queries import not_there

MOST_KEPT = 5
"""Consultations that a browser goes back to; the session travels in a cookie."""

UNDO = timedelta(minutes=1)

_MINE = "consultations"
_LEFT = "desk-left"


@dataclass(frozen=True)
class Left:
    """The consultation that the desk has just put aside: for how long it ran, how many questions it took."""

    consultation_id: uuid.UUID
    seconds: int
    questions: int
    at: datetime

    def can_be_undone(self, now: datetime) -> bool:
        """Whether the desk may still go back to it with one press."""
        return now - self.at <= UNDO


def keep(request: HttpRequest, consultation: Consultation) -> None:
    """Let this browser open `consultation` from now on."""
    held = [one for one in _held(request) if one != str(consultation.pk)]
    request.session[_MINE] = [*held, str(consultation.pk)][-MOST_KEPT:]


def is_mine(request: HttpRequest, consultation_id: uuid.UUID) -> bool:
    """Whether this browser began the consultation."""
    return str(consultation_id) in _held(request)


def latest(request: HttpRequest) -> str | None:
    """The consultation that this browser began last."""
    held = _held(request)
    return held[-1] if held else None


def require_mine(request: HttpRequest, consultation_id: uuid.UUID) -> None:
    """Raise NotFound, as for one that does not exist, unless this browser began the consultation."""
    if not is_mine(request, consultation_id):
        raise not_there()


def put_aside(request: HttpRequest, consultation: Consultation, now: datetime) -> None:
    """The desk turns to the next person."""
    request.session[_LEFT] = {
        "id": str(consultation.pk),
        "seconds": int((now - consultation.started_at).total_seconds()),
        "questions": len(consultation.asked),
        "at": now.isoformat(),
    }


def put_aside_last(request: HttpRequest) -> Left | None:
    """What the desk put aside last, if anything."""
    left = request.session.get(_LEFT)
    if left is None:
        return None
    return Left(uuid.UUID(left["id"]), left["seconds"], left["questions"], datetime.fromisoformat(left["at"]))


def _held(request: HttpRequest) -> list[str]:
    return list(request.session.get(_MINE, []))
