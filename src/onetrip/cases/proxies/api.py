"""Who came for whom, over HTTP: what a window's own program says before it accepts."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from onetrip.cases.proxies import actions
from onetrip.cases.proxies.actions import Shown
from onetrip.centres.queries import settled
from onetrip.ledger.api import REFUSALS, Key
from onetrip.ledger.words import one_line
from onetrip.lobby import actions as lobby
from onetrip.people.actions import know
from onetrip.people.identity import read_number
from onetrip.staff.access import May, account_of, centre_of
from onetrip.staff.permissions import Permission

router = Router(tags=["cases"])


class WhoCame(Schema):
    """Whoever came, by the ID number on their card, and what they are to the person concerned; without a number: the person
    concerned came themselves."""

    ticket: uuid.UUID
    id_number: str | None = Field(None, max_length=40)
    name: str | None = Field(None, max_length=40)
    relation: str = Field("", max_length=16, description="agent | guardian | relative | representative")


class PersonsTold(Schema):
    """The two persons of the visit, masked. Null: not known, or nobody came for anybody."""

    concerned: str | None
    came: str | None
    relation: str


class AuthorityShown(Schema):
    """A letter or a proof of which the original was looked at. `until` null: only this day. The last four characters of both
    ID numbers are those on a letter."""

    ticket: uuid.UUID
    proof: str = Field(max_length=12, description="letter | notarised | birth | booklet | court | notary | committee")
    matters: list[str] = Field(default_factory=list, max_length=40)
    until: date | None = None
    principal_last_four: str = Field("", max_length=4)
    agent_last_four: str = Field("", max_length=4)


class AuthorityTold(Schema):
    """What is on file now, and its last day."""

    id: uuid.UUID
    kind: str
    matters: list[str]
    since: date
    until: date


@router.post(
    "/who-came",
    auth=May(Permission.SERVE_AT_WINDOW),
    response={200: PersonsTold, **REFUSALS},
    operation_id="who_came",
)
def who_came(request: HttpRequest, said: WhoCame, key: Key) -> dict[str, Any]:
    """Say who came, before anything is accepted. Where the number is the one that was read at the door, whose matter it is is
    not known any more."""
    account, now = account_of(request), timezone.now()
    common: dict[str, Any] = {
        "ticket_id": said.ticket,
        "account_id": account.pk,
        "now": now,
        "by": account.actor,
        "key": key,
    }
    if said.id_number is None:
        visit = lobby.came_in_person(**common)
    else:
        identity = read_number(said.id_number, day=settled(centre_of(request)).centre.day_of(now))
        proxy = know(identity=identity, now=now, name=one_line(said.name or "", 40) or None)
        visit = lobby.somebody_came(proxy_id=proxy.pk, relation=said.relation, **common)
    return {
        "concerned": visit.resident.masked_number if visit.resident is not None else None,
        "came": visit.proxy.masked_number if visit.proxy is not None else None,
        "relation": visit.relation,
    }


@router.post(
    "/authority",
    auth=May(Permission.SERVE_AT_WINDOW),
    response={200: AuthorityTold, **REFUSALS},
    operation_id="register_authority",
)
def register_authority(request: HttpRequest, shown: AuthorityShown, key: Key) -> Any:
    """Enter on what whoever came acts; it stays on file until its last day."""
    account = account_of(request)
    return actions.register_at_window(
        ticket_id=shown.ticket,
        account_id=account.pk,
        shown=Shown(
            shown.proof,
            tuple(dict.fromkeys(shown.matters)),
            shown.until,
            shown.principal_last_four,
            shown.agent_last_four,
        ),
        now=timezone.now(),
        by=account.actor,
        key=key,
    )
