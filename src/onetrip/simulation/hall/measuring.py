"""The measures of each day from what its visitors lived through, in machine code."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onetrip.simulation.hall.compiled import Compiled
from onetrip.simulation.hall.machine import machine_code
from onetrip.simulation.hall.outcomes import Fate, Standing
from onetrip.simulation.hall.tables import Given, Kept

Floats = NDArray[np.float64]

SERVED, AT_KIOSK, LEFT, UNSERVED, NO_NUMBER = map(
    int, (Fate.SERVED, Fate.AT_KIOSK, Fate.LEFT, Fate.UNSERVED, Fate.NO_NUMBER)
)
ORDINARY, PRIORITY, BOOKED = map(int, (Standing.ORDINARY, Standing.PRIORITY, Standing.BOOKED))
SLOT = 30.0
FIGURES = (
    "numbers", "served", "at_kiosk", "left", "unserved", "no_number", "waited", "within", "longest", "last", "kiosk_waited",
)  # fmt: skip
"""The columns of `Sums.figures`, by the names of `outcomes.Measures`."""


class Sums(NamedTuple):
    """Where days are added up: `figures` day by FIGURES; `by_slot` day by half hour by (queued, within, waited, served);
    `by_standing` day by standing by (served, waited); `worked` day by window."""

    figures: Floats
    by_slot: NDArray[np.float64]
    by_standing: NDArray[np.float64]
    worked: Floats


def sums(days: int, slots: int, windows: int) -> Sums:
    """Nothing yet."""
    return Sums(
        np.zeros((days, len(FIGURES))), np.zeros((days, slots, 4)), np.zeros((days, 3, 2)), np.zeros((days, windows))
    )


@machine_code
def measure(given: Given, plan: Compiled, out: Kept, to: Sums, first: int, last: int) -> None:
    """Days `first` to `last` (excluded) into rows of the same number."""
    for day in range(first, last):
        a, b = given.begins[day], given.begins[day + 1]
        at, end = a - given.begins[first], b - given.begins[first]
        fate, served = out.fate[at:end], out.line[at:end]
        served = served[: _served(fate, served)]
        _add_fates(fate, out.drew[at:end], out.at_kiosk[at:end], out.leaves[at:end], to.figures[day])
        waited = out.begins[at:end] - out.joined[at:end]
        _add_waits(served, waited, plan.promised, to.figures[day])
        _add_by_slot(fate, waited, out.drew[at:end], plan.promised, to.by_slot[day])
        _add_by_standing(served, waited, given.booked[a:b], given.credit[a:b], to.by_standing[day])
        window, begins, leaves, worked = out.window[at:end], out.begins[at:end], out.leaves[at:end], to.worked[day]
        for one in served:
            worked[window[one]] += leaves[one] - begins[one]


@machine_code
def _served(fate: NDArray[np.int8], served: NDArray[np.int64]) -> int:
    """Writes who was served into `served`; how many. Without a branch, which the processor could not foresee, as below."""
    count = 0
    for one in range(fate.shape[0]):
        served[count] = one
        count += fate[one] == SERVED
    return count


@machine_code
def _add_fates(fate: NDArray[np.int8], drew: Floats, at_kiosk: Floats, leaves: Floats, figures: Floats) -> None:
    last, kiosk_waited = 0.0, 0.0
    counts = np.zeros(6, np.int64)
    for one in range(fate.shape[0]):
        counts[fate[one]] += 1
        last = max(last, leaves[one])
        kiosk_waited += at_kiosk[one] - drew[one] if fate[one] == AT_KIOSK else 0.0
    figures[0] = fate.shape[0] - counts[NO_NUMBER]
    figures[1:6] = counts[1:]
    figures[9], figures[10] = last, kiosk_waited


@machine_code
def _add_waits(served: NDArray[np.int64], waited: Floats, promised: float, figures: Floats) -> None:
    total, within, longest = 0.0, 0, 0.0
    for one in served:
        total += waited[one]
        within += waited[one] <= promised
        longest = max(longest, waited[one])
    figures[6], figures[7], figures[8] = total, within, longest


@machine_code
def _add_by_slot(
    fate: NDArray[np.int8], waited: Floats, drew: Floats, promised: float, by_slot: NDArray[np.float64]
) -> None:
    last = by_slot.shape[0] - 1
    for one in range(fate.shape[0]):
        is_served = fate[one] == SERVED
        slot = min(max(int(drew[one] / SLOT), 0), last) if fate[one] != NO_NUMBER else 0
        by_slot[slot, 0] += (fate[one] != AT_KIOSK) & (fate[one] != NO_NUMBER)
        by_slot[slot, 1] += waited[one] <= promised  # NaN for who was not served: false
        by_slot[slot, 2] += waited[one] if is_served else 0.0
        by_slot[slot, 3] += is_served


@machine_code
def _add_by_standing(
    served: NDArray[np.int64], waited: Floats, booked: Floats, credit: Floats, by_standing: NDArray[np.float64]
) -> None:
    for one in served:
        standing = PRIORITY if credit[one] > 0.0 else ORDINARY
        standing = BOOKED if booked[one] == booked[one] else standing  # not NaN
        by_standing[standing, 0] += 1.0
        by_standing[standing, 1] += waited[one]
