"""A centre sets how many minutes its priorities count."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.lobby.models import PriorityWeight
from onetrip.lobby.priorities import MOST_MINUTES, Priorities
from onetrip.lobby.weights import forget, read_priorities


def read_minutes(priorities: Priorities, raw: Mapping[str, str]) -> dict[str, int]:
    """The minutes that a form sent for each priority. Raises Malformed, naming the field."""
    minutes: dict[str, int] = {}
    for one in priorities.all:
        text = raw.get(one.code, "").strip()
        if not (text.isascii() and text.isdecimal() and len(text) <= 3 and int(text) <= MOST_MINUTES):
            raise Malformed(
                "minutes-form",
                f"“{one.name.zh}”要填 0 到 {MOST_MINUTES} 的整数分钟。再多，就成了永远排第一。",
                f"“{one.name.en}” takes whole minutes from 0 to {MOST_MINUTES}. More would be first for ever.",
                field=one.code,
            )
        minutes[one.code] = int(text)
    return minutes


def set_weights(
    *, centre: str, minutes: Mapping[str, int], onto: int, now: datetime, by: str, key: uuid.UUID
) -> Priorities:
    """Let the priorities count these `minutes` from now on; numbers already drawn keep what they were given.

    `onto` is the version that was seen: raises Refused when somebody set others meanwhile. The same minutes as in force
    make no new version.
    """
    with transaction.atomic():
        if requests.claim(key, action=f"weights {centre}", actor=by, now=now, result={}) is not None:
            return read_priorities(centre)
        before = read_priorities(centre)
        if before.version != onto:
            raise _set_meanwhile()
        if any(minutes.get(one.code, one.minutes) != one.minutes for one in before.all):
            _write(before, minutes, centre, now=now, by=by)
    forget()
    return read_priorities(centre)


def _write(before: Priorities, minutes: Mapping[str, int], centre: str, *, now: datetime, by: str) -> None:
    after = before.weighed(minutes, before.version + 1)
    try:
        with transaction.atomic():
            PriorityWeight.objects.bulk_create(
                PriorityWeight(
                    centre_id=centre, version=after.version, code=one.code, minutes=one.minutes, set_at=now, set_by=by
                )
                for one in after.all
            )
    except IntegrityError as error:
        if "priority_weight_once" not in str(error):
            raise
        raise _set_meanwhile() from error
    changes = {
        one.code: {"from": before.minutes(one.code), "to": one.minutes}
        for one in after.all
        if one.minutes != before.minutes(one.code)
    }
    events.record(
        now=now,
        centre=centre,
        actor=by,
        thing="weights",
        thing_id=after.version,
        verb="set",
        data={"changes": changes},
        public={"changed": True},
    )


def _set_meanwhile() -> Refused:
    return Refused(
        "weights-meanwhile",
        "刚才有人改过这些分钟数了。请刷新，看过新的再改。",
        "Somebody has just set other minutes. Please reload, look at them, then change them.",
    )
