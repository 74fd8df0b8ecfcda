"""A hall described in figures: what a day's visitors are drawn from. Published, fitted or invented, always these same fields.

All lengths are minutes; shares lie between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from onetrip.simulation.hall.plans import SLOT


class Length(NamedTuple):
    """A length in minutes that varies: `mean`, and `cv`, the standard deviation over the mean. Lognormal; cv 0: always the mean."""

    mean: float
    cv: float


NO_STOP = Length(0.0, 0.0)
AT_A_KIOSK = Length(5.0, 0.8)


class Credit(NamedTuple):
    """`share` of the visitors have a priority that counts `minutes` (`lobby.priorities`)."""

    minutes: float
    share: float


@dataclass(frozen=True, slots=True)
class Group:
    """Matters that are alike at the window. `share`: of the visitors; the shares of all groups are taken against their sum."""

    name: str
    share: float
    minutes_mean: float
    minutes_cv: float


@dataclass(frozen=True)
class HallModel:
    """One kind of day. Without more than groups and rates, everybody walks in, goes to a window and waits for ever.

    `rates`: expected arrivals of each half hour since the doors opened, people with a booking among them.
    `to_kiosk`: share that goes to a kiosk first; `kiosk_fails`: share of those who go on to a window.
    `patience_mean`: minutes until somebody leaves the queue unserved, exponential; inf: never.
    `booked_share` of the expected have a booking, of whom `shows_up` come; the others are simply not there. Their half
    hours are spread as `booked_rates` (any weights by half hour; empty: as `rates`), and they come between `punctual[0]`
    and `punctual[1]` minutes of their booked time, evenly.
    `gate`, `desk`: minutes at the gate and the front desk; mean 0: they do not stop there.
    `backlog`: expected people who stand before the doors when they open. `day_cv`: how much the whole day is busier or
    quieter than expected (one lognormal factor of mean 1 on all rates), beside the chance of each arrival.
    """

    groups: tuple[Group, ...]
    rates: tuple[float, ...]
    to_kiosk: float = 0.0
    kiosk_minutes: Length = AT_A_KIOSK
    kiosk_fails: float = 0.0
    priority: tuple[Credit, ...] = ()
    patience_mean: float = float("inf")
    booked_share: float = 0.0
    shows_up: float = 1.0
    booked_rates: tuple[float, ...] = ()
    punctual: tuple[float, float] = (-10.0, 20.0)
    gate: Length = NO_STOP
    desk: Length = NO_STOP
    backlog: float = 0.0
    day_cv: float = 0.0

    def __post_init__(self) -> None:
        """ValueError, in words, for figures that are no hall."""
        shares = (
            self.to_kiosk,
            self.kiosk_fails,
            self.booked_share,
            self.shows_up,
            sum(c.share for c in self.priority),
        )
        if not all(0 <= share <= 1 for share in shares):
            raise ValueError(f"shares lie between 0 and 1: {shares}")
        if any(not 0 <= rate < float("inf") for rate in (*self.rates, *self.booked_rates, self.backlog, self.day_cv)):
            raise ValueError("expected numbers of people are finite and not below 0")
        if not self.groups or sum(group.share for group in self.groups) <= 0:
            raise ValueError("somebody has to come for something: no group has a share")
        if any(group.minutes_mean < 0 or group.minutes_cv < 0 or group.share < 0 for group in self.groups):
            raise ValueError("minutes, their spread and shares are not below 0")
        if not self.patience_mean > 0:
            raise ValueError("patience is more than no time")
        if self.booked_rates and sum(self.booked_rates) <= 0 < self.booked_share:
            raise ValueError("bookings need a half hour: all booked_rates are 0")

    @property
    def opens_for(self) -> float:
        """Minutes from the opening to the last arrivals."""
        return len(self.rates) * SLOT
