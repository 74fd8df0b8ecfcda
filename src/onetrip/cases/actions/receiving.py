"""收受分离: what the centre that accepts does with papers that another one took. The clock starts with the acceptance."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from onetrip.cases.actions.moving import MOST_NOTE, move, record, sentence
from onetrip.cases.actions.stopping import count_anew
from onetrip.cases.lifecycle import CASE
from onetrip.cases.models import Case, Record
from onetrip.cases.notices import after_step
from onetrip.cases.records import wording
from onetrip.cases.records.appeals import appeal
from onetrip.cases.records.issuing import issue
from onetrip.cases.where import worked_at
from onetrip.centres.elsewhere import in_each_centre
from onetrip.centres.queries import settled
from onetrip.centres.working_days import Unit
from onetrip.ledger.words import one_line


def accept_received(*, centre: str, case_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID, note: str = "") -> Case:
    """The papers are in order: the case is accepted here, and its limits count from today."""

    def begin(case: Case) -> dict[str, Any]:
        told = _accept(case, centre, now)
        day = settled(centre).centre.day_of(now)
        words = wording.acceptance(case, day, accepted=day)
        return told | issue(case, Record.Kind.ACCEPTANCE, words, centre=centre, now=now, by=by)

    return move("accept", centre, case_id, begin, one_line(note, MOST_NOTE), now=now, by=by, key=key)


def refuse_received(*, centre: str, case_id: uuid.UUID, reason: str, now: datetime, by: str, key: uuid.UUID) -> Case:
    """不予受理: the case is not accepted; the reason is kept, and the resident is told how to appeal."""
    note = sentence(reason, field="reason")

    def refuse(case: Case) -> dict[str, Any]:
        words = wording.refusal(case, settled(centre).centre.day_of(now), reason=note, how=appeal())
        return issue(case, Record.Kind.REFUSAL, words, centre=centre, now=now, by=by)

    return move("refuse", centre, case_id, refuse, note, now=now, by=by, key=key)


def ask_papers(*, centre: str, case_id: uuid.UUID, papers: str, now: datetime, by: str, key: uuid.UUID) -> Case:
    """Papers are wanted before it can be accepted; `papers` says in a sentence everything that is, at once."""
    note = sentence(papers, field="papers")

    def ask(case: Case) -> dict[str, Any]:
        words = wording.supplement(case, settled(centre).centre.day_of(now), wanted=note, stops=False)
        return issue(case, Record.Kind.SUPPLEMENT, words, centre=centre, now=now, by=by)

    return move("ask-papers", centre, case_id, ask, note, now=now, by=by, key=key)


def papers_brought(*, centre: str, case_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID, note: str = "") -> Case:
    """What was wanted before acceptance is here."""
    line = one_line(note, MOST_NOTE)
    return move("papers-brought", centre, case_id, lambda _: None, line, now=now, by=by, key=key)


def accept_what_nobody_answered(*, now: datetime, by: str) -> int:
    """A case of which nobody said anything within the days that the law gives counts as accepted from the day its papers
    were taken (domain.md 3.2); how many came to be so."""
    return sum(in_each_centre("accepting what nobody answered", lambda code: _accept_unanswered(code, now=now, by=by)))


def _accept_unanswered(code: str, *, now: datetime, by: str) -> int:
    place = settled(code)
    today = place.centre.day_of(now)
    waiting = Case.objects.filter(receiving_centre_id=code, state=Case.State.RECEIVED).order_by("received_at")
    accepted = 0
    for pk, received in waiting.values_list("pk", "received_at"):
        day = place.centre.day_of(received)
        if place.calendar.deadline(day, place.centre.answer_within_working_days, Unit.WORKING_DAYS).day >= today:
            continue
        with transaction.atomic():
            case = Case.objects.select_for_update(skip_locked=True).filter(pk=pk, state=Case.State.RECEIVED).first()
            if case is None:
                continue
            before, case.state = case.state, CASE.move("deem-accepted", case.state, case.number)
            told = _accept(case, case.accepting_centre_id or code, case.received_at)
            words = wording.acceptance(case, today, accepted=day, unanswered=place.centre.answer_within_working_days)
            told |= issue(case, Record.Kind.ACCEPTANCE, words, centre=worked_at(case), now=now, by=by)
            record(case, "deem-accepted", before, centre=code, note="", now=now, by=by, more=told)
            after_step(case, "deem-accepted", now=now)
            accepted += 1
    return accepted


def _accept(case: Case, centre: str, at: datetime) -> dict[str, Any]:
    case.accepted_at, case.accepting_centre_id = at, centre
    count_anew(case)
    return {"due": case.due_on and case.due_on.isoformat()}
