"""容缺: papers promised for later come, or do not."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from onetrip.cases.actions.moving import locked
from onetrip.cases.models import Case, Gap, Record
from onetrip.cases.records import wording
from onetrip.cases.records.issuing import issue
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.licences import actions as licences


def bring(*, centre: str, case_id: uuid.UUID, paper: str, now: datetime, by: str, key: uuid.UUID) -> Case:
    """A paper that was promised for later, or was looked for, is here. Raises NotFound, and Refused when it is here already or too late."""
    with transaction.atomic():
        case = locked(case_id, centre)
        if requests.claim(key, action=f"bring {case_id}", actor=by, now=now, result={"case": str(case_id)}):
            return case
        gap = Gap.objects.filter(case=case, paper=paper).first()
        if gap is None:
            raise NotFound("gap-unknown", "这件没有答应后补这份材料。", "This paper was not promised for later.")
        if gap.brought_at is not None:
            raise Refused("gap-closed", "这份材料已经补到了。", "This paper is here already.")
        _refuse_if_over(case)
        gap.brought_at = max(now, gap.promised_at)
        gap.save(update_fields=["brought_at"])
        told = {"paper": paper, "note": gap.name["zh"]}
        _follow_up(case, "bring", told, brought=gap, owed=_owed(case), centre=centre, now=now, by=by)
        if gap.lookup_id is not None and not case.gaps.filter(lookup=gap.lookup_id, brought_at=None).exists():
            licences.stop_looking(lookups=[gap.lookup_id], now=now, by=by)
    return case


def call_for(*, centre: str, case_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Case:
    """容缺补正通知: say in writing what is still owed, by when, and what follows if it does not come.

    Raises NotFound, and Refused when nothing is owed or the case has ended.
    """
    with transaction.atomic():
        case = locked(case_id, centre)
        if requests.claim(key, action=f"call-for {case_id}", actor=by, now=now, result={"case": str(case_id)}):
            return case
        owed = _owed(case)
        if not owed:
            raise Refused("gap-none", "没有答应后补的材料还缺着。", "Nothing that was promised is missing.")
        _refuse_if_over(case)
        told = {"note": "、".join(gap.name["zh"] for gap in owed)}
        _follow_up(case, "call-for", told, brought=None, owed=owed, centre=centre, now=now, by=by)
    return case


def _owed(case: Case) -> list[Gap]:
    """What the resident has to bring: not what is still looked for among the licences."""
    theirs = case.gaps.filter(Q(lookup=None) | Q(asked_for_at__isnull=False), brought_at=None)
    return list(theirs.order_by("promised_by", "paper"))


def _refuse_if_over(case: Case) -> None:
    if case.state in (Case.State.WITHDRAWN, Case.State.TERMINATED, Case.State.REFUSED):
        raise Refused("case-over", f"办件 {case.number} 已经终止或撤回。", f"Case {case.number} has ended.")


def _follow_up(
    case: Case,
    verb: str,
    told: dict[str, str],
    *,
    brought: Gap | None,
    owed: Sequence[Gap],
    centre: str,
    now: datetime,
    by: str,
) -> None:
    """The record that says how the promise stands, and the event of the step."""
    words = wording.follow_up(case, settled(centre).centre.day_of(now), brought=brought, owed=owed)
    given = issue(case, Record.Kind.FOLLOW_UP, words, centre=centre, now=now, by=by)
    events.record(
        now=now,
        centre=centre,
        actor=by,
        thing="case",
        thing_id=case.pk,
        verb=verb,
        from_state=case.state,
        to_state=case.state,
        data={"number": case.number, **told, "record": given["record"]},
        public={"changed": True},
    )


def refuse_with_open_gaps(case: Case) -> None:
    """Raise Refused where a paper promised for later is not here: what was accepted with a gap is not granted with it."""
    missing = list(case.gaps.filter(brought_at=None).order_by("paper"))
    if missing:
        zh = "、".join(gap.name["zh"] for gap in missing)
        en = ", ".join(gap.name["en"] for gap in missing)
        raise Refused(
            "gap-open",
            f"答应后补的、在查证照的还没到：{zh}。到了再批；过了日子不补，可以终止。",
            f"Promised for later or still looked up, and not here yet: {en}. Grant it once it is here; if it does not come in "
            "time, the case may be terminated.",
        )
