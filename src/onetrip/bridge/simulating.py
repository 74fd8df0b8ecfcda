"""A set of devices that are not there, each with a real bridge: the demonstration without hardware.

The house writes the keys of its demonstration places into `bridges.txt` of its data folder. Papers that come out are
kept as pictures and PDF under `simulated/<place>/`. Words on standard input make trouble; `help` lists them.
"""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from dataclasses import dataclass, field
from pathlib import Path

from onetrip.bridge.config import Config, PrinterAt, ReaderAt, ScannerAt
from onetrip.bridge.running import run
from onetrip.bridge.simulators.card_reader import CardReaderSimulator
from onetrip.bridge.simulators.escpos import EscposSimulator
from onetrip.bridge.simulators.ipp import IppSimulator
from onetrip.bridge.simulators.scanner import ScannerSimulator

HELP = """\
  check-in-1 out       没纸 no paper                check-in-1 refill    装纸 new paper
  check-in-1 low       纸快用完 paper low             check-in-1 open / close   开盖、合盖 cover
  check-in-1 jam / free     卡纸、取出 jam            check-in-1 silent / speaks   不回应、回应
  check-in-1 off / on       断电、通电 power           check-in-1 garbage / sense   乱答、正常
  check-in-1 card 7    放 7 号假证 lay card 7         check-in-1 away      拿走证 take it away
  kiosk-1 scan http://…/s/…   扫一个码 a code       kiosk-1 smear      扫花了的码 one that cannot be read
  desk-1 page-out / page-refill   A4 没纸、装纸 page printer without paper, with
"""


@dataclass
class SimulatedPlace:
    """One place: its bridge's key and port, and what stands there."""

    name: str
    key: str
    socket_port: int
    roll: EscposSimulator = field(default_factory=EscposSimulator)
    page: IppSimulator | None = None
    reader: CardReaderSimulator | None = None
    scanner: ScannerSimulator | None = None

    async def start(self) -> None:
        """Switch everything on."""
        await self.roll.start()
        if self.page is not None:
            await self.page.start()
        if self.reader is not None:
            await self.reader.start()
        if self.scanner is not None:
            await self.scanner.start()

    async def stop(self) -> None:
        """Switch everything off."""
        await self.roll.stop()
        for device in (self.page, self.reader, self.scanner):
            if device is not None:
                await device.stop()

    def config(self, house: str, state: Path) -> Config:
        """What the bridge of this place is told."""
        printers = [PrinterAt("ticket", "escpos", f"tcp://127.0.0.1:{self.roll.port}")]
        if self.page is not None:
            printers.append(PrinterAt("page", "ipp", self.page.address))
        readers = () if self.reader is None else (ReaderAt("card", f"ws://127.0.0.1:{self.reader.port}"),)
        scanners = () if self.scanner is None else (ScannerAt("scan", self.scanner.port),)
        return Config(
            house,
            self.key,
            self.socket_port,
            state=state,
            printers=tuple(printers),
            scanners=scanners,
            readers=readers,
        )

    async def obey(self, words: list[str]) -> bool:
        """Make trouble, or mend it; False for a word that is not understood."""
        roll, word = self.roll, words[0]
        simple: dict[str, tuple[str, object]] = {
            "out": ("paper_mm", 0.0),
            "refill": ("paper_mm", 40_000.0),
            "low": ("paper_mm", 300.0),
            "open": ("cover_open", True),
            "close": ("cover_open", False),
            "jam": ("jammed", True),
            "free": ("jammed", False),
            "silent": ("silent", True),
            "speaks": ("silent", False),
            "garbage": ("garbled", True),
            "sense": ("garbled", False),
        }
        if word in simple:
            setattr(roll, *simple[word])
        elif word == "off":
            await roll.stop()
        elif word == "on":
            await roll.start()
        elif word == "card" and self.reader is not None:
            await self.reader.lay(int(words[1]) if len(words) > 1 and words[1].isdecimal() else 1)
        elif word == "away" and self.reader is not None:
            await self.reader.take_away()
        elif word == "scan" and self.scanner is not None and len(words) > 1:
            await self.scanner.scan(words[1])
        elif word == "smear" and self.scanner is not None:
            await self.scanner.smear()
        elif word in ("page-out", "page-refill") and self.page is not None:
            self.page.reasons = ["media-empty-error"] if word == "page-out" else []
        else:
            return False
        return True


def places_of(text: str, only: frozenset[str]) -> list[SimulatedPlace]:
    """The places of a `bridges.txt`: a line each, name, key and port of the socket."""
    found = []
    for line in text.splitlines():
        name, key, port = line.split()
        if only and name not in only:
            continue
        kind = name.rsplit("-", 1)[0]
        page = IppSimulator() if kind in ("desk", "kiosk") else None
        reader = CardReaderSimulator() if kind in ("check-in", "kiosk", "window") else None
        scanner = ScannerSimulator() if kind in ("check-in", "kiosk") else None
        found.append(SimulatedPlace(name, key, int(port), page=page, reader=reader, scanner=scanner))
    return found


async def simulate(house: str, data: Path, only: frozenset[str]) -> int:
    """Run until Ctrl-C; 1 when there is nothing to run."""
    keys = data / "bridges.txt"
    if not keys.exists():
        _say(
            f"没有 {keys}。先用 onetrip run 开一次演示的房子。 No {keys}: run the demonstration once with onetrip run."
        )
        return 1
    places = places_of(keys.read_text(encoding="ascii"), only)
    try:
        async with asyncio.TaskGroup() as group:
            for place in places:
                await place.start()
                group.create_task(run(place.config(house, data / "simulated" / "state")))
                group.create_task(_keep(place, data / "simulated" / place.name))
            _say(f"假设备 simulated devices: {', '.join(place.name for place in places)}\n{HELP}")
            group.create_task(_obey({place.name: place for place in places}))
    finally:
        for place in places:
            await place.stop()
    return 0


async def _keep(place: SimulatedPlace, folder: Path) -> None:
    """Papers into files as they come out."""
    rolls = pages = 0
    while True:
        for picture in place.roll.papers[rolls:]:
            rolls += 1
            picture.save(_next(folder, "roll", "png"))
        for pdf in place.page.papers[pages:] if place.page else []:
            pages += 1
            _next(folder, "page", "pdf").write_bytes(pdf)
        await asyncio.sleep(0.02)


def _next(folder: Path, kind: str, ending: str) -> Path:
    """The next file of a kind, behind those of earlier days."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{kind}-{len(list(folder.glob(f'{kind}-*'))) + 1:04}.{ending}"


async def _obey(places: dict[str, SimulatedPlace]) -> None:
    """Words on standard input; where there is none, nothing."""
    reader = asyncio.StreamReader()
    try:
        handle = sys.stdin.fileno()
    except (ValueError, OSError):
        return
    kind = os.fstat(handle).st_mode
    if not (os.isatty(handle) or stat.S_ISFIFO(kind) or stat.S_ISSOCK(kind)):
        return  # a file or nothing: it cannot be waited for
    words_in = os.fdopen(os.dup(handle), "rb")  # a second handle: closing it leaves the first
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), words_in
    )
    try:
        while line := await reader.readline():
            name, *words = line.decode("utf-8", "replace").split() or [""]
            place = places.get(name)
            if place is None or not words or not await place.obey(words):
                _say(HELP)
    finally:
        transport.close()


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
