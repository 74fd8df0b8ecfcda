"""Answers carried from a slip or a consultation into another, and answers forgotten for good: what a kiosk asks of consultations."""

from __future__ import annotations

import uuid
from datetime import datetime

from onetrip.advice.actions.changing import changing
from onetrip.advice.models import Consultation, Slip
from onetrip.ledger import events
from onetrip.rules import AGE, BIRTH_DATE

BY_PROXY = "by_proxy"


def carry_over(*, consultation_id: uuid.UUID, answered: Slip | Consultation, now: datetime, by: str) -> int:
    """What was answered for a slip, or in an earlier consultation, and is not known here yet counts here too; how many facts that were.

    Only for somebody who may know them: whoever calls has seen that it is of the very person who stands there. An
    age that was said is left behind where the day of birth is known: it is the same fact.
    """
    with changing(consultation_id) as (consultation, catalogue):
        settled = {BY_PROXY, AGE} if BIRTH_DATE in consultation.facts else {BY_PROXY}
        said = {
            name: item
            for name, item in answered.facts.items()
            if name not in settled
            and name not in consultation.facts
            and catalogue.book.vocabulary.fact(name) is not None
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
