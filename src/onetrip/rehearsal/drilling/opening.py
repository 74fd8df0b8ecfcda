"""Open the house of a drill beside the real one, and close it again."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onetrip.ledger.refusals import Refused
from onetrip.rehearsal.drilling.clock import DrillClock
from onetrip.rehearsal.drilling.copying import Configuration
from onetrip.rehearsal.drilling.furnishing import CONFIGURATION, PEOPLE, People
from onetrip.rehearsal.drilling.isolation import environment_of_a_drill, mark

_OPENS_WITHIN = 900.0
_READY = "Ctrl-C"


@dataclass(frozen=True)
class DrillHouse:
    """A drill's house that answers: where, with whose keys, and where its database listens."""

    address: str
    folder: Path
    people: People
    process: subprocess.Popen[bytes]
    live: str
    """Where its live stream is."""

    @property
    def database(self) -> str:
        """The URL of its database, while it runs."""
        lines = (self.folder / "postgresql" / "postmaster.pid").read_text(encoding="ascii").splitlines()
        return f"postgresql://postgres@/onetrip?host={lines[4]}&port={lines[3]}"


@contextlib.contextmanager
def opened(
    folder: Path, configuration: Configuration, clock: DrillClock, *, host: str, port: int, live_port: int
) -> Iterator[DrillHouse]:
    """The house of a drill in `folder`, served at `host`:`port` until the block is left. Raises Refused when it does not open."""
    mark(folder)
    configuration.save(folder / CONFIGURATION)
    clock.started.unlink(missing_ok=True)
    words = folder / "said.txt"
    command = [sys.executable, "-m", "onetrip", "--data", str(folder), "run", "--no-demonstration"]
    command += ["--host", host, "--port", str(port), "--live-port", str(live_port)]
    with words.open("wb") as file:
        process = subprocess.Popen(  # noqa: S603 -- our own words
            command, env=_environment(configuration, clock, f"http://{host}:{port}"), stdout=file, stderr=file
        )
    try:
        _wait_until_open(process, words)
        yield DrillHouse(
            f"http://{host}:{port}", folder, People.load(folder / PEOPLE), process, f"http://{host}:{live_port}"
        )
    finally:
        _close(process)


def _environment(configuration: Configuration, clock: DrillClock, address: str) -> dict[str, str]:
    """What the drill's house is told. Its clock looks for what is due as often in its own minutes as a real one, within
    reason; its sessions do not end because its hours are short; links and codes lead to it and nowhere else."""
    return environment_of_a_drill(
        {
            **clock.as_environment(),
            "ONETRIP_CENTRE": configuration.centre,
            "ONETRIP_PUBLIC_ADDRESS": address,
            "ONETRIP_CLOCK_EVERY": str(max(60 / clock.speed, 5.0)),
            "ONETRIP_SESSION_IDLE_MINUTES": str(round(60 * max(clock.speed, 1))),
            "ONETRIP_SESSION_HOURS": str(round(24 * max(clock.speed, 1))),
            "ONETRIP_SEARCH_BY_MEANING": "0",
            "ONETRIP_LEARN_RESIDENTS": "0",
            "ONETRIP_LEARN_WAITS": "0",
            "ONETRIP_READY_REHEARSAL": "0",
        }
    )


def _wait_until_open(process: subprocess.Popen[bytes], words: Path) -> None:
    until = time.monotonic() + _OPENS_WITHIN
    while _READY not in (said := words.read_text(encoding="utf-8", errors="replace")):
        if process.poll() is not None or time.monotonic() > until:
            last = " ".join(said.split()[-60:])
            raise Refused(
                "drill-not-open", f"演练的系统没有起来：{last}", f"The house of the drill did not open: {last}"
            )
        time.sleep(0.1)


def _close(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(40)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
