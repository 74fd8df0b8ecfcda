"""What can be asked about messages."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import QuerySet

from onetrip.ledger.refusals import NotFound
from onetrip.notices.models import Notice, NoticeTry, Rules
from onetrip.notices.providers import registry
from onetrip.people import queries as people
from onetrip.people.contacts import Contact


def rules_of(code: str) -> Rules:
    """How the centre sends messages; the examples of the house where it has set nothing."""
    return Rules.objects.filter(pk=code).first() or Rules(centre_id=code)


def about(*ids: uuid.UUID) -> list[Notice]:
    """What was and is to be told about these things, newest first, with the tries."""
    found = Notice.objects.filter(about_id__in=ids).prefetch_related("attempts")
    return list(found.order_by("-written_at", "-pk"))


def undelivered(centre: str, state: str) -> QuerySet[Notice]:
    """What was not delivered, or of which nobody knows (`state`): what somebody has to act on first, then the oldest. Of what
    nobody has to act on, only what failed."""
    found = Notice.objects.filter(centre_id=centre, state=state)
    if state == Notice.State.UNKNOWN:
        found = found.filter(must_arrive=True)
    return found.order_by("-must_arrive", "ended_at", "pk")


def notice_of(centre: str, notice_id: uuid.UUID) -> Notice:
    """A message of the centre. Raises NotFound."""
    found = Notice.objects.filter(pk=notice_id, centre_id=centre).first()
    if found is None:
        raise NotFound("notice-unknown", "这个中心没有这条消息。", "This centre has no such message.")
    return found


def told(centre: str, kind: str, *, since: datetime, until: datetime) -> QuerySet[Notice]:
    """The messages of a kind that were written in a span of time."""
    return Notice.objects.filter(centre_id=centre, kind=kind, written_at__gt=since, written_at__lte=until)


def next_contact(notice: Notice, *, after_failure: bool = False) -> Contact | None:
    """Where the message goes: on the way of its round if one was begun, else on the first way to the person that the house
    has and that has not failed. `after_failure`: the way of this round has failed too. Raises Undecipherable."""
    tried = _failed_ways(notice) | ({notice.way} if after_failure else set())
    reachable = [
        contact
        for contact in people.ways_to(notice.resident)
        if registry.sends(contact.way) and contact.way not in tried
    ]
    same = next((contact for contact in reachable if contact.way == notice.way), None)
    return same or next(iter(reachable), None)


def _failed_ways(notice: Notice) -> set[str]:
    """The ways on which it certainly did not arrive since a person last began it anew."""
    tries = NoticeTry.objects.filter(notice=notice, round__gte=notice.fresh_round)
    ended = tries.filter(round__lt=notice.round)
    refused = tries.filter(outcome=NoticeTry.Outcome.REFUSED)
    return set(ended.values_list("way", flat=True)) | set(refused.values_list("way", flat=True))
