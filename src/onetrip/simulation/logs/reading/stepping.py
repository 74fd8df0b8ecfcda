"""Sheets with a row for each step: told apart from those with a row for each visit, and read into steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onetrip.simulation.logs.reading.noting import Notes
from onetrip.simulation.logs.reading.raw import NEVER, OfficeClock
from onetrip.simulation.logs.reading.roles import MARKS, Role
from onetrip.simulation.logs.reading.sheet import Sheet
from onetrip.simulation.logs.reading.steps import Steps
from onetrip.simulation.logs.reading.times import Read, order_of, read

_ROWS_OF_A_CASE = 1.2
_PHASES = {Role.ARRIVED: "schedule", Role.CALLED: "start", Role.BEGAN: "start", Role.ENDED: "complete"}


def is_stepwise(sheet: Sheet, roles: Mapping[Role, str]) -> bool:
    """Whether rows are steps: they name an activity, and cases have several of them."""
    if Role.ACTIVITY not in roles or Role.CASE not in roles:
        return False
    cases = set(sheet.column(roles[Role.CASE]))
    return len(sheet.rows) >= _ROWS_OF_A_CASE * len(cases)


def steps_of_rows(sheet: Sheet, roles: Mapping[Role, str], clock: OfficeClock, notes: Notes) -> Steps:
    """A step for each moment of each row: one for a plain event, two where it says from when until when."""
    moments = {role: _moments(sheet, roles, role, clock, notes) for role in (Role.TIME, *MARKS) if role in roles}
    if not moments:
        moments = {Role.TIME: [NEVER] * len(sheet.rows)}
    alone = len(moments) == 1
    texts = {
        role: sheet.column(roles[role]) if role in roles else [""] * len(sheet.rows)
        for role in (Role.CASE, Role.ACTIVITY, Role.LIFECYCLE, Role.RESOURCE, Role.MATTER)
    }
    steps = Steps()
    for place in range(len(sheet.rows)):
        case, activity, phase, resource, matter = (column[place].strip() for column in texts.values())
        for role, column in moments.items():
            if alone or column[place] == column[place]:
                told = phase if alone or role is Role.TIME else _PHASES[role]
                steps.add(case, activity, told, column[place], resource, matter)
    return steps


def _moments(sheet: Sheet, roles: Mapping[Role, str], role: Role, clock: OfficeClock, notes: Notes) -> Sequence[float]:
    cells = sheet.column(roles[role])
    ordered = order_of(cells[:: max(len(cells) // 2000, 1)])
    if not ordered.certain:
        notes.note("day-or-month", len(cells))
    days = sheet.column(roles[Role.DATE]) if Role.DATE in roles else [""] * len(cells)
    order = order_of(days[:: max(len(days) // 2000, 1)]).order
    return [
        _moment(read(cell, ordered.order), cell, read(day, order) if day else None, clock, notes)
        for cell, day in zip(cells, days, strict=True)
    ]


def _moment(at: Read | None, cell: str, day: Read | None, clock: OfficeClock, notes: Notes) -> float:
    if at is None:
        notes.note("time-unread", int(bool(cell.strip())))
        return NEVER
    if at.day is None and day is not None:
        at = at._replace(day=day.day)
    if at.seconds is None:
        notes.note("no-clock")
    elif at.seconds == 0:
        notes.note("midnight")
        return NEVER
    return clock(at)
