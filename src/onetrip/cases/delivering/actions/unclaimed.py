"""What nobody fetches: reminded of, called about, and after the centre's term returned to the department."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from onetrip.cases.actions.moving import locked, sentence
from onetrip.cases.delivering.actions.stepping import refuse_in_a_parcel, row_of, step, tell
from onetrip.cases.delivering.models import Delivery
from onetrip.cases.models import Case
from onetrip.centres.queries import settled
from onetrip.ledger import requests
from onetrip.ledger.refusals import Refused

_WAITS = (Delivery.State.READY, Delivery.State.STORED)


def remind(*, centre: str, case_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Delivery:
    """Have the resident reminded: the event is what notices go by. Once a day at most."""
    with transaction.atomic():
        case = locked(case_id, centre)
        row = row_of(case)
        if requests.claim(key, action=f"remind {case_id}", actor=by, now=now, result={"of": str(case_id)}):
            return row
        _refuse_unless_it_waits(case, row, centre)
        place = settled(centre).centre
        if row.reminded_at is not None and place.day_of(row.reminded_at) == place.day_of(now):
            raise Refused("reminded-today", "今天已经提醒过了。", "A reminder went out today already.")
        _note(row, now)
        tell(row, "remind", row.state, centre=centre, now=now, by=by)
    return row


def note_call(*, centre: str, case_id: uuid.UUID, note: str, now: datetime, by: str, key: uuid.UUID) -> Delivery:
    """The resident was called; `note` says what came of it. Raises Malformed without one."""
    words = sentence(note, field="note")
    with transaction.atomic():
        case = locked(case_id, centre)
        row = row_of(case)
        if requests.claim(key, action=f"call {case_id}", actor=by, now=now, result={"of": str(case_id)}):
            return row
        _refuse_unless_it_waits(case, row, centre)
        _note(row, now)
        tell(row, "call", row.state, centre=centre, now=now, by=by, note=words)
    return row


def give_back(*, centre: str, case_id: uuid.UUID, note: str, now: datetime, by: str, key: uuid.UUID) -> Delivery:
    """Nobody fetched it within the centre's term: it goes back to the department. Raises Refused before, Malformed."""
    words = sentence(note, field="note")
    with transaction.atomic():
        case = locked(case_id, centre)
        row = row_of(case)
        if requests.claim(key, action=f"give-back {case_id}", actor=by, now=now, result={"of": str(case_id)}):
            return row
        _refuse_unless_it_waits(case, row, centre)
        refuse_in_a_parcel(case)
        place = settled(centre).centre
        days = (place.day_of(now) - place.day_of(row.ready_at or now)).days
        if days < place.give_back_days:
            raise Refused(
                "too-early-to-give-back",
                f"才放了 {days} 天，满 {place.give_back_days} 天才退回部门。",
                f"It has waited for {days} days; it goes back after {place.give_back_days}.",
            )
        case.result_at_id = None
        case.save(update_fields=["result_at"])
        step(row, "give-back", centre=centre, now=now, by=by, note=words)
    return row


def fetch_back(*, centre: str, case_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Delivery:
    """The resident came after all, and the department has sent it again: it lies here, ready."""
    with transaction.atomic():
        case = locked(case_id, centre)
        row = row_of(case)
        if requests.claim(key, action=f"fetch-back {case_id}", actor=by, now=now, result={"of": str(case_id)}):
            return row
        row.ready_at = now
        step(row, "fetch-back", centre=centre, now=now, by=by)
        case.result_at_id = case.collect_at_id = centre
        case.save(update_fields=["result_at", "collect_at"])
    return row


def _note(row: Delivery, now: datetime) -> None:
    row.reminded_at, row.reminders = now, row.reminders + 1
    row.save(update_fields=["reminded_at", "reminders"])


def _refuse_unless_it_waits(case: Case, row: Delivery, centre: str) -> None:
    if row.state not in _WAITS or case.result_at_id != centre:
        raise Refused("does-not-wait", f"{case.number} 不在这里等人来取。", f"{case.number} does not wait here.")
