"""Rating over HTTP, by whoever holds the receipt."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from onetrip.ledger.api import REFUSALS, Key
from onetrip.ratings import actions
from onetrip.ratings.models import Rating
from onetrip.staff.access import ONLY_ITS_OWNER, May
from onetrip.staff.permissions import Permission

router = Router(tags=["ratings"])


class Judgement(Schema):
    """`level` from 5 (非常满意) to 1; `reasons` and `words` as far as somebody wants to give them."""

    level: int
    reasons: list[str] = Field(default_factory=list, max_length=20)
    words: str = Field("", max_length=2000)


class RatingTold(Schema):
    """The judgement as it was kept."""

    level: int
    reasons: list[str]
    words: str
    at: datetime


@router.post(
    "/{token}",
    auth=May(Permission.ANYONE, everywhere=ONLY_ITS_OWNER),
    response={200: RatingTold, **REFUSALS},
    operation_id="rate",
)
def rate(request: HttpRequest, token: str, judgement: Judgement, key: Key) -> Rating:  # noqa: ARG001 -- ninja's signature
    """Judge the visit of an invitation, once."""
    return actions.rate(
        token=token,
        level=judgement.level,
        reasons=judgement.reasons,
        words=judgement.words,
        now=timezone.now(),
        by="resident",
        key=key,
        channel="api",
    )
