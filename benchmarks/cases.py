"""Cases: a year of a centre loaded, ten of them in the database, and then the pages, the acceptances, the audit.

Over HTTP with signed-in people, every commit durable. Nothing else may run beside it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta

from benchmarks.casework import pages, year
from benchmarks.hall import runs
from benchmarks.hall.house import measured_house
from benchmarks.report import Row, report

YEARS = int(os.environ.get("ONETRIP_BENCH_YEARS", "10"))
_loading: list[float] = []


def main() -> int:
    """Measure everything in one run; 1 while a figure misses its reach."""
    audit = _audit()
    with measured_house(past=_fill) as house:
        seen = pages.pages(house)
        together = runs.eight_clients(house)
    slowest = max(seen, key=lambda page: page.p95)
    rows = [
        Row(f"a centre-year of {year.CASES:,} cases loaded, all keys and triggers on", _loading[0], "s", "lower", 180),
        *(Row(f"{page.path}, p95", page.p95, "ms", "lower", 100) for page in seen),
        Row(f"the slowest of them, median ({slowest.path})", slowest.median, "ms", "lower"),
        Row("first reading after the house opened, the slowest", max(page.first for page in seen), "ms", "lower"),
        Row(
            "acceptances of eight clerks, each with a whole visit around it",
            together.cycles_a_second,
            "/s",
            "higher",
            60,
        ),
        Row("such a visit, p95", together.p95, "ms", "lower"),
        *audit,
    ]
    notes = [
        f"{YEARS} years of {year.CASES:,} cases in one database; the first is loaded as a measured one, the others are in the way.",
        "By the clock on the wall, client and server on the same cores.",
    ]
    return report("cases", rows, notes)


def _audit() -> list[Row]:
    """The audit of a year, in a process and a database of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.casework.audit"], check=True, capture_output=True, text=True
    )
    return [Row(**row) for row in json.loads(done.stdout.splitlines()[-1])]


def _fill(url: str) -> None:
    from onetrip.catalogue import queries as catalogues

    catalogue = catalogues.current_version().number
    matters = year.matters(url, catalogues.current())
    last = date.today() - timedelta(days=1)  # noqa: DTZ011 -- any yesterday will do
    for number in range(YEARS):
        given = {"centre": "LF", "catalogue": catalogue, "matters": matters}
        taken = year.load(url, last=last - timedelta(days=365 * number), guarded=number == 0, **given)
        _loading.append(taken)
    year.settle(url)
    pages.make_reviewer(url, pages.busiest_department(url))


if __name__ == "__main__":
    sys.exit(main())
