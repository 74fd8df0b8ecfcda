"""The work order behind a bad rating, a broken promise or a complaint: somebody owns it, answers, handles, closes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from onetrip.catalogue import actions as catalogue
from onetrip.centres.queries import settled
from onetrip.centres.working_days import Unit
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ledger.words import one_line
from onetrip.ratings.lifecycle import RECTIFICATION
from onetrip.ratings.models import BrokenPromise, Complaint, Rating, Rectification
from onetrip.ratings.scale import DAYS

MOST_NOTE = 1000
"""Characters of one note."""
LEAST = 2


def open_for(
    *,
    centre: str,
    now: datetime,
    by: str,
    rating: Rating | None = None,
    broken_promise: BrokenPromise | None = None,
    complaint: Complaint | None = None,
) -> Rectification:
    """Open the work order of a bad rating, a broken promise or a complaint, in the caller's transaction."""
    answer_by, handle_by, finish_by = _stages(centre, now)
    rectification = Rectification.objects.create(
        centre_id=centre,
        rating=rating,
        broken_promise=broken_promise,
        complaint=complaint,
        opened_at=now,
        answer_by=answer_by,
        handle_by=handle_by,
        finish_by=finish_by,
    )
    events.record(
        now=now,
        centre=centre,
        actor=by,
        thing="rectification",
        thing_id=rectification.pk,
        verb="open",
        to_state=rectification.state,
        data={"of": "rating" if rating else "complaint" if complaint else "broken-promise"},
        public={"changed": True},
    )
    return rectification


def _stages(centre: str, now: datetime) -> list[date]:
    """The last days of the three stages, counted from the day of `now` on."""
    place = settled(centre)
    day = place.centre.day_of(now)
    stages = (DAYS.answer, DAYS.handle, DAYS.finish)
    return [place.calendar.deadline(day, days, Unit.WORKING_DAYS).day for days in stages]


def claim(
    *, centre: str, rectification_id: uuid.UUID, account_id: int, note: str = "", now: datetime, by: str, key: uuid.UUID
) -> Rectification:
    """`account_id` takes it on; a colleague may take it over until it has been answered."""
    return _move("claim", centre, rectification_id, account_id, note, now=now, by=by, key=key)


def answer(
    *, centre: str, rectification_id: uuid.UUID, account_id: int, note: str, now: datetime, by: str, key: uuid.UUID
) -> Rectification:
    """The resident was answered, or there was nobody to answer; the note says what was said. Raises Malformed without."""
    return _move("answer", centre, rectification_id, account_id, note, now=now, by=by, key=key)


def handle(
    *,
    centre: str,
    rectification_id: uuid.UUID,
    account_id: int,
    note: str,
    reply: str = "",
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Rectification:
    """It was put right; the note says how, `reply` what the resident reads of it. Raises Malformed (field "note"; "reply"
    where a complaint is left without an answer)."""
    answered = one_line(reply, MOST_NOTE)

    def begin(one: Rectification) -> None:
        if one.complaint_id is not None and len(answered) < LEAST:
            raise Malformed(
                "reply-missing",
                "请写一句给居民看的答复。",
                "Please write a sentence for the resident to read.",
                field="reply",
            )
        one.reply = answered

    return _move("handle", centre, rectification_id, account_id, note, begin, now=now, by=by, key=key)


def close(
    *,
    centre: str,
    rectification_id: uuid.UUID,
    account_id: int,
    note: str,
    outcome: str = "",
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Rectification:
    """It is over; the note says what was learned, `outcome` what the resident said when called back ("": nobody to call).

    Raises Malformed (fields "note", "outcome").
    """
    if outcome and outcome not in Rectification.Outcome.values:
        raise Malformed("outcome-unknown", "没有这种回访结果。", "There is no such outcome.", field="outcome")

    def begin(one: Rectification) -> None:
        place = settled(one.centre_id)
        one.closed_at, one.outcome = now, outcome
        one.appeal_until = place.calendar.deadline(place.centre.day_of(now), DAYS.appeal, Unit.WORKING_DAYS).day

    return _move("close", centre, rectification_id, account_id, note, begin, now=now, by=by, key=key)


def uphold(
    *, centre: str, rectification_id: uuid.UUID, account_id: int, note: str, now: datetime, by: str, key: uuid.UUID
) -> Rectification:
    """Looked at again by somebody else, it stands as it was closed; the resident reads the note as the answer."""

    def begin(one: Rectification) -> None:
        _refuse_own_work(one, account_id)
        one.reply, one.closed_at = one_line(note, MOST_NOTE), now

    return _move("uphold", centre, rectification_id, account_id, note, begin, now=now, by=by, key=key)


def send_back(
    *, centre: str, rectification_id: uuid.UUID, account_id: int, note: str, now: datetime, by: str, key: uuid.UUID
) -> Rectification:
    """The resident was right: whoever looked again takes it on, and the stages begin anew from today."""

    def begin(one: Rectification) -> None:
        _refuse_own_work(one, account_id)
        one.owner_id, one.closed_at, one.outcome = account_id, None, ""
        one.answer_by, one.handle_by, one.finish_by = _stages(one.centre_id, now)

    return _move("send-back", centre, rectification_id, account_id, note, begin, now=now, by=by, key=key)


def show_telephone(*, centre: str, rectification_id: uuid.UUID, account_id: int, now: datetime, by: str) -> str:
    """The number whoever complained left, for whoever has taken the work order on; each look is an event.

    Raises Refused for anybody else, NotFound where none was left.
    """
    with transaction.atomic():
        one = _locked(centre, rectification_id)
        if one.owner_id != account_id:
            raise Refused(
                "not-yours",
                "先认领，再看电话。",
                "Take it on first; then you can see the number.",
                status=403,
            )
        if one.complaint is None or not one.complaint.telephone:
            raise NotFound("no-telephone", "居民没有留电话。", "No telephone was left.")
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="rectification",
            thing_id=one.pk,
            verb="see-telephone",
            from_state=one.state,
            to_state=one.state,
        )
        return str(one.complaint.telephone)


def find_cause(
    *, centre: str, rectification_id: uuid.UUID, cause: str, now: datetime, by: str, key: uuid.UUID
) -> Rectification:
    """What was at fault, once somebody has looked into it. A rule goes to the editor of the catalogue, where the complaint
    names its matter; training reads the event."""
    if cause not in BrokenPromise.Cause.values:
        raise Malformed("cause-unknown", "没有这种原因。", "There is no such cause.", field="cause")
    with transaction.atomic():
        one = _locked(centre, rectification_id)
        if requests.claim(key, action=f"find-cause {one.pk}", actor=by, now=now, result={"of": str(one.pk)}):
            return one
        if one.cause == cause:
            return one
        before, one.cause = one.cause, cause
        one.save(update_fields=["cause"])
        matter = one.complaint.matter if one.complaint else ""
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="rectification",
            thing_id=one.pk,
            verb="find-cause",
            from_state=before,
            to_state=cause,
            data={"matter": matter},
            public={"changed": True},
        )
        if cause == BrokenPromise.Cause.RULE and matter:
            catalogue.note_complaint(matter=matter, centre=centre, now=now, by=by)
    return one


def _move(
    verb: str,
    centre: str,
    rectification_id: uuid.UUID,
    account_id: int,
    note: str,
    begin: Callable[[Rectification], None] = lambda _: None,
    *,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Rectification:
    """One step: `begin` checks what this one needs and sets its own fields."""
    note = one_line(note, MOST_NOTE)
    if verb != "claim" and len(note) < LEAST:
        raise Malformed(
            "note-missing",
            "请写一句做了什么，以后看得懂。",
            "Please write in a sentence what was done, so that it can be understood later.",
            field="note",
        )
    with transaction.atomic():
        one = _locked(centre, rectification_id)
        if requests.claim(key, action=f"{verb} {one.pk}", actor=by, now=now, result={"of": str(one.pk)}):
            return one
        before, one.state = one.state, RECTIFICATION.move(verb, one.state, "")
        if verb == "claim" or one.owner_id is None:
            one.owner_id = account_id
        begin(one)
        one.notes.append({"verb": verb, "by": by, "at": now.isoformat(), "note": note})
        one.save()
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="rectification",
            thing_id=one.pk,
            verb=verb,
            from_state=before,
            to_state=one.state,
            data={"outcome": one.outcome} if verb == "close" else {},
            public={"changed": True},
        )
    return one


def _locked(centre: str, rectification_id: uuid.UUID) -> Rectification:
    found = (
        Rectification.objects.select_for_update(of=("self",))
        .select_related("complaint")
        .filter(pk=rectification_id, centre_id=centre)
        .first()
    )
    if found is None:
        raise NotFound("rectification-unknown", "没有这张整改单。", "There is no such rectification.")
    return found


def _refuse_own_work(one: Rectification, account_id: int) -> None:
    if one.owner_id == account_id:
        raise Refused(
            "own-work",
            "这件是您经手的，复核要请别人。",
            "You handled this one: somebody else has to look at it again.",
            status=403,
        )
