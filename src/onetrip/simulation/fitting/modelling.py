"""The hall of one day as the simulation draws it, from what was fitted."""

from __future__ import annotations

import math

from onetrip.simulation.fitting.fitted import Fitted
from onetrip.simulation.fitting.lived import LivedDay
from onetrip.simulation.hall.model import Credit, Group, HallModel, Length
from onetrip.simulation.hall.plans import Plan, WindowShift

NEARLY = 15.0
"""Minutes before the doors close from which on a window that leaves is one that stayed to the end."""


def model_for(fitted: Fitted, day: LivedDay, *, times: float = 1.0, booked_share: float | None = None) -> HallModel:
    """The day as a model: `times` as many people as expected, `booked_share` of them with a booking (None: as it was).

    Numbers drawn after failing at a kiosk are on record as numbers like any other, so that those who go to a window at
    once are the numbers less these. How well the mean of the day is known widens the factor by which days differ.
    """
    at_windows = fitted.arrivals.by_half_hour(day) * times
    kiosk, fails = fitted.to_kiosk.value, fitted.kiosk_fails.value
    # Counted were s stays and w numbers, of which s * fails had failed before; so s + w - s * fails people came in all.
    of_counted = 1 - kiosk * fails
    share = kiosk / of_counted
    everybody = at_windows * of_counted / (1 - kiosk) if kiosk < 1 else at_windows
    spread = fitted.arrivals.spread.value + fitted.arrivals.sd_of_log(day) ** 2
    return HallModel(
        groups=tuple(Group(each.name, each.share.value, each.minutes.value, each.cv) for each in fitted.groups),
        rates=tuple(float(rate) for rate in everybody),
        to_kiosk=share,
        kiosk_minutes=Length(fitted.kiosk_minutes.value, fitted.kiosk_cv),
        kiosk_fails=fails,
        priority=tuple(Credit(minutes, told.value) for minutes, told in fitted.credits),
        patience_mean=fitted.patience.mean.value,
        booked_share=fitted.booked.value if booked_share is None else booked_share,
        shows_up=fitted.shows_up.value,
        day_cv=math.sqrt(spread),
    )


def plan_of(fitted: Fitted, day: LivedDay, *, kiosks: int) -> Plan:
    """The windows of a day as they were, each with the pace of who sat there; the last ones stay until nobody waits."""
    last = max((shift.closes for shift in day.shifts), default=0.0)
    clerks = day.clerks or (-1,) * len(day.shifts)
    shifts = [
        WindowShift(
            shift.window,
            shift.opens,
            # Whoever was there at the end serves out every number that was given.
            max(shift.closes, day.length) if shift.closes >= last - NEARLY else shift.closes,
            shift.lacks,
            fitted.service.paces[clerk].value if clerk in fitted.service.paces else 1.0,
        )
        for shift, clerk in zip(day.shifts, clerks, strict=True)
    ]
    return Plan(shifts, kiosks=kiosks, last_ticket=day.length, serves_out=True)
