"""What a run leaves in its folder: planes by stretches of residents, each with a word of what was counted in it.

`run.json` says what was asked, and is written first. A stretch is done when its `NNNNN.json` stands there, which is written
last and in one step; whatever else lies about of it is written again. So a run that was interrupted goes on where it was, and
counts nobody twice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from onetrip.screening.columns import Plane, counted

Planes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted, of one stretch or of all.

    `certain` and `open`: by matter who is certainly entitled, and who may be. `lacking`: by matter and fact, who of the
    open ones has no value of that fact; `alone`: whom only that fact keeps open. `aside`: rows set aside, by reason.
    """

    rows: int = 0
    judged: int = 0
    certain: dict[str, int] = field(default_factory=dict)
    open: dict[str, int] = field(default_factory=dict)
    lacking: dict[str, dict[str, int]] = field(default_factory=dict)
    alone: dict[str, dict[str, int]] = field(default_factory=dict)
    aside: dict[str, int] = field(default_factory=dict)


def together(parts: Sequence[Counts]) -> Counts:
    """Counts of several stretches added up."""
    total = Counts(sum(part.rows for part in parts), sum(part.judged for part in parts))
    for part in parts:
        for name in ("certain", "open", "aside"):
            _add(getattr(total, name), getattr(part, name))
        for name in ("lacking", "alone"):
            for matter, facts in getattr(part, name).items():
                _add(getattr(total, name).setdefault(matter, {}), facts)
    return total


def _add(total: dict[str, int], part: Mapping[str, int]) -> None:
    for name, number in part.items():
        total[name] = total.get(name, 0) + number


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """The planes of one stretch: who is certainly entitled to each matter; who may be, of those matters only of which
    somebody may; and the planes of all that was known, from which a changed condition is judged anew, at the end that of
    who was judged at all."""

    certain: Planes
    open: Planes
    index: Planes


class Store:
    """The folder of a run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def asked(self) -> dict[str, Any] | None:
        """What the run in this folder was asked; None: there is none."""
        try:
            found: dict[str, Any] = json.loads((self.folder / "run.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return found

    def begin(self, asked: Mapping[str, Any]) -> None:
        """Write down what is asked, before anything is counted. Who is entitled to what is nobody's business: the folder is
        its owner's alone."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(self.folder / "run.json", json.dumps(asked, ensure_ascii=False, indent=1))

    def write(self, place: int, planes: Written, counts: Counts) -> None:
        """Put one stretch into the folder: whole, or as if it had never been tried."""
        for name in ("certain", "open", "index"):
            np.save(self._file(place, name), getattr(planes, name))
        bits = [sum(counts.certain.values()), sum(counts.open.values()), counted(planes.index)]
        _replace(self._done(place), json.dumps({**asdict(counts), "bits": bits}, ensure_ascii=False))

    def counts(self, place: int) -> Counts | None:
        """What was counted in a stretch; None: it is not done."""
        try:
            found = json.loads(self._done(place).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        found.pop("bits")
        return Counts(**found)

    def is_whole(self, place: int) -> bool:
        """Whether a stretch is done and its planes still hold as many bits as were counted into them: a machine that lost
        its power may have kept the word and not the planes."""
        try:
            bits = json.loads(self._done(place).read_text(encoding="utf-8"))["bits"]
            return bool(bits == _bits(self.planes(place)))
        except (OSError, ValueError, KeyError, EOFError):
            return False

    def planes(self, place: int) -> Written:
        """The planes of a stretch, read as they are needed."""
        return Written(*(np.load(self._file(place, name), mmap_mode="r") for name in ("certain", "open", "index")))

    def whole(self, name: Literal["certain", "index"], row: int) -> Plane:
        """One plane of all residents: who is certainly entitled to the matter at `row`, or the plane of that key."""
        rows = [np.load(self._file(place, name), mmap_mode="r")[row] for place in self.stretches()]
        return np.concatenate(rows)

    def stretches(self) -> list[int]:
        """The stretches that are done, in order."""
        return sorted(int(path.stem) for path in self.folder.glob("[0-9]*.json"))

    def _file(self, place: int, name: str) -> Path:
        return self.folder / f"{place:05d}-{name}.npy"

    def _done(self, place: int) -> Path:
        return self.folder / f"{place:05d}.json"


def _bits(planes: Written) -> list[int]:
    return [counted(getattr(planes, name)) for name in ("certain", "open", "index")]


def _replace(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}")
    aside.write_text(text + "\n", encoding="utf-8")
    aside.replace(path)
