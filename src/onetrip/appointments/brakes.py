"""How often somebody may try at bookings, so that nobody guesses codes or hoards half hours by machine.

Counted by `ledger.brakes`; the figures are examples of this house.
"""

from __future__ import annotations

from datetime import timedelta

from onetrip.ledger.brakes import Limit, count, refuse_if_over

__all__ = [
    "AT_A_MACHINE",
    "BOOKINGS",
    "WRONG_CODES",
    "WRONG_FINDINGS",
    "WRONG_FINDINGS_FROM_HERE",
    "count",
    "refuse_if_over",
]

WRONG_CODES = Limit("wrong-codes", 20, timedelta(minutes=15))
"""Codes that open no booking, from one address."""

WRONG_FINDINGS = Limit("wrong-findings", 5, timedelta(minutes=15))
"""Wrong tries to find one number again by the last four of the contact."""

WRONG_FINDINGS_FROM_HERE = Limit("wrong-findings-from-here", 20, timedelta(minutes=15))
"""The same from one address, whatever number is tried: they are given one after the other."""

BOOKINGS = Limit("bookings", 30, timedelta(hours=1))
"""Bookings from one address: a family, a neighbourhood office, but no machine."""

AT_A_MACHINE = Limit("at-a-machine", 12, timedelta(minutes=10))
"""Bookings at one ticket machine: people in a line, but no child with a finger."""
