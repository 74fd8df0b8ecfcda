"""Which column of a sheet holds what: by its name, and by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import median

from onetrip.simulation.logs.reading.roles import LENGTHS, MARKS, TIMES, Role, sureness
from onetrip.simulation.logs.reading.sheet import Sheet
from onetrip.simulation.logs.reading.times import EARLIEST, LATEST, lasting, order_of, read

_LOOKED_AT = 400
_MANY = 0.1
"""Share of different cells above which a column may name cases; what has fewer is a place or a sort of thing."""
_BARE_NUMBER = re.compile(r"-?\d+([.,]\d*)?\Z")


class Kind(Enum):
    """What stands in a column."""

    MOMENT = "day and time"
    DAY = "day"
    CLOCK = "time of day"
    NUMBER = "number"
    TEXT = "text"
    EMPTY = "nothing"


@dataclass(frozen=True)
class Column:
    """A column as far as a part of its cells tells.

    `distinct`: share of its cells that are different; `values`: how many different ones. `middle`: the median of its
    moments or lengths; 0 without any. `figures`: share of cells with a figure in them.
    """

    name: str
    kind: Kind
    distinct: float
    values: int
    middle: float = 0.0
    figures: float = 0.0


def looked_at(sheet: Sheet) -> list[Column]:
    """Every column of the sheet, by rows from all over it."""
    step = max(len(sheet.rows) // _LOOKED_AT, 1)
    rows = sheet.rows[::step]
    return [_column(name, [row[place].strip() for row in rows]) for place, name in enumerate(sheet.heading)]


def _column(name: str, cells: Sequence[str]) -> Column:
    filled = [cell for cell in cells if cell and cell.lower() not in ("null", "none", "nan", "n/a", "-", "--")]
    values = len(set(filled))
    if not filled:
        return Column(name, Kind.EMPTY, 0.0, 0)
    distinct = values / len(cells)
    numbers = [cell for cell in filled if _BARE_NUMBER.match(cell)]
    says_time = any(sureness(name, role) for role in (*TIMES, Role.DATE)) and not any(
        sureness(name, role) > 0.6 for role in LENGTHS
    )
    if len(numbers) * 2 > len(filled) and not (says_time or all(len(cell) in (10, 12, 13, 14) for cell in numbers)):
        middle = median(float(cell.replace(",", ".")) for cell in numbers)
        return Column(name, Kind.NUMBER, distinct, values, middle)
    order = order_of(filled).order
    times = [at for cell in filled if (at := read(cell, order)) and (at.day is None or EARLIEST <= at.day <= LATEST)]
    if len(times) * 5 < len(filled) * 3:
        lengths = [length for cell in filled if (length := lasting(cell, 60)) is not None]
        if len(lengths) * 5 > len(filled) * 3:
            return Column(name, Kind.NUMBER, distinct, values, median(lengths))
        with_figures = sum(any(map(str.isdigit, cell)) for cell in filled)
        return Column(name, Kind.TEXT, distinct, values, figures=with_figures / len(filled))
    dated = [at for at in times if at.day is not None]
    if len(dated) * 2 < len(times):
        return Column(name, Kind.CLOCK, distinct, values, median(at.seconds or 0.0 for at in times))
    middle = median((at.day or 0) * 86400.0 + (at.seconds or 0.0) for at in dated)
    with_clock = sum(bool(at.seconds) for at in dated)
    return Column(name, Kind.MOMENT if with_clock * 20 > len(dated) else Kind.DAY, distinct, values, middle)


_FITS: dict[Kind, dict[Role, float]] = {
    Kind.MOMENT: dict.fromkeys(TIMES, 1.0) | {Role.DATE: 0.3},
    Kind.DAY: {Role.DATE: 1.0} | dict.fromkeys(TIMES, 0.5),
    Kind.CLOCK: dict.fromkeys(TIMES, 0.9) | dict.fromkeys(LENGTHS, 1.0),
    Kind.NUMBER: dict.fromkeys(LENGTHS, 1.0)
    | dict.fromkeys((Role.CASE, Role.RESOURCE, Role.MATTER, Role.OUTCOME), 0.9)
    | {Role.ACTIVITY: 0.5},
    Kind.TEXT: dict.fromkeys((Role.CASE, Role.ACTIVITY, Role.RESOURCE, Role.MATTER, Role.OUTCOME, Role.LIFECYCLE), 1.0),
    Kind.EMPTY: {},
}


def roles_of(columns: Sequence[Column], *, headless: bool) -> dict[Role, str]:
    """The column of each role that one could be found for."""
    wished = [
        (sure * fits * (0.4 + 0.6 * column.distinct if role is Role.CASE else 1.0), -place, role, column.name)
        for place, column in enumerate(columns)
        for role, fits in _FITS[column.kind].items()
        if not headless and (sure := sureness(column.name, role))
    ]
    found: dict[Role, str] = {}
    for _, _, role, name in sorted(wished, key=lambda wish: wish[:2], reverse=True):
        if role not in found and name not in found.values():
            found[role] = name
    return _by_content(found, columns, headless=headless)


def _by_content(found: dict[Role, str], columns: Sequence[Column], *, headless: bool) -> dict[Role, str]:
    """What no name told: moments by their order, then who and what by how many different values there are."""
    left = [column for column in columns if column.name not in found.values()]
    found = _moments_by_order(found, columns)
    if Role.DATE not in found:
        day = next((column for column in left if column.kind is Kind.DAY and column.name not in found.values()), None)
        found |= {} if day is None else {Role.DATE: day.name}
    if not any(mark in found for mark in MARKS) and {Role.TIME, Role.CASE, Role.OUTCOME} <= found.keys():
        found.setdefault(Role.ACTIVITY, found.pop(Role.OUTCOME))  # a row for each change of the state of a number
    texts = [one for one in left if one.kind in (Kind.TEXT, Kind.NUMBER) and one.name not in found.values()]
    many = [column for column in texts if column.distinct > _MANY and column.values > 1]
    if Role.TIME in found and Role.CASE not in found and many:
        case = max(many, key=lambda column: column.distinct)
        found[Role.CASE] = case.name
        texts.remove(case)
    few = [one for one in texts if one.kind is Kind.TEXT and 2 <= one.values <= 60 and one.distinct < 0.5]
    if Role.TIME in found and Role.ACTIVITY not in found and few:
        found[Role.ACTIVITY] = few.pop(0).name
    return found | _who_and_what(few) if headless else found


def _moments_by_order(found: dict[Role, str], columns: Sequence[Column]) -> dict[Role, str]:
    """Moments that no name told apart: an earlier one is an arrival, a later one an end, one between a call."""
    by_name = {column.name: column for column in columns}
    open_ = [one for one in columns if one.kind in (Kind.MOMENT, Kind.CLOCK) and one.name not in found.values()]
    timed = by_name.get(found.get(Role.TIME, ""))
    if timed is not None and timed.kind is Kind.DAY and Role.DATE not in found and open_:
        return found | {Role.DATE: timed.name, Role.TIME: open_[0].name}
    if open_ and not any(mark in found for mark in MARKS):
        every = sorted(
            [*open_, *([timed] if timed is not None else [])],
            key=lambda column: (column.kind is Kind.CLOCK, column.middle),
        )
        roles = {1: (Role.TIME,), 2: (Role.ARRIVED, Role.ENDED), 3: (Role.ARRIVED, Role.CALLED, Role.ENDED)}
        rest = {role: name for role, name in found.items() if role is not Role.TIME}
        return rest | {role: one.name for role, one in zip(roles.get(len(every), MARKS), every, strict=False)}
    for column in open_:
        role = _between(found, by_name, column)
        if role is not None:
            found = found | {role: column.name}
    return found


def _between(found: dict[Role, str], by_name: dict[str, Column], column: Column) -> Role | None:
    """Which moment of a visit a column may be, by where it lies among those that are known."""
    known = [by_name[found[mark]] for mark in MARKS if mark in found]
    alike = [one.middle for one in known if one.kind is column.kind]
    if not alike:
        return None
    if column.middle < min(alike):
        return Role.ARRIVED if Role.ARRIVED not in found else None
    if column.middle > max(alike):
        return Role.ENDED if Role.ENDED not in found else None
    return Role.CALLED if Role.CALLED not in found and Role.BEGAN not in found else None


def _who_and_what(few: Sequence[Column]) -> dict[Role, str]:
    """Of two columns of few words the one with figures in them is of windows or clerks, the other of matters."""
    by_figures = sorted(few, key=lambda column: column.figures)
    if len(few) < 2 or not by_figures[-1].figures:
        return {Role.MATTER: by_figures[0].name} if few else {}
    return {Role.MATTER: by_figures[0].name, Role.RESOURCE: by_figures[-1].name}
