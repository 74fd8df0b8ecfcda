"""What this room keeps of people: that they came."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from onetrip.advice.personal import matters_named
from onetrip.lobby.models import Visit
from onetrip.people import holdings
from onetrip.people.holdings import Holding, Told
from onetrip.people.models import Resident
from onetrip.rules import Text


def _told(resident: Resident) -> Iterable[Told]:
    for visit in Visit.objects.filter(Q(resident=resident) | Q(proxy=resident)).order_by("-arrived_at"):
        yield Told(
            _title(visit, resident),
            visit.arrived_at,
            (
                ("centre", Text("中心", "centre"), visit.centre_id),
                ("wanted", Text("来办什么", "came for"), matters_named(visit.wanted)),
                ("accepted", Text("办了什么", "accepted"), matters_named(visit.accepted)),
                ("finished_at", Text("几点走的", "left at"), visit.finished_at),
            ),
        )


def _title(visit: Visit, resident: Resident) -> Text:
    """Neither is told who the other is: the visit is of both, the persons are each other's."""
    if visit.proxy_id == resident.pk:
        return Text("替别人到访", "visit for somebody else")
    return Text("别人替您到访", "visit of somebody for you") if visit.proxy_id else Text("到访", "visit")


def register() -> None:
    """Say what is kept."""
    holdings.register(Holding("visits", ("lobby.Visit",), _told))
