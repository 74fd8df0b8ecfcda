"""What clerks did with cases, for training: one row a case, without its resident.

A case is *returned* when papers were asked for after it had been taken in (补正), and *taken back* when it was withdrawn on
the day it was taken in, which is how a window undoes its own mistake. A resident who withdraws later is nobody's mistake.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from onetrip.cases.models import Case, Stop
from onetrip.centres.queries import settled
from onetrip.ledger.models import Event


@dataclass(frozen=True, slots=True)
class Handled:
    """One case that somebody took in. `minutes`: of the visit, shared out evenly among its cases; None where nobody was
    called by a number."""

    clerk: int
    matter: str
    visit: str
    minutes: float | None
    is_returned: bool
    is_taken_back: bool


def counted(centre: str, since: datetime, until: datetime) -> dict[str, int]:
    """Matter → cases that this centre took in between two moments, those withdrawn left out."""
    taken_in = Case.objects.filter(receiving_centre_id=centre, received_at__gte=since, received_at__lt=until)
    rows = taken_in.exclude(state=Case.State.WITHDRAWN).values_list("matter").annotate(Count("pk")).order_by("matter")
    return dict(rows)


def handled(centre: str, since: datetime, until: datetime) -> list[Handled]:
    """Every case that this centre took in between two moments, oldest first."""
    taken_in = Case.objects.filter(receiving_centre_id=centre, received_at__gte=since, received_at__lt=until)
    rows = list(
        taken_in.order_by("received_at", "number").values_list(
            "pk",
            "clerk_id",
            "matter",
            "visit_id",
            "state",
            "received_at",
            "visit__ticket__started_at",
            "visit__ticket__finished_at",
        )
    )
    returned = _returned(centre, since, until)
    taken_back = _taken_back(centre, since)
    zone = settled(centre).centre.zone
    sharing = Counter(row[3] for row in rows)
    found = []
    for pk, clerk, matter, visit, state, received_at, started_at, finished_at in rows:
        minutes = None
        if started_at is not None and finished_at is not None:
            minutes = (finished_at - started_at).total_seconds() / 60 / sharing[visit]
        undone = taken_back.get(str(pk)) if state == Case.State.WITHDRAWN else None
        same_day = undone is not None and undone.astimezone(zone).date() == received_at.astimezone(zone).date()
        found.append(Handled(clerk, matter, str(visit), minutes, pk in returned, same_day))
    return found


def centres_of(account_id: int, since: datetime, until: datetime) -> list[str]:
    """The centres in which somebody took cases in between two moments."""
    own = Case.objects.filter(clerk_id=account_id, received_at__gte=since, received_at__lt=until)
    return sorted(own.values_list("receiving_centre_id", flat=True).distinct())


def _returned(centre: str, since: datetime, until: datetime) -> set[object]:
    of_centre = Q(case__receiving_centre_id=centre, case__received_at__gte=since, case__received_at__lt=until)
    supplements = Stop.objects.filter(of_centre, procedure=Stop.SUPPLEMENT).values_list("case_id", flat=True)
    lacking = Case.objects.filter(
        receiving_centre_id=centre, received_at__gte=since, received_at__lt=until, state=Case.State.LACKING
    )
    return {*supplements, *lacking.values_list("pk", flat=True)}


def _taken_back(centre: str, since: datetime) -> dict[str, datetime]:
    """Case → when it was withdrawn."""
    told = Event.objects.filter(centre=centre, thing="case", verb="withdraw", at__gte=since)
    return dict(told.values_list("thing_id", "at"))
