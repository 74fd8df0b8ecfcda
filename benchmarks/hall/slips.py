"""A slip as a resident would have it, for the pages that show and print one."""

from __future__ import annotations

import uuid
from datetime import datetime

from onetrip.advice import actions

WANTED = ("elder-card", "retiree-mutual-aid", "medical-record-booklet")
ANSWERS = {"hukou": "shanghai", "birth_date": "1958-03-02", "work": "retired", "record_booklet": "used_up"}


def a_slip(now: datetime) -> str:
    """Ask for three matters, answer what decides them, and issue; returns the slip's token."""
    consultation = actions.begin(centre="LF", channel="desk", now=now, by="staff:guide")
    for matter in WANTED:
        actions.hear(consultation_id=consultation.pk, said="", matter=matter, now=now, by="staff:guide")
    for fact, raw in ANSWERS.items():
        actions.answer(consultation_id=consultation.pk, fact=fact, raw=raw, now=now, by="staff:guide")
    slip = actions.issue(
        consultation_id=consultation.pk, last_four=None, language="zh", key=uuid.uuid4(), now=now, by="staff:guide"
    )
    return slip.token
