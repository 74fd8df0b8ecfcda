"""What this room keeps of people: what they filled in at a machine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from onetrip.kiosk.models import Errand
from onetrip.people import holdings
from onetrip.people.fields import TextLength
from onetrip.people.holdings import Going, Holding, Said, Told
from onetrip.people.models import Resident
from onetrip.rules import Text


def _told(resident: Resident) -> Iterable[Told]:
    for one in Errand.objects.filter(Q(resident=resident) | Q(proxy=resident)).order_by("-started_at"):
        mine = one.resident_id == resident.pk
        yield Told(
            Text("在自助机上办的", "done at a machine")
            if mine
            else Text("在自助机上替别人办的", "done at a machine for another"),
            one.started_at,
            (
                ("matter", Text("事项", "matter"), Text(one.matter_name["zh"], one.matter_name["en"])),
                ("number", Text("号", "number"), one.number),
                ("form", Text("填的内容", "filled in"), one.form if mine else {}),
                ("state", Text("后来", "state"), Said.choice(one.state, one.get_state_display())),
            ),
        )


def _ended(going: Going) -> QuerySet[Errand]:
    """Runs that ended so long ago and whose form is there."""
    over = Errand.objects.filter(ended_at__lt=going.before).annotate(length=TextLength("form"))
    return going.of(over.filter(Q(length__gt=len("{}")) | Q(words__isnull=False)), also=["proxy_id"])


def _forget(ids: Sequence[object], _going: Going) -> int:
    return Errand.objects.filter(pk__in=ids).update(form={}, papers={}, words=None)


def register() -> None:
    """Say what is kept."""
    holdings.register(Holding("errands", ("kiosk.Errand",), _told, _ended, _forget))
