"""The rehearsal measured: speed on one core, peers in the same run, closed forms, the lunch break, common random numbers, a plan of windows,
event logs, and a drill of a re-opening morning on the real system at sixty times its speed.

Processor time throughout, but for the drill. The day is `common.MODEL`: invented, the same each time.
"""

from __future__ import annotations

import importlib
import math
import time
from collections.abc import Callable
from contextlib import suppress

import numpy as np

from benchmarks.rehearsal import drill, logs, peers
from benchmarks.rehearsal.closed_forms import cases, score
from benchmarks.rehearsal.common import LUNCH, MODEL, plan
from benchmarks.report import Row, interleaved, report
from onetrip.simulation.hall.kernel import compared, measured
from onetrip.simulation.hall.quick_drawing import batches, drawn
from onetrip.simulation.hall.staffing import search
from onetrip.simulation.hall.statistics import difference

BATCH = 100
CHI_SQUARE_6 = 22.46
"""Six squares of standard normal figures pass this once in a thousand."""


def speed() -> list[Row]:
    """Customers a second and core: drawn and played once; played under 32 plans."""
    people = drawn(MODEL, 1, BATCH)
    plans = [plan((*LUNCH[:k], LUNCH[k] + more, *LUNCH[k + 1 :])) for k in range(16) for more in (0, 1)]

    def full(number: int) -> int:
        done = 0
        for visitors in batches(MODEL, 1, 5 * BATCH, first_day=5 * number * BATCH):
            measured(visitors, plan(LUNCH))
            done += len(visitors)
        return done

    def grid(_: int) -> int:
        compared(people, plans)
        return len(plans) * len(people)

    full(0)
    taken = interleaved({"full": full, "grid": grid})
    return [
        Row("full model, customers drawn and served", 1 / taken["full"] / 1e6, "M/s", "higher", 6.0),
        Row("32 plans on the same customers", 1 / taken["grid"] / 1e6, "M/s", "higher", 20.0),
    ]


def others() -> list[Row]:
    """The same day by others, in this run."""
    jobs: dict[str, tuple[Callable[[int, int], tuple[int, float]], int]] = {
        "plain Python and heapq": (peers.heapq_days, 200),
        "SimPy": (peers.simpy_days, 40),
        "Ciw (own Schedule)": (peers.ciw_days, 40),
        "Cimba": (peers.cimba_days, 2_000),
    }
    rows = []
    for name, (job, days) in jobs.items():
        try:
            job(1, 0)  # Cimba compiles the model
        except ImportError:
            continue
        began = time.process_time()
        came, wait = job(days, 1)
        each = (time.process_time() - began) / came
        rows.append(Row(f"{name}: customers", 1 / each / 1e6, "M/s", "higher"))
        rows.append(Row(f"{name}: mean wait of {days} days", wait, "min", "lower"))
    return rows


def closed_forms(customers: int = 20_000_000) -> list[Row]:
    """Each queue at 20 million customers; and all together."""
    scores = {case.name: score(case, customers, 50, seed=7) for case in cases()}
    rows = [Row(f"{name}: |z|", abs(z), "", "lower") for name, z in scores.items()]
    return [
        *rows,
        Row("closed forms together: sum of z²", sum(z * z for z in scores.values()), "", "lower", CHI_SQUARE_6),
    ]


def lunch(days: int = 400) -> list[Row]:
    """12 windows, 6 over lunch, on the same visitors as an independent exact model that only counts windows."""
    people = drawn(MODEL, 2, days)
    ours = measured(people, plan(LUNCH)).mean_wait
    exact = np.array([np.mean(peers.played(peers.as_somebody(people, day))) for day in range(days)])
    found = difference(ours, exact)
    return [
        Row("lunch 12 to 6: off from exact, paired", abs(found.mean), "min", "lower", 0.1),
        Row("lunch 12 to 6: the worst of the days", float(np.abs(ours - exact).max()), "min", "lower", 0.1),
    ]


def common_numbers(days: int = 4_000) -> list[Row]:
    """12 windows against 13: variance of the difference on other visitors over that on the same."""
    mine, other = drawn(MODEL, 3, days), drawn(MODEL, 4, days)
    twelve, thirteen = (result.mean_wait for result in compared(mine, [plan((12,) * 16), plan((13,) * 16)]))
    apart = measured(other, plan((13,) * 16)).mean_wait
    paired, independent = difference(thirteen, twelve), (twelve.var(ddof=1) + apart.var(ddof=1)) / days
    ratio = independent / ((thirteen - twelve).var(ddof=1) / days)
    return [
        Row("12 or 13 windows: variance, independent over common", float(ratio), "", "higher", 19.0),
        Row("12 or 13 windows: difference", paired.mean, "min", "lower"),
    ]


def today(days: int = 20_000) -> list[Row]:
    """What the common day comes to."""
    parts = [measured(drawn(MODEL, 1, 500, first), plan(LUNCH)) for first in range(0, days, 500)]

    def over(name: str) -> float:
        return float(np.concatenate([getattr(part, name) for part in parts]).mean())

    return [
        Row("the common day: mean wait", over("mean_wait"), "min", "lower", None, "published", 5.421),
        Row("the common day: who left", over("left"), "", "lower", None, "published", 33.70),
        Row("the common day: served", over("served"), "", "higher", None, "published", 316.34),
        Row("the common day: last leaves", over("last"), "min", "lower", None, "published", 519.25),
    ]


def windows() -> list[Row]:
    """The plan of windows for 90 % within 20 minutes and 85 % in each half hour; judged again on days nobody has seen."""
    found = search(MODEL, plan(()), seed=1)
    fresh = measured(drawn(MODEL, 99, 4_000), plan(found.windows))
    return [
        Row("plan of windows: window-hours", found.hours, "h", "lower", 81.5),
        Row("plan of windows: search", found.seconds, "CPU-s", "lower", 30.0),
        Row(
            "plan of windows: within 20 minutes, fresh days",
            100 * fresh.within.sum() / fresh.queued.sum(),
            "%",
            "higher",
            90.0,
        ),
        Row(
            "plan of windows: worst half hour, fresh days",
            100 * float(fresh.share_within_by_slot.min()),
            "%",
            "higher",
            85.0,
        ),
    ]


def main() -> int:
    """All of it; 1 while a figure misses its reach."""
    with suppress(ImportError):  # numba learns Cimba's types only as long as it has compiled nothing
        importlib.import_module("benchmarks.rehearsal.cimba_day")
    simulated = [*speed(), *others(), *today(), *lunch(), *common_numbers(), *windows(), *closed_forms()]
    rows = [*simulated, *logs.rows(), *drill.rows()]
    assert all(math.isfinite(row.value) for row in rows)
    notes = [
        "The roster of 26 people is the group `roster`.",
    ]
    return report("rehearsal", rows, notes)


if __name__ == "__main__":
    raise SystemExit(main())
