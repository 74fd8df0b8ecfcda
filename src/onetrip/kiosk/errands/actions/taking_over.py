"""What was answered at this very stay before a matter is begun is not asked again."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from onetrip.advice import actions as advice
from onetrip.advice.memory import Stored
from onetrip.advice.models import Consultation
from onetrip.centres.queries import settled
from onetrip.kiosk.errands.actions.changing import changing, record
from onetrip.kiosk.models import Errand
from onetrip.rules import AGE, BIRTH_DATE, age_on


def take_over_answers(*, seat: uuid.UUID, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    """The answers of the consultation held at this stay go into the run, once a card has said whom it is about.

    Not those that speak of somebody else: who asked for a neighbour and now lays down their own card is asked anew, and
    told so. Nothing happens before the card, for a run that was taken up again, and once its own questions have begun.
    """
    with changing(seat, now) as errand:
        run = errand.consultation
        if not errand.card_read or errand.returned_at is not None or run.asked or run.pk == consultation_id:
            return
        answered = Consultation.objects.get(pk=consultation_id)
        is_of_another = answered.resident_id not in (None, errand.resident_id) or speaks_of_another(
            answered.facts, run.facts, settled(errand.centre_id).centre.day_of(now)
        )
        if is_of_another:
            note = "answers-of-another"
        elif advice.carry_over(consultation_id=run.pk, answered=answered, now=now, by=by):
            note = "answers-taken-over"
        else:
            return
        errand.notes = [*(one for one in errand.notes if one != "slip-without-person"), note]
        errand.save(update_fields=["notes", "touched_at"])
        record(errand, "take-over-answers", now=now, by=by, data={"taken": not is_of_another})


def put_away_notes(*, seat: uuid.UUID) -> None:
    """What was said of the answers brought along has been read: somebody has gone on. No event; it says nothing new."""
    Errand.objects.filter(seat=seat).exclude(notes=[]).update(notes=[])


def speaks_of_another(answered: Stored, card: Stored, day: date) -> bool:
    """Whether something that was answered is not so for the person of the card, on `day`. Pure."""
    if AGE in answered and BIRTH_DATE in card:
        age = age_on(date.fromisoformat(card[BIRTH_DATE]["value"]), day)
        if age != answered[AGE]["value"]:
            return True
    return any(name in card and card[name]["value"] != said["value"] for name, said in answered.items())
