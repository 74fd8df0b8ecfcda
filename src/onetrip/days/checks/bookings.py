"""Who is booked today."""

from __future__ import annotations

from collections import Counter

from onetrip.appointments import queries
from onetrip.appointments.models import Appointment
from onetrip.appointments.quotas import Mode
from onetrip.days.checks.check import Check, Moment
from onetrip.days.judging import Found, mind, well
from onetrip.rules import Text

_OUT = (Appointment.State.CANCELLED,)


def booked(at: Moment) -> Found:
    """How many are booked, in which half hours; and whether walk-ins may draw a number."""
    code = at.place.centre.code
    today = [one for one in queries.of_day(code, at.day) if one.state not in _OUT]
    halves = Counter(one.starts for one in today)
    details = tuple(
        Text(f"{at_.hour}:{at_.minute:02d}：{number} 位", f"{at_.hour}:{at_.minute:02d}: {number}")
        for at_, number in sorted(halves.items())
    )
    if queries.mode_of_day(code, at.day) is Mode.BOOKINGS_ONLY:
        return mind(
            Text(f"今天只办预约，约了 {len(today)} 位。", f"Bookings only today: {len(today)} are booked."),
            Text(
                "门口告诉没约的：机器上能约下一个半小时。",
                "At the door, tell those without one that the machine books the next.",
            ),
            *details,
        )
    if not today:
        return well("今天没有预约。", "Nobody is booked today.")
    return well(f"今天约了 {len(today)} 位。", f"{len(today)} are booked today.", *details)


CHECKS = (Check("bookings", Text("今天", "The day"), Text("预约", "Bookings"), booked),)
