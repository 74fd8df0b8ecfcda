"""A clerk objects in their own words; somebody who did not set the sheet answers, and the answer stays."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from onetrip.appraisal import queries
from onetrip.appraisal.actions.freezing import write_version
from onetrip.appraisal.model.inputs import FAULTS
from onetrip.appraisal.model.rules import DIMENSIONS
from onetrip.appraisal.models import Objection, Spared
from onetrip.appraisal.wording import needed_reason
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.rules import Text

MOST_WORDS = 1000
MOST_OPEN = 5
"""Objections of one person to one month that may wait for an answer at once."""


def make_objection(
    *, centre: str, month: date, account_id: int, words: str, dimension: str, now: datetime, by: str, key: uuid.UUID
) -> Objection:
    """Say what is not right with one's own sheet; `dimension` may be left empty. Changes no point.

    Raises Malformed without words, NotFound for a month without a sheet of theirs, Refused where five wait already.
    """
    said = _sentences(words, Text("请写下哪里不对。", "Please say what is not right."), field="words")
    if dimension not in ("", *DIMENSIONS):
        raise Malformed("dimension-unknown", "没有这个维度。", "There is no such dimension.", field="dimension")
    month = month.replace(day=1)
    with transaction.atomic():
        action = f"object {centre} {month} {account_id}"
        earlier = requests.claim(key, action=action, actor=by, now=now)
        if earlier is not None:
            return Objection.objects.get(pk=earlier["objection"])
        if queries.objections(centre, month, account=account_id).filter(answered_at=None).count() >= MOST_OPEN:
            raise Refused(
                "objections-wait",
                f"您有 {MOST_OPEN} 条意见还在等答复。等答复了再提。",
                f"{MOST_OPEN} of your objections wait for an answer. Please wait for those first.",
            )
        made = Objection.objects.create(
            centre_id=centre, month=month, account_id=account_id, dimension=dimension, words=said, made_at=now
        )
        requests.answer(key, {"objection": str(made.pk)})
        _record(made, "object", {"dimension": dimension}, now=now, by=by)
    return made


def answer(
    *,
    centre: str,
    objection_id: uuid.UUID,
    account_id: int,
    words: str,
    spared: Sequence[tuple[str, str]],
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Objection:
    """Answer an objection in words. With `spared`, (case, fault) found not to be the person's doing, those count no more: in
    the live month at once, in a settled one by a new version whose reason is this answer.

    Raises Malformed without words or for a fault that the case does not have; Refused for whoever objected themselves or
    set the sheet (four eyes), and for an objection that has its answer.
    """
    said = _sentences(words, Text("请写下答复。", "Please write the answer."), field="words")
    with transaction.atomic():
        found = queries.objection(centre, objection_id)
        if requests.claim(key, action=f"answer {objection_id}", actor=by, now=now, result={}) is not None:
            return found
        locked = Objection.objects.select_for_update().get(pk=objection_id)
        if locked.answered_at is not None:
            raise Refused(
                "answered-already", "这条意见已经答复过了，答复留着。", "This objection has its answer, which stays."
            )
        refuse_own(locked, account_id)
        _refuse_unknown(locked, spared, now)
        locked.answer, locked.answered_at, locked.answered_by_id = said, now, account_id
        locked.outcome = Objection.Outcome.CHANGED if spared else Objection.Outcome.KEPT
        locked.spared = [list(one) for one in spared]
        locked.save(update_fields=("answer", "answered_at", "answered_by", "outcome", "spared"))
        for case, fault in spared:
            Spared.objects.get_or_create(centre_id=centre, case=case, fault=fault, defaults={"objection": locked})
        data = {"outcome": str(locked.outcome), "spared": len(spared)}
        _record(locked, "answer", data, now=now, by=by)
        queries.forget()
        if spared and queries.newest_frozen(centre, locked.month) is not None:
            reason = needed_reason(f"意见答复 answer to an objection: {said}"[:400])
            write_version(settled(centre).centre, locked.month, reason, account_id, now=now, by=by)
    queries.forget()
    return locked


def refuse_own(objection: Objection, account_id: int) -> None:
    """Raises Refused for whoever objected, and for whoever set the sheet it is about: the model, or any version of the month."""
    versions = queries.frozen_versions(objection.centre_id, objection.month)
    model = queries.model_of(objection.centre_id, objection.month)
    # A correction that only followed an answer was set by whoever answered before; they did not set the sheet.
    set_it = {version.frozen_by_id for version in versions if version.version == 1}
    set_it |= {model.set_by_id} if model is not None else set()
    if account_id in set_it or account_id == objection.account_id:
        raise Refused(
            "four-eyes",
            "意见要由没有定这张表的人答复。请把“主任”角色借给另一位同事，由他来答。",
            "An objection is answered by somebody who did not set the sheet. Please lend the director's role to a colleague "
            "who will answer it.",
        )


def faults_of(objection: Objection, now: datetime) -> list[tuple[str, str]]:
    """The (case, fault) that the sheet objected to counts against the person."""
    shown = queries.shown(settled(objection.centre_id).centre, objection.month, now)
    return [
        (work.case, fault) for work in shown.month.works if work.clerk == objection.account_id for fault in work.faults
    ]


def _refuse_unknown(objection: Objection, spared: Sequence[tuple[str, str]], now: datetime) -> None:
    known = set(faults_of(objection, now)) if spared else set()
    if any(one not in known or one[1] not in FAULTS for one in spared):
        raise Malformed(
            "fault-unknown",
            "选的办件里没有这一项差错。请刷新再选。",
            "The case has no such fault. Please reload and choose again.",
            field="spared",
        )


def _sentences(words: str, missing: Text, *, field: str) -> str:
    said = words.replace("\0", "").strip()[:MOST_WORDS]
    if len(said) < 2:
        raise Malformed("words-missing", missing.zh, missing.en, field=field)
    return said


def _record(objection: Objection, verb: str, data: dict[str, object], *, now: datetime, by: str) -> None:
    """The event names no words: those stay with the objection."""
    events.record(
        now=now,
        centre=objection.centre_id,
        actor=by,
        thing="appraisal-objection",
        thing_id=objection.pk,
        verb=verb,
        data={"month": objection.month.isoformat()[:7], **data},
    )
