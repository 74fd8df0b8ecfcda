"""The helper's side: see it, come, answer on the screen, use an earlier answer, hand it on; write down what was said."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from onetrip.catalogue import queries as catalogues
from onetrip.knowledge.actions.rows import locked_question, move, names_at, record, refuse_asker
from onetrip.knowledge.binding import bound_to
from onetrip.knowledge.models import Answer, AnswerVersion, Given, Question
from onetrip.knowledge.words import MOST_ANSWER, MOST_QUESTION, fit, needed, refuse_names
from onetrip.ledger import requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.staff.models import Account
from onetrip.staff.permissions import Permission


def see(*, centre: str, question_id: uuid.UUID, account_id: int, now: datetime, by: str) -> Question:
    """Somebody who may answer has opened it, with the papers of whoever is there: each look is on record, and the window
    is told of the first."""
    with transaction.atomic():
        one = locked_question(centre, question_id)
        if one.account_id == account_id:
            return one
        if one.seen_at is None and one.is_open:
            one.seen_at = now
            one.save(update_fields=["seen_at"])
        record(one, "see", one.state, now=now, by=by)
    return one


def come(*, centre: str, question_id: uuid.UUID, account_id: int, now: datetime, by: str, key: uuid.UUID) -> Question:
    """I am on my way. Of two who say so at once one is first, and the other is told who (409)."""
    with transaction.atomic():
        one = locked_question(centre, question_id)
        if requests.claim(key, action=f"come {one.pk}", actor=by, now=now, result={"of": str(one.pk)}) is not None:
            return one
        refuse_asker(one, account_id)
        before = move(one, "come")
        one.helper_id, one.coming_at = account_id, now
        one.seen_at = one.seen_at or now
        one.save(update_fields=["state", "helper", "coming_at", "seen_at"])
        record(one, "come", before, now=now, by=by)
    return one


def pass_on(
    *, centre: str, question_id: uuid.UUID, account_id: int, to: str, now: datetime, by: str, key: uuid.UUID
) -> Question:
    """Hand it on: `to` is the id of a colleague who may answer here, or "director". Raises Malformed (field "to")."""
    with transaction.atomic():
        one = locked_question(centre, question_id)
        if requests.claim(key, action=f"pass-on {one.pk}", actor=by, now=now, result={"of": str(one.pk)}) is not None:
            return one
        refuse_asker(one, account_id)
        _refuse_if_taken(one, account_id)
        before = move(one, "pass-on")
        one.helper, one.coming_at, one.passed_to = None, None, None
        if to == "director":
            one.for_director = True
        else:
            one.passed_to = _colleague(centre, to, without={account_id, one.account_id})
        one.save(update_fields=["state", "helper", "coming_at", "passed_to", "for_director"])
        record(one, "pass-on", before, now=now, by=by, data={"to": "director" if to == "director" else "colleague"})
    return one


def _colleague(centre: str, to: str, *, without: set[int]) -> Account:
    found = Account.objects.filter(pk=int(to)).first() if to.isascii() and to.isdecimal() and len(to) < 19 else None
    if found is None or found.pk in without or not found.may(Permission.ANSWER_COLLEAGUES, centre):
        raise Malformed(
            "colleague-unknown", "请选一位能答的同事。", "Please choose a colleague who may answer.", field="to"
        )
    return found


def answer(
    *,
    centre: str,
    question_id: uuid.UUID,
    account_id: int,
    words: str,
    question: str,
    matter: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
    not_a_name: bool = False,
) -> Question:
    """Answer on the screen; question and answer are knowledge from this moment on.

    `question` is how it is kept (the asker's words, or better ones without what is only about this resident); `matter` the
    id of what it is about, "" for none. Raises Malformed (fields "words", "question", "matter"), Refused (403, 409).
    """
    with transaction.atomic():
        one = locked_question(centre, question_id)
        if requests.claim(key, action=f"answer {one.pk}", actor=by, now=now, result={"of": str(one.pk)}) is not None:
            return one
        refuse_asker(one, account_id)
        _refuse_if_taken(one, account_id)
        before = move(one, "answer")
        one.answer = _new_answer(one, words, question, matter, now=now, by=by, not_a_name=not_a_name)
        _end(one, account_id, now)
        _give(one, Given.How.ANSWERED, now)
        record(one, "answer", before, now=now, by=by)
    return one


def use_answer(
    *,
    centre: str,
    question_id: uuid.UUID,
    account_id: int,
    answer_id: uuid.UUID,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Question:
    """An earlier answer says it: the asker reads that one, and it counts as used again. Raises NotFound, Refused."""
    with transaction.atomic():
        one = locked_question(centre, question_id)
        if requests.claim(key, action=f"use {one.pk}", actor=by, now=now, result={"of": str(one.pk)}) is not None:
            return one
        refuse_asker(one, account_id)
        _refuse_if_taken(one, account_id)
        found = Answer.objects.filter(pk=answer_id, state=Answer.State.CURRENT).first()
        if found is None or (found.centre_id != centre and found.shared_at is None):
            raise NotFound("answer-unknown", "这条答复撤回了，或者没有。", "This answer was withdrawn, or never was.")
        before = move(one, "answer")
        one.answer = found
        one.matter = one.matter or found.matter
        _end(one, account_id, now)
        _give(one, Given.How.REUSED, now)
        record(one, "answer", before, now=now, by=by, data={"reused": True})
    return one


def settle(*, centre: str, question_id: uuid.UUID, account_id: int, now: datetime, by: str, key: uuid.UUID) -> Question:
    """It was said at the window; what was said is written down afterwards (`write_up`). Raises Refused."""
    with transaction.atomic():
        one = locked_question(centre, question_id)
        if requests.claim(key, action=f"settle {one.pk}", actor=by, now=now, result={"of": str(one.pk)}) is not None:
            return one
        _refuse_if_taken(one, account_id)
        before = move(one, "settle")
        _end(one, account_id, now)
        record(one, "settle", before, now=now, by=by)
    return one


def write_up(
    *,
    centre: str,
    question_id: uuid.UUID,
    account_id: int,
    words: str,
    question: str,
    matter: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
    not_a_name: bool = False,
) -> Question:
    """What was said at the window, written down by whoever said it. As `answer`; once only."""
    with transaction.atomic():
        one = locked_question(centre, question_id)
        if requests.claim(key, action=f"write-up {one.pk}", actor=by, now=now, result={"of": str(one.pk)}) is not None:
            return one
        _refuse_if_taken(one, account_id)
        before = move(one, "write-up")
        if one.answer_id is not None:
            raise Refused(
                "written-up", "已经写下来了，要改请在答复页改。", "It is written down: correct it on its page."
            )
        one.answer = _new_answer(one, words, question, matter, now=now, by=by, not_a_name=not_a_name)
        one.save(update_fields=["answer", "matter"])
        _give(one, Given.How.ANSWERED, now)
        record(one, "write-up", before, now=now, by=by)
    return one


def _refuse_if_taken(one: Question, account_id: int) -> None:
    """While a colleague is on the way to it, or has settled it, nobody else answers beside them."""
    if one.helper_id not in (None, account_id):
        move(one, "come")  # not allowed any more: the refusal names whoever has it


def _end(one: Question, account_id: int, now: datetime) -> None:
    one.helper_id, one.ended_at = account_id, now
    one.seen_at = one.seen_at or now
    one.save(update_fields=["state", "helper", "ended_at", "seen_at", "answer", "matter"])


def _give(one: Question, how: Given.How, now: datetime) -> None:
    assert one.answer is not None  # noqa: S101 -- set by the caller
    Given.objects.create(
        answer=one.answer,
        version=one.answer.number,
        how=how,
        question=one,
        centre_id=one.centre_id,
        account_id=one.account_id,
        at=now,
    )


def _new_answer(
    one: Question, words: str, question: str, matter: str, *, now: datetime, by: str, not_a_name: bool
) -> Answer:
    plain = needed(words, MOST_ANSWER, "words")
    asked = fit(question, MOST_QUESTION, "question") or one.words
    if len(asked) < 2:
        raise Malformed(
            "question-missing",
            "叫的人没写问题。请写一句问的是什么，以后才搜得到。",
            "The asker wrote no words. Please say in a sentence what was asked, so that it can be found later.",
            field="question",
        )
    if not not_a_name:
        names = names_at(None, one.visit)
        refuse_names(plain, names, "words")
        refuse_names(asked, names, "question")
    number = catalogues.newest_number()
    if matter and (not number or catalogues.version(number).matter(matter) is None):
        raise Malformed("matter-unknown", "目录里没有这件事。", "The catalogue has no such matter.", field="matter")
    one.matter = matter
    made = Answer.objects.create(centre_id=one.centre_id, matter=matter, given_at=now)
    AnswerVersion.objects.create(
        answer=made,
        number=1,
        how=AnswerVersion.How.GIVEN,
        question=asked,
        words=plain,
        catalogue=number,
        bound_to=bound_to(matter, number),
        at=now,
        by=by,
    )
    return made
