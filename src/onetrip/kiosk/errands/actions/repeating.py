"""The same matter was handed in before and is not over: its person looks at that one, or does it once more all the same."""

from __future__ import annotations

import uuid
from datetime import datetime

from onetrip.kiosk.errands.actions.changing import RELATED, changing, over, record
from onetrip.kiosk.errands.actions.identifying import take_up
from onetrip.kiosk.errands.before import GOING_ON
from onetrip.kiosk.errands.run import run_of
from onetrip.kiosk.errands.steps import Step
from onetrip.kiosk.models import Errand
from onetrip.walls.scope import everywhere


def see_earlier(*, seat: uuid.UUID, now: datetime, by: str) -> Errand:
    """The run that was just begun ends, and the one handed in before lies in this sitting: its receipt, or its print.

    Pressed again it is there already. Raises NotFound where it is over meanwhile.
    """
    with changing(seat, now, states=(Errand.State.OPEN, *GOING_ON)) as errand:
        if errand.state != Errand.State.OPEN:
            return errand
        before = run_of(errand, now).before
        earlier = None
        with everywhere("its person goes on at any machine"):
            if before is not None and before.errand is not None:
                rows = Errand.objects.select_for_update(of=("self",)).select_related(*RELATED)
                earlier = rows.filter(pk=before.errand, state__in=GOING_ON).first()
            if earlier is None:
                raise over()
            return take_up(errand, earlier, seat, now, by)


def do_once_more(*, seat: uuid.UUID, now: datetime, by: str) -> None:
    """It is to be done a second time, as its person has said."""
    with changing(seat, now) as errand:
        if Step.BEFORE not in errand.confirmed:
            errand.confirmed = [*errand.confirmed, Step.BEFORE.value]
            record(errand, "once-more", now=now, by=by)
        errand.save(update_fields=["confirmed", "touched_at"])
