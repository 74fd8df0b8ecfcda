"""What can be done with the opening of a centre: a day is changed, and changed back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import transaction

from onetrip.centres import queries
from onetrip.centres.models import Centre, ChangedDay, ChangedStretch
from onetrip.centres.opening import fault_of
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ledger.words import one_line
from onetrip.rules import Text

MOST_STRETCHES = 4
MOST_AHEAD = timedelta(days=400)
"""How far ahead a day may be changed: over a year nobody can know what the week will be."""


def change_day(
    *,
    centre: str,
    day: date,
    stretches: Sequence[tuple[time, time]],
    reason: Text,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> ChangedDay:
    """`day` has these stretches of opening instead of those of its week; none: the doors stay shut.

    Said again, the newest word counts. Raises Malformed for a day that is over or too far away, for stretches that make
    no sense and for a reason missing in one of the languages.
    """
    place = _centre(centre)
    reason = Text(one_line(reason.zh, 80), one_line(reason.en, 120))
    _refuse_senseless(place, day, stretches, reason, now)
    with transaction.atomic():
        if requests.claim(key, action=f"change-day {centre} {day}", actor=by, now=now, result={}) is not None:
            return ChangedDay.objects.get(centre=place, day=day)
        # The centre's row is the lock: two people who change one day at once come one after the other.
        Centre.objects.select_for_update().get(pk=place.pk)
        changed, _ = ChangedDay.objects.update_or_create(
            centre=place,
            day=day,
            defaults={"reason_zh": reason.zh, "reason_en": reason.en, "said_by": by, "said_at": now},
        )
        changed.stretches.all().delete()
        ChangedStretch.objects.bulk_create(
            ChangedStretch(changed=changed, opens=opens, closes=closes) for opens, closes in sorted(stretches)
        )
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="opening-day",
            thing_id=day,
            verb="change",
            to_state="open" if stretches else "closed",
            data={"stretches": [f"{o:%H:%M}-{c:%H:%M}" for o, c in sorted(stretches)], "reason": reason.zh},
            public={"changed": True},
        )
    queries.forget()
    return changed


def restore_day(*, centre: str, day: date, now: datetime, by: str, key: uuid.UUID) -> bool:
    """`day` is as its week says again; False when it was all the time. Raises Malformed for a day that is over."""
    place = _centre(centre)
    _refuse_past(place, day, now)
    with transaction.atomic():
        if requests.claim(key, action=f"restore-day {centre} {day}", actor=by, now=now, result={}) is not None:
            return False
        removed = ChangedDay.objects.filter(centre=place, day=day)
        if not removed.exists():
            return False
        removed.delete()
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="opening-day",
            thing_id=day,
            verb="restore",
            public={"changed": True},
        )
    queries.forget()
    return True


def _centre(code: str) -> Centre:
    centre = Centre.objects.filter(pk=code).first()
    if centre is None:
        raise NotFound("centre-unknown", "没有这个中心。", "There is no such centre.")
    return centre


def _refuse_past(centre: Centre, day: date, now: datetime) -> None:
    if day < centre.day_of(now):
        raise Malformed(
            "day-over",
            f"{day.month} 月 {day.day} 日已经过了，改不了。",
            f"{day:%d %B} is over and cannot be changed.",
            field="day",
        )


def _refuse_senseless(
    centre: Centre, day: date, stretches: Sequence[tuple[time, time]], reason: Text, now: datetime
) -> None:
    _refuse_past(centre, day, now)
    if day > centre.day_of(now) + MOST_AHEAD:
        raise Malformed(
            "day-too-far", "太远了，最多改到一年后。", "That is too far ahead: a year at most.", field="day"
        )
    if len(stretches) > MOST_STRETCHES:
        raise Refused(
            "too-many-stretches",
            f"一天最多分 {MOST_STRETCHES} 段。",
            f"A day has {MOST_STRETCHES} stretches at most.",
            status=422,
        )
    if fault := fault_of(stretches):
        raise Malformed("stretches-senseless", fault.zh, fault.en, field="stretches")
    if not (reason.zh and reason.en):
        raise Malformed(
            "reason-missing",
            "请写明原因，中文、英文都要：居民会看到。",
            "Please give the reason in Chinese and in English: residents will read it.",
            field="reason_en" if reason.zh else "reason_zh",
        )
