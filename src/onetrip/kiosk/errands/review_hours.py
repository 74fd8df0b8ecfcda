"""When a print that a person looks at first will be ready. Pure: counted in the hours in which somebody looks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from onetrip.catalogue.self_service import Review
from onetrip.centres.opening import Hours, hours_on
from onetrip.centres.working_days import Calendar

MOST_DAYS = 30


def hours_of(review: Review, opening: Sequence[Hours]) -> Sequence[Hours]:
    """The hours in which somebody looks: those of whoever reviews, else those in which the centre is open."""
    return tuple(Hours(one.on_working_days, one.begins, one.ends) for one in review.hours) or opening


def ready_from(asked: datetime, minutes: int, hours: Sequence[Hours], calendar: Calendar) -> datetime | None:
    """The moment after `minutes` of review, which begins at `asked` or when somebody next looks; None: nobody does.

    `asked` is in the centre's zone. What is left when the doors close is done when they open again.
    """
    left = timedelta(minutes=minutes)
    for offset in range(MOST_DAYS):
        day = asked.date() + timedelta(days=offset)
        for stretch in hours_on(hours, calendar, day):
            opens = datetime.combine(day, stretch.opens, tzinfo=asked.tzinfo)
            closes = datetime.combine(day, stretch.closes, tzinfo=asked.tzinfo)
            begins = max(opens, asked)
            if begins >= closes:
                continue
            if begins + left <= closes:
                return begins + left
            left -= closes - begins
    return None
