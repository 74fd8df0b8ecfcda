"""A log of another office as the grounds of a rehearsal, so that a centre without Onetrip can ask the same questions.

No row is read: hours, windows and people are what the log shows.
"""

from __future__ import annotations

import statistics
from datetime import date, time, timedelta

from onetrip.centres.models import Centre
from onetrip.centres.opening import Hours, Opening
from onetrip.centres.queries import Settled
from onetrip.centres.working_days import Calendar
from onetrip.ledger.refusals import Refused
from onetrip.rehearsal.grounds import Grounds
from onetrip.rules import Text
from onetrip.simulation.fitting import fitted
from onetrip.simulation.fitting.elsewhere import UNKNOWN, lived_of, opens_at
from onetrip.simulation.fitting.lived import DayKind, Lived
from onetrip.simulation.logs.reading import ReadLog

LAST_MINUTE = 24 * 60 - 1


def grounds_of(read: ReadLog, *, windows: int | None = None) -> Grounds:
    """What a log shows, fitted. `windows`: how many there are; None: the most that were open on one of its days.

    Raises Refused where nobody's arrival is known, or no window is and none is said.
    """
    try:
        lived = lived_of(read.table)
    except ValueError:
        raise Refused(
            "no-arrival-known",
            "日志里没有一次来访知道什么时候来的，推演不了。看看是不是该用 --columns 说明哪一列是到达。",
            "Of no visit in this log is the arrival known, so nothing can be rehearsed. Say which column it is: --columns.",
        ) from None
    there = windows if windows is not None else max((len(day.shifts) for day in lived.days), default=0)
    if there < 1:
        raise Refused(
            "no-window-known",
            "日志里看不出有几个窗口（没有叫号和办完的时间，或没有窗口一列）。请用 --windows 说有几个。",
            "How many windows there are cannot be seen in this log (no calls and ends, or no column of windows). Say it with "
            "--windows.",
        )
    names = {name: Text(name, name) for name in lived.matters} | {UNKNOWN: Text("不明", "unknown")}
    day_after = lived.days[-1].day + timedelta(days=1)
    return Grounds(_place(lived, opens_at(read.table)), day_after, lived, fitted.fit(lived), there, 0, names)


def usual_day(on: Grounds) -> date:
    """The next Monday after the log; where it has no working day, the first day after it on which the doors open."""
    monday = on.last + timedelta(days=7 - on.last.weekday())
    if any(day.kind is not DayKind.OFF for day in on.lived.days):
        return monday
    return monday + timedelta(days=5)


def _place(lived: Lived, opens: int) -> Settled:
    """Hours as the log has them: from the opening to the middle of the days' ends, weekends apart where there are some."""
    week = []
    for on_working_days in (True, False):
        lengths = [day.length for day in lived.days if (day.kind is not DayKind.OFF) == on_working_days]
        if lengths:
            closes = min(round(opens + statistics.median(lengths)), LAST_MINUTE)
            week.append(Hours(on_working_days, _time(opens), _time(max(closes, opens + 30))))
    return Settled(Centre(code="LOG", time_zone="UTC"), Opening(tuple(week)), Calendar({}, frozenset()))


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
