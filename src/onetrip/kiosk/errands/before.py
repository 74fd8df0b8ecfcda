"""What somebody has handed in already of the matter that they are about to do: asked before it is done a second time."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from onetrip.cases.lifecycle import CASE
from onetrip.cases.queries import open_case
from onetrip.kiosk.errands.lifecycle import ERRAND
from onetrip.kiosk.models import Errand
from onetrip.rules import Text
from onetrip.walls.scope import everywhere

GOING_ON = (Errand.State.REVIEW, Errand.State.ASKED, Errand.State.READY)
"""Handed in at a kiosk, and neither decided nor fetched."""


@dataclass(frozen=True)
class Before:
    """It was handed in at `at` under `number`, and stands so. `errand`: at a kiosk, where it can be looked at; None: a
    case that was accepted, here or at a window. `is_ready`: it waits to be printed."""

    at: datetime
    number: str
    stands: Text
    errand: uuid.UUID | None = None
    is_ready: bool = False


def handed_in_before(resident_id: uuid.UUID, matter: str, kind: str) -> Before | None:
    """The latest of this matter for this resident that is not over; look-ups leave nothing behind. One or two statements."""
    if kind == "query":
        return None
    found = Errand.objects.filter(resident_id=resident_id, matter=matter, state__in=GOING_ON)
    rows = found.order_by("-submitted_at").values_list("pk", "number", "state", "submitted_at")
    with everywhere("what was handed in at any machine is not done a second time"):
        newest = list(rows[:1])
    for pk, number, state, submitted_at in newest:
        if submitted_at is not None and number is not None:  # as the table demands of what was handed in
            return Before(submitted_at, number, ERRAND.states[state], pk, is_ready=state == Errand.State.READY)
    case = open_case(resident_id, matter) if kind != "print" else None
    return None if case is None else Before(case.received_at, case.number, CASE.states[case.state])
