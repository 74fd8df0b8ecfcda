"""How many people come on a day, and at which half hour.

The number of a day is a mean times factors: weekday, month, eve of a holiday, first day after one, and the surge of a
re-opening that decays with the days since. A log-linear model with weak priors around 1 (ridge), fitted by penalised
weighted least squares (McCullagh & Nelder 1989, 2.5); days differ by more than Poisson's law, so a day has a gamma factor
of variance `spread` and the weights are those of the negative binomial (Hilbe 2011, 8). A factor without days stays at 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onetrip.simulation.fitting.estimates import Estimate, Z, on_log_scale
from onetrip.simulation.fitting.lived import DayKind, Floats, Lived, LivedDay

SLOT = 30.0
WEEKDAYS = tuple(f"weekday-{number}" for number in range(7))
MONTHS = tuple(f"month-{number}" for number in range(1, 13))
NAMES = ("usual", "off", "eve", "after", "surge", *WEEKDAYS, *MONTHS)
"""The columns of the model. "off" is what a day off has of a working day of the same length."""
_SURGE = NAMES.index("surge")

_PRIOR_SD = (
    {"usual": 10.0, "off": 3.0, "eve": 0.3, "after": 0.3, "surge": 1.5}
    | dict.fromkeys(WEEKDAYS, 0.25)
    | dict.fromkeys(MONTHS, 0.12)
)
"""Standard deviations of the priors on the logarithms. Months are held tighter: in one year a month and a surge explain one another."""

DECAYS = (2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 30.0)
"""Days over which a surge falls to 1/e, of which the likeliest is taken."""

_EXAMPLE_SPREAD, _LIKE_DAYS = 0.01, 10
"""So many days of a usual spread (a day is a tenth more or less than its mean) are added to those counted (a prior)."""

_COMMON_VISITS = 200.0
"""So many visits of the common shape are added to the half hours of a single weekday before they are divided (a prior)."""


@dataclass(frozen=True)
class Arrivals:
    """The fitted numbers. `factors` by the names above: each the factor on the mean, 1 for none; `decay`: days of the surge.

    `shapes`: by weekday and whether it is a day off, the shares of the half hours; they add up to 1.
    `spread`: variance of the gamma factor of a day. `covariance` of the logarithms of the factors.
    """

    factors: dict[str, Estimate]
    decay: float
    spread: Estimate
    shapes: dict[tuple[bool, int], Floats]
    coefficients: Floats
    covariance: Floats

    def expected(self, day: LivedDay) -> float:
        """People expected on `day`."""
        return math.exp(float(_row(day, self.decay) @ self.coefficients)) * day.length / 480.0

    def sd_of_log(self, day: LivedDay) -> float:
        """How well the mean of `day` itself is known: the standard deviation of its logarithm."""
        row = _row(day, self.decay)
        return math.sqrt(max(float(row @ self.covariance @ row), 0.0))

    def on_weekday(self, weekday: int, *, off: bool, length: float, n: int) -> Estimate:
        """People on such a day in a month like the mean of all, with what is known of that number taken together: a factor
        alone is known less well than the days themselves, for one factor can be larger and another smaller instead."""
        row = np.zeros(len(NAMES))
        row[0], row[1], row[5 + weekday], row[12:] = 1.0, float(off), 1.0, 1.0 / 12
        sd = math.sqrt(max(float(row @ self.covariance @ row), 0.0))
        return on_log_scale(float(row @ self.coefficients) + math.log(length / 480.0), sd, n)

    def by_half_hour(self, day: LivedDay) -> Floats:
        """The same by half hour since the doors opened; a day of another length keeps the pace of its first half hours."""
        slots = max(1, round(day.length / SLOT))
        shape = self.shapes.get((day.kind is DayKind.OFF, day.day.weekday()))
        if shape is None:
            shape = np.full(slots, 1.0 / slots)
        laid: Floats = np.array([shape[min(slot, len(shape) - 1)] for slot in range(slots)])
        found: Floats = self.expected(day) * laid / laid.sum()
        return found


def fit(lived: Lived) -> Arrivals:
    """The likeliest factors. ValueError where there is not one visit."""
    people = np.bincount(lived.day, minlength=len(lived.days)).astype(np.float64)
    if not people.sum():
        raise ValueError("nobody has come on any of these days")
    has_surge = any(day.since_reopening is not None for day in lived.days)
    tried = [_fit(lived.days, people, decay) for decay in (DECAYS if has_surge else DECAYS[3:4])]
    _, decay, coefficients, covariance, spread = max(tried, key=lambda each: each[0])
    # How fast the surge decays is not known either: what other decays would have given widens its interval.
    likely = np.exp(np.array([each[0] for each in tried]) - max(each[0] for each in tried))
    surge = np.array([each[2][_SURGE] for each in tried])
    covariance[_SURGE, _SURGE] += float(likely @ (surge - coefficients[_SURGE]) ** 2 / likely.sum())
    days_of = _design(lived.days, decay)
    counted = (days_of != 0).sum(axis=0)
    sd = np.sqrt(np.diag(covariance))
    factors = {
        name: on_log_scale(float(coefficients[place]), float(sd[place]), int(counted[place]))
        for place, name in enumerate(NAMES)
    }
    return Arrivals(factors, decay, spread, _shapes(lived), coefficients, covariance)


def _row(day: LivedDay, decay: float) -> Floats:
    row = np.zeros(len(NAMES))
    row[0] = 1.0
    row[1] = day.kind is DayKind.OFF
    row[2] = day.kind is DayKind.EVE
    row[3] = day.kind is DayKind.AFTER
    row[4] = 0.0 if day.since_reopening is None else np.exp(-day.since_reopening / decay)
    row[5 + day.day.weekday()] = 1.0
    row[5 + 7 + day.day.month - 1] = 1.0
    return row


def _design(days: Sequence[LivedDay], decay: float) -> Floats:
    return np.array([_row(day, decay) for day in days])


def _fit(days: Sequence[LivedDay], people: Floats, decay: float) -> tuple[float, float, Floats, Floats, Estimate]:
    """Log-likelihood with priors, decay, coefficients, covariance, spread."""
    design = _design(days, decay)
    offset = np.log(np.maximum([day.length for day in days], 1.0) / 480.0)
    penalty = np.diag([1.0 / _PRIOR_SD[name] ** 2 for name in NAMES])
    coefficients = np.zeros(len(NAMES))
    coefficients[0] = np.log(people.sum() / np.exp(offset).sum())
    spread = 0.0
    for _ in range(60):
        mean = np.exp(np.clip(design @ coefficients + offset, -20, 20))
        weight = mean / (1 + spread * mean)
        working = design @ coefficients + (people - mean) / mean
        inverse = np.linalg.inv(design.T @ (weight[:, None] * design) + penalty)
        moved = inverse @ (design.T @ (weight * working))
        step = np.clip(moved - coefficients, -2.0, 2.0)
        coefficients = coefficients + step
        free = max(len(people) - float(np.trace(inverse @ (design.T @ (weight[:, None] * design)))), 1.0)
        spread = _spread(people, np.exp(np.clip(design @ coefficients + offset, -20, 20)), free)
        if np.abs(step).max() < 1e-9:
            break
    mean = np.exp(np.clip(design @ coefficients + offset, -20, 20))
    likelihood = -0.5 * float(coefficients @ penalty @ coefficients) + _likelihood(people, mean, spread)
    days_counted = len(people) + _LIKE_DAYS
    spread = (spread * len(people) + _EXAMPLE_SPREAD * _LIKE_DAYS) / days_counted
    error = spread * math.sqrt(2.0 / days_counted) * Z
    told = Estimate(spread, max(0.0, spread - error), spread + error, len(people))
    return likelihood, decay, coefficients, inverse, told


def _spread(people: Floats, mean: Floats, free: float) -> float:
    """The variance of the gamma factor at which Pearson's statistic is its degrees of freedom; 0 for Poisson or less."""
    square = (people - mean) ** 2

    def over(spread: float) -> bool:
        return bool((square / (mean + spread * mean**2)).sum() > free)

    if not over(0.0):
        return 0.0
    low, high = 0.0, 1.0
    while over(high) and high < 64:
        high *= 2
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if over(middle) else (low, middle)
    return (low + high) / 2


def _likelihood(people: Floats, mean: Floats, spread: float) -> float:
    """A normal approximation is enough to choose a decay by."""
    variance = mean + spread * mean**2
    return float(-0.5 * ((people - mean) ** 2 / variance + np.log(variance)).sum())


def _shapes(lived: Lived) -> dict[tuple[bool, int], Floats]:
    """Shares of the half hours: of a weekday, drawn towards those of all days of its kind as far as it is rarely seen."""
    off = np.array([day.kind is DayKind.OFF for day in lived.days])
    weekday = np.array([day.day.weekday() for day in lived.days])
    slots_of = np.array([max(1, round(day.length / SLOT)) for day in lived.days])
    slot = np.clip(np.floor(np.maximum(lived.arrived, 0.0) / SLOT), 0, slots_of[lived.day] - 1).astype(np.int64)
    found: dict[tuple[bool, int], Floats] = {}
    for is_off in (False, True):
        days = off == is_off
        if not days.any():
            continue
        slots = int(np.median(slots_of[days]))
        of_kind = days[lived.day]
        common = np.bincount(np.minimum(slot[of_kind], slots - 1), minlength=slots) + 0.5
        common = common / common.sum()
        for number in range(7):
            own = of_kind & (weekday[lived.day] == number)
            counted = np.bincount(np.minimum(slot[own], slots - 1), minlength=slots)
            shape = counted + _COMMON_VISITS * common
            found[is_off, number] = shape / shape.sum()
    return found
