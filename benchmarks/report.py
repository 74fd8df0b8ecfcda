"""What every group of measurements shares: measuring fairly, printing the table, writing the figures, saying whether they hold."""

from __future__ import annotations

import gc
import json
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Literal

FOLDER = Path("build/bench")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `reach` None: reported only. `peer_value` is in the same unit; `peer` says whose and measured where."""

    what: str
    value: float
    unit: str
    better: Literal["lower", "higher"]
    reach: float | None = None
    peer: str = ""
    peer_value: float | None = None

    @property
    def missed(self) -> bool:
        """Whether the figure falls short of its reach."""
        if self.reach is None:
            return False
        return self.value > self.reach if self.better == "lower" else self.value < self.reach


def interleaved(jobs: Mapping[str, Callable[[int], int]], rounds: int = 15) -> dict[str, float]:
    """Median processor time of each job, in seconds for one of the things it does.

    A job is called with the number of the round and returns how many things it did. The jobs take turns, so that a
    busy moment of the machine falls on all of them; processor time, so that waiting for a turn is not counted.
    """
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for number in range(rounds):
        for name, job in jobs.items():
            gc.collect()
            gc.disable()
            began = time.process_time()
            done = job(number)
            taken[name].append((time.process_time() - began) / done)
            gc.enable()
    return {name: median(times) for name, times in taken.items()}


def report(room: str, rows: Sequence[Row], notes: Sequence[str] = ()) -> int:
    """Print the rows as a table, write them to build/bench/<room>.json; 1 while a figure misses its reach, else 0."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    written = json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1)
    (FOLDER / f"{room}.json").write_text(written + "\n", encoding="utf-8")
    cells = [("", room, "measured", "reach", "peer", "")]
    for row in rows:
        mark = "" if row.reach is None else "missed" if row.missed else "ok"
        bound = {"lower": "≤", "higher": "≥"}[row.better]
        reach = "" if row.reach is None else f"{bound} {_figure(row.reach)}"
        peer = "" if row.peer_value is None else f"{_figure(row.peer_value)} {row.unit}"
        cells.append((mark, row.what, f"{_figure(row.value)} {row.unit}", reach, peer, row.peer))
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    print()
    for number, line in enumerate(cells):
        print("  ".join(_padded(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip())
        if number == 0:
            print("-" * (sum(widths) + 2 * (len(widths) - 1)))
    for note in notes:
        print(note)
    return 1 if any(row.missed for row in rows) else 0


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _width(text: str) -> int:
    """Columns on the screen; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
