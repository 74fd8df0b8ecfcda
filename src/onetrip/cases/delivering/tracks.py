"""What a carrier's messages together say of a parcel. Pure.

Messages come late, twice and in the wrong order. What counts is when something happened, not when it was heard of; and
what was signed for stays signed for, whatever is said afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

PICKED_UP, MOVING, ON_ITS_ROUND, NOBODY_HOME = "picked-up", "moving", "on-its-round", "nobody-home"
SIGNED, LOST, TURNED_BACK, BACK = "signed", "lost", "turned-back", "back"

KNOWN = frozenset({PICKED_UP, MOVING, ON_ITS_ROUND, NOBODY_HOME, SIGNED, LOST, TURNED_BACK, BACK})
"""What a carrier's client makes of the words of its carrier; anything else is no news."""


class Standing(StrEnum):
    """Where a parcel stands by its messages: the states of `Parcel` that a carrier can bring it to."""

    TAKEN = "taken"
    LOST = "lost"
    COMING_BACK = "coming-back"
    SIGNED = "signed"


_STANDING = {LOST: Standing.LOST, TURNED_BACK: Standing.COMING_BACK, BACK: Standing.COMING_BACK}


def standing(said: Iterable[tuple[datetime, str]]) -> Standing:
    """Where a parcel stands after everything that was `said` of it, each with the moment it happened.

    "back" is the carrier's word only: the centre says itself that it has it again.
    """
    told = sorted(one for one in said if one[1] in KNOWN)
    if any(what == SIGNED for _, what in told):
        return Standing.SIGNED
    turned = any(what in (TURNED_BACK, BACK) for _, what in told)
    if not told:
        return Standing.TAKEN
    last = told[-1][1]
    if last in _STANDING:
        return _STANDING[last]
    return Standing.COMING_BACK if turned else Standing.TAKEN
