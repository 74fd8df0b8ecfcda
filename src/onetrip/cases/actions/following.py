"""After acceptance: a supplement that stops the clock, the decision, completion, delivery, withdrawal."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from onetrip.cases import clock
from onetrip.cases.lifecycle import CASE
from onetrip.cases.models import Case
from onetrip.centres.queries import settled
from onetrip.centres.working_days import Unit
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.ledger.words import one_line

MOST_NOTE = 400
"""Characters of a note to a step."""


def ask_supplement(*, centre: str, case_id: uuid.UUID, papers: str, now: datetime, by: str, key: uuid.UUID) -> Case:
    """A paper is wanted after all; `papers` says in a sentence everything that is. The clock stops."""
    note = _sentence(papers, field="papers")

    def stop(case: Case) -> None:
        case.clock_stopped_at = now

    return _move("ask-supplement", centre, case_id, stop, note, now=now, by=by, key=key)


def supplement(*, centre: str, case_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID, note: str = "") -> Case:
    """The paper is here. The clock goes on, and the last day moves by the time it stood still."""

    def go_on(case: Case) -> None:
        place = settled(case.receiving_centre_id)
        if case.due_on is not None and case.limit is not None and case.clock_stopped_at is not None:
            stopped, restarted = place.centre.day_of(case.clock_stopped_at), place.centre.day_of(now)
            due = clock.after_stop(case.due_on, Unit(case.limit["unit"]), stopped, restarted, place.calendar)
            case.due_on, case.due_certain = due.day, due.certain and case.due_certain
        case.clock_stopped_at = None

    return _move("supplement", centre, case_id, go_on, one_line(note, MOST_NOTE), now=now, by=by, key=key)


def decide(
    *, centre: str, case_id: uuid.UUID, granted: bool, now: datetime, by: str, key: uuid.UUID, note: str = ""
) -> Case:
    """The decision is made: granted, or refused with its reason. Raises Malformed for a refusal without one."""
    if not granted:
        note = _sentence(note, field="note")

    def settle(case: Case) -> None:
        case.granted = granted

    return _move("decide", centre, case_id, settle, one_line(note, MOST_NOTE), now=now, by=by, key=key)


def complete(*, centre: str, case_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID, note: str = "") -> Case:
    """办结: decided and recorded."""

    def end(case: Case) -> None:
        case.completed_at = now

    return _move("complete", centre, case_id, end, one_line(note, MOST_NOTE), now=now, by=by, key=key)


def deliver(*, centre: str, case_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID, note: str = "") -> Case:
    """The result is in the resident's hands."""

    def hand_over(case: Case) -> None:
        case.delivered_at = now

    return _move("deliver", centre, case_id, hand_over, one_line(note, MOST_NOTE), now=now, by=by, key=key)


def withdraw(*, centre: str, case_id: uuid.UUID, reason: str, now: datetime, by: str, key: uuid.UUID) -> Case:
    """The resident takes the application back, or it was accepted by mistake; the reason is kept."""
    note = _sentence(reason, field="reason")

    def stop_for_good(case: Case) -> None:
        case.clock_stopped_at = None

    return _move("withdraw", centre, case_id, stop_for_good, note, now=now, by=by, key=key)


def _move(
    verb: str,
    centre: str,
    case_id: uuid.UUID,
    change: Callable[[Case], None],
    note: str,
    *,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Case:
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(pk=case_id, receiving_centre_id=centre).first()
        if case is None:
            raise NotFound("case-unknown", "这个中心没有这个办件。", "This centre has no such case.")
        if requests.claim(key, action=f"{verb} {case_id}", actor=by, now=now, result={"case": str(case_id)}):
            return case
        before, case.state = case.state, CASE.move(verb, case.state, case.number)
        change(case)
        case.save(
            update_fields=[
                "state",
                "clock_stopped_at",
                "due_on",
                "due_certain",
                "granted",
                "completed_at",
                "delivered_at",
            ]
        )
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="case",
            thing_id=case.pk,
            verb=verb,
            from_state=before,
            to_state=case.state,
            data={"number": case.number, "note": note, "granted": case.granted},
            public={"changed": True},
        )
    return case


def _sentence(note: str, *, field: str) -> str:
    line = one_line(note, MOST_NOTE)
    if len(line) < 2:
        raise Malformed(
            "reason-missing",
            "请写一句原因，居民和以后的人要看得懂。",
            "Please give the reason in a sentence that the resident and others can understand.",
            field=field,
        )
    return line
