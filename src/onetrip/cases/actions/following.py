"""After acceptance: the decision, completion, delivery, withdrawal."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from onetrip.cases.actions.gaps import refuse_with_open_gaps
from onetrip.cases.actions.moving import MOST_NOTE, move, sentence
from onetrip.cases.actions.stopping import end_stop
from onetrip.cases.delivering.actions.stepping import refuse_in_a_parcel, result_is_there, row_of
from onetrip.cases.delivering.lifecycle import DELIVERY
from onetrip.cases.delivering.models import Way
from onetrip.cases.models import Case, Record
from onetrip.cases.records import wording
from onetrip.cases.records.appeals import appeal
from onetrip.cases.records.issuing import issue
from onetrip.centres.queries import settled
from onetrip.ledger.words import one_line


def decide(
    *, centre: str, case_id: uuid.UUID, granted: bool, now: datetime, by: str, key: uuid.UUID, note: str = ""
) -> Case:
    """The decision is made: granted, or refused with its reason. Raises Malformed for a refusal without one."""
    said = one_line(note, MOST_NOTE) if granted else sentence(note, field="note")

    def settle(case: Case) -> dict[str, Any]:
        if granted:
            refuse_with_open_gaps(case)
        case.granted = granted
        day = settled(centre).centre.day_of(now)
        words = wording.decision(case, day, granted=granted, note=said, how=appeal())
        return issue(case, Record.Kind.DECISION, words, centre=centre, now=now, by=by)

    return move("decide", centre, case_id, settle, said, now=now, by=by, key=key)


def complete(*, centre: str, case_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID, note: str = "") -> Case:
    """办结: decided and recorded. The result lies here, and is ready where this is where it is handed over from."""

    def end(case: Case) -> None:
        if case.granted is not False:
            refuse_with_open_gaps(case)
        case.completed_at = max(now, case.accepted_at or now)  # a clock that was set back ends nothing before it began
        case.result_at_id = centre
        if row_of(case).way in (Way.POST, Way.ELECTRONIC):
            case.collect_at_id = centre

    with transaction.atomic():
        case = move("complete", centre, case_id, end, one_line(note, MOST_NOTE), now=now, by=by, key=key)
        result_is_there(case, centre=centre, now=now, by=by)
    return case


def deliver(*, centre: str, case_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID, note: str = "") -> Case:
    """The result is in the resident's hands. Who took it says `delivering.actions.hand_out`, which asks for it."""

    said = one_line(note, MOST_NOTE)

    def hand_over(case: Case) -> dict[str, Any]:
        refuse_in_a_parcel(case)
        case.delivered_at = max(now, case.completed_at or now)
        row = row_of(case)
        row.state = DELIVERY.move("hand-over", row.state, case.number)
        row.ready_at, row.ended_at, row.address = row.ready_at or now, now, None
        row.save()
        words = wording.delivery(case, settled(centre).centre.day_of(now), how=wording.AT_A_WINDOW, note=said)
        return issue(case, Record.Kind.DELIVERY, words, centre=centre, now=now, by=by)

    return move("deliver", centre, case_id, hand_over, said, now=now, by=by, key=key)


def withdraw(*, centre: str, case_id: uuid.UUID, reason: str, now: datetime, by: str, key: uuid.UUID) -> Case:
    """The resident takes the application back, or it was accepted by mistake; the reason is kept."""
    return _end("withdraw", centre, case_id, reason, now=now, by=by, key=key)


def terminate(*, centre: str, case_id: uuid.UUID, reason: str, now: datetime, by: str, key: uuid.UUID) -> Case:
    """The case ends without a decision, because what was asked for or promised did not come; the reason is kept."""
    return _end("terminate", centre, case_id, reason, now=now, by=by, key=key)


def _end(verb: str, centre: str, case_id: uuid.UUID, reason: str, *, now: datetime, by: str, key: uuid.UUID) -> Case:
    note = sentence(reason, field="reason")

    def stop_for_good(case: Case) -> dict[str, Any]:
        end_stop(case, note, now)
        case.clock_stopped_at = None
        day = settled(centre).centre.day_of(now)
        if verb == "withdraw":
            words, kind = wording.withdrawal(case, day, reason=note), Record.Kind.WITHDRAWAL
        else:
            words, kind = wording.ending(case, day, reason=note, how=appeal()), Record.Kind.ENDING
        return issue(case, kind, words, centre=centre, now=now, by=by)

    return move(verb, centre, case_id, stop_for_good, note, now=now, by=by, key=key)
