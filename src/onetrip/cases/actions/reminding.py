"""Results that nobody collects: their owners are reminded once."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from onetrip.cases.models import Case
from onetrip.cases.notices import READY, UNCLAIMED, after_step
from onetrip.centres.elsewhere import in_each_centre
from onetrip.ledger import events
from onetrip.notices.queries import rules_of, told

_LOOKED_BACK = timedelta(days=60)
"""How long before the day of a reminder is looked: what the house did not remind of in so long it does not bring up again."""


def remind_of_unclaimed(*, now: datetime, by: str) -> int:
    """Remind everybody who was told that a result is ready and has not collected it for so many days (`remind_days` of the
    centre), once; how many."""
    return sum(in_each_centre("reminding of results", lambda code: _remind(code, now=now, by=by)))


def _remind(code: str, *, now: datetime, by: str) -> int:
    until = now - timedelta(days=rules_of(code).remind_days)
    ready = told(code, READY, since=until - _LOOKED_BACK, until=until).values("about_id")
    reminded = told(code, UNCLAIMED, since=until - _LOOKED_BACK, until=now).values("about_id")
    waiting = Case.objects.filter(pk__in=ready, state=Case.State.COMPLETED, result_at_id=code)
    return sum(_remind_one(pk, now, by) for pk in waiting.exclude(pk__in=reminded).values_list("pk", flat=True))


def _remind_one(pk: uuid.UUID, now: datetime, by: str) -> bool:
    with transaction.atomic():
        case = Case.objects.select_for_update(skip_locked=True).filter(pk=pk, state=Case.State.COMPLETED).first()
        if case is None or case.result_at_id is None or case.result_at_id != case.collect_at_id:
            return False
        events.record(
            now=now,
            centre=case.result_at_id,
            actor=by,
            thing="case",
            thing_id=case.pk,
            verb="unclaimed",
            from_state=case.state,
            to_state=case.state,
            data={"number": case.number},
        )
        after_step(case, "unclaimed", now=now)
        return True
