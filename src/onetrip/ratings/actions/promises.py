"""A slip said one thing and the window another: it is kept on record, so that the rule is put right."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from onetrip.advice.models import Slip
from onetrip.catalogue import actions as catalogue
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.lobby.models import Visit
from onetrip.ratings.actions.rectifying import open_for
from onetrip.ratings.models import BrokenPromise


def record_broken_promise(
    *,
    slip: Slip,
    visit: Visit,
    matter: str,
    paper: str,
    slip_said: dict[str, Any],
    window_asked: dict[str, Any],
    cause: str,
    window: int | None,
    now: datetime,
    by: str,
) -> BrokenPromise:
    """Record that the window asked for `paper` although the slip had not, in the caller's transaction.

    `slip_said` and `window_asked` are sentences in both languages, {"zh": …, "en": …}. Opens a rectification, and tells the
    catalogue's editor. The same
    paper of the same matter in one visit is recorded once.
    """
    check_cause(cause)
    broken, made = BrokenPromise.objects.get_or_create(
        slip=slip,
        visit=visit,
        matter=matter,
        paper=paper,
        defaults={
            "centre_id": visit.centre_id,
            "slip_said": slip_said,
            "window_asked": window_asked,
            "cause": cause,
            "recorded_at": now,
            "recorded_by": by,
            "window": window,
        },
    )
    if made:
        events.record(
            now=now,
            centre=broken.centre_id,
            actor=by,
            thing="broken-promise",
            thing_id=broken.pk,
            verb="record",
            data={"slip": slip.number, "matter": matter, "paper": paper, "cause": cause, "window": window},
            public={"changed": True},
        )
        open_for(centre=broken.centre_id, broken_promise=broken, now=now, by=by)
        catalogue.note_broken_promise(matter=matter, paper=paper, centre=broken.centre_id, now=now, by=by)
    return broken


def set_cause(
    *, centre: str, broken_promise_id: uuid.UUID, cause: str, now: datetime, by: str, key: uuid.UUID
) -> BrokenPromise:
    """Say, when it has been looked into, whether the rule, the training or a system was at fault."""
    check_cause(cause)
    with transaction.atomic():
        broken = BrokenPromise.objects.select_for_update().filter(pk=broken_promise_id, centre_id=centre).first()
        if broken is None:
            raise NotFound("broken-promise-unknown", "没有这条失约记录。", "There is no such broken promise.")
        repeated = requests.claim(
            key, action=f"set-cause {broken_promise_id}", actor=by, now=now, result={"broken": str(broken.pk)}
        )
        if repeated is None and broken.cause != cause:
            before, broken.cause = broken.cause, cause
            broken.save(update_fields=["cause"])
            events.record(
                now=now,
                centre=centre,
                actor=by,
                thing="broken-promise",
                thing_id=broken.pk,
                verb="set-cause",
                from_state=before,
                to_state=cause,
                public={"changed": True},
            )
    return broken


def check_cause(cause: str) -> None:
    """Raise Malformed for a cause that does not exist."""
    if cause not in BrokenPromise.Cause.values:
        raise Malformed("cause-unknown", "没有这种失约原因。", "There is no such cause.", field="cause")
