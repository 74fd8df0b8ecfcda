"""What many simulated days say: mean with its 95 % interval, paired differences, and as many days as the precision asks.

A day is one observation: within a day people wait for each other, days are independent.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from onetrip.simulation.hall.kernel import compared
from onetrip.simulation.hall.model import HallModel
from onetrip.simulation.hall.outcomes import Measures, behind
from onetrip.simulation.hall.plans import Plan
from onetrip.simulation.hall.quick_drawing import batches

Days = NDArray[np.float64]
Figure = Callable[[Measures], Days]
"""One number for each day, as `lambda measures: measures.mean_wait`."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over `days` days; `half`: half the width of its 95 % interval, inf for fewer than two days. `p90`: nine days of ten
    are not above it."""

    mean: float
    half: float
    p90: float
    days: int

    @property
    def low(self) -> float:
        """Lower end of the interval."""
        return self.mean - self.half

    @property
    def high(self) -> float:
        """Upper end of the interval."""
        return self.mean + self.half


def estimate(days: Sequence[float] | Days) -> Estimate:
    """Mean, interval (Student's t) and 90th percentile of one number a day. ValueError without a day, or for a day without a number."""
    values = np.asarray(days, np.float64)
    if values.size == 0 or not np.isfinite(values).all():
        raise ValueError("an estimate needs days, and a number of each")
    half = math.inf
    if values.size > 1:
        half = t_975(values.size - 1) * float(values.std(ddof=1)) / math.sqrt(values.size)
    return Estimate(float(values.mean()), half, float(np.quantile(values, 0.9, method="inverted_cdf")), values.size)


def difference(one: Sequence[float] | Days, other: Sequence[float] | Days) -> Estimate:
    """`one` less `other`, day by day on the same visitors. ValueError when they are not of the same days."""
    first, second = np.asarray(one, np.float64), np.asarray(other, np.float64)
    if first.shape != second.shape:
        raise ValueError("two plans are compared on the same days")
    return estimate(first - second)


def share_of_days(met: Sequence[bool] | NDArray[np.bool_]) -> Estimate:
    """The share of days on which a target is met, with Wilson's interval made symmetric to its wider side. ValueError without a day."""
    days = np.asarray(met, np.bool_)
    if days.size == 0:
        raise ValueError("an estimate needs days")
    count, share, z = days.size, float(days.mean()), NormalDist().inv_cdf(0.975)
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    spread = z / (1 + z * z / count) * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return Estimate(share, max(middle + spread - share, share - middle + spread), float(share > 0.1), count)


def t_975(freedom: int) -> float:
    """Two-sided 95 % point of Student's t: exact for 1 and 2, then Hill's expansion (1970), to 0.001 from 3 on."""
    if freedom == 1:
        return 12.706204736432095
    if freedom == 2:
        return 4.302652729696142
    z = NormalDist().inv_cdf(0.975)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
        (27 * z**11 + 339 * z**9 + 930 * z**7 - 1782 * z**5 - 765 * z**3 + 17955 * z) / 368640,
    )
    return float(z + sum(term / freedom**power for power, term in enumerate(terms, start=1)))


@dataclass(frozen=True)
class Run:
    """Plans on the same days: the measures of each, and how it ended. `is_precise`: every half width asked for is reached;
    else the limit of days was. `seconds`: of the processor."""

    measures: tuple[Measures, ...]
    is_precise: bool
    seconds: float

    @property
    def days(self) -> int:
        """How many days were simulated for each plan."""
        return self.measures[0].days


def run(
    model: HallModel,
    plans: Sequence[Plan],
    *,
    seed: int,
    figure: Figure,
    half: float,
    most_days: int = 20_000,
    batch: int = 200,
    threads: int = 1,
) -> Run:
    """Simulate days in batches until `figure` is known to `half` of the first plan, and of the others less the first.

    Looking after each batch makes the interval a little too narrow; a first batch of 200 days keeps that below what is
    shown. ValueError without a plan, or where no day may be simulated.
    """
    if not plans or most_days < 1 or batch < 1:
        raise ValueError("a run needs a plan and a day")
    began, is_precise = time.process_time(), False
    parts: list[list[Measures]] = []
    values: list[list[Days]] = [[] for _ in plans]
    for people in batches(model, seed, most_days, at_once=batch, threads=threads):
        parts.append(compared(people, plans, threads=threads))
        for known, measures in zip(values, parts[-1], strict=True):
            known.append(figure(measures))
        is_precise = _widest(values) <= half
        if is_precise:
            break
    whole = tuple(behind([part[number] for part in parts]) for number in range(len(plans)))
    return Run(whole, is_precise, time.process_time() - began)


def _widest(values: list[list[Days]]) -> float:
    first, *others = (np.concatenate(known) for known in values)
    return max([estimate(first).half, *(difference(other, first).half for other in others)])
