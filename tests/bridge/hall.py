"""A real house, a real bridge as a process of its own, and simulated devices on real sockets: each can be killed or cut."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from onetrip.bridge.simulators.escpos import EscposSimulator
from onetrip.web.serving import free_port
from tests.house import House
from tests.lean_browser import Browser

T = TypeVar("T")


class Loop:
    """An event loop on a thread of its own, for what has to go on while a test waits."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def do(self, deed: Coroutine[Any, Any, T]) -> T:
        """Run something there and wait for it."""
        return asyncio.run_coroutine_threadsafe(deed, self._loop).result(timeout=20)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()


class Cable:
    """A TCP line to a port that can be cut and mended: what a pulled network cable is to both sides."""

    def __init__(self, loop: Loop, target: int) -> None:
        self._loop, self._target = loop, target
        self._writers: set[asyncio.StreamWriter] = set()
        self._server = loop.do(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = int(self._server.sockets[0].getsockname()[1])
        self.is_cut = False

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_cut:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.close()
            return
        ends = {writer, far_writer}
        self._writers |= ends
        try:
            await asyncio.gather(_pour(reader, far_writer), _pour(far_reader, writer), return_exceptions=True)
        finally:
            self._writers -= ends
            for end in ends:
                end.close()

    def cut(self) -> None:
        """Nothing goes through any more."""

        async def now() -> None:
            self.is_cut = True
            for writer in list(self._writers):
                writer.transport.abort()

        self._loop.do(now())

    def mend(self) -> None:
        """Whoever connects anew gets through."""
        self.is_cut = False

    def close(self) -> None:
        self.cut()
        self._loop.do(_closed(self._server))


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def _closed(server: asyncio.Server) -> None:
    server.close()
    await asyncio.sleep(0.05)


@dataclass
class Machine:
    """A ticket machine: its printer, its bridge as a process, and its browser; `house` is reached by a cable."""

    house: House
    loop: Loop
    cable: Cable
    folder: Path
    printer: EscposSimulator = field(default_factory=EscposSimulator)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.loop.do(self.printer.start())
        keys = dict(line.split()[:2] for line in (self.house.folder / "bridges.txt").read_text().splitlines())
        self.key = keys["check-in-1"]
        pairing = dict(line.split() for line in (self.house.folder / "devices.txt").read_text().splitlines())
        self.browser = Browser(self.house.address)
        self.browser.get(pairing["check-in-1"])
        self.browser.get("/hall/")

    def start_bridge(
        self, *, state: str = "state", port: int = 0, more: str = "", key: str = ""
    ) -> subprocess.Popen[bytes]:
        """Start the bridge as an operator does. By its `state` it is the same one as before it was killed, or a second; by
        its `key` that of another place."""
        config = self.folder / f"bridge-{state}.toml"
        config.write_text(
            f'house = "http://127.0.0.1:{self.cable.port}"\nkey = "{key or self.key}"\nsocket_port = {port or free_port()}\n'
            f'state = "{self.house.folder / state}"\n'
            f'[[printer]]\nname = "ticket"\nkind = "escpos"\naddress = "tcp://127.0.0.1:{self.printer.port}"\n{more}'
        )
        with (self.folder / "bridge.log").open("ab") as log:
            process = subprocess.Popen([sys.executable, "-m", "onetrip.bridge", "run", str(config)], stderr=log)
        self.processes.append(process)
        return process

    def wait_ready(self) -> None:
        """Until the house believes that the printer would print."""
        wait(lambda: self.part() == ("ready", True), 20)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        process.send_signal(signal.SIGKILL)
        process.wait()

    def close(self) -> None:
        self.browser.reconnect()  # hangs up
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
                process.wait(timeout=10)
        self.loop.do(self.printer.stop())

    def part(self) -> tuple[str, bool]:
        """The printer as the house knows it, and whether its bridge is heard."""
        rows = self.house.ask(
            "SELECT part.state, station.seen_at > now() - interval '6 seconds' FROM devices_part part"
            " JOIN devices_station station ON station.id = part.station_id"
            " WHERE station.kind = 'check-in' AND part.name = 'ticket'"
        )
        return rows[0] if rows else ("", False)

    def ticket(self, number: str) -> tuple[str, str]:
        """State and paper of a number."""
        return self.house.ask(
            "SELECT state, paper FROM lobby_ticket WHERE prefix || lpad(serial::text, 3, '0') = %s", number
        )[0]

    def jobs(self, state: str) -> int:
        return int(self.house.ask("SELECT count(*) FROM devices_printjob WHERE state = %s", state)[0][0])

    def draw(self) -> str:
        """Somebody takes a number at this machine."""
        return str(self.browser.post("lobby/arrivals", {})["number"])


def wait(true: Callable[[], bool], patience: float = 10.0) -> float:
    """Wait until something is so; how long it took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < patience, "it did not become so in time"
        time.sleep(0.02)
    return time.monotonic() - began


@contextlib.contextmanager
def machine_at(house: House, loop: Loop, cable: Cable, folder: Path) -> Iterator[Machine]:
    """A machine whose bridge runs and whose printer is ready."""
    machine = Machine(house, loop, cable, folder)
    began = house.ask("SELECT now()")[0][0]
    heard = "SELECT count(*) FROM devices_station WHERE kind = 'check-in' AND seen_at > %s"
    try:
        machine.start_bridge()
        wait(lambda: house.ask(heard, began) == [(1,)], 20)  # this one, and not the one of the test before
        machine.wait_ready()
        yield machine
    finally:
        machine.close()
