"""Shares that say no more than their numbers bear. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

FEW = 20
"""Below this many a percentage pretends; the two counts are shown instead."""

ONE_DECIMAL_FROM = 200
"""From here on one more success moves the percentage by half a point or less, so that a decimal place means something."""


@dataclass(frozen=True)
class Share:
    """`part` out of `whole`. Raises ValueError for what cannot be counted."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} of {self.whole} is not a share")

    @property
    def is_known(self) -> bool:
        """Whether there is anything to speak of."""
        return self.whole > 0

    @property
    def is_few(self) -> bool:
        """Whether the counts say it better than a percentage."""
        return self.whole < FEW

    @property
    def rest(self) -> int:
        """What is missing from the whole."""
        return self.whole - self.part

    @property
    def percent(self) -> Decimal | None:
        """Percent, rounded; None of nothing. Never rounded up to 100 while something is missing, nor down to 0."""
        if not self.is_known:
            return None
        step = Decimal("0.1") if self.whole >= ONE_DECIMAL_FROM else Decimal(1)
        exact = Decimal(self.part) * 100 / Decimal(self.whole)
        rounded = exact.quantize(step, rounding=ROUND_HALF_EVEN)
        if rounded == 100 and self.part < self.whole:
            return rounded - step
        if rounded == 0 and self.part > 0:
            return step
        return rounded


def minus(now: Share, before: Share) -> Decimal | None:
    """Percentage points gained since `before`; None unless both have enough behind them."""
    if now.is_few or before.is_few or now.percent is None or before.percent is None:
        return None
    return now.percent - before.percent
