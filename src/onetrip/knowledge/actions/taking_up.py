"""What the catalogue's editor makes of an answer: a change of the rules, a training item, or nothing, with the reason."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from onetrip.catalogue import actions as catalogue
from onetrip.knowledge.actions.rows import record_answer
from onetrip.knowledge.models import Answer
from onetrip.knowledge.words import MOST_WHY, fit, needed
from onetrip.ledger import requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused


def take_up(*, answer_id: uuid.UUID, how: str, why: str, now: datetime, by: str, key: uuid.UUID) -> Answer:
    """`how` is one of Answer.TakenUp; a finding needs a matter, nothing needs a reason. Taken up as a finding or for
    training, every centre reads the answer from now on. Raises Malformed (fields "how", "why"), NotFound, Refused (409)."""
    if how not in ("finding", "training", "nothing"):
        raise Malformed("how-unknown", "请选怎么处理。", "Please choose what to make of it.", field="how")
    reason = needed(why, MOST_WHY, "why") if how == "nothing" else fit(why, MOST_WHY, "why")
    with transaction.atomic():
        one = _locked(answer_id)
        if requests.claim(key, action=f"take-up {one.pk}", actor=by, now=now, result={"of": str(one.pk)}) is not None:
            return one
        if one.taken_up:
            raise Refused("taken-up", "同事已经处理过这条。", "A colleague has seen to this already.")
        if one.state == Answer.State.WITHDRAWN and how != "nothing":
            raise Refused("answer-withdrawn", "这条答复撤回了。", "This answer was withdrawn.")
        if how == "finding":
            one.finding = _finding(one, now=now, by=by)
        one.taken_up, one.taken_up_at, one.taken_up_by, one.taken_up_why = how, now, by, reason
        one.shared_at = now if how != "nothing" else None
        one.save(update_fields=["taken_up", "taken_up_at", "taken_up_by", "taken_up_why", "finding", "shared_at"])
        record_answer(one, "take-up-answer", one.state, now=now, by=by, data={"how": how})
    return one


def _finding(one: Answer, *, now: datetime, by: str) -> uuid.UUID:
    if not one.matter:
        raise Malformed(
            "matter-missing",
            "这条没说是哪件事，改不到规则里。可以进培训，或写明不用改。",
            "This answer names no matter, so no rule can be changed. Make it a training item, or say why nothing is needed.",
            field="how",
        )
    words = one.versions.get(number=one.number).question
    found = catalogue.note_difficult(matter=one.matter, words=words, centre=one.centre_id, now=now, by=by)
    if found is None:
        raise Refused(
            "findings-full",
            "编辑桌上没处理的太多了，先处理几条。",
            "Too many findings are open on the editor's table: see to some first.",
        )
    return found.pk


def undo_taking_up(*, answer_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Answer:
    """It was a slip: nobody has looked at it yet, and other centres do not read it any more. Raises Refused (409) where
    its finding is being worked on."""
    with transaction.atomic():
        one = _locked(answer_id)
        action = f"undo-taking-up {one.pk}"
        if requests.claim(key, action=action, actor=by, now=now, result={"of": str(one.pk)}) is not None:
            return one
        if not one.taken_up:
            raise Refused("not-taken-up", "这条还没有人处理。", "Nobody has seen to this yet.")
        if one.finding is not None:
            catalogue.take_back_finding(finding_id=one.finding, now=now, by=by)
        before = one.taken_up
        one.taken_up, one.taken_up_at, one.taken_up_by, one.taken_up_why = "", None, "", ""
        one.finding, one.shared_at = None, None
        one.save(update_fields=["taken_up", "taken_up_at", "taken_up_by", "taken_up_why", "finding", "shared_at"])
        record_answer(one, "undo-taking-up", one.state, now=now, by=by, data={"was": before})
    return one


def _locked(answer_id: uuid.UUID) -> Answer:
    found = Answer.objects.select_for_update().filter(pk=answer_id).first()
    if found is None:
        raise NotFound("answer-unknown", "没有这条答复。", "There is no such answer.")
    return found
