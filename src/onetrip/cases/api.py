"""Acceptance over HTTP: the same actions as the window's page, as JSON."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from onetrip.cases import actions, queries
from onetrip.cases.actions import AcceptedMatter, ExtraPaper, MissingPaper, PapersMissing
from onetrip.cases.kinds import insist_on_matters
from onetrip.cases.wording import as_json
from onetrip.ledger.api import REFUSALS, Key, RefusalTold
from onetrip.staff.access import May, account_of, centre_of
from onetrip.staff.permissions import Permission

router = Router(tags=["cases"])

_WORD = 60
"""Longest id of a matter or a paper."""


class Extra(Schema):
    """A paper asked for beyond the slip, and why the slip was wrong (rule, training, system, unknown)."""

    paper: str = Field(max_length=_WORD)
    cause: str = Field("unknown", max_length=10)


class AskedMatter(Schema):
    """A matter to accept, with the ids of the papers taken and of those that follow later."""

    matter: str = Field(max_length=_WORD)
    papers: list[str] = Field(default_factory=list, max_length=60)
    by_proxy: bool = False
    to_follow: list[str] = Field(default_factory=list, max_length=60)
    extra: list[Extra] = Field(default_factory=list, max_length=20)


class Acceptance(Schema):
    """All matters of whoever is served with this ticket."""

    ticket: uuid.UUID
    matters: list[AskedMatter] = Field(max_length=20)


class ReceiptTold(Schema):
    """The receipt; its `token` opens /r/<token>."""

    number: str
    token: str
    lines: list[dict[str, Any]]


class MissingTold(RefusalTold):
    """Nothing was accepted; when papers were the reason, every missing paper of every matter."""

    missing: list[dict[str, Any]] = Field(default_factory=list)


class Missing(Schema):
    """A missing paper, in the clerk's words, and why the slip was wrong if it was."""

    matter: str = Field(max_length=_WORD)
    paper: str = Field(max_length=_WORD)
    reason: str = Field("", max_length=400)
    cause: str = Field("unknown", max_length=10)
    by_proxy: bool = False


class Notice(Schema):
    """Everything that is missing for whoever is served with this ticket."""

    ticket: uuid.UUID
    missing: list[Missing] = Field(max_length=60)


class NoticeTold(Schema):
    """The notice; its `token` opens /n/<token>."""

    number: str
    token: str
    items: list[dict[str, Any]]


class CaseTold(Schema):
    """Where a case stands. Nothing in it says whose it is."""

    number: str
    matter: str
    matter_name: dict[str, str]
    state: str
    received_at: datetime
    accepted_at: datetime | None
    due_on: date | None
    due_certain: bool
    completed_at: datetime | None
    delivered_at: datetime | None
    granted: bool | None


@router.post(
    "/accept",
    auth=May(Permission.SERVE_AT_WINDOW),
    response={200: ReceiptTold, **REFUSALS, 409: MissingTold},
    operation_id="accept",
)
def accept(request: HttpRequest, acceptance: Acceptance, key: Key) -> Any:
    """Accept all matters in one go: a case each, one receipt, or nothing and everything that is missing."""
    account = account_of(request)
    insist_on_matters(request, [one.matter for one in acceptance.matters])
    try:
        receipt = actions.accept(
            ticket_id=acceptance.ticket,
            account_id=account.pk,
            matters=[
                AcceptedMatter(
                    one.matter,
                    tuple(one.papers),
                    by_proxy=one.by_proxy,
                    to_follow=tuple(one.to_follow),
                    extra=tuple(ExtraPaper(extra.paper, extra.cause) for extra in one.extra),
                )
                for one in acceptance.matters
            ],
            now=timezone.now(),
            by=account.actor,
            key=key,
        )
    except PapersMissing as refused:
        told = [
            {"matter": at.matter, "paper": paper.paper, "name": as_json(paper.name)} for at, paper in refused.missing
        ]
        return Status(409, {"code": refused.code, **as_json(refused.text), "missing": told})
    return {"number": receipt.number, "token": receipt.token, "lines": receipt.lines}


@router.post(
    "/missing",
    auth=May(Permission.SERVE_AT_WINDOW),
    response={200: NoticeTold, **REFUSALS},
    operation_id="tell_missing",
)
def tell_missing(request: HttpRequest, notice: Notice, key: Key) -> dict[str, Any]:
    """Tell everything that is missing at once; what the slip had promised otherwise is recorded as broken."""
    account = account_of(request)
    insist_on_matters(request, [one.matter for one in notice.missing])
    made = actions.tell_missing(
        ticket_id=notice.ticket,
        account_id=account.pk,
        missing=[MissingPaper(one.matter, one.paper, one.reason, one.cause, one.by_proxy) for one in notice.missing],
        now=timezone.now(),
        by=account.actor,
        key=key,
    )
    return {"number": made.number, "token": made.token, "items": made.items}


@router.get(
    "/{number}", auth=May(Permission.SERVE_AT_WINDOW), response={200: CaseTold, **REFUSALS}, operation_id="case"
)
def case(request: HttpRequest, number: str) -> Any:
    """Where a case of this centre stands, by its number."""
    return queries.case_by_number(number, centre=centre_of(request))
