"""Whether the columns that were found tell all queues of a file apart; and if not, what does. Pure.

Two queues taken for one give figures of nonsense without any word. They show themselves: two different rows for one moment,
or a number called that goes to and fro. Then a column of whatever name that ends this is taken for what tells them apart.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from onetrip.lobby.eta.cells import number_of
from onetrip.lobby.eta.columns import Columns, Rows, moment_in

SUSPICIOUS = 0.1
"""Share of rows that do not go on from the one before, from which on several queues may have been taken for one."""

AT_LEAST_BETTER = 0.4
"""What tells them apart leaves at most this share of what was suspicious."""

FEWEST_ROWS_EACH = 10
MOST_QUEUES = 200
MINUTES_OF_RUNNING = 3.0
RUNS_AHEAD = 20


@dataclass(frozen=True, slots=True)
class _Row:
    at: datetime
    key: tuple[str, ...]
    letters: str
    number: int
    waiting: str
    cells: Sequence[str]


def told_apart(columns: Columns, rows: Rows) -> Columns:
    """The columns, with one more for the queue where that is needed and one does it."""
    seen = list(_seen(columns, rows))
    by_names = _astray(seen, lambda _: ())
    if by_names <= SUSPICIOUS:
        return columns
    used = {
        *columns.when,
        *columns.office,
        *columns.queue,
        columns.windows,
        columns.waiting,
        columns.called,
        columns.shown,
    }
    found: list[tuple[float, int | None]] = [
        (_astray(seen, lambda row, place=place: (row.cells[place],)), place)  # type: ignore[misc]  # a default in a lambda
        for place in range(len(columns.header))
        if place not in used and _may_name_queues(seen, place)
    ]
    found.append((_astray(seen, lambda row: (row.letters,)), None))
    best, place = min(found, key=lambda each: each[0])
    if best > by_names * AT_LEAST_BETTER:
        return columns
    return replace(columns, by_letters=True) if place is None else replace(columns, by_itself=place)


def _seen(columns: Columns, rows: Rows) -> list[_Row]:
    found = []
    width = len(columns.header)
    for row in rows:
        stamp = moment_in(row, columns)
        at = stamp.on_the_wall(None) if stamp else None
        number = number_of(row[columns.called]) if columns.called is not None and columns.called < len(row) else None
        if at is not None and number is not None:
            cells = [*row, *[""] * (width - len(row))]
            key = tuple(cells[place].strip() for place in (*columns.office, *columns.queue))
            waiting = cells[columns.waiting].strip() if columns.waiting is not None else ""
            found.append(_Row(at, key, number[0], number[1], waiting, cells))
    return found


def _may_name_queues(seen: Sequence[_Row], place: int) -> bool:
    """Whether a column has few values, each in many rows, as names have."""
    many = len({row.cells[place] for row in seen})
    return 2 <= many <= min(MOST_QUEUES, len(seen) // FEWEST_ROWS_EACH)


def _astray(seen: Sequence[_Row], more: Callable[[_Row], tuple[Hashable, ...]]) -> float:
    """Share of rows that do not go on from the row before in what is taken for one queue: another row for the same moment,
    or a number of the same letters that goes back or leaps."""
    before: dict[tuple[Hashable, ...], _Row] = {}
    numbers: dict[tuple[Hashable, ...], _Row] = {}
    astray = compared = 0
    for row in sorted(seen, key=lambda row: row.at):
        key = (row.key, more(row))
        last, same = before.get(key), numbers.get((*key, row.letters))
        before[key] = numbers[(*key, row.letters)] = row
        if last is None or last.at.date() != row.at.date():
            continue
        compared += 1
        at_once = last.at == row.at and (last.letters, last.waiting) != (row.letters, row.waiting)
        astray += (at_once and not _near(last, row)) or (same is not None and not _goes_on(same, row))
    return astray / compared if compared else 0.0


def _near(last: _Row, row: _Row) -> bool:
    """Whether two rows of one moment may be one queue twice within a minute that was not written to the second."""
    return last.letters == row.letters and abs(row.number - last.number) <= RUNS_AHEAD // 4


def _goes_on(last: _Row, row: _Row) -> bool:
    if last.at.date() != row.at.date():
        return True
    minutes = (row.at - last.at).total_seconds() / 60
    return 0 <= row.number - last.number <= RUNS_AHEAD + MINUTES_OF_RUNNING * minutes
