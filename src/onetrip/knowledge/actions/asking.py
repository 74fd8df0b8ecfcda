"""The asker's side: call for help, say more, take it back, say whether it helped; find an answer without asking."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import duty_of
from onetrip.knowledge.actions.rows import insist_on_asker, locked_question, move, names_at, record, record_answer
from onetrip.knowledge.models import OPEN_STATES, Answer, Given, Question
from onetrip.knowledge.words import MOST_QUESTION, fit, needed, refuse_names
from onetrip.ledger import requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.lobby import queries as lobby
from onetrip.lobby.models import Ticket


def ask(
    *,
    centre: str,
    account_id: int,
    words: str,
    matter: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
    not_a_name: bool = False,
) -> Question:
    """Call whoever may answer, from the window of this account with the number that is there, or from the front desk.

    No words are needed: they can follow. Called again about the same number while nobody has helped, it is the same
    question; new words are added to it. `not_a_name`: the words were looked at and hold no name. Raises Malformed (fields
    "words", "matter").
    """
    plain = fit(words, MOST_QUESTION, "words")
    number = catalogues.newest_number()
    if matter and (not number or catalogues.version(number).matter(matter) is None):
        raise Malformed("matter-unknown", "目录里没有这件事。", "The catalogue has no such matter.", field="matter")
    duty = duty_of(account_id)
    at_window = duty is not None and duty.window.centre_id == centre
    ticket = lobby.open_ticket(duty.window_id) if duty is not None and at_window else None
    if ticket is not None and not not_a_name:
        refuse_names(plain, names_at(ticket.pk), "words")
    with transaction.atomic():
        new = _asked(centre, ticket, duty.window.number if duty is not None and at_window else None)
        new.account_id, new.matter, new.catalogue, new.words, new.asked_at = account_id, matter, number, plain, now
        earlier = requests.claim(key, action="ask", actor=by, now=now, result={"of": str(new.pk)})
        if earlier is not None:
            return _the_same(earlier, account_id, ticket)
        Question.objects.bulk_create([new], ignore_conflicts=True)
        made = Question.objects.filter(pk=new.pk).first()
        if made is None:
            return _added_to(account_id, ticket, plain, now=now, by=by)
        record(made, "ask", "", now=now, by=by, data={"words": bool(plain)})
        return made


def _asked(centre: str, ticket: Ticket | None, window: int | None) -> Question:
    new = Question(centre_id=centre, window=window)
    if ticket is not None:
        new.ticket, new.ticket_number, new.visit = ticket.pk, ticket.number, ticket.visit_id
        new.slip = ticket.visit.slip_id
    return new


def _the_same(earlier: dict[str, str], account_id: int, ticket: Ticket | None) -> Question:
    """What the same press has led to: a question of its own, or words added to the one that was open."""
    found = Question.objects.filter(pk=earlier["of"]).first()
    return found or Question.objects.filter(account_id=account_id, ticket=ticket.pk if ticket else None).latest(
        "asked_at"
    )


def _added_to(account_id: int, ticket: Ticket | None, words: str, *, now: datetime, by: str) -> Question:
    """The question about this number that is open already, with the new words behind its own."""
    open_one = Question.objects.select_for_update().filter(
        account_id=account_id, ticket=ticket.pk if ticket else None, state__in=OPEN_STATES
    )
    found = open_one.first()
    if found is None:
        # Answered in the very moment between: whoever presses once more asks anew.
        raise Refused(
            "question-over", "刚才那个答好了，请看一眼。", "The one before was answered just now: please look."
        )
    if words and words not in found.words:
        found.words = f"{found.words} {words}".strip()[:MOST_QUESTION]
        found.save(update_fields=["words"])
        record(found, "say-more", found.state, now=now, by=by)
    return found


def say_more(
    *,
    centre: str,
    question_id: uuid.UUID,
    account_id: int,
    words: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
    not_a_name: bool = False,
) -> Question:
    """Words that follow a question, while nobody has answered. Raises Malformed (field "words"), Refused (403, 409)."""
    plain = needed(words, MOST_QUESTION, "words")
    with transaction.atomic():
        one = locked_question(centre, question_id)
        if requests.claim(key, action=f"say-more {one.pk}", actor=by, now=now, result={"of": str(one.pk)}) is not None:
            return one
        insist_on_asker(one, account_id)
        if not one.is_open:
            raise Refused("question-over", "这个已经答好了。", "This has been answered.")
        if not not_a_name:
            refuse_names(plain, names_at(None, one.visit), "words")
        one.words = fit(f"{one.words} {plain}", MOST_QUESTION, "words")
        one.save(update_fields=["words"])
        record(one, "say-more", one.state, now=now, by=by)
    return one


def withdraw(
    *, centre: str, question_id: uuid.UUID, account_id: int, now: datetime, by: str, key: uuid.UUID
) -> Question:
    """It is not needed any more. Raises Refused (403, 409)."""
    with transaction.atomic():
        one = locked_question(centre, question_id)
        if requests.claim(key, action=f"withdraw {one.pk}", actor=by, now=now, result={"of": str(one.pk)}) is not None:
            return one
        insist_on_asker(one, account_id)
        before = move(one, "withdraw")
        one.ended_at = one.read_at = now
        one.save(update_fields=["state", "ended_at", "read_at"])
        record(one, "withdraw", before, now=now, by=by)
    return one


def judge(
    *, centre: str, question_id: uuid.UUID, account_id: int, helped: bool, now: datetime, by: str, key: uuid.UUID
) -> Question:
    """The asker has read what came, and says whether it helped; said again, the last word counts. Raises Refused."""
    with transaction.atomic():
        one = locked_question(centre, question_id)
        if requests.claim(key, action=f"judge {one.pk}", actor=by, now=now, result={"of": str(one.pk)}) is not None:
            return one
        insist_on_asker(one, account_id)
        if one.state not in (Question.State.ANSWERED, Question.State.SETTLED):
            raise Refused("question-open", "还没有人答。", "Nobody has answered yet.")
        one.helped, one.read_at = "yes" if helped else "no", now
        one.save(update_fields=["helped", "read_at"])
        record(one, "judge", one.state, now=now, by=by, data={"helped": helped})
    return one


def spare(*, centre: str, account_id: int, answer_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Given:
    """An earlier answer was found while typing, and nobody had to be called: asked twice, spared once. Raises NotFound."""
    with transaction.atomic():
        answer = Answer.objects.filter(pk=answer_id, state=Answer.State.CURRENT).first()
        if answer is None or (answer.centre_id != centre and answer.shared_at is None):
            raise NotFound("answer-unknown", "这条答复撤回了，或者没有。", "This answer was withdrawn, or never was.")
        earlier = requests.claim(key, action=f"spare {answer_id}", actor=by, now=now, result={"of": str(answer_id)})
        if earlier is not None:
            return Given.objects.filter(answer=answer, account_id=account_id).latest("at")
        given = Given.objects.create(
            answer=answer, version=answer.number, how=Given.How.SPARED, centre_id=centre, account_id=account_id, at=now
        )
        record_answer(answer, "spare", answer.state, now=now, by=by)
    return given


def note_told(*, given_id: int, account_id: int, now: datetime, by: str, key: uuid.UUID) -> None:
    """Somebody has read that an answer they were given was mended or withdrawn. Raises NotFound."""
    with transaction.atomic():
        given = Given.objects.select_for_update().filter(pk=given_id, account_id=account_id).first()
        if given is None:
            raise NotFound("given-unknown", "没有这一条。", "There is no such entry.")
        if requests.claim(key, action=f"note-told {given_id}", actor=by, now=now, result={}) is None:
            # All that this account was given of the same answer: one reading is enough.
            Given.objects.filter(account_id=account_id, answer_id=given.answer_id).update(told_at=now)
