"""Places of the hall with devices that are not there: simulated printers and readers on real sockets, each spoken for by the
real bridge as a process of its own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from onetrip.bridge.simulators.card_reader import CardReaderSimulator
from onetrip.bridge.simulators.escpos import EscposSimulator
from onetrip.bridge.simulators.ipp import IppSimulator
from onetrip.bridge.simulators.scanner import ScannerSimulator
from onetrip.web.serving import free_port
from tests.bridge.hall import Loop, wait
from tests.house import House


@dataclass
class Place:
    """A ticket machine or a kiosk: `roll` puts out tickets, slips and receipts, `page` A4, `reader` reads ID cards,
    `scanner` codes."""

    name: str
    house: House
    loop: Loop
    folder: Path
    roll: EscposSimulator = field(default_factory=EscposSimulator)
    page: IppSimulator = field(default_factory=IppSimulator)
    reader: CardReaderSimulator = field(default_factory=CardReaderSimulator)
    scanner: ScannerSimulator = field(default_factory=ScannerSimulator)

    def __post_init__(self) -> None:
        for device in (self.roll, self.page, self.reader, self.scanner):
            self.loop.do(device.start())
        keys = dict(line.split()[:2] for line in (self.house.folder / "bridges.txt").read_text().splitlines())
        kind, number = self.name.rsplit("-", 1)
        port = free_port()
        self.house.ask(
            "UPDATE devices_station SET socket_port = %s WHERE kind = %s AND number = %s", port, kind, int(number)
        )
        config = self.folder / f"{self.name}.toml"
        config.write_text(
            f'house = "{self.house.address}"\nkey = "{keys[self.name]}"\nsocket_port = {port}\n'
            f'state = "{self.folder / self.name}"\n'
            f'[[printer]]\nname = "ticket"\nkind = "escpos"\naddress = "tcp://127.0.0.1:{self.roll.port}"\n'
            f'[[printer]]\nname = "page"\nkind = "ipp"\naddress = "{self.page.address}"\n'
            f'[[scanner]]\nname = "scan"\nport = "{self.scanner.port}"\n'
            f'[[reader]]\nname = "card"\naddress = "ws://127.0.0.1:{self.reader.port}"\n'
        )
        with (self.folder / f"{self.name}.log").open("wb") as log:
            self.process = subprocess.Popen([sys.executable, "-m", "onetrip.bridge", "run", str(config)], stderr=log)

    def wait_ready(self) -> None:
        """Until the house believes all four."""
        kind, number = self.name.rsplit("-", 1)
        wait(
            lambda: (
                self.house.ask(
                    "SELECT count(*) FROM devices_part part JOIN devices_station station ON station.id = part.station_id"
                    " WHERE station.kind = %s AND station.number = %s AND part.state = 'ready'",
                    kind,
                    int(number),
                )
                == [(4,)]
            ),
            30,
        )

    def lay_card(self, serial: int, *, born: str) -> None:
        """Somebody lays their card on the reader."""
        self.loop.do(self.reader.lay(serial, born=born))

    def scan(self, code: str) -> None:
        """Somebody holds a code before the scanner."""
        self.loop.do(self.scanner.scan(code))

    def close(self) -> None:
        """Switch everything off."""
        self.process.terminate()
        self.process.wait(timeout=10)
        for device in (self.roll, self.page, self.reader, self.scanner):
            self.loop.do(device.stop())


def code_on(paper: Image.Image) -> str:
    """What the QR code on a paper says, read from the very dots that came out of the printer; "" where there is none.

    The detector misses a code now and then at one size and finds it at another, as phones do while they are moved.
    """
    dots = np.array(paper.convert("L"))
    margin = cv2.copyMakeBorder(dots, 60, 60, 60, 60, cv2.BORDER_CONSTANT, value=255)
    for size in (1.0, 0.75, 1.5, 0.5, 2.0, 0.9, 1.2):
        seen = cv2.GaussianBlur(cv2.resize(margin, None, fx=size, fy=size, interpolation=cv2.INTER_AREA), (3, 3), 0)
        said, _, _ = cv2.QRCodeDetector().detectAndDecode(seen)
        if said:
            return said
    return ""
