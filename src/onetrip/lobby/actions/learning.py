"""A centre learns from its own days how long people wait."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from onetrip.centres.queries import settled
from onetrip.ledger import events
from onetrip.lobby import queries
from onetrip.lobby.eta import records
from onetrip.lobby.eta.learner import TooLittleError, learn, stored
from onetrip.lobby.models import LearnedWaits

LOOK_BACK = timedelta(weeks=10)
"""Halls change: what was longer ago is not learned from (example)."""

ENOUGH_DAYS, ENOUGH_WAITS = 5, 300
"""Days and waits below which a centre goes on by today's rule (example)."""

KEPT = 10
"""Versions kept of each centre."""


def learn_waits(*, centre: str, now: datetime, by: str) -> LearnedWaits:
    """Learn from the whole days of the last weeks; what was learned is told from the next minute on.

    Where there is too little, that is recorded too (`told` is None), and today's rule goes on. Raises NotFound.
    """
    place = settled(centre).centre
    today = place.day_of(now)
    days = records.past_days(place, today - LOOK_BACK, today)
    cases = records.cases_in(days)
    told = None
    if len(days) >= ENOUGH_DAYS and cases >= ENOUGH_WAITS:
        try:
            told = stored(learn([day.track for day in days], [day.waits for day in days]))
        except TooLittleError:
            told = None  # all of them on too few days
    with transaction.atomic():
        made = LearnedWaits.objects.create(centre=place, learnt_at=now, days=len(days), cases=cases, told=told)
        versions = LearnedWaits.objects.filter(centre=place).order_by("-learnt_at").values_list("pk", flat=True)
        LearnedWaits.objects.filter(pk__in=list(versions[KEPT:])).delete()
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="learned-waits",
            thing_id=now.isoformat(),
            verb="learn",
            data={"days": len(days), "cases": cases, "told": told is not None},
        )
    queries.forget()
    return made
