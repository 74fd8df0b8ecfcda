"""A bridge from its configuration: drivers, the line to the house, the socket for the page. One for each key."""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from onetrip.bridge.bridge import Bridge, Driver
from onetrip.bridge.config import Config, PrinterAt
from onetrip.bridge.drivers.card_reader import CardReader
from onetrip.bridge.drivers.escpos import EscposPrinter
from onetrip.bridge.drivers.ipp import IppPrinter
from onetrip.bridge.drivers.scanner import SerialScanner
from onetrip.bridge.house import House
from onetrip.bridge.printing import Printer
from onetrip.bridge.proof import secret_of, sign
from onetrip.bridge.socket import PageSocket

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class AlreadyRunning(RuntimeError):
    """Another process on this machine works with the same key."""

    def __init__(self) -> None:
        super().__init__("这把钥匙的桥已经在跑。 A bridge with this key is running already.")


async def run(config: Config) -> None:
    """Work until cancelled. Raises AlreadyRunning, OSError when the port of the socket is taken."""
    with holding(config.state, config.key) as instance:
        house = House(config.house, config.key, instance)
        socket = PageSocket(lambda: bridge.watches)
        speakers = _speakers(config, socket, lambda: bridge.station)
        bridge = Bridge(house, [_printer(one) for one in config.printers], speakers)
        try:
            await socket.start(config.socket_port, config.origins_allowed)
            await bridge.run()
        finally:
            await socket.stop()
            await house.close()


def _printer(one: PrinterAt) -> Printer:
    return EscposPrinter(one.name, one.address) if one.kind == "escpos" else IppPrinter(one.name, one.address)


def _speakers(config: Config, socket: PageSocket, station: Callable[[], str]) -> list[Driver]:
    async def scanned(text: str | None) -> None:
        if text is None:
            await socket.tell("scan", state="unreadable")
        else:
            await socket.tell("scan", state="read", text=text)

    async def card(kind: str, **said: Any) -> None:
        """A card that was read goes to the page with the proof that it was read here."""
        if said["state"] == "read" and (here := station()):
            number, name, at = said["number"], said["name"], int(time.time())
            said["proof"] = sign(secret_of(config.key), station=here, number=number, name=name, at=at)
        await socket.tell(kind, **said)

    scanners: list[Driver] = [SerialScanner(one.name, one.port, one.baud, scanned) for one in config.scanners]
    return scanners + [CardReader(one.name, one.address, card) for one in config.readers]


@contextmanager
def holding(state: Path, key: str) -> Iterator[uuid.UUID]:
    """Hold this key on this machine, and give the number under which the house knows this bridge.

    The number outlives the process, so that one that was killed is let in again at once; but a machine made from a copy of
    this one's disk has another. Raises AlreadyRunning.
    """
    state.mkdir(parents=True, exist_ok=True)
    path = state / f"{hashlib.sha256(key.encode()).hexdigest()[:16]}.lock"
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning from None
        try:
            kept = uuid.UUID(os.read(handle, 64).decode("ascii").strip())
        except (ValueError, UnicodeDecodeError):
            kept = uuid.uuid4()
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(kept).encode("ascii"), 0)
        yield uuid.uuid5(kept, _not_copied(handle))
    finally:
        os.close(handle)


def _not_copied(handle: int) -> str:
    """What no copy has: this running of this machine, and the place of the file on its disk."""
    try:
        machine = _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:  # not Linux
        machine = f"{uuid.getnode():x}"
    file = os.fstat(handle)
    return f"{machine} {file.st_dev} {file.st_ino}"
