"""Appraisal: a month's sheets for everybody of a centre out of a loaded year, settling it, the pages, and how old live is.

In a house filled as for `cases`, over HTTP with signed-in people where a page is measured.
"""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta
from statistics import median

from benchmarks.casework import pages, year
from benchmarks.hall.house import Measured, measured_house
from benchmarks.report import Row, report

CLERKS = 26
_ROUNDS = 5


def main() -> int:
    """Measure everything in one run; 1 while a figure misses its reach."""
    with measured_house(past=_fill) as house:
        month = (date.today().replace(day=1) - timedelta(days=1)).replace(day=1)  # noqa: DTZ011 -- any full month will do
        rows = [*_computed(month), *_pages(house, month)]
    notes = ["By the clock on the wall, client and server on the same cores; the month is the last one that is over."]
    return report("appraisal", rows, notes)


def _computed(month: date) -> list[Row]:
    """Reading, computing and keeping a month, without any page around it."""
    from django.utils import timezone

    from onetrip.appraisal import keeping, queries
    from onetrip.appraisal.model import compute, read_rules
    from onetrip.appraisal.model.signs import signs
    from onetrip.appraisal.reading import read
    from onetrip.centres.queries import settled
    from onetrip.walls import scope

    taken: dict[str, list[float]] = {"read": [], "computed": [], "signs": [], "kept": []}
    rules = read_rules(queries.example())
    with scope.within("LF"):
        centre = settled("LF").centre
        for _ in range(_ROUNDS):
            began = time.perf_counter()
            inputs = read(centre, month, rules, now=timezone.now())
            taken["read"].append(time.perf_counter() - began)
            began = time.perf_counter()
            sheets = compute(inputs, rules)
            taken["computed"].append(time.perf_counter() - began)
            began = time.perf_counter()
            signs(inputs, rules)
            taken["signs"].append(time.perf_counter() - began)
            began = time.perf_counter()
            kept = keeping.keep(inputs, sheets)
            taken["kept"].append(time.perf_counter() - began)
    whole = [read_in + made for read_in, made in zip(taken["read"], taken["computed"], strict=True)]
    cases, scored = len(inputs.works), sum(one.total is not None for one in sheets.sheets)
    return [
        Row(
            f"a month's sheets for {scored} people from {cases:,} cases, the slowest of {_ROUNDS}",
            max(whole),
            "s",
            "lower",
            2,
        ),
        Row("of it reading, median", median(taken["read"]), "s", "lower"),
        Row("of it computing, median", median(taken["computed"]), "s", "lower"),
        Row("signs for the director, median", median(taken["signs"]), "s", "lower"),
        Row("inputs and sheets made ready to be kept, median", median(taken["kept"]), "s", "lower"),
        Row("what is kept of a month", (len(kept.inputs) + len(kept.sheets)) / 1024, "KiB", "lower"),
        Row(
            "how old a live sheet is at most: kept, asked again, and computed anew",
            queries.FRESH_SECONDS + _ASKED_AGAIN + max(whole),
            "s",
            "lower",
            60,
        ),
    ]


_ASKED_AGAIN = 25
"""Seconds after which the page of a live sheet asks again (templates/appraisal/own.html)."""


def _pages(house: Measured, month: date) -> list[Row]:
    clerk, director = house.clerks[0], pages.signed_in(house, "director")
    timed = [
        pages.timed(clerk, f"/sheet/{month:%Y-%m}"),
        pages.timed(clerk, f"/sheet/{month:%Y-%m}/efficiency"),
        pages.timed(director, f"/sheets/{month:%Y-%m}"),
    ]
    return [
        *(Row(f"{page.path}, p95", page.p95, "ms", "lower", 100) for page in timed),
        Row(
            "first reading of such a page, when nothing is in memory, the slowest",
            max(one.first for one in timed),
            "ms",
            "lower",
        ),
    ]


def _fill(url: str) -> None:
    import psycopg

    from onetrip.catalogue import queries as catalogues

    with psycopg.connect(url, autocommit=True) as connection:
        more_clerks(connection)
    given = {"catalogue": catalogues.current_version().number, "matters": year.matters(url, catalogues.current())}
    year.load(url, centre="LF", last=date.today() - timedelta(days=1), **given)  # noqa: DTZ011 -- any yesterday will do
    year.settle(url)


def more_clerks(connection: object) -> None:
    """As many people at the windows as a centre has."""
    connection.execute(  # type: ignore[attr-defined]
        "WITH there AS (SELECT count(*) AS n FROM staff_grant WHERE centre = 'LF' AND role = 'clerk'), "
        "made AS (INSERT INTO staff_account (password, username, name, name_en, is_active, is_demonstration, failed_sign_ins) "
        "SELECT '', 'colleague-' || one, '同事', 'Colleague', true, true, 0 FROM there, generate_series(n + 1, %s) one "
        "RETURNING id) INSERT INTO staff_grant (account_id, role, centre, department) SELECT id, 'clerk', 'LF', '' FROM made",
        [CLERKS],
    )


if __name__ == "__main__":
    sys.exit(main())
