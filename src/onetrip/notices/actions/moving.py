"""One step of a message, with its event: what every action shares. In the caller's transaction, with the message locked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from onetrip.ledger import events
from onetrip.notices.lifecycle import NOTICE
from onetrip.notices.models import Notice
from onetrip.notices.queries import next_contact
from onetrip.people.crypto import Undecipherable


def move(notice: Notice, verb: str, *, now: datetime, by: str, fields: Sequence[str] = ()) -> None:
    """Take it a step further and save `fields` with it. The event says nothing of words, person or address."""
    before, notice.state = notice.state, NOTICE.move(verb, notice.state, notice.number)
    notice.save(update_fields=["state", *fields])
    events.record(
        now=now,
        centre=notice.centre_id,
        actor=by,
        thing="notice",
        thing_id=notice.pk,
        verb=verb,
        from_state=before,
        to_state=notice.state,
        data={
            "kind": notice.kind,
            "number": notice.number,
            "way": notice.way,
            "tries": notice.tries,
            "round": notice.round,
            "why": notice.why,
        },
    )


def finish(notice: Notice, verb: str, *, now: datetime, by: str, why: str = "") -> None:
    """End it by `verb`."""
    notice.why, notice.ended_at, notice.claimed_until, notice.reported_until = why, now, None, None
    move(notice, verb, now=now, by=by, fields=["why", "ended_at", "claimed_until", "reported_until"])


def go_another_way(notice: Notice, *, now: datetime, by: str, why: str) -> None:
    """It certainly did not arrive: it goes on the next way that the person can be reached, or has failed."""
    try:
        contact = next_contact(notice, after_failure=True)
    except Undecipherable:
        contact = None
    if contact is None:
        finish(notice, "fail", now=now, by=by, why=why)
        return
    begin_anew(notice, "other-way", now=now, by=by, way=contact.way)


def begin_anew(notice: Notice, verb: str, *, now: datetime, by: str, way: str = "") -> None:
    """Another round, which a gateway knows by another reference, on `way` or, with "", on the first that there is."""
    notice.round, notice.tries, notice.way, notice.due_at = notice.round + 1, 0, way, now
    notice.claimed_until = notice.reported_until = notice.ended_at = None
    notice.why = ""
    if verb == "send-again":
        notice.fresh_round = notice.round
    fields = ["round", "fresh_round", "tries", "way", "due_at", "claimed_until", "reported_until", "ended_at", "why"]
    move(notice, verb, now=now, by=by, fields=fields)
