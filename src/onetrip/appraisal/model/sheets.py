"""The sheet of a month: for each clerk five values with their points, the formula in words, and the total."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from onetrip.appraisal.model.figures import canonical

VERSION = 1
"""The form of the arithmetic; a change of it that changes a figure gets the next number, and the old one is kept."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One dimension of a sheet. `value`, `low`…`high` (of all colleagues) and `from_`…`to` (their middle half) at `scale`;
    `points` in hundredths; `zh` and `en`: the formula with the numbers put in."""

    dimension: str
    value: int
    scale: int
    low: int
    high: int
    from_: int
    to: int
    points: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One clerk's month. `total` in hundredths of a point, None where there was not enough to score; `bonus` in fen."""

    clerk: int
    days: int
    cases: int
    served: int
    one_trip: int
    figures: tuple[Figure, ...]
    total: int | None
    bonus: int
    zh: str
    en: str

    def figure(self, dimension: str) -> Figure | None:
        """One dimension; None where nothing was scored."""
        return next((one for one in self.figures if one.dimension == dimension), None)


@dataclass(frozen=True, slots=True)
class Sheets:
    """All sheets of a month of a centre."""

    centre: str
    first: str
    last: str
    sheets: tuple[Sheet, ...]

    def of(self, clerk: int) -> Sheet | None:
        """The sheet of one account."""
        return next((one for one in self.sheets if one.clerk == clerk), None)

    @property
    def content(self) -> bytes:
        """The sheets as canonical bytes: what is kept with a frozen month, and what a recomputation has to give again."""
        return canonical({"arithmetic": VERSION, **asdict(self)})


def read_sheets(stored: dict[str, Any]) -> Sheets:
    """The sheets whose `content` was kept."""
    sheets = tuple(
        Sheet(**{**one, "figures": tuple(Figure(**figure) for figure in one["figures"])}) for one in stored["sheets"]
    )
    return Sheets(stored["centre"], stored["first"], stored["last"], sheets)
