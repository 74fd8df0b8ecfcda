"""What this room keeps of people: that their licences were looked up, and for a while what was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from onetrip.catalogue import queries as catalogues
from onetrip.licences.models import Lookup
from onetrip.people import holdings
from onetrip.people.holdings import Going, Holding, Said, Told
from onetrip.people.models import Resident
from onetrip.rules import Text


def _told(resident: Resident) -> Iterable[Told]:
    for one in resident.lookups.order_by("-asked_at"):
        yield Told(
            Text("查过您的电子证照", "an e-licence of yours was looked up"),
            one.asked_at,
            (
                ("licence", Text("证照", "licence"), _named(one.licence)),
                ("purpose", Text("用途", "purpose"), one.purpose),
                ("state", Text("结果", "result"), Said.choice(one.state, one.get_state_display())),
                ("held", Text("查到的内容", "what was found"), one.held),
            ),
        )


def _named(code: str) -> Said:
    known = catalogues.current().licences.get(code)
    return Said(code, known.name if known is not None else Text(code, code))


def _found(going: Going) -> QuerySet[Lookup]:
    return going.of(Lookup.objects.filter(asked_at__lt=going.before, held__isnull=False), centre="centre")


def _forget(ids: Sequence[object], _going: Going) -> int:
    return Lookup.objects.filter(pk__in=ids).update(held=None, held_until=None)


def register() -> None:
    """Say what is kept."""
    holdings.register(Holding("licences", ("licences.Lookup",), _told, _found, _forget))
