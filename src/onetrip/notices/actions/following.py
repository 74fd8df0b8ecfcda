"""A person looks after what was not delivered: it is sent again, or they have telephoned."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from onetrip.ledger import requests
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.ledger.words import one_line
from onetrip.notices.actions.moving import begin_anew, finish
from onetrip.notices.lifecycle import NOTICE
from onetrip.notices.models import Notice

MOST_REMARK = 400


def send_again(*, centre: str, notice_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Notice:
    """Send it again, on every way there is, as if it were new. Raises NotFound, Refused where it is not given up."""
    with transaction.atomic():
        notice = _locked(centre, notice_id)
        if requests.claim(key, action=f"notice-again {notice_id}", actor=by, now=now, result={}) is not None:
            return notice
        NOTICE.move("send-again", notice.state, notice.number)
        begin_anew(notice, "send-again", now=now, by=by)
    return notice


def note_told(*, centre: str, notice_id: uuid.UUID, remark: str, now: datetime, by: str, key: uuid.UUID) -> Notice:
    """Somebody has telephoned, or told them in another way; `remark` says how. Raises NotFound, Malformed, Refused."""
    words = one_line(remark, MOST_REMARK)
    if len(words) < 2:
        raise Malformed(
            "remark-missing",
            "请写一句：怎么告诉的、告诉了谁。",
            "Please write in a sentence how and whom you told.",
            field="remark",
        )
    with transaction.atomic():
        notice = _locked(centre, notice_id)
        if requests.claim(key, action=f"notice-told {notice_id}", actor=by, now=now, result={}) is not None:
            return notice
        NOTICE.move("tell", notice.state, notice.number)
        notice.remark = words
        notice.save(update_fields=["remark"])
        finish(notice, "tell", now=now, by=by, why=notice.why)
    return notice


def _locked(centre: str, notice_id: uuid.UUID) -> Notice:
    found = Notice.objects.select_for_update().filter(pk=notice_id, centre_id=centre).first()
    if found is None:
        raise NotFound("notice-unknown", "这个中心没有这条消息。", "This centre has no such message.")
    return found
