"""A number with what it rests on: its 95 % interval and how many were counted."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z = 1.959963984540054
"""The normal quantile of a two-sided 95 % interval."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """`value`, between `low` and `high` with 95 %, from `n` of whatever was counted; n = 0 is an example, not a finding."""

    value: float
    low: float
    high: float
    n: int

    @property
    def is_example(self) -> bool:
        """Whether nothing was counted, so that the value is only a usual one."""
        return self.n == 0


def example(value: float) -> Estimate:
    """A usual value where nothing was counted."""
    return Estimate(value, value, value, 0)


def share(hits: int, of: int, *, otherwise: float) -> Estimate:
    """A proportion with Wilson's interval (1927); `otherwise` where nothing was counted."""
    if of == 0:
        return example(otherwise)
    found = hits / of
    scale = 1 + Z * Z / of
    middle = (found + Z * Z / (2 * of)) / scale
    half = Z * math.sqrt(found * (1 - found) / of + Z * Z / (4 * of * of)) / scale
    return Estimate(found, max(0.0, min(found, middle - half)), min(1.0, max(found, middle + half)), of)


def on_log_scale(log_value: float, log_sd: float, n: int) -> Estimate:
    """A positive number whose logarithm is known up to a standard deviation."""
    low, high = log_value - Z * log_sd, log_value + Z * log_sd
    return Estimate(math.exp(log_value), math.exp(low), math.exp(min(high, 700.0)), n)
