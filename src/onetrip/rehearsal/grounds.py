"""What a rehearsal stands on: the centre's own last year, fitted, kept in memory for some minutes."""

from __future__ import annotations

import math
import threading
import time as clock
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from onetrip.centres.models import Device, Window
from onetrip.centres.opening import hours_on
from onetrip.centres.queries import Settled, settled
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.rehearsal import reading
from onetrip.rehearsal.daykinds import kind_of
from onetrip.rules import Text
from onetrip.simulation.fitting import fitted as fitting
from onetrip.simulation.fitting.arrivals import SLOT
from onetrip.simulation.fitting.fitted import Fitted
from onetrip.simulation.fitting.lived import DayKind, Lived, LivedDay

LOOKS_BACK = 365
LEAST_DAYS, LEAST_VISITS = 10, 500
"""Days and visits below which nothing is rehearsed: the answers would be those of the examples."""

RECENT_WEEKS = 8
FARTHEST = 366
"""Days ahead, at most, that can be rehearsed."""

EXAMPLE_SURGE = 1.6
"""How much more come on the first day after a long closure, where the centre has not lived through one (example)."""

_KEEP_SECONDS = 900.0
_lock = threading.Lock()
_kept: dict[tuple[str, date], tuple[float, Grounds]] = {}


@dataclass(frozen=True)
class Grounds:
    """A centre with its record up to yesterday and what was fitted to it. `windows`, `kiosks`: how many stand there."""

    place: Settled
    today: date
    lived: Lived
    fitted: Fitted
    windows: int
    kiosks: int
    names: Mapping[str, Text] | None = None
    """What matters are called; None: as in the catalogue."""

    @property
    def knows_reopening(self) -> bool:
        """Whether the record holds the days after a long closure."""
        return self.fitted.arrivals.factors["surge"].n > 0

    @property
    def first(self) -> date:
        """The first day of the record."""
        return self.lived.days[0].day

    @property
    def last(self) -> date:
        """The last one."""
        return self.lived.days[-1].day


def forget() -> None:
    """Drop what is kept in memory (between tests, and after rows were written by hand)."""
    with _lock:
        _kept.clear()


def grounds(code: str, now: datetime) -> Grounds:
    """What the centre has lived through in the last year, fitted. Raises Refused where that is too little to rehearse on."""
    place = settled(code)
    return grounds_before(code, place.centre.day_of(now))


def grounds_before(code: str, today: date) -> Grounds:
    """The same as on the day `today`. Raises Refused."""
    kept = _kept.get((code, today))
    if kept and kept[0] > clock.monotonic():
        return kept[1]
    place = settled(code)
    lived = reading.read(place, today - timedelta(days=LOOKS_BACK), today - timedelta(days=1))
    if len(lived.days) < LEAST_DAYS or len(lived) < LEAST_VISITS:
        raise Refused(
            "too-little-lived",
            f"本中心的记录还太少（{len(lived.days)} 天、{len(lived)} 个号；至少要 {LEAST_DAYS} 天、{LEAST_VISITS} 个号）。"
            "过些日子再来推演，说的才是您的中心。",
            f"The record of this centre is too short yet ({len(lived.days)} days, {len(lived)} numbers; {LEAST_DAYS} days and "
            f"{LEAST_VISITS} numbers at least). Come back later, so that the answers are about your centre.",
        )
    found = Grounds(
        place,
        today,
        lived,
        fitting.fit(lived),
        Window.objects.filter(centre_id=code).count(),
        Device.objects.filter(centre_id=code, kind=Device.Kind.KIOSK).count(),
    )
    with _lock:
        _kept.clear()  # another day or centre: one year of a centre is some ten megabytes
        _kept[code, today] = (clock.monotonic() + _KEEP_SECONDS, found)
    return found


def day_to_come(on: Grounds, day: date, *, reopening: bool, days_on: int = 0) -> LivedDay:
    """A day as the fitted model wants it, `days_on` days of opening after a `reopening`. Raises Malformed for one on which
    the doors stay shut, or too far away."""
    if not on.today - timedelta(days=FARTHEST) <= day <= on.today + timedelta(days=FARTHEST):
        raise Malformed(
            "day-too-far", "只能推演前后一年里的日子。", "Only days within a year can be rehearsed.", field="day"
        )
    stretches = hours_on(on.place.hours, on.place.calendar, day)
    if not stretches:
        raise Malformed(
            "day-closed", "这一天不开门。请换一天。", "The doors stay shut on that day. Choose another.", field="day"
        )
    opens, closes = stretches[0].opens, stretches[-1].closes
    length = (closes.hour - opens.hour) * 60.0 + closes.minute - opens.minute
    return LivedDay(day, kind_of(on.place.calendar, day), length, since_reopening=days_on if reopening else None)


def people_times(on: Grounds, *, reopening: bool, days_on: int = 0) -> float:
    """The factor that stands in for a surge nobody has lived through here, which falls with the days of opening; 1 where it
    was learnt, or none is asked for."""
    if not reopening or on.knows_reopening:
        return 1.0
    return 1.0 + (EXAMPLE_SURGE - 1.0) * math.exp(-days_on / on.fitted.arrivals.decay)


def open_days(on: Grounds, first: date, count: int) -> list[date]:
    """The next `count` days from `first` on which the doors open, within a season; fewer where they stay shut."""
    season = (first + timedelta(days=ahead) for ahead in range(count * 3))
    return [day for day in season if hours_on(on.place.hours, on.place.calendar, day)][:count]


def usual_windows(on: Grounds, day: LivedDay) -> tuple[int, ...]:
    """Open windows by half hour on most recent days like `day` (half of an hour's window counts as open)."""
    off = day.kind is DayKind.OFF
    since = on.last - timedelta(weeks=RECENT_WEEKS)
    alike = [one for one in on.lived.days if (one.kind is DayKind.OFF) == off and one.shifts]
    recent = [one for one in alike if one.day >= since] or alike
    slots = max(1, round(day.length / SLOT))
    if not recent:
        return (on.windows,) * slots
    counted = np.array([_open_windows(one, slots) for one in recent])
    return tuple(int(each) for each in np.maximum(np.round(np.median(counted, axis=0)), 1))


def _open_windows(day: LivedDay, slots: int) -> Sequence[int]:
    middles = [slot * SLOT + SLOT / 2 for slot in range(slots)]
    return [sum(shift.opens <= at < shift.closes for shift in day.shifts) for at in middles]
