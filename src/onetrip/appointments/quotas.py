"""How many may be booked for a half hour. Pure.

Quota of a service = its share of the hall × windows planned × 30 ÷ minutes planned for one. A number said for one half
hour counts instead of it. On a day of bookings only, the number said for the day is spread over its half hours.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from enum import StrEnum


class Mode(StrEnum):
    """How a day takes people."""

    OPEN = "open"  # everybody comes as they like; nothing is booked
    MIXED = "mixed"  # booked and walking in, side by side
    BOOKINGS_ONLY = "bookings-only"  # a number of bookings for the day, as in the reopening of 2022


@dataclass(frozen=True)
class Offer:
    """A service as it is booked: a matter, a category or anything (`of` is empty), its share of the hall in per cent, and
    the minutes planned for one."""

    code: str
    kind: str
    of: str
    share: int
    minutes: float


@dataclass(frozen=True)
class SlotQuota:
    """How many may be booked for one half hour of a service, and whether somebody said so rather than the formula."""

    starts: time
    number: int
    is_said: bool = False


def computed(share: int, windows: int, minutes: float) -> int:
    """`share` per cent of what `windows` windows do in half an hour, at `minutes` a person; whole people, rounded down.

    ValueError: a share outside 0–100, no minutes, windows below zero.
    """
    if not 0 <= share <= 100 or minutes <= 0 or windows < 0:
        raise ValueError("a quota of nothing that can be")
    return math.floor(share / 100 * windows * 30 / minutes + 1e-9)


def spread(number: int, slots: int) -> list[int]:
    """`number` people over `slots` half hours as evenly as whole people allow, the earlier ones first."""
    if slots <= 0:
        return []
    each, rest = divmod(max(number, 0), slots)
    return [each + (place < rest) for place in range(slots)]


def quotas_of(
    offer: Offer,
    starts: Sequence[time],
    *,
    mode: Mode,
    windows: int,
    day_number: int,
    said: Mapping[time, int],
) -> list[SlotQuota]:
    """The quota of every half hour of a day for one service. `said` are the numbers that somebody set for half hours."""
    if mode is Mode.OPEN:
        return [SlotQuota(each, 0) for each in starts]
    if mode is Mode.BOOKINGS_ONLY:
        # One number for the day, whatever they come for: the services share it.
        return [SlotQuota(each, number) for each, number in zip(starts, spread(day_number, len(starts)), strict=True)]
    formula = computed(offer.share, windows, offer.minutes)
    return [SlotQuota(each, said.get(each, formula), each in said) for each in starts]


def offer_for(offers: Sequence[Offer], matters: Sequence[str], categories: Mapping[str, str]) -> Offer:
    """The service in which these matters are booked: the matter's own, else that of their one category, else anything.

    `offers` holds one of kind "anything"; ValueError when it does not.
    """
    by_scope = {(offer.kind, offer.of): offer for offer in offers}
    if len(matters) == 1 and (own := by_scope.get(("matter", matters[0]))):
        return own
    kinds = {categories.get(matter, "") for matter in matters}
    if len(kinds) == 1 and (shared := by_scope.get(("category", kinds.pop()))):
        return shared
    anything = by_scope.get(("anything", ""))
    if anything is None:
        raise ValueError("no service for anything")
    return anything
