"""Answers that turn out wrong, or have to be looked at again: each change is a new version with who, when and why."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from onetrip.catalogue import queries as catalogues
from onetrip.knowledge.actions.rows import locked_answer, record_answer
from onetrip.knowledge.binding import bound_to
from onetrip.knowledge.models import Answer, AnswerVersion
from onetrip.knowledge.words import MOST_ANSWER, MOST_QUESTION, MOST_WHY, needed
from onetrip.ledger import requests
from onetrip.ledger.refusals import Refused


def correct(
    *,
    centre: str,
    answer_id: uuid.UUID,
    seen: int,
    question: str,
    words: str,
    why: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Answer:
    """The answer reads otherwise from now on; whoever was given it is told. `seen` is the version it was corrected from.

    Raises Malformed (fields "question", "words", "why"); Refused (409) where somebody has changed it meanwhile.
    """
    asked, plain = needed(question, MOST_QUESTION, "question"), needed(words, MOST_ANSWER, "words")
    reason = needed(why, MOST_WHY, "why")
    with transaction.atomic():
        one = locked_answer(centre, answer_id)
        if requests.claim(key, action=f"correct {one.pk}", actor=by, now=now, result={"of": str(one.pk)}) is not None:
            return one
        _refuse_if_moved(one, seen)
        _add_version(one, AnswerVersion.How.CORRECTED, asked, plain, reason, now=now, by=by)
        one.mended_at = now
        one.save(update_fields=["number", "mended_at"])
        record_answer(one, "correct-answer", one.state, now=now, by=by)
    return one


def confirm(*, centre: str, answer_id: uuid.UUID, seen: int, now: datetime, by: str, key: uuid.UUID) -> Answer:
    """Looked at again under the rules in force: it holds. Nobody has to be told. Raises Refused (409)."""
    with transaction.atomic():
        one = locked_answer(centre, answer_id)
        if requests.claim(key, action=f"confirm {one.pk}", actor=by, now=now, result={"of": str(one.pk)}) is not None:
            return one
        _refuse_if_moved(one, seen)
        last = one.versions.get(number=one.number)
        _add_version(one, AnswerVersion.How.CONFIRMED, last.question, last.words, "", now=now, by=by)
        one.save(update_fields=["number"])
        record_answer(one, "confirm-answer", one.state, now=now, by=by)
    return one


def withdraw_answer(*, centre: str, answer_id: uuid.UUID, why: str, now: datetime, by: str, key: uuid.UUID) -> Answer:
    """The answer is wrong and nobody is given it any more; whoever was is told why. Raises Malformed (field "why")."""
    reason = needed(why, MOST_WHY, "why")
    with transaction.atomic():
        one = locked_answer(centre, answer_id)
        action = f"withdraw-answer {one.pk}"
        if requests.claim(key, action=action, actor=by, now=now, result={"of": str(one.pk)}) is not None:
            return one
        if one.state == Answer.State.WITHDRAWN:
            raise _withdrawn(one)
        before, one.state = one.state, Answer.State.WITHDRAWN
        one.withdrawn_why, one.mended_at = reason, now
        one.save(update_fields=["state", "withdrawn_why", "mended_at"])
        record_answer(one, "withdraw-answer", before, now=now, by=by)
    return one


def put_back(*, centre: str, answer_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Answer:
    """Withdrawing it was a mistake: it counts again, and whoever was told is told that, too. Raises Refused (409)."""
    with transaction.atomic():
        one = locked_answer(centre, answer_id)
        if requests.claim(key, action=f"put-back {one.pk}", actor=by, now=now, result={"of": str(one.pk)}) is not None:
            return one
        if one.state != Answer.State.WITHDRAWN:
            raise Refused("answer-current", "这条没有撤回。", "This answer is not withdrawn.")
        before, one.state = one.state, Answer.State.CURRENT
        one.withdrawn_why, one.mended_at = "", now
        one.save(update_fields=["state", "withdrawn_why", "mended_at"])
        record_answer(one, "put-back-answer", before, now=now, by=by)
    return one


def _add_version(
    one: Answer, how: AnswerVersion.How, question: str, words: str, why: str, *, now: datetime, by: str
) -> None:
    number = catalogues.newest_number()
    one.number += 1
    AnswerVersion.objects.create(
        answer=one,
        number=one.number,
        how=how,
        question=question,
        words=words,
        why=why,
        catalogue=number,
        bound_to=bound_to(one.matter, number),
        at=now,
        by=by,
    )


def _refuse_if_moved(one: Answer, seen: int) -> None:
    if one.state == Answer.State.WITHDRAWN:
        raise _withdrawn(one)
    if one.number != seen:
        raise Refused(
            "answer-changed",
            "有人刚刚改过这条答复。请刷新，看过新的再改。",
            "Somebody has just changed this answer. Please reload and look at it first.",
        )


def _withdrawn(one: Answer) -> Refused:
    return Refused(
        "answer-withdrawn", f"这条已经撤回：{one.withdrawn_why}", f"This answer was withdrawn: {one.withdrawn_why}"
    )
