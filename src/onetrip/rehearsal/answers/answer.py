"""What a question is answered with: a sentence with its interval, a picture, a table, and what it all stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onetrip.rehearsal.running import Run
from onetrip.rules import Text
from onetrip.simulation.fitting.estimates import Estimate


@dataclass(frozen=True)
class Bar:
    """One bar of a picture: its name under it, its height, its interval where it has one, a second figure as a point of a
    line (own scale), and whether it is the one that the sentence is about."""

    name: Text
    value: float
    low: float | None = None
    high: float | None = None
    line: float | None = None
    is_answer: bool = False


@dataclass(frozen=True)
class Drawn:
    """A picture: what its bars are, and the line over them, on the scale of the bars or its own. `lying`: bars that lie, for
    names that are long."""

    bars: tuple[Bar, ...]
    what: Text
    line: Text | None = None
    same_scale: bool = False
    lying: bool = False


@dataclass(frozen=True)
class Table:
    """The same in numbers."""

    columns: tuple[Text, ...]
    rows: tuple[tuple[Text | str, ...], ...]

    @property
    def lines(self) -> tuple[tuple[Text, ...], ...]:
        """The rows as they are said: a figure reads the same in both languages."""
        return tuple(tuple(Text(cell, cell) if isinstance(cell, str) else cell for cell in row) for row in self.rows)


@dataclass(frozen=True)
class Cell:
    """One cell of a grid: its figure, what stands small beneath it, and how it stands to the promise ("kept", "nearly",
    "broken"). `is_answer`: the one that the sentence is about."""

    figure: str
    beneath: Text
    standing: str
    is_answer: bool = False

    @property
    def mark(self) -> str:
        """The same without colour."""
        return {"kept": "✓", "nearly": "≈", "broken": "✗"}[self.standing]


@dataclass(frozen=True)
class Grid:
    """Two things varied against each other: `corner` names the rows; a cell for each row and column; what the marks mean."""

    corner: Text
    columns: tuple[Text, ...]
    rows: tuple[Text, ...]
    cells: tuple[tuple[Cell, ...], ...]
    legend: Text

    @property
    def lines(self) -> tuple[tuple[Text, tuple[Cell, ...]], ...]:
        """Each row with its cells."""
        return tuple(zip(self.rows, self.cells, strict=True))


@dataclass(frozen=True)
class Answer:
    """`sentence` is the answer; `more` what belongs to it; `figure` its number. `windows` and `bookings`: a plan by half
    hour since the doors opened, where the answer is one; `people` and `waits` (minutes) are what it leads to. `grid`:
    the picture of an answer of two dimensions."""

    sentence: Text
    figure: Estimate
    picture: Drawn
    table: Table
    run: Run
    more: tuple[Text, ...] = ()
    windows: tuple[int, ...] = ()
    bookings: tuple[int, ...] = ()
    people: tuple[float, ...] = ()
    waits: tuple[float, ...] = ()
    grid: Grid | None = None

    def to_json(self) -> dict[str, Any]:
        """What is kept of it: enough to say whether it comes out the same again."""
        return {
            "zh": self.sentence.zh,
            "en": self.sentence.en,
            "value": round(self.figure.value, 6),
            "low": round(self.figure.low, 6),
            "high": round(self.figure.high, 6),
            "days": self.run.days,
            "windows": list(self.windows),
            "bookings": list(self.bookings),
        }


def clock_of(minutes: float) -> str:
    """Minutes since midnight as a clock shows them; midnight and later are the hours after."""
    whole = round(minutes) % (24 * 60)
    return f"{whole // 60}:{whole % 60:02d}"


def minutes_text(told: Estimate) -> Text:
    """4.2 分钟（95 % 在 3.9–4.5 之间）."""
    low, high = max(told.low, 0.0), told.high
    return Text(
        f"{told.value:.1f} 分钟（95 % 在 {low:.1f}–{high:.1f} 之间）",
        f"{told.value:.1f} minutes (95 %: {low:.1f} to {high:.1f})",
    )


def change_text(told: Estimate) -> Text:
    """A difference of minutes, with its sign in words."""
    low, high = sorted((abs(told.low), abs(told.high)))
    if told.low <= 0 <= told.high:
        return Text(
            f"看不出差别（相差 {told.low:+.1f} 到 {told.high:+.1f} 分钟）",
            f"makes no visible difference ({told.low:+.1f} to {told.high:+.1f} minutes)",
        )
    zh, en = ("多等", "longer") if told.value > 0 else ("少等", "shorter")
    places = 1 if abs(told.value) >= 1 else 2
    size, least, most = (f"{each:.{places}f}" for each in (abs(told.value), low, high))
    return Text(
        f"{zh} {size} 分钟（95 % 在 {least}–{most} 之间）",
        f"is {size} minutes {en} (95 %: {least} to {most})",
    )


def per_cent_text(told: Estimate) -> Text:
    """91 %（95 % 在 90–92 % 之间）."""
    low, high = max(told.low, 0.0) * 100, min(told.high, 1.0) * 100
    return Text(
        f"{told.value * 100:.1f} %（95 % 在 {low:.1f}–{high:.1f} % 之间）",
        f"{told.value * 100:.1f} % (95 %: {low:.1f} to {high:.1f} %)",
    )
