"""What was done and seen in a drill, act by act. Pure; written as JSON lines beside the drill."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

CUT = "the line is cut"
"""What an act saw that was tried while the scenario had cut its line: no fault of the house."""


@dataclass(frozen=True)
class Act:
    """One act at a link: `who` did `what`, meant for minute `planned`, done at `sent`, answered after `seconds` of real time.

    `saw`: what came of it, a number, a window, a state, or the words of a refusal; `ok` whether that was as it should be.
    """

    link: str
    who: str
    what: str
    planned: float
    sent: float
    seconds: float
    ok: bool
    saw: str = ""


@dataclass(frozen=True)
class Call:
    """A window called a number at `minute`. `seen_by`: which displays showed it, and whether its own phone did."""

    number: str
    window: int
    minute: float
    followed_by_phone: bool
    displays: tuple[int, ...] = ()
    phone: bool = False


@dataclass
class Story:
    """What became of one resident: `end` is done, told, left, self-service, missed, unserved, or "" while nobody knows.

    `ticket` and `number` once drawn; `slip`, `receipt` and `notice` are the numbers of the papers they went home with.
    Minutes of the drill: drew, called, served, went; None: not so far.
    """

    resident: int
    kind: str
    arrives: float
    ticket: str = ""
    number: str = ""
    slip: str = ""
    receipt: str = ""
    notice: str = ""
    end: str = ""
    drew: float | None = None
    called: float | None = None
    served: float | None = None
    went: float | None = None
    by_staff: bool = False


@dataclass
class Record:
    """Everything the players noted. `behind`: minutes of the drill by which they were late at most; `with_people`: people
    with role cards came as well."""

    acts: list[Act] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    behind: float = 0.0
    with_people: bool = False

    def save(self, folder: Path) -> None:
        """Three files of JSON lines: acts, calls, stories."""
        _write(folder / "acts.jsonl", map(asdict, self.acts))
        _write(folder / "calls.jsonl", map(asdict, self.calls))
        _write(folder / "stories.jsonl", map(asdict, self.stories))


def _write(file: Path, rows: Iterable[dict[str, object]]) -> None:
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
