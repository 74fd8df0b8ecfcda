"""How much a centre practises."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from onetrip.centres.models import Centre
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed
from onetrip.training.practice.models import PracticeTerms

LEAST_RETENTION, MOST_RETENTION = 0.7, 0.97
MOST_MINUTES, MOST_NEW = 60, 100


def set_terms(
    *, centre: str, minutes: int, new_a_day: int, retention: float, now: datetime, by: str, key: uuid.UUID
) -> PracticeTerms:
    """Say how many minutes a day, how many new questions, and which share is to be remembered (0 to 1): a new version.

    Cards keep the day they are due; what is answered from now on goes by it. Raises Malformed (fields "minutes",
    "new_a_day", "retention").
    """
    for field, value, least, most in (
        ("minutes", minutes, 1, MOST_MINUTES),
        ("new_a_day", new_a_day, 0, MOST_NEW),
        ("retention", retention, LEAST_RETENTION, MOST_RETENTION),
    ):
        if not least <= value <= most:
            raise Malformed(
                "terms-out-of-reach",
                f"要在 {least} 到 {most} 之间。",
                f"It has to lie between {least} and {most}.",
                field=field,
            )
    with transaction.atomic():
        earlier = requests.claim(key, action="set-practice-terms", actor=by, now=now)
        if earlier is not None:
            return PracticeTerms.objects.get(pk=earlier["terms"])
        Centre.objects.select_for_update().get(pk=centre)  # two at once get two versions
        newest = PracticeTerms.objects.filter(centre_id=centre).order_by("-version").first()
        made = PracticeTerms.objects.create(
            centre_id=centre,
            version=newest.version + 1 if newest is not None else 1,
            minutes=minutes,
            new_a_day=new_a_day,
            retention=retention,
            set_at=now,
            set_by=by,
        )
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="practice-terms",
            thing_id=f"{centre}:{made.version}",
            verb="set",
            data={"minutes": minutes, "new_a_day": new_a_day, "retention": retention},
        )
        requests.answer(key, {"terms": made.pk})
    return made
