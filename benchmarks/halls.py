"""The hall and the 24-hour hall: from a press to the paper, from a call to 300 screens, the kiosk's pages, the waits told,
the papers read. One house for what is served; nothing else may run beside it.
"""

from __future__ import annotations

import sys

from benchmarks import reading, waits
from benchmarks.hall import screens
from benchmarks.hall.house import measured_house
from benchmarks.hall.kiosk_pages import kiosk_pages
from benchmarks.hall.paper import arrival_to_paper
from benchmarks.report import Row, report


def main() -> int:
    """Measure everything in one run; 1 while a figure misses its reach."""
    with measured_house() as house:
        papers = arrival_to_paper(house)
        shown = screens.rows(house)
        pages = kiosk_pages(house.serving.address, house.kiosk)
    rows = [
        Row("arrival at a machine to the cut of its paper, median", papers.median, "ms", "lower"),
        Row("arrival at a machine to the cut of its paper, p95", papers.p95, "ms", "lower", 1000),
        Row("the slowest of them", papers.longest, "ms", "lower"),
        Row("of that, the house's own answer, median", papers.answered, "ms", "lower"),
        *shown,
        *(Row(f"kiosk {path}, median", taken, "ms", "lower") for path, taken in pages.medians.items()),
        Row("kiosk, the slowest page, p95", pages.slowest, "ms", "lower", 100),
        Row("kiosk, first visit over the wire, fonts aside", pages.first_visit, "KB", "lower", 100),
        *waits.rows(),
        *reading.rows(),
    ]
    notes = [
        "Client, house, bridge and simulated printer on the same cores, by the clock on the wall.",
        "The simulated printer prints as fast as it can: a real head needs about 0.7 s more for a ticket.",
        "The day of 24 centres at twenty times its speed runs in `make soak`.",
    ]
    return report("halls", rows, notes)


if __name__ == "__main__":
    sys.exit(main())
