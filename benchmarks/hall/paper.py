"""From a press at the ticket machine to the paper: the house over HTTP, the real bridge as a process, a simulated printer.

The simulated printer takes the bytes apart and draws every row, and prints as fast as it can: what is measured ends when
the paper is cut, and leaves out how fast a real head moves (about 0.7 s for a ticket at 200 mm/s).
"""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.lean_browser import Browser

from benchmarks.hall.house import Measured
from onetrip.bridge.simulators.escpos import EscposSimulator
from onetrip.web.serving import free_port

_WARM = 6
"""Presses before the first that counts: each worker has then made a paper."""


@dataclass(frozen=True)
class Papers:
    """Milliseconds from the press to the cut: median, 95 in a hundred, longest; `answered`: to the machine's answer."""

    median: float
    p95: float
    longest: float
    answered: float


def arrival_to_paper(house: Measured, times: int = 60) -> Papers:
    """Draw `times` numbers one after the other at a machine with a printer, and wait for each paper."""
    with _printer() as printer, tempfile.TemporaryDirectory(prefix="onetrip-bridge-") as folder:
        key, pairing = _machine()
        with _bridge(house.serving.address, key, printer.port, Path(folder)):
            machine = Browser(house.serving.address)
            machine.get(pairing)
            machine.get("/hall/")
            _wait_until_it_prints(machine, printer)
            measured = [_once(machine, printer) for _ in range(_WARM + times)][_WARM:]
            machine.reconnect()  # hangs up
    whole = sorted(paper for _, paper in measured)
    return Papers(
        median=statistics.median(whole),
        p95=whole[int(len(whole) * 0.95)],
        longest=whole[-1],
        answered=statistics.median(answer for answer, _ in measured),
    )


def _once(machine: Browser, printer: EscposSimulator) -> tuple[float, float]:
    """Milliseconds to the answer and to the cut."""
    before, began = len(printer.papers), time.perf_counter()
    machine.post("lobby/arrivals")
    answered = time.perf_counter()
    while len(printer.papers) == before:
        if time.perf_counter() - began > 15:
            raise RuntimeError("no paper came out")
        time.sleep(0.001)
    return 1000 * (answered - began), 1000 * (time.perf_counter() - began)


def _wait_until_it_prints(machine: Browser, printer: EscposSimulator) -> None:
    """The house believes in a printer once its bridge has spoken."""
    until = time.monotonic() + 20
    while not printer.papers:
        if time.monotonic() > until:
            raise RuntimeError("the bridge does not print")
        machine.post("lobby/arrivals")
        time.sleep(0.5)


def _machine() -> tuple[str, str]:
    """A ticket machine with a place for its bridge: the bridge's key, and the address with which the machine pairs."""
    from django.db import connection
    from django.utils import timezone

    from onetrip.centres.actions import add_device
    from onetrip.centres.models import Centre
    from onetrip.devices import actions

    place = {"centre": "LF", "kind": "check-in", "number": 99, "now": timezone.now(), "by": "system:benchmark"}
    actions.add_station(**place)
    key = actions.give_key(**place)
    _, secret = add_device(
        centre=Centre.objects.get(pk="LF"), kind="check-in", number=99, by="system:benchmark", now=timezone.now()
    )
    connection.close()
    return key, f"/device/pair/{secret}"


@contextlib.contextmanager
def _printer() -> Iterator[EscposSimulator]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    printer = EscposSimulator()
    asyncio.run_coroutine_threadsafe(printer.start(), loop).result(10)
    try:
        yield printer
    finally:
        asyncio.run_coroutine_threadsafe(printer.stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


@contextlib.contextmanager
def _bridge(house: str, key: str, port: int, folder: Path) -> Iterator[None]:
    config = folder / "bridge.toml"
    config.write_text(
        f'house = "{house}"\nkey = "{key}"\nsocket_port = {free_port()}\nstate = "{folder}"\n'
        f'[[printer]]\nname = "ticket"\nkind = "escpos"\naddress = "tcp://127.0.0.1:{port}"\n'
    )
    process = subprocess.Popen([sys.executable, "-m", "onetrip.bridge", "run", str(config)])
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)  # it lets what is printing come out


if __name__ == "__main__":
    from benchmarks.hall.house import measured_house

    with measured_house() as opened:
        print(arrival_to_paper(opened))
