"""How well waits are told, in halls that do not exist, on days that were not learned from; beside what others tell.

The figures are minutes over all halls together (geometric mean of ours ÷ theirs), so they do not depend on the machine.
`rows` is also part of the group "halls".
"""

from __future__ import annotations

import math
import sys
import time

from benchmarks.queues.file import as_csv
from benchmarks.queues.hall import World, simulate
from benchmarks.queues.worlds import EVER
from benchmarks.report import Row, report
from onetrip.lobby.eta.baselines import NAMES
from onetrip.lobby.eta.evaluating import OURS, Evaluation, evaluate
from onetrip.lobby.eta.snapshots import read

SEED = 20261130


def measured(world: World, seed: int = SEED) -> tuple[Evaluation, float]:
    """The evaluation of one hall's file, and the seconds it took."""
    content = as_csv(world, simulate(world, seed), seed=seed)
    began = time.perf_counter()
    return evaluate(read(content)), time.perf_counter() - began


def rows() -> list[Row]:
    """Ours against each of the three, the hall in which we come off worst, the range, and how long it takes."""
    found = [(world, *measured(world)) for world in EVER]
    table = []
    for name in NAMES:
        ratios = [evaluation.total.errors[OURS] / evaluation.total.errors[name] for _, evaluation, _ in found]
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
        table.append(Row(f"error of our waits, of that of {name}", mean, "×", "lower", 0.98))
    best = {
        world.name: evaluation.total.errors[OURS] / min(evaluation.total.errors[name] for name in NAMES)
        for world, evaluation, _ in found
    }
    worst = max(best, key=lambda name: best[name])
    table.append(Row(f"the same beside the best of the three, worst hall: {worst}", best[worst], "×", "lower"))
    covered = [evaluation.total.coverage for _, evaluation, _ in found]
    table.append(
        Row(
            "waits within the range told (80 % meant), mean of the halls",
            sum(covered) / len(covered),
            "",
            "higher",
            0.74,
        )
    )
    table.append(Row("lowest of them", min(covered), "", "higher"))
    table.append(Row("a file learned and measured, longest", max(seconds for *_, seconds in found), "s", "lower"))
    return table


def by_hall() -> list[str]:
    """One line for each hall: minutes of error."""
    lines = [f"| hall | mean wait | {OURS} | {' | '.join(NAMES)} | within range |", "|---|---|---|---|---|---|---|"]
    for world in EVER:
        total = measured(world)[0].total
        errors = " | ".join(f"{total.errors[name]:.1f}" for name in (OURS, *NAMES))
        lines.append(f"| {world.name} | {total.mean_wait:.1f} | {errors} | {total.coverage:.0%} |")
    return lines


def main() -> int:
    """Measure, print and write the figures; with --halls also a line for each hall."""
    return report("waits", rows(), by_hall() if "--halls" in sys.argv else ())


if __name__ == "__main__":
    sys.exit(main())
