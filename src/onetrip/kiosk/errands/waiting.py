"""How long an errand waits for its person: to add a paper that was asked for, or to fetch a print. Pure."""

from __future__ import annotations

from datetime import date

from onetrip.centres.models import Centre
from onetrip.centres.working_days import Calendar, Unit
from onetrip.kiosk.models import Errand

WAITS = (Errand.State.ASKED, Errand.State.READY)
"""The states in which the next step is the person's."""


def waits_until(errand: Errand, centre: Centre, calendar: Calendar) -> date | None:
    """The last day on which its person may still come back to it; None where it does not wait for them.

    Counted from when they were asked or the print was ready, or from when they last did something.
    """
    if errand.state not in WAITS:
        return None
    begins = errand.asked_at if errand.state == Errand.State.ASKED else errand.ready_from
    since = max(begins or errand.touched_at, errand.touched_at)
    return calendar.deadline(centre.day_of(since), centre.errand_waits_days, Unit.WORKING_DAYS).day
