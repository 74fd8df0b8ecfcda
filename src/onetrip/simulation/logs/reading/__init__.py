"""A log of any office is read into a table of visits, and what is doubtful in it is said: `visits(path)`.

The file is opened (`opening`), cut into cells (`sheet`) or elements (`xes`), its columns are told apart (`guessing`, by
`roles`), its rows become visits (`wide`, or `steps` where each step has a row), and these are judged (`judging`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from itertools import chain, islice
from pathlib import Path

from onetrip.simulation.logs.reading import steps as stepwise
from onetrip.simulation.logs.reading import wide, xes
from onetrip.simulation.logs.reading.guessing import looked_at, roles_of
from onetrip.simulation.logs.reading.judging import judged
from onetrip.simulation.logs.reading.log import Doubt, Fate, LogRefused, ReadLog, VisitTable
from onetrip.simulation.logs.reading.noting import Notes
from onetrip.simulation.logs.reading.opening import encoding_of, lines_of, opened
from onetrip.simulation.logs.reading.raw import OfficeClock, RawVisits
from onetrip.simulation.logs.reading.roles import TIMES, Role
from onetrip.simulation.logs.reading.sheet import Sheet, sheet_of
from onetrip.simulation.logs.reading.stepping import is_stepwise, steps_of_rows

__all__ = ["Doubt", "Fate", "LogRefused", "ReadLog", "Role", "VisitTable", "visits"]


def visits(path: Path, *, zone: tzinfo | None = None, columns: Mapping[Role, str] | None = None) -> ReadLog:
    """The visits of a log: XES, or a sheet of text, each packed with gzip or not. Raises LogRefused, and nothing else.

    `zone`: where the office is; times that say their offset are shown on its clock. Without, all are taken as they stand.
    `columns`: which column of a sheet holds what, for those who know it better than its name and content tell.
    """
    notes, clock = Notes(), OfficeClock(zone)
    with opened(path) as file:
        start = file.peek(512)[:512].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"<"):
        return _of_xes(path, clock, notes)
    if start.startswith((b"{", b"[")):
        raise LogRefused("json", "这是 JSON。请导出成 XES 或 CSV。", "This is JSON. Please export as XES or CSV.")
    return _of_sheet(path, clock, notes, columns or {})


def _of_xes(path: Path, clock: OfficeClock, notes: Notes) -> ReadLog:
    with opened(path) as file:
        steps, taken = xes.steps_of(file, clock, notes)
    raw = stepwise.visits_of(steps, notes)
    columns = {"concept:name": Role.ACTIVITY.value, "time:timestamp": Role.TIME.value}
    columns |= {name: role for role, name in taken.items()}
    return _finished(raw, clock, notes, "xes", len(steps), columns, {})


def _of_sheet(path: Path, clock: OfficeClock, notes: Notes, said: Mapping[Role, str]) -> ReadLog:
    sheet, shape = _sheet(path, notes)
    roles = _told_and_guessed(sheet, said)
    if not any(role in roles for role in (*TIMES, Role.DATE)):
        raise LogRefused(
            "no-time",
            f"哪一列都不像时间（{'、'.join(sheet.heading[:8])}）。至少要有取号或办理的时间。",
            f"No column looks like a time ({', '.join(sheet.heading[:8])}). At least when people came or were served is needed.",
        )
    by_steps = is_stepwise(sheet, roles)
    if by_steps:
        steps = steps_of_rows(sheet, roles, clock, notes)
        raw = stepwise.visits_of(steps, notes)
    else:
        raw = wide.visits_of(sheet, roles, clock, notes)
    taken = {name: role.value for role, name in roles.items()}
    return _finished(raw, clock, notes, "events" if by_steps else "visits", len(sheet.rows), taken, shape)


def _told_and_guessed(sheet: Sheet, said: Mapping[Role, str]) -> dict[Role, str]:
    """What was said of columns, and for the others what is guessed. LogRefused for a column that is not there."""
    for name in said.values():
        if name not in sheet.columns:
            there = ", ".join(sheet.heading[:20])
            raise LogRefused(
                "no-column", f"没有“{name}”这一列；有：{there}。", f"There is no column {name}; there are {there}."
            )
    columns = [column for column in looked_at(sheet) if column.name not in said.values()]
    guessed = roles_of(columns, headless=sheet.headless)
    return {role: name for role, name in guessed.items() if role not in said} | dict(said)


def _sheet(path: Path, notes: Notes) -> tuple[Sheet, dict[str, str]]:
    encoded = encoding_of(path)
    with opened(path) as file:
        lines = lines_of(file, encoded)
        first = list(islice(lines, 1))
        sheet = sheet_of(chain((line.lstrip("\ufeff") for line in first), lines))
    notes.note("encoding-guessed", int(not encoded.certain))
    notes.note("headless", int(sheet.headless))
    notes.note("unread", sheet.unread)
    notes.note("mended", sheet.mended)
    notes.note("replaced", sheet.replaced)
    separator = {"\t": "tab", " ": "blank"}.get(sheet.separator, sheet.separator)
    return sheet, {"encoding": encoded.name, "separator": separator}


def _finished(
    raw: RawVisits,
    clock: OfficeClock,
    notes: Notes,
    kind: str,
    lines: int,
    columns: dict[str, str],
    shape: dict[str, str],
) -> ReadLog:
    clock.note(notes)
    table = judged(raw, notes)
    if not len(table):
        raise LogRefused(
            "no-visit",
            "没有一行能读成一次来访：时间都读不懂。",
            "Not one row can be read as a visit: no time in it can be read.",
        )
    return ReadLog(table, notes.doubts(), kind, lines, columns, shape)
