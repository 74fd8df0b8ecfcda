"""What can be done with a rehearsal: keep an answer, let go of one."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from onetrip.ledger import events, requests
from onetrip.ledger.refusals import NotFound
from onetrip.rehearsal import answers
from onetrip.rehearsal.asking import Asked
from onetrip.rehearsal.grounds import Grounds
from onetrip.rehearsal.models import KeptPlan
from onetrip.rehearsal.running import VERSION


def keep(*, on: Grounds, asked: Asked, days: int, now: datetime, by: str, key: uuid.UUID) -> KeptPlan:
    """Keep the answer to `asked` as it comes out on `days` simulated days. It is computed here, so that what is kept is what
    can be computed again; that takes as long as the answer took."""
    told = answers.again(on, asked, days)
    with transaction.atomic():
        before = requests.claim(key, action="rehearsal.keep", actor=by, now=now)
        if before is not None:
            return KeptPlan.objects.get(pk=before["plan"])
        kept = KeptPlan.objects.create(
            centre=on.place.centre,
            question=asked.question,
            inputs=asked.to_json(),
            answer=told.to_json(),
            first=on.first,
            last=on.last,
            days=days,
            version=VERSION,
            kept_at=now,
            kept_by=by,
        )
        _record(kept, "keep", now, by)
        requests.answer(key, {"plan": str(kept.pk)})
    return kept


def let_go(*, centre: str, plan_id: uuid.UUID, now: datetime, by: str) -> None:
    """The plan is not kept any more. Raises NotFound."""
    with transaction.atomic():
        kept = KeptPlan.objects.select_for_update().filter(pk=plan_id, centre_id=centre).first()
        if kept is None:
            raise NotFound("plan-unknown", "没有这份留着的方案。", "There is no such kept plan.")
        _record(kept, "let-go", now, by)
        kept.delete()


def _record(kept: KeptPlan, verb: str, now: datetime, by: str) -> None:
    events.record(
        now=now,
        centre=kept.centre_id,
        actor=by,
        thing="rehearsal",
        thing_id=kept.pk,
        verb=verb,
        data={"question": kept.question, "inputs": kept.inputs},
    )
