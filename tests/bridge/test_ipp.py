"""A page printer over real IPP: its states, its papers, and a job that would come out later is taken back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.bridge.drivers import ipp as driver
from onetrip.bridge.drivers.ipp import IppPrinter
from onetrip.bridge.ipp import state_of
from onetrip.bridge.simulators.ipp import CANCELED, IppSimulator, NotIpp, read_request
from onetrip.bridge.states import WORKS, Outcome, PartState, Reason
from tests.bridge.loops import in_a_loop, may, until

PDF = b"%PDF-1.7 " + bytes(range(256)) * 20


@asynccontextmanager
async def printing(**troubles: object) -> AsyncIterator[tuple[IppSimulator, IppPrinter]]:
    printer = IppSimulator(**troubles)  # type: ignore[arg-type]
    await printer.start()
    try:
        yield printer, IppPrinter("page", printer.address)
    finally:
        await printer.stop()
        await asyncio.sleep(0.02)


@in_a_loop
async def test_the_document_arrives_byte_for_byte() -> None:
    async with printing() as (printer, one):
        printed = await one.print(PDF, may)
        assert printed is not None
        assert printed.outcome is Outcome.PRINTED
        assert printer.papers == [PDF]
        assert one.watch.state is PartState.READY


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        ({"reasons": ["media-empty-error"]}, PartState.OUT),
        ({"reasons": ["media-jam", "media-empty"]}, PartState.JAM),
        ({"reasons": ["media-empty-warning"]}, PartState.LOW),
        ({"reasons": ["cover-open"]}, PartState.OPEN),
        ({"reasons": ["toner-low-report"]}, PartState.TONER),
        ({"toner": 3}, PartState.TONER),
        ({"garbled": True}, PartState.GARBLED),
    ],
)
def test_a_printer_is_seen_as_it_is_and_in_trouble_sent_nothing(trouble: dict[str, object], state: PartState) -> None:
    @in_a_loop
    async def run() -> None:
        async with printing(**trouble) as (printer, one):
            printed = await one.print(PDF, may)
            assert printed is not None
            assert one.watch.state is state
            if state in WORKS:
                assert printer.papers == [PDF]
            else:
                assert printed.outcome is Outcome.FAILED
                assert printer.states == {}

    run()


@in_a_loop
async def test_a_page_that_waits_for_paper_is_taken_back_and_does_not_come_out_with_the_new_paper() -> None:
    async with printing(stops_in_the_middle="media-empty-error") as (printer, one):
        printed = await one.print(PDF, may)
        assert printed is not None
        assert (printed.outcome, printed.reason) == (Outcome.FAILED, Reason.PAPER_OUT)
        assert printer.states == {1: CANCELED}
        printer.reasons = []
        assert printer.papers == []


@in_a_loop
async def test_without_the_word_of_the_house_nothing_is_sent() -> None:
    async def no() -> bool:
        return False

    async with printing() as (printer, one):
        assert await one.print(PDF, no) is None
        assert printer.states == {}


def test_silence_and_absence_are_two_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "ANSWER_WITHIN", 1)

    @in_a_loop
    async def run() -> None:
        async with printing(silent=True) as (_, one):
            assert (await one.print(PDF, may)).reason is Reason.SILENT  # type: ignore[union-attr]
        assert (await one.print(PDF, may)).reason is Reason.AWAY  # type: ignore[union-attr]

    run()


def test_a_printer_that_falls_silent_with_the_paper_in_its_hand_leaves_it_open(monkeypatch: pytest.MonkeyPatch) -> None:
    for patience in ("ANSWER_WITHIN", "SEND_WITHIN", "FIND_WITHIN"):
        monkeypatch.setattr(driver, patience, 1)

    @in_a_loop
    async def run() -> None:
        async with printing() as (printer, one):

            async def then_silent() -> bool:
                printer.silent = True
                return True

            assert (await one.print(PDF, then_silent)).outcome is Outcome.UNKNOWN  # type: ignore[union-attr]

    run()


@asynccontextmanager
async def looking(one: IppPrinter) -> AsyncIterator[None]:
    """The driver looks after its printer meanwhile."""
    task = asyncio.create_task(one.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@in_a_loop
async def test_a_printer_that_takes_four_seconds_to_accept_a_page_has_printed_it() -> None:
    async with printing(takes_seconds=4.0) as (printer, one):
        assert (await one.print(PDF, may)).outcome is Outcome.PRINTED  # type: ignore[union-attr]
        assert printer.papers == [PDF]


def test_a_page_whose_acceptance_was_never_heard_is_found_at_the_printer_by_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(driver, "SEND_WITHIN", 1)

    @in_a_loop
    async def run() -> None:
        async with printing(takes_seconds=3.0) as (_, one):
            assert (await one.print(PDF, may)).outcome is Outcome.PRINTED  # type: ignore[union-attr]
        async with printing(takes_seconds=3.0, stops_in_the_middle="media-empty-error") as (printer, one):
            printed = await one.print(PDF, may)
            assert printed is not None
            assert (printed.outcome, printed.reason) == (Outcome.FAILED, Reason.PAPER_OUT)
            assert printer.states == {1: CANCELED}

    run()


def test_a_page_that_nobody_waits_for_any_more_is_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "PRINT_WITHIN", 1.0)

    @in_a_loop
    async def run() -> None:
        async with printing(holds=True) as (printer, one):
            printed = await one.print(PDF, may)
            assert printed is not None
            assert (printed.outcome, printed.reason) == (Outcome.FAILED, Reason.SILENT)
            printer.let_go()
            assert printer.papers == []

    run()


def test_a_page_at_a_printer_that_went_away_is_taken_back_when_it_returns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "PRINT_WITHIN", 2.0)
    monkeypatch.setattr(driver, "LOOK_EVERY", 0.1)

    @in_a_loop
    async def run() -> None:
        async with printing(holds=True) as (printer, one):
            under_way = asyncio.create_task(one.print(PDF, may))
            await until(lambda: printer.states != {})
            await asyncio.sleep(0.2)
            await printer.stop()
            printed = await under_way
            assert printed is not None
            assert printed.outcome is Outcome.UNKNOWN
            async with looking(one):
                await printer.start()
                await until(lambda: printer.states == {1: CANCELED})
            printer.let_go()
            assert printer.papers == []

    run()


@in_a_loop
async def test_a_page_of_which_no_byte_can_have_been_sent_has_failed() -> None:
    async with printing() as (printer, one):

        async def then_away() -> bool:
            await printer.stop()
            return True

        printed = await one.print(PDF, then_away)
        assert printed is not None
        assert (printed.outcome, printed.reason) == (Outcome.FAILED, Reason.AWAY)


@in_a_loop
async def test_refilled_it_comes_back_by_itself() -> None:
    async with printing(reasons=["media-empty"]) as (printer, one):
        task = asyncio.create_task(one.run())
        await until(lambda: one.watch.state is PartState.OUT)
        printer.reasons = []
        await until(lambda: one.watch.state is PartState.READY)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def test_the_worst_reason_is_told() -> None:
    assert state_of("stopped", ["media-low", "media-jam-error"], [])[0] is PartState.JAM
    assert state_of("stopped", ["paused"], [])[0] is PartState.FAULT
    assert state_of("idle", [], [(-1, 10)])[0] is PartState.READY, "a level that is not known is not low"


@pytest.mark.parametrize(
    ("reason", "state"),
    [
        ("media-empty", PartState.OUT),
        ("media-empty-error", PartState.OUT),
        ("media-empty-warning", PartState.LOW),
        ("media-empty-report", PartState.READY),
        ("media-needed-report", PartState.READY),
        ("media-jam-error", PartState.JAM),
        ("media-jam-report", PartState.READY),
        ("cover-open-warning", PartState.READY),
        ("media-low-report", PartState.LOW),
        ("toner-empty-error", PartState.NO_TONER),
        ("toner-empty-warning", PartState.TONER),
        ("marker-supply-low", PartState.TONER),
    ],
)
def test_what_a_printer_merely_warns_of_or_reports_keeps_nobodys_paper_back(reason: str, state: PartState) -> None:
    assert state_of("idle", [reason], [])[0] is state


def test_a_printer_that_stands_still_over_a_warning_does_not_print() -> None:
    assert state_of("stopped", ["media-empty-warning"], [])[0] is PartState.OUT
    assert state_of("stopped", ["media-jam-warning", "media-empty-error"], [])[0] is PartState.OUT


@given(st.binary(max_size=80))
def test_the_simulator_takes_no_garbage_for_a_request(raw: bytes) -> None:
    with suppress(NotIpp):
        read_request(raw)
