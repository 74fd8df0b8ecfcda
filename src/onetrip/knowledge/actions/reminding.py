"""Nobody has taken a question: whoever may answer is reminded, and then it is the director's as well."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from onetrip.centres.elsewhere import in_each_centre
from onetrip.knowledge.actions.rows import record
from onetrip.knowledge.models import Question
from onetrip.knowledge.rules import rules


def remind(*, now: datetime, by: str) -> None:
    """Look at every centre's open questions once; called every minute by the clock of the house."""
    in_each_centre("reminding of difficult cases", lambda code: _remind(code, now=now, by=by))


def _remind(centre: str, *, now: datetime, by: str) -> None:
    waiting = Question.objects.filter(centre_id=centre, state=Question.State.ASKED)
    late = rules()
    with transaction.atomic():
        since = now - timedelta(minutes=late.remind_after_minutes)
        for one in waiting.filter(reminded_at=None, asked_at__lte=since).select_for_update(skip_locked=True):
            one.reminded_at = now
            one.save(update_fields=["reminded_at"])
            record(one, "remind", one.state, now=now, by=by)
        since = now - timedelta(minutes=late.director_after_minutes)
        for one in waiting.filter(for_director=False, asked_at__lte=since).select_for_update(skip_locked=True):
            one.for_director = True
            one.save(update_fields=["for_director"])
            record(one, "tell-director", one.state, now=now, by=by)
