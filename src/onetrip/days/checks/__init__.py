"""Everything the morning round tries, in the order in which the director walks: one list, and each check for real."""

from __future__ import annotations

from onetrip.days.checks import bookings, hall, house, interfaces, machines, people, rules
from onetrip.days.checks.check import Check as Check
from onetrip.days.checks.check import Moment as Moment

CHECKS: tuple[Check, ...] = (
    *house.CHECKS,
    *machines.CHECKS,
    *interfaces.CHECKS,
    *people.CHECKS,
    *rules.CHECKS,
    *hall.CHECKS,
    *bookings.CHECKS,
)

BY_CODE = {check.code: check for check in CHECKS}
