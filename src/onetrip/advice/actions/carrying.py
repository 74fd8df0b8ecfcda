"""Answers carried from a slip into a consultation, and answers forgotten for good: what a kiosk asks of consultations."""

from __future__ import annotations

import uuid
from datetime import datetime

from onetrip.advice.actions.changing import changing
from onetrip.advice.models import Slip
from onetrip.ledger import events

BY_PROXY = "by_proxy"


def carry_over(*, consultation_id: uuid.UUID, slip: Slip, now: datetime, by: str) -> int:
    """What was answered for `slip` and is not known here yet counts here too; how many facts that were.

    Only for somebody who may know them: whoever calls has seen that the slip is of the very person who stands there.
    """
    with changing(consultation_id) as (consultation, catalogue):
        said = {
            name: item
            for name, item in slip.facts.items()
            if name != BY_PROXY and name not in consultation.facts and catalogue.book.vocabulary.fact(name) is not None
        }
        if said:
            consultation.facts = {**consultation.facts, **said}
            consultation.save(update_fields=["facts"])
            events.record(
                now=now,
                centre=consultation.centre_id,
                actor=by,
                thing="consultation",
                thing_id=consultation.pk,
                verb="carry-over",
                data={"facts": sorted(said)},
            )
    return len(said)


def forget_all(*, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    """Everything that was answered goes, and whom it was about; that somebody asked for a matter stays."""
    with changing(consultation_id) as (consultation, _):
        consultation.facts, consultation.skipped, consultation.asked = {}, [], []
        consultation.held, consultation.lacking, consultation.resident = [], [], None
        consultation.save(update_fields=["facts", "skipped", "asked", "held", "lacking", "resident"])
        events.record(
            now=now,
            centre=consultation.centre_id,
            actor=by,
            thing="consultation",
            thing_id=consultation.pk,
            verb="forget-all",
        )
