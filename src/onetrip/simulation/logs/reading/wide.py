"""Sheets with a row for each visit: when drawn, when called, when done, or how long each took."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from statistics import median

import numpy as np

from onetrip.simulation.logs.reading.log import Fate
from onetrip.simulation.logs.reading.noting import Notes
from onetrip.simulation.logs.reading.outcomes import fate_of
from onetrip.simulation.logs.reading.raw import DAY, NEVER, OfficeClock, RawVisits, Seconds
from onetrip.simulation.logs.reading.roles import MARKS, Role
from onetrip.simulation.logs.reading.sheet import Sheet
from onetrip.simulation.logs.reading.times import EARLIEST, Read, lasting, order_of, read

_SAMPLE = 2000
NOWHEN = EARLIEST
"""The day of a sheet that says none."""


def visits_of(sheet: Sheet, roles: Mapping[Role, str], clock: OfficeClock, notes: Notes) -> RawVisits:
    """The visits of a sheet, as they stand there."""
    times = {role: _times(sheet.column(roles[role]), notes) for role in (*MARKS, Role.TIME, Role.DATE) if role in roles}
    if Role.ARRIVED not in times and Role.TIME in times:
        times[Role.ARRIVED] = times.pop(Role.TIME)
    base = _days(times, len(sheet.rows), notes)
    marks = {role: _moments(times[role], base, clock, notes) for role in MARKS if role in times}
    nothing = np.full(len(sheet.rows), NEVER)
    arrived, called, began, ended = (marks.get(role, nothing) for role in MARKS)
    arrived, began, ended = _by_lengths(
        sheet, roles, arrived, np.where(np.isnan(called), began, called), began, ended, notes
    )
    called = np.where(np.isnan(called), began, called)
    fates = _fates(sheet, roles, called, ended, notes)
    gone = np.array([fate is Fate.LEFT for fate in fates], dtype=np.bool_)
    ended = np.where(gone & np.isnan(ended), called, ended)
    called = np.where(gone, NEVER, called)
    return RawVisits(
        case=_texts(sheet, roles, Role.CASE),
        day=_day_of_each(base, arrived, called, ended),
        arrived=arrived.tolist(),
        called=called.tolist(),
        ended=ended.tolist(),
        matter=_texts(sheet, roles, Role.MATTER),
        resource=[
            "" if fate is Fate.LEFT else by for by, fate in zip(_texts(sheet, roles, Role.RESOURCE), fates, strict=True)
        ],
        fate=fates,
    )


def _texts(sheet: Sheet, roles: Mapping[Role, str], role: Role) -> list[str]:
    return [cell.strip() for cell in sheet.column(roles[role])] if role in roles else [""] * len(sheet.rows)


def _times(cells: Sequence[str], notes: Notes) -> list[Read | None]:
    ordered = order_of(cells[:: max(len(cells) // _SAMPLE, 1)])
    if not ordered.certain:
        notes.note("day-or-month", sum(bool(cell.strip()) for cell in cells))
    times = [read(cell, ordered.order) for cell in cells]
    empty = ("", "null", "none", "nan", "n/a", "-", "--", "0")
    notes.note(
        "time-unread",
        sum(at is None and cell.strip().lower() not in empty for at, cell in zip(times, cells, strict=True)),
    )
    return times


def _days(times: Mapping[Role, list[Read | None]], count: int, notes: Notes) -> list[int | None]:
    """The day of each row: of the column of days, else the first of its moments that says one; one day where none does."""
    found: list[int | None] = [None] * count
    for role in (Role.DATE, *MARKS):
        for place, at in enumerate(times.get(role, ())):
            if found[place] is None and at is not None and at.day is not None:
                found[place] = at.day
    if not any(found) and any(at is not None for column in times.values() for at in column):
        notes.note("no-date", count)
        return [NOWHEN] * count
    return found


def _moments(times: Sequence[Read | None], base: Sequence[int | None], clock: OfficeClock, notes: Notes) -> Seconds:
    """Seconds of one kind of moment. Exactly midnight is a field that was left empty; a day alone has no hour."""
    moments = np.full(len(times), NEVER)
    for place, at in enumerate(times):
        if at is None:
            continue
        if at.seconds is None:
            notes.note("no-clock")
        elif at.seconds == 0:
            notes.note("midnight")
        else:
            moments[place] = clock(at if at.day is not None else at._replace(day=base[place]))
    return moments


def _by_lengths(
    sheet: Sheet,
    roles: Mapping[Role, str],
    arrived: Seconds,
    called: Seconds,
    began: Seconds,
    ended: Seconds,
    notes: Notes,
) -> tuple[Seconds, Seconds, Seconds]:
    """Moments that follow from others by how long the wait or the service took."""
    lacks_wait = bool((np.isnan(arrived) | np.isnan(called)).any())
    if Role.WAIT in roles and lacks_wait:
        wait = _lengths(sheet, roles[Role.WAIT], notes)
        arrived = np.where(np.isnan(arrived), called - wait, arrived)
        began = np.where(np.isnan(called) & np.isnan(began), arrived + wait, began)
        called = np.where(np.isnan(called), began, called)
    if Role.SERVICE in roles and bool((np.isnan(called) | np.isnan(ended)).any()):
        service = _lengths(sheet, roles[Role.SERVICE], notes)
        start = np.where(np.isnan(began), called, began)
        ended = np.where(np.isnan(ended), start + service, ended)
        began = np.where(np.isnan(start), ended - service, began)
    return arrived, began, ended


def _lengths(sheet: Sheet, name: str, notes: Notes) -> Seconds:
    cells = sheet.column(name)
    unit = _unit(name)
    if unit is None:
        bare = [float(cell) for cell in cells if re.fullmatch(r"\d+(\.\d+)?", cell.strip())]
        unit = 1.0 if bare and median(bare) >= 45 else 60.0
        notes.note("unit-guessed", len(bare), name)
    lengths = [lasting(cell, unit) for cell in cells]
    return np.array([NEVER if one is None or one < 0 or one > DAY else one for one in lengths])


def _unit(name: str) -> float | None:
    plain = name.lower()
    if re.search(r"sec|秒|\(s\)|_s$|\bs\b", plain):
        return 1.0
    if re.search(r"min|分", plain):
        return 60.0
    return 3600.0 if re.search(r"hour|小时|stunde", plain) else None


def _fates(sheet: Sheet, roles: Mapping[Role, str], called: Seconds, ended: Seconds, notes: Notes) -> list[Fate]:
    """As the log says; where it does not, whoever has an end and no call has left, unless starts are never told or a
    clerk is."""
    tells_starts, clerks = not np.isnan(called).all(), _texts(sheet, roles, Role.RESOURCE)
    fates = [
        Fate.OPEN if not done else Fate.SERVED if has_called or clerk or not tells_starts else Fate.LEFT
        for has_called, done, clerk in zip(~np.isnan(called), ~np.isnan(ended), clerks, strict=True)
    ]
    if Role.OUTCOME not in roles:
        return fates
    name = roles[Role.OUTCOME]
    for place, cell in enumerate(sheet.column(name)):
        word = cell.strip()
        said = fate_of(word, name) if word else None
        if said is None and word:
            notes.note("unknown-outcome", named=word)
        elif said is not None and (said is not Fate.OPEN or fates[place] is not Fate.SERVED):
            fates[place] = said
    return fates


def _day_of_each(base: Sequence[int | None], *moments: Seconds) -> list[int]:
    """The day of the first moment that is known, on the office's clock; else the day that stands there, -1 without."""
    days = []
    for place, day in enumerate(base):
        first = next((one[place] for one in moments if one[place] == one[place]), None)
        days.append(int(first // DAY) if first is not None else -1 if day is None else day)
    return days
