"""The hall, over HTTP with signed-in clerks, 100,000 finished visits in the database and every commit durable.

Peer: TheQ (Service BC), measured elsewhere on a like machine of two shared cores (research/peers_queue.md, 3): it cannot
be installed here. Its cycle: create, add service, queue, invite, begin, finish; with under 2,000 visits, the quietest run.
"""

from __future__ import annotations

import sys

from benchmarks.hall import runs
from benchmarks.hall.house import measured_house
from benchmarks.report import Row, report

THEQ = "TheQ, measured elsewhere on a like machine"


def main() -> int:
    """Measure everything in one run; 1 while a figure misses its reach."""
    with measured_house() as house:
        alone = runs.one_client(house)
        counted = runs.statements(house)
        with_slip = runs.statements(house, slip=house.slip)
        together = runs.eight_clients(house)
        live = runs.live_stream(house)
        slip_page = runs.page(house.guide, f"/s/{house.slip}")
        slip_pdf = runs.page(house.guide, f"/s/{house.slip}.pdf")
        hall = runs.full_hall(house)
    rows = [
        Row("whole visit, one client, median", alone.median, "ms", "lower", 40, THEQ, 329),
        Row("whole visit, one client, p95", alone.p95, "ms", "lower", None, THEQ, 475),
        Row("SQL statements of a visit", counted.work, "", "lower", 25, THEQ, 51),
        Row("BEGIN and COMMIT beside them", counted.around, "", "lower"),
        Row("SQL statements of a visit with a slip", with_slip.work, "", "lower"),
        Row("whole visits, eight clients", together.cycles_a_second, "/s", "higher", 50, THEQ, 3.4),
        Row("whole visit, eight clients, median", together.median, "ms", "lower", None, THEQ, 2148),
        Row("whole visit, eight clients, p95", together.p95, "ms", "lower", None, THEQ, 4152),
        Row(f"numbers given twice, of {together.numbers:,}", together.repeated, "", "lower", 0, THEQ, 140),
        Row("people called twice", together.called_twice, "", "lower", 0),
        Row("update of a window, 100 waiting", hall.kilobytes, "KB", "lower", 20, THEQ, 350),
        Row("update of a window, 100 waiting", hall.median, "ms", "lower", 20, THEQ, 91),
        Row("the same when nothing has changed", hall.unchanged, "ms", "lower"),
        Row("from a window's press to the live stream, median", live.median, "ms", "lower"),
        Row("from a window's press to the live stream, longest", live.longest, "ms", "lower", 500),
        Row("page of a plan", slip_page, "ms", "lower", 50),
        Row("slip as PDF, by its address", slip_pdf, "ms", "lower", 100),
    ]
    notes = [
        "A visit: draw a number, call next, start, accept one matter that completes on the spot, finish: five requests.",
        "TheQ repeated 140 of 1,560 numbers (9 %). Statements are counted by the server (pg_stat_statements).",
        "By the clock on the wall, client and server on the same cores.",
    ]
    if "--statements" in sys.argv:
        notes += ["Statements of a visit:", *counted.texts, "With a slip:", *with_slip.texts]
    return report("lobby", rows, notes)


if __name__ == "__main__":
    sys.exit(main())
