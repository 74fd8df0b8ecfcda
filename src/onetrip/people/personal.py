"""What this room keeps of people: looks at their numbers, and what they agreed to. Who they are is told by `retention`,
because whether that may go depends on all other rooms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from onetrip.people import holdings
from onetrip.people.holdings import Going, Holding, Told
from onetrip.people.models import Consent, IdentityView, Resident
from onetrip.rules import Text


def _told_views(resident: Resident) -> Iterable[Told]:
    for view in resident.views.order_by("-at"):
        yield Told(
            Text("看过您的完整信息", "your full details were seen"),
            view.at,
            (
                ("purpose", Text("用途", "purpose"), view.purpose),
                ("centre", Text("中心", "centre"), view.centre),
            ),
        )


def _told_consents(resident: Resident) -> Iterable[Told]:
    for consent in resident.consents.order_by("-given_at"):
        zh, _, en = consent.get_purpose_display().partition(" ")
        yield Told(
            Text("您的同意", "your consent"),
            consent.given_at,
            (
                ("to", Text("同意什么", "to what"), Text(zh, en)),
                ("withdrawn_at", Text("什么时候撤回", "withdrawn on"), consent.withdrawn_at),
            ),
        )


def _views_over(going: Going) -> QuerySet[IdentityView]:
    return going.of(IdentityView.objects.filter(at__lt=going.before), centre="centre")


def _consents_over(going: Going) -> QuerySet[Consent]:
    return going.of(Consent.objects.filter(withdrawn_at__lt=going.before), centre="centre")


def _delete_views(ids: Sequence[object], _going: Going) -> int:
    return IdentityView.objects.filter(pk__in=ids).delete()[0]


def _delete_consents(ids: Sequence[object], _going: Going) -> int:
    return Consent.objects.filter(pk__in=ids).delete()[0]


def register() -> None:
    """Say what is kept."""
    holdings.register(Holding("views", ("people.IdentityView",), _told_views, _views_over, _delete_views))
    holdings.register(Holding("consents", ("people.Consent",), _told_consents, _consents_over, _delete_consents))
