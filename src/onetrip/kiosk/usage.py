"""What a kiosk is used for, without anybody's data: which step was shown, at which machine, for which matter, and how it ended.

Each is an event of the thing "kiosk-stay"; what was left unfinished, and where, follows from them.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from onetrip.kiosk.stay.models import Stay
from onetrip.ledger import events

THING = "kiosk-stay"


class Step(StrEnum):
    """Where somebody stands. The first eight are of the shell, the others of a matter that is run at the kiosk."""

    SEARCH = "search"
    KINDS = "kinds"
    MATTER = "matter"
    QUESTION = "question"
    PLAN = "plan"
    SLIP = "slip"
    SCAN = "scan"
    PRINT = "print"
    IDENTIFY = "identify"
    FORM = "form"
    PAPERS = "papers"
    SIGN = "sign"
    CHECK = "check"
    RECEIPT = "receipt"
    LOOK = "look"


FINISHED = frozenset({Step.SLIP, Step.PRINT, Step.RECEIPT, Step.LOOK})
"""Steps at which somebody has what they came for: leaving there abandons nothing."""


def step(stay: Stay, name: Step, *, matter: str = "", now: datetime, by: str) -> None:
    """The step `name` is shown to whoever stands there, for `matter`. Only a change is recorded, so that a reload counts
    once; a stay that is over records nothing."""
    if (stay.step, stay.matter) == (name, matter):
        return
    with transaction.atomic():
        going_on = Stay.objects.filter(pk=stay.pk, ended_at=None, step=stay.step, matter=stay.matter)
        if going_on.update(step=name, matter=matter, seen_at=now):
            record(stay, "step", now, by, to=name, matter=matter)
    stay.step, stay.matter = name, matter


def record(stay: Stay, verb: str, now: datetime, by: str, *, to: str, matter: str) -> None:
    """One event of a stay, in the caller's transaction: begin, step, end."""
    data: dict[str, Any] = {"kiosk": stay.kiosk.number if stay.kiosk else 0}
    if matter:
        data["matter"] = matter
    events.record(
        now=now,
        centre=stay.centre_id,
        actor=by,
        thing=THING,
        thing_id=stay.pk,
        verb=verb,
        from_state=stay.step,
        to_state=to,
        data=data,
    )
