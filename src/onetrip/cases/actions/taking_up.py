"""What was accepted on a later look-up: the store has answered, or never will, and the case hears of it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from onetrip.cases.models import Gap
from onetrip.cases.notices import after_step
from onetrip.cases.queries import OPEN
from onetrip.cases.where import worked_at
from onetrip.ledger import events
from onetrip.licences import actions as licences
from onetrip.licences import wording
from onetrip.licences.models import Lookup

NOT_THERE = (Lookup.State.NONE, Lookup.State.UNUSABLE, Lookup.State.GIVEN_UP)
_AT_ONCE = 200


def take_up_lookups(*, now: datetime, by: str) -> int:
    """Close what was found, ask the clerk for what was not, and stop looking where a case is over; how many gaps changed.
    Safe to run twice at once."""
    _stop_for_cases_that_are_over(now=now, by=by)
    settled = Gap.objects.filter(
        brought_at=None, asked_for_at=None, lookup__state__in=[Lookup.State.FOUND, *NOT_THERE], case__state__in=OPEN
    )
    pks = list(settled.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    return sum(_take_up(pk, now=now, by=by) for pk in pks)


def _take_up(pk: uuid.UUID, *, now: datetime, by: str) -> bool:
    with transaction.atomic():
        found = Gap.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk)
        gap = found.filter(brought_at=None, asked_for_at=None).select_related("case", "lookup").first()
        if gap is None or gap.lookup is None:
            return False
        is_found = gap.lookup.state == Lookup.State.FOUND
        moment = max(now, gap.promised_at)
        if is_found:
            gap.brought_at = moment
        else:
            gap.asked_for_at = moment
        gap.save(update_fields=["brought_at", "asked_for_at"])
        _record(gap, gap.lookup, is_found=is_found, now=now, by=by)
    return True


def _record(gap: Gap, lookup: Lookup, *, is_found: bool, now: datetime, by: str) -> None:
    case, said = gap.case, wording.said(lookup.state, lookup.valid_until)
    data = {
        "number": case.number,
        "matter": case.matter,
        "paper": gap.paper,
        "note": f"{gap.name['zh']}：{said.zh}",
        "note_en": f"{gap.name['en']}: {said.en}",
    }
    events.record(
        now=now,
        centre=worked_at(case),
        actor=by,
        thing="case",
        thing_id=case.pk,
        verb="licence-found" if is_found else "licence-missing",
        from_state=case.state,
        to_state=case.state,
        data=data | ({"spared": {"licence": 1}} if is_found else {}),
        public={"changed": True},
    )
    after_step(case, "licence-found" if is_found else "licence-missing", now=now)


def _stop_for_cases_that_are_over(*, now: datetime, by: str) -> None:
    """Nobody looks for a paper that no open case waits for."""
    with transaction.atomic():
        waiting = Lookup.objects.filter(state=Lookup.State.WAITING, gaps__isnull=False)
        still = Gap.objects.filter(case__state__in=OPEN, brought_at=None, lookup__state=Lookup.State.WAITING)
        over = waiting.exclude(pk__in=still.values("lookup")).values_list("pk", flat=True).distinct()
        licences.stop_looking(lookups=list(over), now=now, by=by)
