"""What a browser was asked, kept here rather than in its cookie, so that it can be answered once and no more."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from onetrip.signin.models import Challenge
from onetrip.staff.models import Account

LASTS = timedelta(minutes=10)


def put(*, account: Account, purpose: Challenge.Purpose, kept: dict[str, Any], now: datetime) -> uuid.UUID:
    """Keep `kept` until this account's answer comes; the id by which the answer names it. What was asked before for the
    same purpose and is over goes."""
    Challenge.objects.filter(account=account, at__lte=now - LASTS).delete()
    return Challenge.objects.create(account=account, purpose=purpose, kept=kept, at=now).pk


def look(*, account: Account, purpose: Challenge.Purpose, challenge_id: str, now: datetime) -> dict[str, Any] | None:
    """What was kept, without using it up: a code that was mistyped is typed again. None when it is not there, not of this
    account, or over."""
    found = _of(account, purpose, challenge_id, now).first() if _is_id(challenge_id) else None
    return found.kept if found is not None else None


def take(*, account: Account, purpose: Challenge.Purpose, challenge_id: str, now: datetime) -> dict[str, Any] | None:
    """What was kept, once: of two that come with the same answer one gets it. None as `look`."""
    kept = look(account=account, purpose=purpose, challenge_id=challenge_id, now=now)
    if kept is None or not _of(account, purpose, challenge_id, now).delete()[0]:
        return None
    return kept


def _of(account: Account, purpose: Challenge.Purpose, challenge_id: str, now: datetime) -> Any:
    return Challenge.objects.filter(account=account, purpose=purpose, pk=challenge_id, at__gt=now - LASTS)


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
