"""The work order behind a bad rating or a broken promise: somebody owns it, answers, handles, closes."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from onetrip.centres.queries import settled
from onetrip.centres.working_days import Unit
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.ledger.words import one_line
from onetrip.ratings.lifecycle import RECTIFICATION
from onetrip.ratings.models import BrokenPromise, Rating, Rectification
from onetrip.ratings.scale import DAYS

MOST_NOTE = 1000
"""Characters of one note."""


def open_for(
    *,
    centre: str,
    now: datetime,
    by: str,
    rating: Rating | None = None,
    broken_promise: BrokenPromise | None = None,
) -> Rectification:
    """Open the work order of a bad rating or a broken promise, in the caller's transaction."""
    place = settled(centre)
    day = place.centre.day_of(now)
    answer_by, handle_by, finish_by = (
        place.calendar.deadline(day, days, Unit.WORKING_DAYS).day for days in (DAYS.answer, DAYS.handle, DAYS.finish)
    )
    rectification = Rectification.objects.create(
        centre_id=centre,
        rating=rating,
        broken_promise=broken_promise,
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
        data={"of": "rating" if rating else "broken-promise"},
        public={"changed": True},
    )
    return rectification


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
    *, centre: str, rectification_id: uuid.UUID, account_id: int, note: str, now: datetime, by: str, key: uuid.UUID
) -> Rectification:
    """It was put right; the note says how. Raises Malformed without."""
    return _move("handle", centre, rectification_id, account_id, note, now=now, by=by, key=key)


def close(
    *, centre: str, rectification_id: uuid.UUID, account_id: int, note: str, now: datetime, by: str, key: uuid.UUID
) -> Rectification:
    """It is over; the note says what the resident thought of it, or what was learned. Raises Malformed without."""
    return _move("close", centre, rectification_id, account_id, note, now=now, by=by, key=key)


def _move(
    verb: str,
    centre: str,
    rectification_id: uuid.UUID,
    account_id: int,
    note: str,
    *,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Rectification:
    note = one_line(note, MOST_NOTE)
    if verb != "claim" and len(note) < 2:
        raise Malformed(
            "note-missing",
            "请写一句做了什么，以后看得懂。",
            "Please write in a sentence what was done, so that it can be understood later.",
            field="note",
        )
    with transaction.atomic():
        one = Rectification.objects.select_for_update().filter(pk=rectification_id, centre_id=centre).first()
        if one is None:
            raise NotFound("rectification-unknown", "没有这张整改单。", "There is no such rectification.")
        if requests.claim(key, action=f"{verb} {one.pk}", actor=by, now=now, result={"of": str(one.pk)}):
            return one
        before, one.state = one.state, RECTIFICATION.move(verb, one.state, "")
        if verb == "claim" or one.owner_id is None:
            one.owner_id = account_id
        if verb == "close":
            one.closed_at = now
        one.notes.append({"verb": verb, "by": by, "at": now.isoformat(), "note": note})
        one.save(update_fields=["state", "owner", "closed_at", "notes"])
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="rectification",
            thing_id=one.pk,
            verb=verb,
            from_state=before,
            to_state=one.state,
            public={"changed": True},
        )
    return one
