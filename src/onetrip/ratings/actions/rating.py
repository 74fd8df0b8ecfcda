"""A visit is judged once, by whoever holds its receipt or notice."""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from onetrip.ledger import events, requests, rows
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.ledger.words import one_line
from onetrip.lobby.models import Visit
from onetrip.ratings import queries
from onetrip.ratings.actions.rectifying import open_for
from onetrip.ratings.models import Invitation, Rating
from onetrip.ratings.scale import BAD, LEVELS, REASONS

MOST_WORDS = 500
"""Characters of a judgement in words."""


def invite(*, visit: Visit, served_by: int | None, window: int | None, now: datetime) -> None:
    """Let the visit be rated, in the caller's transaction; a visit is invited once, by its first receipt or notice.

    No event of its own: it belongs to the acceptance or notice that it goes with.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an invitation is made in the transaction of the receipt that carries it")
    invitation = Invitation(
        token=secrets.token_urlsafe(16),
        centre_id=visit.centre_id,
        visit_id=visit.pk,
        served_by_id=served_by,
        window=window,
        made_at=now,
    )
    # One statement, with no look beforehand: the visit's second receipt finds the first invitation in its way.
    rows.insert(invitation, on_conflict="ON CONFLICT (visit_id) DO NOTHING")


def rate(
    *,
    token: str,
    level: int,
    reasons: Sequence[str] = (),
    words: str = "",
    now: datetime,
    by: str,
    key: uuid.UUID,
    channel: str = "receipt",
) -> Rating:
    """Judge the visit whose invitation has `token`: `level` 1 to 5, `reasons` from `scale.REASONS`, in `words`.

    A bad one (1, 2) opens a rectification in the same transaction. Raises NotFound, Malformed (field "level",
    "reasons"), and Refused when the visit was rated before.
    """
    if level not in LEVELS:
        raise Malformed("level-unknown", "请在五档里选一档。", "Please choose one of the five levels.", field="level")
    if unknown := set(reasons) - set(REASONS):
        raise Malformed(
            "reason-unknown",
            "有一条原因不在单子上，请重新勾选。",
            f"Not one of the listed reasons: {', '.join(sorted(unknown))[:80]}.",
            field="reasons",
        )
    invitation = queries.invitation(token)
    try:
        with transaction.atomic():
            if requests.claim(key, action=f"rate {invitation.pk}", actor=by, now=now, result={"rated": True}):
                return Rating.objects.get(invitation=invitation)
            rating = Rating.objects.create(
                invitation=invitation,
                centre_id=invitation.centre_id,
                level=level,
                reasons=list(dict.fromkeys(reasons)),
                words=fit_to_keep(words),
                channel=channel,
                at=now,
            )
            events.record(
                now=now,
                centre=rating.centre_id,
                actor=by,
                thing="rating",
                thing_id=rating.pk,
                verb="rate",
                data={"level": level, "window": invitation.window, "channel": channel},
                public={"changed": True},
            )
            if level <= BAD:
                open_for(centre=rating.centre_id, rating=rating, now=now, by=by)
    except IntegrityError as error:
        if "ratings_rating_invitation_id" not in str(error):
            raise
        raise Refused(
            "rated-already",
            "这次服务已经评过了，谢谢您。还有话要说，请打 12345。",
            "This visit has been rated already, thank you. To add something, please call 12345.",
        ) from error
    return rating


def fit_to_keep(words: str) -> str:
    """What is kept of a resident's words: no line noise, no long number that may be somebody's ID number."""
    return re.sub(r"\d{15,}[xX]?|\d{14,}[xX]", "＊＊＊", one_line(words, 2 * MOST_WORDS))[:MOST_WORDS]
