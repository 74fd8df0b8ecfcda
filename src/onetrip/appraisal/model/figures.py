"""Exact figures: whole numbers at a scale, rounded half to even where a division ends, and canonical bytes.

Scales: shares, coefficients and ratios in thousandths; rates of quality and rating in ten-thousandths; points in hundredths; time in
seconds; money in fen. A figure that is shown is the figure that was computed with.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

THOUSAND = 1000
FINE = 10_000
"""The scale of rates: a hundredth of a per cent."""

POINT = 100
"""Hundredths in a point."""


def whole(value: Fraction) -> int:
    """The nearest whole number, half to even."""
    return round(value)


def ratio(above: int, below: int, scale: int = THOUSAND) -> int:
    """`above` / `below` at `scale`; 0 where there is nothing to divide by."""
    return 0 if below == 0 else whole(Fraction(above * scale, below))


def median(values: Sequence[int]) -> Fraction:
    """The middle of sorted `values`, or the mean of the middle two. ValueError for none."""
    count = len(values)
    if not count:
        raise ValueError("nothing has no middle")
    return Fraction(values[(count - 1) // 2] + values[count // 2], 2)


def quantile(values: Sequence[int], share: Fraction) -> int:
    """The value below which `share` of sorted `values` lies, between neighbours in proportion, rounded."""
    if not values:
        raise ValueError("nothing has no quantile")
    place = share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return whole(values[low] + (values[high] - values[low]) * (place - low))


def shrunk(own: Fraction, count: int, to: Fraction, weight: int) -> Fraction:
    """`own`, seen `count` times, drawn towards `to` as if that had been seen `weight` times."""
    return (own * count + to * weight) / (count + weight) if count + weight else to


def between(value: int, low: int, high: int) -> int:
    """`value`, or the bound it went over."""
    return max(low, min(high, value))


def shared_out(total: int, weights: Sequence[int]) -> list[int]:
    """Whole parts of `total` in proportion to `weights`, adding up to it exactly: the largest remainders get what is left.

    All parts are 0 where nobody has a weight.
    """
    whole_weight = sum(weights)
    if whole_weight <= 0:
        return [0 for _ in weights]
    parts = [total * weight // whole_weight for weight in weights]
    rest = [total * weight % whole_weight for weight in weights]
    for place in sorted(range(len(weights)), key=lambda one: (-rest[one], one))[: total - sum(parts)]:
        parts[place] += 1
    return parts


def decimal(value: int, scale: int, places: int) -> str:
    """`value` at `scale` as people read it, with `places` after the point: decimal(8742, 100, 1) is "87.4"."""
    shown = whole(Fraction(value * 10**places, scale))
    sign, digits = ("-" if shown < 0 else ""), str(abs(shown)).rjust(places + 1, "0")
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8, whole numbers only: the same value always gives the same bytes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
