"""A receipt printer over a real socket: what is sent is taken apart again, and every trouble has its outcome."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from onetrip.bridge.drivers import escpos as driver
from onetrip.bridge.drivers.escpos import EscposPrinter
from onetrip.bridge.escpos import Answers, Garbled, is_done, is_status, state_of
from onetrip.bridge.simulators.escpos import (
    Ask,
    Command,
    Cut,
    EscposSimulator,
    Feed,
    Framer,
    Raster,
    RealTime,
    Reset,
    Unreadable,
)
from onetrip.bridge.states import Outcome, PartState, Reason
from onetrip.prints.raster import dots, escpos
from tests.bridge.loops import in_a_loop, may, until


def a_paper(height: int = 800) -> tuple[bytes, Image.Image]:
    """A paper as the house makes it, and the dots that should come out."""
    picture = Image.new("L", (640, height), 255)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((100, 50, 500, height - 50), outline=0, width=9)
    pen.line((40, 0, 620, height), fill=0, width=5)
    file = BytesIO()
    picture.save(file, "PNG")
    return escpos(file.getvalue()), dots(file.getvalue())


@asynccontextmanager
async def printing(**troubles: object) -> AsyncIterator[tuple[EscposSimulator, EscposPrinter]]:
    """A printer and its driver; the driver has not looked yet."""
    printer = EscposSimulator(**troubles)  # type: ignore[arg-type]
    await printer.start()
    one = EscposPrinter("ticket", f"tcp://127.0.0.1:{printer.port}")
    try:
        yield printer, one
    finally:
        one.close()
        await printer.stop()
        await asyncio.sleep(0.02)  # the sockets are closed in the next turn of the loop


@asynccontextmanager
async def looking(one: EscposPrinter) -> AsyncIterator[None]:
    """The driver looks after its printer meanwhile."""
    task = asyncio.create_task(one.run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@in_a_loop
async def test_what_comes_out_is_dot_for_dot_what_was_to_be_printed() -> None:
    content, wanted = a_paper()
    async with printing() as (printer, one):
        printed = await one.print(content, may)
        assert printed is not None
        assert printed.outcome is Outcome.PRINTED
        assert len(printer.papers) == 1
        came = printer.papers[0]
        assert came.crop((0, 0, *wanted.size)).tobytes() == wanted.tobytes()
        assert printer.unreadable == []


@in_a_loop
async def test_ten_papers_in_a_row_come_out_as_ten() -> None:
    content, _ = a_paper(120)
    async with printing() as (printer, one), looking(one):
        for _ in range(10):
            assert (await one.print(content, may)).outcome is Outcome.PRINTED  # type: ignore[union-attr]
        assert len(printer.papers) == 10


@in_a_loop
async def test_without_the_word_of_the_house_not_a_byte_of_the_paper_goes_out() -> None:
    async def no() -> bool:
        return False

    async with printing() as (printer, one):
        assert await one.print(a_paper()[0], no) is None
        await asyncio.sleep(0.1)
        assert (printer.papers, printer.half_printed) == ([], 0)


@pytest.mark.parametrize(
    ("trouble", "state", "reason"),
    [
        ({"paper_mm": 0.0}, PartState.OUT, Reason.PAPER_OUT),
        ({"cover_open": True}, PartState.OPEN, Reason.COVER_OPEN),
        ({"jammed": True}, PartState.JAM, Reason.JAM),
        ({"silent": True}, PartState.SILENT, Reason.SILENT),
        ({"garbled": True}, PartState.GARBLED, Reason.FAULT),
    ],
)
def test_a_printer_in_trouble_is_seen_to_be_and_sent_nothing(
    trouble: dict[str, object], state: PartState, reason: Reason
) -> None:
    @in_a_loop
    async def run() -> None:
        async with printing(**trouble) as (printer, one):
            printed = await one.print(a_paper()[0], may)
            assert printed is not None
            assert (printed.outcome, printed.reason) == (Outcome.FAILED, reason)
            assert one.watch.state is state
            assert printer.papers == []

    run()


@in_a_loop
async def test_paper_that_runs_out_in_the_middle_fails_and_the_rest_does_not_come_out_with_the_new_roll() -> None:
    content, _ = a_paper()
    async with printing(paper_mm=40.0) as (printer, one):
        printed = await one.print(content, may)
        assert printed is not None
        assert (printed.outcome, printed.reason) == (Outcome.FAILED, Reason.PAPER_OUT)
        printer.paper_mm = 10_000
        await asyncio.sleep(0.3)
        assert printer.papers == []
        assert printer.half_printed == 0
        assert (await one.print(content, may)).outcome is Outcome.PRINTED  # type: ignore[union-attr]
        assert len(printer.papers) == 1


@in_a_loop
async def test_paper_low_then_out_then_refilled_is_seen_each_within_two_seconds() -> None:
    async with printing() as (printer, one), looking(one):
        await until(lambda: one.watch.state is PartState.READY)
        for paper, state in ((200.0, PartState.LOW), (0.0, PartState.OUT), (40_000.0, PartState.READY)):
            printer.paper_mm = paper
            assert await until(lambda state=state: one.watch.state is state) < 2.5


@in_a_loop
async def test_a_low_roll_still_prints() -> None:
    async with printing(paper_mm=300.0) as (printer, one):
        assert (await one.print(a_paper()[0], may)).outcome is Outcome.PRINTED  # type: ignore[union-attr]
        assert len(printer.papers) == 1


@in_a_loop
async def test_a_line_that_breaks_in_the_middle_may_have_printed_and_nobody_claims_to_know() -> None:
    content, _ = a_paper(2000)
    async with printing(close_after=60_000) as (_, one):
        printed = await one.print(content, may)
        assert printed is not None
        assert printed.outcome is Outcome.UNKNOWN


def test_a_printer_that_falls_silent_after_everything_was_sent_leaves_it_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(driver, "PRINT_WITHIN", 1.2)

    @in_a_loop
    async def run() -> None:
        async with printing() as (printer, one):

            async def then_silent() -> bool:
                printer.silent = True
                return True

            printed = await one.print(a_paper()[0], then_silent)
            assert printed is not None
            assert printed.outcome is Outcome.UNKNOWN
            assert one.watch.state is PartState.SILENT

    run()


@in_a_loop
async def test_switched_off_and_on_again_it_is_away_and_comes_back_by_itself() -> None:
    async with printing() as (printer, one), looking(one):
        await until(lambda: one.watch.state is PartState.READY)
        await printer.stop()
        await until(lambda: one.watch.state is PartState.AWAY)
        await printer.start()
        await until(lambda: one.watch.state is PartState.READY)


@in_a_loop
async def test_nobody_there_is_away() -> None:
    one = EscposPrinter("ticket", "tcp://127.0.0.1:1")
    assert (await one.print(b"", may)).reason is Reason.AWAY  # type: ignore[union-attr]


def test_the_answers_of_a_printer_mean_what_the_reference_says() -> None:
    fixed = 0b0001_0010
    assert state_of(fixed, fixed, fixed, fixed)[0] is PartState.READY
    assert state_of(fixed, fixed, fixed, fixed | 0b1100)[0] is PartState.LOW
    assert state_of(fixed | 8, fixed | 0x20, fixed, fixed | 0b110_1100)[0] is PartState.OUT
    assert state_of(fixed | 8, fixed | 4, fixed, fixed | 0b110_0000)[0] is PartState.OPEN
    assert state_of(fixed | 8, fixed | 0x40, fixed | 8, fixed)[0] is PartState.JAM
    assert state_of(fixed | 8, fixed | 0x40, fixed | 0x20, fixed)[0] is PartState.FAULT
    assert state_of(fixed | 8, fixed, fixed, fixed)[0] is PartState.FAULT


@given(st.integers(0, 255))
def test_no_byte_is_both_an_answer_at_once_and_one_in_its_turn(byte: int) -> None:
    assert not (is_status(byte) and is_done(byte))


@pytest.mark.parametrize(
    "said", [b"!", b"A", b"!!", b"\x00\x00\x00\x00\x00", b"\x00\x12\x12\x12?", b"\xff\xa5?!", b"\x12"]
)
def test_garbage_in_the_middle_of_a_print_is_never_called_printed(monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    monkeypatch.setattr(driver, "PRINT_WITHIN", 1.0)

    async def talks_nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Well until a paper comes; then it swallows everything and says what it likes."""
        framer, is_well = Framer(), True
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                for command in framer.feed(data):
                    if isinstance(command, Raster) and is_well:
                        is_well = False
                        writer.write(said)
                    elif isinstance(command, RealTime) and is_well:
                        writer.write(b"\x12")
        writer.close()

    @in_a_loop
    async def run() -> None:
        server = await asyncio.start_server(talks_nonsense, "127.0.0.1", 0)
        one = EscposPrinter("ticket", f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        printed = await one.print(a_paper()[0], may)
        assert printed is not None
        assert printed.outcome is Outcome.UNKNOWN
        one.close()
        server.close()
        await asyncio.sleep(0.05)  # the sockets are closed in the next turn of the loop

    run()


@in_a_loop
async def test_a_printer_that_begins_to_talk_nonsense_may_have_printed() -> None:
    async with printing() as (printer, one):

        async def then_garbled() -> bool:
            printer.garbled = True
            return True

        printed = await one.print(a_paper()[0], then_garbled)
        assert printed is not None
        assert printed.outcome is Outcome.UNKNOWN
        assert one.watch.state is PartState.GARBLED


@given(st.binary(max_size=12), st.integers(0, 2))
def test_nothing_but_the_right_answer_counts_as_done(said: bytes, asked_before: int) -> None:
    answers, left = Answers(), list(said)
    for _ in range(asked_before):
        answers.asked()
    with suppress(Garbled):
        while left and not answers.is_confirmed:
            answers.hear(left.pop(0))
            if answers.done is not None and not answers.is_asked_since:
                answers.asked()
    if answers.is_confirmed:
        heard = said[: len(said) - len(left)]
        assert [byte for byte in heard if not is_status(byte)] == [answers.done]
        assert sum(map(is_status, heard)) == 4 * (asked_before + 1)


def test_the_answers_mean_the_same_however_long_the_pauses_between_them() -> None:
    answers = Answers()
    answers.asked()
    found = [answers.hear(byte) for byte in b"\x12\x12\x12\x1e"]
    assert found[:3] == [None] * 3
    assert found[3] is not None
    assert found[3][0] is PartState.LOW


def test_a_printer_that_says_it_is_done_without_paper_has_not_printed() -> None:
    answers = Answers()
    answers.hear(0b1100)
    answers.asked()
    for byte in b"\x12\x12\x12\x12":
        answers.hear(byte)
    assert answers.is_confirmed
    assert answers.is_out


commands = st.one_of(
    st.just((b"\x1b@", Reset())),
    st.integers(0, 255).map(lambda n: (b"\x1bd" + bytes([n]), Feed(24 * n))),
    st.integers(1, 4).map(lambda n: (b"\x10\x04" + bytes([n]), RealTime(b"\x10\x04" + bytes([n])))),
    st.just((b"\x1dV\x00", Cut())),
    st.just((b"\x1dr\x01", Ask(1))),
    st.binary(min_size=72, max_size=72 * 3).map(lambda raw: raw[: len(raw) // 72 * 72]).map(
        lambda rows: (b"\x1dv0\x00\x48\x00" + (len(rows) // 72).to_bytes(2, "little") + rows, Raster(72, rows))
    ),
)  # fmt: skip


@given(st.lists(commands, max_size=8), st.lists(st.integers(1, 90), min_size=1, max_size=20))
def test_a_stream_is_taken_apart_alike_however_it_is_cut(stream: list[tuple[bytes, Command]], cuts: list[int]) -> None:
    data, framer, found = b"".join(raw for raw, _ in stream), Framer(), []
    while data:
        for size in cuts:
            found += framer.feed(data[:size])
            data = data[size:]
    assert found == [command for _, command in stream]
    assert not framer.is_inside


@given(st.binary(max_size=60))
def test_garbage_is_refused_or_waited_for_and_never_loops(raw: bytes) -> None:
    with suppress(Unreadable):
        commands_found: Iterable[Command] = Framer().feed(raw)
        assert len(list(commands_found)) <= len(raw)
