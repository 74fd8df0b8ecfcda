"""What can be done with a slip: issue it, keep it, break it."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from onetrip.advice.finding import hash_last_four, read_last_four
from onetrip.advice.lifecycle import SLIP
from onetrip.advice.models import Slip
from onetrip.advice.presenting import shown
from onetrip.advice.queries import ConsultationState, latest_slip, lock, says_the_same, state
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Refused
from onetrip.planning import Plan
from onetrip.walls.scope import everywhere

TOKEN_BYTES = 16

_NEXT_SERIAL = """
INSERT INTO advice_slipcounter AS counter (centre_id, day, last) VALUES (%s, %s, 1)
ON CONFLICT (centre_id, day) DO UPDATE SET last = counter.last + 1
RETURNING last
"""


def issue(
    *, consultation_id: uuid.UUID, last_four: str | None, language: str, key: uuid.UUID, now: datetime, by: str
) -> Slip:
    """Print the plan as a promise, with a number of its own; the same key, or the same plan again, gives the same slip.

    `last_four`: the last four characters of the ID number, by which the slip can be found again; None or "" for none,
    and not needed where the ID number is known. `language`: "zh" or "en", that of the print.
    Earlier slips of this consultation, and the one it renews, are replaced. Raises Refused when nothing is on the plan,
    and while the answers behind it contradict each other; Malformed (field "last_four"), NotFound.
    """
    given = read_last_four(last_four) if last_four else None
    with transaction.atomic():
        # The lock comes first: a second request with another key waits here and then finds the slip of the first.
        lock(consultation_id)
        earlier = requests.claim(key, action=f"issue {consultation_id}", actor=by, now=now)
        if earlier is not None:
            return Slip.objects.get(pk=earlier["slip"])
        current = state(consultation_id, now=now)
        if not shown(current.plan).is_worth_printing:
            raise nothing_to_print()
        if current.plan.contradicts_itself:
            raise contradicts_itself(current.plan)
        if current.consultation.resident is not None:
            given = str(current.consultation.resident.number)[-4:]
        slip = _issued_already(current, given) or _new_slip(current, given, language, now, by)
        requests.answer(key, {"slip": str(slip.pk)})
    return slip


def honour(*, slip_id: uuid.UUID, now: datetime, by: str, centre: str) -> bool:
    """A window of `centre` took what the slip said: the promise is kept. In the caller's transaction.

    True when the slip changed. One that is kept already stays so, and one that was broken stays broken.
    """
    return _move(slip_id, "honour", now, by, centre)


def break_promise(*, slip_id: uuid.UUID, now: datetime, by: str, centre: str) -> bool:
    """A window of `centre` asked for what the slip did not say: the promise is broken. In the caller's transaction.

    True when the slip changed; breaking it again does nothing.
    """
    return _move(slip_id, "break", now, by, centre)


def nothing_to_print() -> Refused:
    """The refusal to issue a slip that would say nothing."""
    return Refused(
        "nothing-on-the-plan",
        "方案里还没有能办的事，没有什么可以承诺的。请先说要办什么，或者再答一两个问题。",
        "There is nothing on the plan yet, so nothing to promise. Please say what it is about, or answer one more question.",
    )


def contradicts_itself(plan: Plan) -> Refused:
    """The refusal to promise what rests on answers that cannot all be true."""
    found = [each.why for each in plan.contradictions if each.certain]
    return Refused(
        "answers-contradict",
        f"{''.join(each.zh for each in found)}改好以后，就能出小贴士。",
        f"{' '.join(each.en for each in found)} The slip can be issued once that is put right.",
    )


def _move(slip_id: uuid.UUID, verb: str, now: datetime, by: str, centre: str) -> bool:
    step = SLIP.step(verb)
    for source in step.sources:
        # A conditional update for each source: the event then knows the state it came from without a lock or a read.
        if Slip.objects.filter(pk=slip_id, state=source).update(state=step.target):
            _record(slip_id, centre, verb, now, by, source, step.target)
            return True
    return False


def _issued_already(current: ConsultationState, last_four: str | None) -> Slip | None:
    """The valid slip of this consultation, when it says exactly what would be said now."""
    slip = latest_slip(current.consultation)
    if slip is None or slip.state != Slip.State.ISSUED or not says_the_same(slip, current):
        return None
    if last_four and slip.last_four_hash is None:
        slip.last_four_hash = hash_last_four(slip.number, last_four)
        slip.save(update_fields=["last_four_hash"])
    return slip


def _new_slip(current: ConsultationState, last_four: str | None, language: str, now: datetime, by: str) -> Slip:
    consultation, plan = current.consultation, current.plan
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_SERIAL, [consultation.centre_id, plan.day])
        serial = cursor.fetchone()[0]
    number = f"{consultation.centre_id}{plan.day:%m%d}{serial:04d}"
    slip = Slip(
        centre_id=consultation.centre_id,
        day=plan.day,
        valid_until=plan.day + timedelta(days=settled(consultation.centre_id).centre.slip_valid_days),
        serial=serial,
        number=number,
        token=secrets.token_urlsafe(TOKEN_BYTES),
        consultation=consultation,
        resident=consultation.resident,
        catalogue=consultation.catalogue,
        plan=plan.to_json(),
        facts=consultation.facts,
        questions_asked=len(consultation.asked),
        papers_asked=len(plan.bring),
        last_four_hash=hash_last_four(number, last_four) if last_four else None,
        language="en" if language == "en" else "zh",
        issued_at=now,
        issued_by=by,
    )
    _replace_earlier(slip, now, by)
    slip.save(force_insert=True)
    told = {
        "number": number,
        "matters": len(shown(plan).come_for),
        "papers": slip.papers_asked,
        "questions": slip.questions_asked,
        "seconds": int((now - consultation.started_at).total_seconds()),
        "channel": consultation.channel,
    }
    _record(slip.pk, slip.centre_id, "issue", now, by, "", Slip.State.ISSUED, told)
    return slip


def _replace_earlier(slip: Slip, now: datetime, by: str) -> None:
    """Whoever asked again goes by the newer answer: earlier slips say so when they are opened."""
    earlier = Q(consultation_id=slip.consultation_id)
    if slip.consultation.renews_id is not None:
        earlier |= Q(pk=slip.consultation.renews_id)
    with everywhere("the slip that is renewed may be of another centre"):
        for old in Slip.objects.filter(earlier, state=Slip.State.ISSUED).values_list("pk", flat=True):
            _move(old, "replace", now, by, slip.centre_id)


def _record(
    slip_id: uuid.UUID,
    centre: str,
    verb: str,
    now: datetime,
    by: str,
    from_state: str,
    to_state: str,
    data: dict[str, Any] | None = None,
) -> None:
    events.record(
        now=now,
        centre=centre,
        actor=by,
        thing="slip",
        thing_id=slip_id,
        verb=verb,
        from_state=from_state,
        to_state=to_state,
        data=data,
    )
