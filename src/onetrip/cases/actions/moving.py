"""One step of a case: what every verb after acceptance shares."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from onetrip.cases.delivering.models import Delivery, Way
from onetrip.cases.lifecycle import CASE
from onetrip.cases.models import Case
from onetrip.cases.notices import after_step
from onetrip.cases.where import is_concerned, may_step, worked_at
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ledger.words import one_line

MOST_NOTE = 400
"""Characters of a note to a step."""

_WITHOUT_RESULT = (Case.State.REFUSED, Case.State.WITHDRAWN, Case.State.TERMINATED)
_CHANGED = (
    "state",
    "accepting_centre",
    "papers_at",
    "collect_at",
    "result_at",
    "accepted_at",
    "clock_stopped_at",
    "due_on",
    "due_certain",
    "legal_due_on",
    "alarm",
    "granted",
    "completed_at",
    "delivered_at",
)


def move(
    verb: str,
    centre: str,
    case_id: uuid.UUID,
    change: Callable[[Case], dict[str, Any] | None],
    note: str,
    *,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Case:
    """Take a case one step further at `centre`, once for each key; `change` may give the event something to say.

    Raises NotFound where `centre` has nothing to do with it, and Refused (409) where the life of a case has no such step
    or another centre does it.
    """
    with transaction.atomic():
        case = locked(case_id, centre)
        if requests.claim(key, action=f"{verb} {case_id}", actor=by, now=now, result={"case": str(case_id)}):
            return case
        if CASE.allows(verb, case.state) and not may_step(case, verb, centre):
            raise done_elsewhere(case, verb)
        due, before, case.state = case.due_on, case.state, CASE.move(verb, case.state, case.number)
        more = change(case) or {}
        record(case, verb, before, centre=centre, note=note, now=now, by=by, more=more)
        after_step(case, verb, now=now, due_before=due)
    return case


def record(
    case: Case, verb: str, before: str, *, centre: str, note: str, now: datetime, by: str, more: dict[str, Any]
) -> None:
    """Write a case after a step, and its event. In the caller's transaction."""
    case.save(update_fields=_CHANGED)
    if case.state in _WITHOUT_RESULT:  # nothing is posted any more: the address is forgotten
        Delivery.objects.filter(case=case).update(way=Way.WINDOW, address=None)
    events.record(
        now=now,
        centre=centre,
        actor=by,
        thing="case",
        thing_id=case.pk,
        verb=verb,
        from_state=before,
        to_state=case.state,
        data={"number": case.number, "note": note, "granted": case.granted, **more},
        public={"changed": True},
    )


def locked(case_id: uuid.UUID, centre: str) -> Case:
    """The case, locked. Raises NotFound where `centre` has nothing to do with it."""
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    if case is None or not is_concerned(case, centre):
        raise NotFound("case-unknown", "这个中心没有这个办件。", "This centre has no such case.")
    return case


def done_elsewhere(case: Case, verb: str) -> Refused:
    """The refusal of a step that another centre does."""
    if verb == "deliver" and case.result_at_id is None:
        return Refused(
            "result-on-its-way", f"{case.number} 的结果还没到。", f"The result of {case.number} is not here yet."
        )
    if verb in ("accept", "refuse") and case.papers_at_id is None:
        return Refused(
            "papers-on-their-way", f"{case.number} 的材料还在路上。", f"The papers of {case.number} are on their way."
        )
    place = settled(case.result_at_id if verb == "deliver" and case.result_at_id else worked_at(case)).centre
    return Refused(
        "done-elsewhere",
        f"{case.number} 这一步由{place.short_zh}来做。",
        f"This step of {case.number} is done at {place.short_en}.",
    )


def sentence(note: str, *, field: str) -> str:
    """A note that has to be there. Raises Malformed."""
    line = one_line(note, MOST_NOTE)
    if len(line) < 2:
        raise Malformed(
            "reason-missing",
            "请写一句原因，居民和以后的人要看得懂。",
            "Please give the reason in a sentence that the resident and others can understand.",
            field=field,
        )
    return line
