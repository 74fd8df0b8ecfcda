"""Receipts over HTTP: what a gateway reports of messages. See docs/notices.md."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from onetrip.ledger.api import REFUSALS
from onetrip.notices import actions
from onetrip.notices.access import MayReport

router = Router(tags=["notices"])


class Taken(Schema):
    """Receipts that changed something, that said again what was known, and of messages that are not of this house."""

    new: int
    known: int
    strange: int


@router.post("/receipts/{way}", auth=MayReport(), response={200: Taken, **REFUSALS})
def receipts(request: HttpRequest, way: Literal["sms", "email", "app"]) -> Any:
    """What became of messages, in the words of the provider of this way; for the house's own protocol signed in
    X-Gateway-Time and X-Gateway-Signature. Saying it twice changes nothing."""
    return actions.take_receipts(way=way, headers=request.headers, body=request.body, now=timezone.now())
