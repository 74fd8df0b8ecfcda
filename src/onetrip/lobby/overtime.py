"""Serving somebody after the doors closed. Pure: every number taken is served that day, and the time is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from onetrip.centres.opening import Hours


def overtime_minutes(stretches: Sequence[Hours], began: datetime, ended: datetime) -> int:
    """Whole minutes of the time from `began` to `ended` (on the centre's clock) that lie after a closing and in no opening.

    `stretches` are those of the day; on a day without any, nothing closes and nothing is overtime. Somebody who began
    before the doors opened does not work overtime either, and a clock set back gives nothing.
    """
    if not stretches or ended <= began:
        return 0
    first_closing = datetime.combine(began.date(), min(one.closes for one in stretches), tzinfo=began.tzinfo)
    after = max((ended - max(began, first_closing)).total_seconds(), 0)
    inside = 0.0
    for one in stretches:
        opens = max(datetime.combine(began.date(), one.opens, tzinfo=began.tzinfo), began, first_closing)
        closes = min(datetime.combine(began.date(), one.closes, tzinfo=began.tzinfo), ended)
        inside += max((closes - opens).total_seconds(), 0)
    return int((after - inside) // 60)
