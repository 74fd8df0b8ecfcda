"""Text becomes rows of cells: which separator, which line is the heading, which lines cannot be read."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from onetrip.simulation.logs.reading.log import LogRefused

SEPARATORS = (",", "\t", ";", "|", "，")
BLANKS = " "
"""Stands for any number of blanks."""

LONE = "\x1f"
"""Stands in no line: a list of moments and nothing else is one column, though a date and a time have a blank between them."""

_LOOKED_AT = 200
MOST_COLUMNS = 500
MOST_ROWS = 5_000_000


@dataclass
class Sheet:
    """A table of texts. `rows` all have as many cells as `heading`; `unread` lines had none or far too many or too few."""

    heading: list[str]
    rows: list[list[str]]
    separator: str
    headless: bool = False
    unread: int = 0
    mended: int = 0
    replaced: int = 0
    columns: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.columns = {name: place for place, name in enumerate(self.heading)}

    def column(self, name: str) -> list[str]:
        """All cells of a column, in the order of the rows."""
        place = self.columns[name]
        return [row[place] for row in self.rows]


def sheet_of(lines: Iterator[str]) -> Sheet:
    """The table in some lines. Raises LogRefused where there is none."""
    first = list(islice((line for line in lines if line.strip()), _LOOKED_AT))
    if not first:
        raise LogRefused("empty", "文件里没有内容。", "There is nothing in the file.")
    said = re.fullmatch(r"sep=(.)", first[0].strip(), re.IGNORECASE)
    if said:
        first = first[1:]
    separator = said[1] if said else LONE if _is_one_column(first) else _separator(first)
    rows = _split(chain(first, lines), separator)
    head = list(islice(rows, _LOOKED_AT))
    width = _width(head)
    if width < 2 and separator != LONE:
        raise LogRefused(
            "no-table",
            "看不出表格：没有哪种分隔符能把各行分成一样多的列。请导出成 CSV，或 XES。",
            "No table can be seen: no separator cuts the lines into columns. Please export as CSV, or as XES.",
        )
    start, headless = _heading(head, width)
    names = [f"{place + 1}" for place in range(width)] if headless else _names(head[start], width)
    sheet = Sheet(names, [], separator, headless)
    _fill(sheet, chain(head[start if headless else start + 1 :], rows), width)
    return sheet


def _fill(sheet: Sheet, rows: Iterable[list[str]], width: int) -> None:
    for row in rows:
        if len(sheet.rows) >= MOST_ROWS:
            raise LogRefused(
                "too-long", "行数太多，没有读。请按月份分开。", "There are too many lines. Please split it by month."
            )
        if any("\ufffd" in cell for cell in row):
            sheet.replaced += 1
        if len(row) == width:
            sheet.rows.append(row)
        elif len(row) > width and not any(cell.strip() for cell in row[width:]):
            sheet.rows.append(row[:width])
        elif len(row) * 2 >= width and len(row) < width:
            sheet.rows.append(row + [""] * (width - len(row)))
            sheet.mended += 1
        elif any(cell.strip() for cell in row):
            sheet.unread += 1


def _split(lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    if separator == BLANKS:
        yield from (line.split() for line in lines if line.strip())
        return
    reader = csv.reader(lines, delimiter=separator)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell of more than 128 kB: a quote that nobody closed
            yield ["\ufffd"]
            continue
        if row and any(row):
            yield row


def _is_one_column(lines: list[str]) -> bool:
    """Whether every line is a moment (or length), beneath a heading of one word or none."""
    cells = [line.strip().strip('"') for line in lines]
    headed = len(cells[0]) > _LONGEST_FIGURE or not _FIGURES.match(cells[0])
    if headed and (len(cells) < 2 or len(cells[0].split()) > 1 or any(sign in cells[0] for sign in SEPARATORS)):
        return False
    moments = cells[1:] if headed else cells
    return all(len(cell) <= _LONGEST_FIGURE and len(cell.split()) <= 2 and _FIGURES.match(cell) for cell in moments)


def _separator(lines: list[str]) -> str:
    """The one that cuts most lines into one number of columns above one; of equals the one that makes more columns."""
    best, best_score = BLANKS, 0.0
    for separator in SEPARATORS:
        widths = Counter(len(row) for row in _split(lines, separator))
        width, count = max(widths.items(), key=lambda one: (one[1] * (one[0] > 1), one[0]), default=(0, 0))
        if width < 2:
            continue
        score = count / max(sum(widths.values()), 1) + min(width, 20) / 100
        if score > best_score and count * 3 >= sum(widths.values()):
            best, best_score = separator, score
    return best


def _width(rows: list[list[str]]) -> int:
    widths = Counter(len(row) for row in rows)
    width = max(widths, key=lambda one: (widths[one], one), default=0)
    return min(width, MOST_COLUMNS)


_LONGEST_FIGURE = 60
"""A cell of more signs is no number and no time; and no pattern has to look for one in it."""

_FIGURES = re.compile(r"[\s\d:./+\-年月日时分秒]*\d[\s\d:./+\-年月日时分秒]*\Z")


def _heading(rows: list[list[str]], width: int) -> tuple[int, bool]:
    """Which row names the columns, and whether none does: titles above it have fewer cells, data have figures in them."""
    for place, row in enumerate(rows[:20]):
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) * 2 < width or len(row) > width + 1 or len(row) * 2 < width:
            continue
        return place, any(len(cell) <= _LONGEST_FIGURE and _FIGURES.match(cell) for cell in cells)
    return 0, True


def _names(row: list[str], width: int) -> list[str]:
    """The names of the columns, each once; a column without one goes by its number."""
    names: list[str] = []
    for place in range(width):
        name = row[place].strip().lstrip("\ufeff") if place < len(row) else ""
        name = name or f"{place + 1}"
        names.append(name if name not in names else f"{name} ({place + 1})")
    return names
