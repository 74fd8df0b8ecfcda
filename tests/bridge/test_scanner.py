"""Scanners: any bytes, cut anyhow, in either encoding; on a real serial line that is pulled out and put back."""

from __future__ import annotations

import asyncio
import os
import tty
from contextlib import suppress
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from onetrip.bridge.drivers.scanner import SerialScanner
from onetrip.bridge.scans import LONGEST, Scans, read
from onetrip.bridge.simulators.scanner import ScannerSimulator
from onetrip.bridge.states import PartState
from tests.bridge.loops import in_a_loop, until

printable = st.text(st.characters(codec="gbk", categories=["L", "N", "P"]), min_size=1, max_size=60)


@given(st.lists(st.text("0123456789ABCabc:/.-_", min_size=1, max_size=60), max_size=6), st.integers(1, 7))
def test_scans_are_the_same_however_the_line_cuts_them(texts: list[str], size: int) -> None:
    for end in (b"\r", b"\n", b"\r\n"):
        data, scans, found = b"".join(text.encode() + end for text in texts), Scans(), []
        for start in range(0, len(data), size):
            found += scans.feed(data[start : start + size])
        assert found == texts
        assert scans.pause() == []


def test_both_encodings_are_read() -> None:
    assert read("临汾路 LF26110001".encode()) == "临汾路 LF26110001"
    assert read("临汾路".encode("gbk")) == "临汾路"


@given(printable)
def test_what_utf8_says_is_never_read_as_something_else(text: str) -> None:
    assert read(text.encode()) == text


@given(st.binary(max_size=600))
def test_garbage_gives_text_or_nothing_and_no_control_characters(raw: bytes) -> None:
    scans = Scans()
    for one in [*scans.feed(raw), *scans.pause()]:
        assert one is None or (one.isprintable() and 0 < len(one) <= LONGEST)


def test_a_stream_without_an_end_takes_no_memory_and_is_unreadable() -> None:
    scans = Scans()
    for _ in range(1000):
        assert scans.feed(b"x" * 1000) == []
    assert scans.feed(b"\r") == [None]
    assert scans.feed(b"A1\r") == ["A1"]


class Plug:
    """A serial line with two ends: the scanner's, and the port as the bridge opens it, which can be pulled out."""

    def __init__(self, port: Path) -> None:
        self.port = port
        self.plug_in()

    def plug_in(self) -> None:
        self.far, self.near = os.openpty()
        tty.setraw(self.far)
        self.port.symlink_to(os.ttyname(self.near))

    def pull(self) -> None:
        self.port.unlink()
        os.close(self.far)
        os.close(self.near)

    def send(self, data: bytes) -> None:
        os.write(self.far, data)


def test_a_scanner_is_heard_through_everything_that_happens_to_its_line(tmp_path: Path) -> None:
    @in_a_loop
    async def run() -> None:
        heard: list[str | None] = []

        async def scanned(text: str | None) -> None:
            heard.append(text)

        plug = Plug(tmp_path / "scanner")
        one = SerialScanner("scan", str(plug.port), 9600, scanned)
        task = asyncio.create_task(one.run())
        try:
            await until(lambda: one.watch.state is PartState.READY)
            plug.send(b"http://onetrip.example/s/abc")
            plug.send(b"def0123456789\r\n")
            await until(lambda: heard == ["http://onetrip.example/s/abcdef0123456789"])
            plug.send("没有结尾".encode("gbk"))  # ends by silence
            await until(lambda: heard[1:] == ["没有结尾"])
            plug.send(b"\x81\xff\xfe\r")
            await until(lambda: heard[2:] == [None])
            plug.pull()
            await until(lambda: one.watch.state is PartState.AWAY)
            plug.plug_in()
            await until(lambda: one.watch.state is PartState.READY)
            plug.send(b"A1\r")
            await until(lambda: heard[3:] == ["A1"])
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            plug.pull()

    run()


def test_a_port_that_does_not_exist_is_away(tmp_path: Path) -> None:
    @in_a_loop
    async def run() -> None:
        async def scanned(_text: str | None) -> None:
            raise AssertionError("nothing can be scanned")

        one = SerialScanner("scan", str(tmp_path / "none"), 9600, scanned)
        task = asyncio.create_task(one.run())
        await until(lambda: one.watch.detail != "")
        assert one.watch.state is PartState.AWAY
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    run()


def test_the_simulated_scanner_is_heard_as_a_real_one() -> None:
    @in_a_loop
    async def run() -> None:
        heard: list[str | None] = []

        async def scanned(text: str | None) -> None:
            heard.append(text)

        simulated = ScannerSimulator()
        one = SerialScanner("scan", await simulated.start(), 9600, scanned)
        task = asyncio.create_task(one.run())
        try:
            await until(lambda: one.watch.state is PartState.READY)
            await simulated.scan("http://onetrip.example/e/Zk3v9Qx_7LmN-2aB")
            await simulated.smear()
            await until(lambda: heard == ["http://onetrip.example/e/Zk3v9Qx_7LmN-2aB", None])
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await simulated.stop()

    run()
