"""The rows that the actions of this room change, locked, and the events they leave. Words stand in no event."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from onetrip.knowledge.lifecycle import QUESTION
from onetrip.knowledge.models import Answer, Question
from onetrip.ledger import events
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.lobby import queries as lobby
from onetrip.lobby.models import Visit
from onetrip.staff.models import Account


def locked_question(centre: str, question_id: uuid.UUID) -> Question:
    """The question, locked until the transaction ends. Raises NotFound."""
    found = Question.objects.select_for_update().filter(pk=question_id, centre_id=centre).first()
    if found is None:
        raise NotFound("question-unknown", "没有这个疑难。", "There is no such difficult case.")
    return found


def locked_answer(centre: str, answer_id: uuid.UUID) -> Answer:
    """An answer of this centre, locked; those of another one are changed there. Raises NotFound."""
    found = Answer.objects.select_for_update().filter(pk=answer_id, centre_id=centre).first()
    if found is None:
        raise NotFound(
            "answer-unknown",
            "本中心没有这条答复。别的中心答的，请他们改。",
            "This centre has no such answer. One of another centre is changed there.",
        )
    return found


def move(question: Question, verb: str) -> str:
    """Take the question a step on; returns where it came from. Raises Refused (409), naming whoever was first."""
    before = question.state
    if not QUESTION.allows(verb, before) and question.helper_id is not None and before != Question.State.WITHDRAWN:
        name, name_en = _called(question.helper_id)
        where = QUESTION.states[before]
        raise Refused(
            f"{verb}-not-allowed",
            f"{name} 先接了，现在是“{where.zh}”。",
            f"{name_en} was first: it is “{where.en}” now.",
        )
    question.state = QUESTION.move(verb, before, question.ticket_number)
    return before


def refuse_asker(question: Question, account_id: int) -> None:
    """Nobody answers their own question: it would count as help."""
    if question.account_id == account_id:
        raise Refused(
            "own-question",
            "这是您自己叫的。请同事来答；想明白了，按“不用了”。",
            "You asked this yourself. Let a colleague answer; if you found out, take it back.",
            status=403,
        )


def insist_on_asker(question: Question, account_id: int) -> None:
    """Only the asker adds to a question, takes it back, or says whether it helped."""
    if question.account_id != account_id:
        raise Refused("not-your-question", "这不是您叫的。", "You did not ask this.", status=403)


def names_at(ticket_id: uuid.UUID | None, visit_id: uuid.UUID | None = None) -> list[str]:
    """The names of who is known to be at the window, to be looked for in words and for nothing else."""
    visit: Visit | None = None
    if ticket_id is not None:
        visit = lobby.ticket(ticket_id).visit
    elif visit_id is not None:
        visit = Visit.objects.filter(pk=visit_id).first()
    if visit is None:
        return []
    return [str(person.name) for person in (visit.resident, visit.proxy) if person is not None and person.name]


def record(
    question: Question, verb: str, before: str, *, now: datetime, by: str, data: Mapping[str, Any] | None = None
) -> None:
    """The event of a step; every screen that shows questions of the centre hears of it."""
    events.record(
        now=now,
        centre=question.centre_id,
        actor=by,
        thing="question",
        thing_id=question.pk,
        verb=verb,
        from_state=before,
        to_state=question.state,
        data={"window": question.window, "matter": question.matter, **(data or {})},
        public={"changed": True},
    )


def record_answer(
    answer: Answer, verb: str, before: str, *, now: datetime, by: str, data: Mapping[str, Any] | None = None
) -> None:
    """The event of a change of an answer; the screens hear of it, since whoever was given it is told."""
    events.record(
        now=now,
        centre=answer.centre_id,
        actor=by,
        thing="question",
        thing_id=answer.pk,
        verb=verb,
        from_state=before,
        to_state=answer.state,
        data={"matter": answer.matter, "version": answer.number, **(data or {})},
        public={"changed": True},
    )


def _called(account_id: int) -> tuple[str, str]:
    found = Account.objects.get(pk=account_id)
    return found.name, found.name_en or found.name
