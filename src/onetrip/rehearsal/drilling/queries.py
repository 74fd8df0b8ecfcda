"""What can be asked of the drills of a centre."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from onetrip.ledger.refusals import NotFound
from onetrip.rehearsal.drilling.models import Drill


def drills(centre: str) -> QuerySet[Drill]:
    """The drills of a centre, the newest first; each with `open_tasks`, how much of its list is still to be done."""
    open_tasks = Count("tasks", filter=Q(tasks__done_at=None))
    return Drill.objects.filter(centre=centre).defer("told").annotate(open_tasks=open_tasks).order_by("-began_at")


def drill(centre: str, drill_id: uuid.UUID) -> Drill:
    """One drill with its tasks. Raises NotFound for one of another centre."""
    found = Drill.objects.filter(pk=drill_id, centre=centre).prefetch_related("tasks").first()
    if found is None:
        raise NotFound("drill-unknown", "没有这次演练。", "There is no such drill.")
    return found


@dataclass(frozen=True)
class Earlier:
    """The drill of the same scenario before this one: whether it held, and its mean wait."""

    id: uuid.UUID
    is_clean: bool
    mean_wait: float | None


def one_before(this: Drill) -> Earlier | None:
    """The last drill of the same scenario before `this` one; None for the first."""
    found = (
        Drill.objects.filter(centre=this.centre_id, scenario=this.scenario, began_at__lt=this.began_at)
        .order_by("-began_at")
        .first()
    )
    return Earlier(found.pk, found.is_clean, found.told["observed"]["mean_wait"]) if found else None
