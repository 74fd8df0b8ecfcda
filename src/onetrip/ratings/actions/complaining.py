"""办不成事: whoever could not get it done says so, gets a code, follows what is done, and may ask for a second look."""

from __future__ import annotations

import re
import secrets
import uuid
from datetime import datetime

from django.db import transaction

from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.ledger.words import one_line
from onetrip.ratings import queries
from onetrip.ratings.actions.rectifying import open_for
from onetrip.ratings.lifecycle import RECTIFICATION
from onetrip.ratings.models import Complaint, Rectification

MOST_WORDS = 1000
"""Characters of a complaint."""
LEAST_WORDS = 5

_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What can be read out on the telephone without 0 and O, 1, I and L being taken for each other."""
_TELEPHONE = re.compile(r"\+?\d{5,15}")


def complain(
    *,
    centre: str,
    kind: str,
    words: str,
    matter: str = "",
    telephone: str = "",
    visit_token: str = "",
    channel: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Complaint:
    """Take down what somebody could not get done; its work order is open from now on.

    `visit_token`: that of the invitation on a receipt or notice, so that nobody has to tell where and when it was; the
    complaint then goes to that centre. Raises Malformed (fields "kind", "words", "matter", "telephone").
    """
    words, number = one_line(words, MOST_WORDS), re.sub(r"[\s()-]", "", telephone)
    _refuse_malformed(kind, words, matter, number)
    invitation = queries.invitation(visit_token) if visit_token else None
    made = uuid.uuid4()
    with transaction.atomic():
        if earlier := requests.claim(key, action="complain", actor=by, now=now, result={"complaint": str(made)}):
            return Complaint.objects.get(pk=earlier["complaint"])
        complaint = Complaint.objects.create(
            pk=made,
            code="".join(secrets.choice(_SIGNS) for _ in range(8)),
            token=secrets.token_urlsafe(16),
            centre_id=invitation.centre_id if invitation else centre,
            visit_id=invitation.visit_id if invitation else None,
            kind=kind,
            matter=matter,
            words=words,
            telephone=number or None,
            channel=channel,
            made_at=now,
            made_by=by,
        )
        events.record(
            now=now,
            centre=complaint.centre_id,
            actor=by,
            thing="complaint",
            thing_id=complaint.pk,
            verb="make",
            data={"kind": kind, "matter": matter, "channel": channel},
            public={"changed": True},
        )
        open_for(centre=complaint.centre_id, complaint=complaint, now=now, by=by)
    return complaint


def appeal(*, token: str, words: str, now: datetime, by: str, key: uuid.UUID) -> Rectification:
    """Whoever complained asks, once, that somebody else looks at it. Raises Malformed (field "words"), NotFound, and
    Refused when it is not closed, was looked at again already, or the time for it is over."""
    words = one_line(words, MOST_WORDS)
    if len(words) < LEAST_WORDS:
        raise _too_short()
    found = queries.complaint(token)
    with transaction.atomic():
        one = Rectification.objects.select_for_update().get(complaint=found)
        if requests.claim(key, action=f"appeal {one.pk}", actor=by, now=now, result={"of": str(one.pk)}):
            return one
        before, one.state = one.state, RECTIFICATION.move("appeal", one.state, found.code)
        if one.appealed_at is not None:
            raise Refused(
                "appealed-before",
                "已经请人复核过一次了。还有话要说，请打 12345。",
                "This has been looked at again already. To add something, please call 12345.",
            )
        today = settled(one.centre_id).centre.day_of(now)
        if one.appeal_until is not None and today > one.appeal_until:
            raise Refused(
                "appeal-too-late",
                "可以要求复核的日子过了。请打 12345。",
                "The time to ask for another look is over. Please call 12345.",
            )
        one.appeal, one.appealed_at = words, now
        one.save(update_fields=["state", "appeal", "appealed_at"])
        events.record(
            now=now,
            centre=one.centre_id,
            actor=by,
            thing="rectification",
            thing_id=one.pk,
            verb="appeal",
            from_state=before,
            to_state=one.state,
            public={"changed": True},
        )
    return one


def _refuse_malformed(kind: str, words: str, matter: str, number: str) -> None:
    if kind not in Complaint.Kind.values:
        raise Malformed("kind-unknown", "请选一种。", "Please choose one of the two.", field="kind")
    if len(words) < LEAST_WORDS:
        raise _too_short()
    if matter and catalogues.current().matter(matter) is None:
        raise Malformed(
            "matter-unknown", "没有这件事，请重新选，或者空着。", "There is no such matter.", field="matter"
        )
    if number and not _TELEPHONE.fullmatch(number):
        raise Malformed(
            "telephone-unreadable",
            "电话只写数字，例如 13800000000。",
            "A telephone number is digits only, such as 13800000000.",
            field="telephone",
        )


def _too_short() -> Malformed:
    return Malformed(
        "words-missing",
        "请写几句：办什么，卡在哪里。",
        "Please say in a few words what it was and where it got stuck.",
        field="words",
    )
