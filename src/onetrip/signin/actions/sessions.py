"""Ending one's own sessions."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from onetrip.ledger import events, requests
from onetrip.ledger.refusals import NotFound
from onetrip.staff import sessions
from onetrip.staff.models import Account, Session


def end_session(*, account: Account, session_id: uuid.UUID, by: str, now: datetime, key: uuid.UUID) -> None:
    """End one of the account's own sessions, wherever it runs. Raises NotFound for one of anybody else."""
    with transaction.atomic():
        if requests.claim(key, action=f"end-session {session_id}", actor=by, now=now, result={}) is not None:
            return
        mine = Session.objects.filter(account=account, pk=session_id)
        if not sessions.end(mine, why=Session.End.BY_OWNER, now=now):
            raise NotFound("session-none", "这个登录已经结束了。", "This session has ended already.")
        _record(account, by, now, ended=1)


def end_other_sessions(*, account: Account, but: uuid.UUID, by: str, now: datetime, key: uuid.UUID) -> int:
    """End every session of the account but this one; how many."""
    with transaction.atomic():
        done = requests.claim(key, action="end-other-sessions", actor=by, now=now)
        if done is not None:
            return int(done["ended"])
        others = Session.objects.filter(account=account).exclude(pk=but)
        ended = sessions.end(others, why=Session.End.BY_OWNER, now=now)
        requests.answer(key, {"ended": ended})
        if ended:
            _record(account, by, now, ended=ended)
    return ended


def _record(account: Account, by: str, now: datetime, *, ended: int) -> None:
    events.record(
        now=now,
        centre="",
        actor=by,
        thing="account",
        thing_id=account.username,
        verb="end-sessions",
        data={"ended": ended},
    )
