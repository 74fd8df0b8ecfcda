"""What is told in this moment: from what was learned where there is enough, else by today's rule."""

from __future__ import annotations

import math
from datetime import datetime

import numpy as np

from onetrip.centres.models import Centre
from onetrip.lobby.eta import memory, records
from onetrip.lobby.waiting import Pace, Wait, Waits, table_of

ROOM = 60
"""Places in line that are told beyond those taken, for who comes before this is worked out anew."""

MOST_PLACES = 400


def waits_now(centre: Centre, waiting: int, pace: Pace, now: datetime) -> Waits:
    """The waits behind 0, 1, 2 … people, while `waiting` wait."""
    places = min(waiting + ROOM, MOST_PLACES)
    found = memory.learned(centre.code, now) if pace.windows else None
    if found is None:
        return Waits(pace, table_of(places, pace))
    track = records.today(centre, now).track
    ahead = np.arange(1, places + 1, dtype=float)
    told = found.learner.tell(track, np.zeros(len(track)), ahead=ahead)
    # Nobody is told less than those before them.
    soonest, likely, latest = (np.maximum.accumulate(each) for each in (told.soonest, told.likely, told.latest))
    table = tuple(
        Wait(math.floor(a), max(round(b), math.floor(a)), max(math.ceil(c), round(b)))
        for a, b, c in zip(soonest.tolist(), likely.tolist(), latest.tolist(), strict=True)
    )
    return Waits(pace, table, found.learnt_at)
