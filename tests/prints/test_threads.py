from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from onetrip.prints import escpos, receipt_pdf, slip_pdf, ticket_roll_pdf
from tests.prints import samples
from tests.prints.reading import text_of

THREADS = 8


def test_eight_threads_print_at_once_and_each_gets_its_own() -> None:
    together = threading.Barrier(THREADS)

    def prints(thread: int) -> None:
        together.wait(timeout=30)
        for turn in range(4):
            number = f"{thread}{turn:03}"
            slip = slip_pdf(replace(samples.SLIP, number=f"LF1124{number}"), "zh" if turn % 2 else "en")
            receipt = receipt_pdf(replace(samples.RECEIPT, number=f"LFR1124{number}"), "zh")
            ticket = ticket_roll_pdf(replace(samples.TICKET, number=f"A{number}"), "en")
            assert f"LF1124{number}" in text_of(slip)
            assert f"LFR1124{number}" in text_of(receipt)
            assert f"A{number}" in text_of(ticket)
        escpos(ticket)

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(prints, thread) for thread in range(THREADS)]:
            done.result(timeout=120)


def test_a_print_made_beside_others_is_the_print_made_alone() -> None:
    alone = slip_pdf(samples.SLIP, "zh")

    with ThreadPoolExecutor(THREADS) as pool:
        beside = list(pool.map(lambda _: slip_pdf(samples.SLIP, "zh"), range(THREADS)))

    assert set(beside) == {alone}
