"""Paper: how long a print takes once the fonts are in memory. Every print is of another number and another address.

Peer: the same kind of page by WeasyPrint takes 0.3 to 14 s (DESIGN.md, section 5); it is not measured here.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from tests.prints import samples

from benchmarks.report import Row, interleaved, report
from onetrip.prints import escpos, notice_pdf, receipt_pdf, slip_pdf, slip_roll_pdf, ticket_roll_pdf
from onetrip.prints.sheets import SlipSheet

ROUNDS = 31
THREADS = 8
_serial = itertools.count(1)

TWO_PAGES = replace(samples.SLIP, papers=samples.LARGE_SLIP.papers[:9])

Printer = Callable[[Any, Any], bytes]


def main() -> int:
    """Median times for each print, and how many slips eight threads print in a second; 1 if a slip takes over 100 ms."""
    jobs = {
        "slip, A5, one page": _job(slip_pdf, samples.SLIP),
        "slip, A5, two pages": _job(slip_pdf, TWO_PAGES),
        "slip, A5, 12 matters and 15 papers": _job(slip_pdf, samples.LARGE_SLIP),
        "slip, 80 mm": _job(slip_roll_pdf, samples.SLIP),
        "receipt, A5": _job(receipt_pdf, samples.RECEIPT),
        "notice, A5": _job(notice_pdf, samples.NOTICE),
        "ticket, 80 mm": _job(ticket_roll_pdf, samples.TICKET),
        "slip, 80 mm, from PDF to dots for the printer": _dots(),
    }
    for job in jobs.values():
        job(0)
    taken = interleaved(jobs, ROUNDS)
    reaches = {"slip, A5, one page": 100.0, "slip, A5, two pages": 100.0}
    rows = [Row(name, 1000 * seconds, "ms", "lower", reaches.get(name)) for name, seconds in taken.items()]
    rows.append(Row(f"slips by {THREADS} threads at once", _slips_a_second(), "slips/s", "higher"))
    return report(
        "prints", rows, ["Processor time of a print, over all cores it uses; threads by the clock on the wall."]
    )


def _job(printer: Printer, sheet: Any) -> Callable[[int], int]:
    """Prints a sheet nobody has printed before, in Chinese."""

    def printed(_: int) -> int:
        printer(_another(sheet), "zh")
        return 1

    return printed


def _another(sheet: Any) -> Any:
    serial = next(_serial)
    return replace(sheet, number=f"LF1124{serial:04}", address=f"{samples.ADDRESS[:-4]}{serial:04}")


def _dots() -> Callable[[int], int]:
    roll = slip_roll_pdf(samples.SLIP, "zh")

    def printed(_: int) -> int:
        escpos(roll)
        return 1

    return printed


def _slips_a_second(slips: int = 160) -> float:
    sheets: list[SlipSheet] = [_another(samples.SLIP) for _ in range(slips)]
    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda sheet: slip_pdf(sheet, "zh"), sheets))
    return slips / (time.perf_counter() - began)
