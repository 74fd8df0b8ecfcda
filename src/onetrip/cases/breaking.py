"""A window asked for what the slip had not: recorded in the transaction in which it happened, and the slip is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from onetrip.advice import actions as advice
from onetrip.advice.models import Slip
from onetrip.cases.wording import as_json
from onetrip.lobby.actions import Served
from onetrip.ratings import actions as ratings
from onetrip.rules import Text


@dataclass(frozen=True)
class Broken:
    """A paper called `name` that the window asked for, what the slip had said about it, and the clerk's word on why."""

    matter: str
    paper: str
    name: Text
    slip_said: Text
    cause: str


def break_slip(slip: Slip, broken: Sequence[Broken], served: Served, *, now: datetime, by: str) -> None:
    """Record each broken promise and break the slip; nothing without any."""
    for one in broken:
        ratings.record_broken_promise(
            slip=slip,
            visit=served.visit,
            matter=one.matter,
            paper=one.paper,
            slip_said=as_json(one.slip_said),
            window_asked=as_json(Text(f"窗口要了{one.name.zh}。", f"The window asked for the {one.name.en}.")),
            cause=one.cause,
            window=served.window,
            now=now,
            by=by,
        )
    if broken:
        advice.break_promise(slip_id=slip.pk, now=now, by=by, centre=served.visit.centre_id)
