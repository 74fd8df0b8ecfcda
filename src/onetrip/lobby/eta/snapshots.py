"""Snapshots of queues from a file of another city: read with care, every row that is left out counted with its reason. Pure."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from onetrip.lobby.eta import columns
from onetrip.rules import Text

MOST_WAITING = 2000
"""More people in one queue than any hall holds: a slip of the pen, and left out."""

SEPARATORS = ",;\t|"


class SenselessFileError(Exception):
    """The file cannot be read as snapshots; `line` is where that shows (0: nowhere in particular)."""

    def __init__(self, line: int, zh: str, en: str) -> None:
        super().__init__(en)
        self.line = line
        self.text = Text(zh, en)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One queue at one moment. `number` is the last one called, without its `letters`; None: nobody was called yet.
    `windows` and `shown` (minutes that the system itself displayed) are None where the file does not say."""

    at: datetime
    queue: str
    windows: float | None
    waiting: int
    letters: str
    number: int | None
    shown: float | None = None


@dataclass
class Reading:
    """What a file held: the snapshots in order of queue and time, and how many rows were left out for which reason."""

    snapshots: list[Snapshot]
    rows: int
    left_out: Counter[str] = field(default_factory=Counter)
    first_line: dict[str, int] = field(default_factory=dict)

    def leave_out(self, reason: str, line: int) -> None:
        """Count a row that cannot be used."""
        self.left_out[reason] += 1
        self.first_line.setdefault(reason, line)


def read(content: bytes, *, given: Mapping[str, str] | None = None, zone: tzinfo | None = None) -> Reading:
    """The snapshots in a CSV file. `given` says which meaning has which column, where the names do not.

    Raises SenselessFileError when it is no table, a needed column is missing, or hardly a row can be read.
    """
    text = _decoded(content)
    lines = text.splitlines()
    head = next((place for place, line in enumerate(lines) if line.strip() and not line.startswith("#")), None)
    if head is None:
        raise SenselessFileError(0, "文件是空的。", "The file is empty.")
    separator = _separator(lines[head])
    rows = csv.reader(io.StringIO("\n".join(lines[head:]) + "\n"), delimiter=separator)
    try:
        header = next(rows)
        found = columns.meanings(header, given or {})
        _refuse_without_columns(head + 1, header, found, given or {})
        table = [(head + rows.line_num, row) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise SenselessFileError(
            head + rows.line_num, f"这一行不像表格：{error}。", f"This line does not look like a table: {error}."
        ) from error
    reading = Reading([], len(table))
    reading.snapshots = _ordered(_each(table, found, zone, reading), reading)
    _refuse_when_nothing_was_read(reading, head + 2)
    return reading


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    if b"\0" in content:
        raise SenselessFileError(1, "这不是文本文件。", "This is not a text file.")
    return content.decode("latin-1")


def _separator(header: str) -> str:
    """The sign between cells: the one that the header holds most of."""
    return max(SEPARATORS, key=header.count)


def _refuse_without_columns(line: int, header: list[str], found: dict[str, int], given: Mapping[str, str]) -> None:
    names = {columns.simple(name) for name in header}
    for meaning, name in given.items():
        if meaning not in columns.NAMES:
            known = ", ".join(columns.NAMES)
            raise SenselessFileError(
                0, f"--columns 里的 {meaning} 不认识，可用：{known}。", f"--columns: {meaning} is not one of {known}."
            )
        if columns.simple(name) not in names:
            raise SenselessFileError(line, f"表头里没有 {name} 这一列。", f"The header has no column {name}.")
    has_time = "time" in found or {"date", "clock"} <= set(found)
    missing = [meaning for meaning in columns.NEEDED if meaning not in found and not (meaning == "time" and has_time)]
    if missing:
        seen = ", ".join(name.strip() for name in header) or "-"
        what = ", ".join(missing)
        example = f"--columns {missing[0]}={header[0].strip() or 'NAME'}"
        raise SenselessFileError(
            line,
            f"表头里找不到：{what}。看到的列是：{seen}。可以指明，如 {example}。",
            f"The header has no column for: {what}. It names: {seen}. You may say which, such as {example}.",
        )


def _each(
    table: list[tuple[int, list[str]]], found: dict[str, int], zone: tzinfo | None, reading: Reading
) -> Iterator[tuple[int, Snapshot]]:
    def cell(row: list[str], meaning: str) -> str:
        place = found.get(meaning)
        return row[place].strip() if place is not None and place < len(row) else ""

    def moment(row: list[str]) -> str:
        return cell(row, "time") if "time" in found else f"{cell(row, 'date')} {cell(row, 'clock')}"

    month_first = columns.is_month_first([moment(row) for _, row in table])
    for line, row in table:
        at = columns.time_of(moment(row), zone, month_first=month_first)
        waiting = columns.amount_of(cell(row, "waiting"))
        called = cell(row, "called")
        number = columns.number_of(called)
        windows = columns.amount_of(cell(row, "windows"))
        if at is None:
            reading.leave_out("no-time", line)
        elif waiting is None or waiting != int(waiting) or waiting > MOST_WAITING:
            reading.leave_out("no-waiting", line)
        elif number is None and called and called.strip("-–—?.0 ").casefold() not in ("", "none", "null", "nan", "n/a"):
            reading.leave_out("no-number", line)
        else:
            queue = " / ".join(part for part in (cell(row, "office"), cell(row, "queue")) if part)
            letters, figure = number or ("", None)
            shown = columns.amount_of(cell(row, "shown"))
            yield line, Snapshot(at, queue or "-", windows, int(waiting), letters, figure, shown)


def _ordered(found: Iterable[tuple[int, Snapshot]], reading: Reading) -> list[Snapshot]:
    """By queue and time, one a moment: of several for one queue and moment the last row of the file counts."""
    kept: dict[tuple[str, datetime], Snapshot] = {}
    for line, snapshot in found:
        key = (snapshot.queue, snapshot.at)
        if key in kept:
            reading.leave_out("twice", line)
        kept[key] = snapshot
    return [kept[key] for key in sorted(kept)]


def _refuse_when_nothing_was_read(reading: Reading, line: int) -> None:
    if len(reading.snapshots) * 5 >= reading.rows > 0:
        return
    if not reading.rows:
        raise SenselessFileError(line, "只有表头，没有数据。", "There is a header and nothing below it.")
    reason, count = reading.left_out.most_common(1)[0]
    where = reading.first_line[reason]
    raise SenselessFileError(
        where,
        f"{reading.rows} 行里只读懂 {len(reading.snapshots)} 行，{count} 行：{REASONS[reason].zh}。",
        f"Only {len(reading.snapshots)} of {reading.rows} rows could be read; in {count}: {REASONS[reason].en}.",
    )


REASONS: Mapping[str, Text] = {
    "no-time": Text("时间读不懂", "the time cannot be read"),
    "no-waiting": Text("等候人数读不懂", "the number of people waiting cannot be read"),
    "no-number": Text("叫到的号读不懂", "the number called cannot be read"),
    "twice": Text("同一队列同一时刻有几行，取最后一行", "several rows for one queue and moment: the last one counts"),
    "nobody": Text("没有人在等", "nobody was waiting"),
    "before-first": Text("当天还没有叫过号", "no number had been called yet that day"),
    "never": Text("当天没有叫到（或号码重新编了）", "never called that day, or the numbers began anew"),
    "gap": Text("叫到的时刻落在采样空档里", "called in a gap between samples"),
    "apart": Text("号码属于另一串（如预约号），不接着数", "a number of another series, such as appointments"),
}
"""Why a row makes no case, in words."""
