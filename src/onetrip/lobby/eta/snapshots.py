"""Snapshots of queues from a file of another city: read with care, every row that is left out counted with its reason. Pure."""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise

from onetrip.lobby.eta import apart, columns
from onetrip.lobby.eta.cells import amount_of, count_of, is_nobody, number_of
from onetrip.lobby.eta.columns import Columns
from onetrip.lobby.eta.encodings import decoded
from onetrip.lobby.eta.moments import stamp_of
from onetrip.rules import Text

MOST_WAITING = 2000
"""More people in one queue than any hall holds: a slip of the pen, and left out."""

SEPARATORS = ",;\t|"
ORDER_OF_THE_ISSUE = ("time", "queue", "open_windows", "waiting", "last_called")
"""What five columns without a header are taken to hold."""

HEADER_WITHIN = 10
"""Lines within which the header stands, below a title or remarks."""

EVERY = 37
"""Every so manieth row is looked at, beside the first ones, to see which column holds what."""

MOST_AT_ONCE = 0.05
"""Share of rows that may speak of a moment of which another row says something quite different."""

QUIET = 0.01
"""Share of a day's calls that an hour may hold and still be one in which the day can be cut."""


class SenselessFileError(Exception):
    """The file cannot be read as snapshots; `line` is where that shows (0: nowhere in particular)."""

    def __init__(self, line: int, zh: str, en: str) -> None:
        super().__init__(en)
        self.line = line
        self.text = Text(zh, en)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One queue at one moment. `number` is the last one called, without its `letters`; None: nobody was called yet.
    `windows` and `shown` (minutes that the system itself displayed) are None where the file does not say. `queue` is the
    name in full, `office` the part of it that other queues of the same hall share."""

    at: datetime
    queue: str
    windows: float | None
    waiting: int
    letters: str
    number: int | None
    shown: float | None = None
    office: str = ""


@dataclass
class Reading:
    """What a file held: the snapshots in order of queue and time, how many rows were left out for which reason, which
    column was taken for what, and in `notes` what else was concluded."""

    snapshots: list[Snapshot]
    rows: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    first_line: dict[str, int] = field(default_factory=dict)
    columns: Columns | None = None
    notes: list[Text] = field(default_factory=list)

    def leave_out(self, reason: str, line: int) -> None:
        """Count a row that cannot be used."""
        self.left_out[reason] += 1
        self.first_line.setdefault(reason, line)


def read(content: bytes, *, given: Mapping[str, str] | None = None, zone: tzinfo | None = None) -> Reading:
    """The snapshots in a CSV file. `given` says which meaning has which column, where the names do not.

    Raises SenselessFileError when it is no table, a needed column is missing, hardly a row can be read, or several queues
    stand in it and nothing tells them apart.
    """
    table = _table_of(_text_of(content))
    reading = Reading([])
    found = _columns_of(table, given or {}, reading)
    reading.columns = found
    each = list(_each(table, found, zone, reading))
    each.sort(key=lambda one: (one[1].queue, one[1].at))  # stable: of one moment in the order of the file
    reading.snapshots = _ordered(each, found, reading)
    _refuse_when_nothing_was_read(reading, table.line + 1)
    reading.snapshots = _cut_where_it_is_quiet(reading.snapshots, reading)
    return reading


# --- The table ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Table:
    """The text of a file, the sign between its cells, and the `line` on which its header stands (`bare`: none does)."""

    text: str
    separator: str
    line: int
    bare: bool = False

    def header(self) -> list[str]:
        if self.bare:
            return list(ORDER_OF_THE_ISSUE)
        return next(row for line, row in self._all() if line == self.line)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row below the header that is not empty, with the line on which it ends."""
        return ((line, row) for line, row in self._all() if line > self.line - self.bare)

    def _all(self) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.separator)
        try:
            for row in reader:
                if any(cell.strip() for cell in row) and not _is_remark(row):
                    yield reader.line_num, row
        except csv.Error as error:
            raise SenselessFileError(
                reader.line_num, f"这一行不像表格：{error}。", f"This line does not look like a table: {error}."
            ) from error


def _is_remark(row: Sequence[str]) -> bool:
    return row[0].startswith("#") or row[0].strip().casefold().startswith("sep=")


def _text_of(content: bytes) -> str:
    text = decoded(content)
    if text is None or "\0" in text:
        raise SenselessFileError(1, "这不是文本文件。", "This is not a text file.")
    return text


def _table_of(text: str) -> _Table:
    """Where the table in a text begins: at the line with the names we know, or with data in the order of the issue."""
    tables = [_Table(text, separator, 0) for separator in SEPARATORS]
    first = {table.separator: _first_rows(table) for table in tables}
    if not any(first.values()):
        raise SenselessFileError(0, "文件是空的。", "The file is empty.")

    def cells(table: _Table) -> tuple[int, int]:
        counts = Counter(len(row) for _, row in first[table.separator])
        usual = max(counts, key=lambda count: (counts[count], count), default=0)
        return counts[usual] if usual > 1 else 0, usual

    best = max(tables, key=cells)
    known = {
        line: len({said[0] for name in row if (said := columns.meaning_of(name))})
        for line, row in first[best.separator]
    }
    line = max(known, key=lambda line: (known[line], -line))
    row = dict(first[best.separator])[line]
    if (
        known[line] < 2
        and len(row) == len(ORDER_OF_THE_ISSUE)
        and (stamp := stamp_of(row[0]))
        and stamp.clock is not None
    ):
        return replace(best, line=min(known), bare=True)
    return replace(best, line=line if known[line] else min(known))


def _first_rows(table: _Table) -> list[tuple[int, list[str]]]:
    found = []
    for line, row in table.rows():
        found.append((line, row))
        if len(found) == HEADER_WITHIN:
            break
    return found


# --- What the columns are ----------------------------------------------------------------------------------------------


def _columns_of(table: _Table, given: Mapping[str, str], reading: Reading) -> Columns:
    header = table.header()
    sample = [row for place, (_, row) in enumerate(table.rows()) if place < columns.NEIGHBOURS or place % EVERY == 0]
    _refuse_wrong_names(table.line, header, given)
    found = columns.choose(header, sample, given)
    if found.missing:
        raise _missing(table, header, found)
    if table.bare:
        reading.notes.append(
            Text(
                "文件没有表头：当作时间、队列、开放窗口、等候人数、末叫号。",
                "The file has no header: taken as time, queue, open windows, waiting, last called.",
            )
        )
    parted = apart.told_apart(found, sample)
    if parted.by_itself is not None:
        name = header[parted.by_itself].strip()
        reading.notes.append(
            Text(
                f"同一时刻有几行、号码来回跳：用“{name}”这一列把队列分开。",
                f"Rows of one queue did not go together: the column {name} tells the queues apart.",
            )
        )
    if parted.by_letters:
        reading.notes.append(
            Text(
                "同一时刻有几种字母的号：按字母分成几个队列。",
                "Numbers of several letters stood in one moment: each letter is a queue of its own.",
            )
        )
    return parted


def _refuse_wrong_names(line: int, header: Sequence[str], given: Mapping[str, str]) -> None:
    names = {columns.simple(name) for name in header}
    for meaning, name in given.items():
        if meaning not in columns.NAMES:
            known = ", ".join(columns.NAMES)
            raise SenselessFileError(
                0, f"--columns 里的 {meaning} 不认识，可用：{known}。", f"--columns: {meaning} is not one of {known}."
            )
        if columns.simple(name) not in names:
            raise SenselessFileError(line, f"表头里没有 {name} 这一列。", f"The header has no column {name}.")


def _missing(table: _Table, header: Sequence[str], found: Columns) -> SenselessFileError:
    """Words for a column that is not there."""
    seen = ", ".join(name.strip() for name in header) or "-"
    what = ", ".join(found.missing)
    example = f"--columns {found.missing[0]}={header[0].strip() or 'NAME'}"
    return SenselessFileError(
        table.line,
        f"表头里找不到：{what}。看到的列是：{seen}。可以指明，如 {example}。",
        f"The header has no column for: {what}. It names: {seen}. You may say which, such as {example}.",
    )


# --- The rows ----------------------------------------------------------------------------------------------------------


def _each(table: _Table, found: Columns, zone: tzinfo | None, reading: Reading) -> Iterator[tuple[int, Snapshot]]:
    def cell(row: list[str], place: int | None) -> str:
        return row[place].strip() if place is not None and place < len(row) else ""

    zones = 0
    for line, row in table.rows():
        reading.rows += 1
        stamp = columns.moment_in(row, found)
        at = stamp.on_the_wall(zone) if stamp else None
        waiting = amount_of(cell(row, found.waiting))
        called = cell(row, found.called)
        number = number_of(called)
        if at is None:
            reading.leave_out("no-time" if stamp is None else "half-time", line)
        elif waiting is None or waiting != int(waiting) or waiting > MOST_WAITING:
            reading.leave_out("no-waiting", line)
        elif number is None and not is_nobody(called):
            reading.leave_out("no-number", line)
        else:
            zones += bool(stamp and stamp.zone is not None)
            letters, figure = number or ("", None)
            office, queue = _names_of(row, found, letters)
            yield (
                line,
                Snapshot(
                    at,
                    sys.intern(queue),
                    count_of(cell(row, found.windows)),
                    int(waiting),
                    sys.intern(letters),
                    figure,
                    amount_of(cell(row, found.shown)),
                    sys.intern(office),
                ),
            )
    _note_the_wall(reading, zones, zone)


def _names_of(row: Sequence[str], found: Columns, letters: str) -> tuple[str, str]:
    """The office, and the queue in full."""

    def joined(places: Iterable[int]) -> list[str]:
        return [row[place].strip() for place in places if place < len(row) and row[place].strip()]

    office = joined(found.office)
    queue = joined(found.queue)
    if found.by_itself is not None:
        queue += joined((found.by_itself,))
    if found.by_letters:
        queue.append(letters)
    return " / ".join(office), " / ".join((*office, *queue)) or "-"


def _note_the_wall(reading: Reading, zones: int, zone: tzinfo | None) -> None:
    """Say on whose wall moments are told, where the file knows zones."""
    if not zones:
        return
    if zone is not None:
        reading.notes.append(Text(f"时间换到了 {zone}。", f"Times were put on the wall of {zone}."))
    else:
        reading.notes.append(
            Text(
                "时间带着时区（或从 1970 年数的秒，按 UTC），照写的钟点用；可用 --zone 换到当地。",
                "Times carry a zone (or are seconds since 1970, told in UTC) and are used as they are written; --zone puts them on the local wall.",
            )
        )


def _ordered(found: Sequence[tuple[int, Snapshot]], by: Columns, reading: Reading) -> list[Snapshot]:
    """One snapshot a moment: of several for one queue and moment the last row of the file counts. Many that say something
    quite different are several queues, and refused."""
    kept: list[Snapshot] = []
    astray, where = 0, 0
    for line, snapshot in found:
        if kept and (kept[-1].queue, kept[-1].at) == (snapshot.queue, snapshot.at):
            reading.leave_out("twice", line)
            if not _may_be_the_same(kept[-1], snapshot):
                astray, where = astray + 1, where or line
            kept[-1] = snapshot
        else:
            kept.append(snapshot)
    if astray > MOST_AT_ONCE * max(len(found), 1) and astray > 1:
        share = f"{astray / len(found):.0%}"
        taken = ", ".join(by.header[place].strip() for place in (*by.office, *by.queue)) or "-"
        raise SenselessFileError(
            where,
            f"{share} 的行和同一队列同一时刻的另一行说得不一样：是不是有一列分得开队列？现在用的是：{taken}。可用 --columns queue=… 指明。",
            f"{share} of the rows say something else than another row of the same queue and moment: is there a column that tells the queues apart? Used now: {taken}. You may say which with --columns queue=….",
        )
    return kept


def _may_be_the_same(one: Snapshot, other: Snapshot) -> bool:
    """Whether two rows of one moment can be of one queue, written to the minute."""
    numbers = one.number is None or other.number is None or abs(one.number - other.number) <= 5
    return numbers and one.letters == other.letters and abs(one.waiting - other.waiting) <= 5


def _cut_where_it_is_quiet(snapshots: list[Snapshot], reading: Reading) -> list[Snapshot]:
    """The snapshots with midnight in the quiet hours, where a hall is busy over midnight on the wall that is told.

    So a file in UTC of a city far from it is not cut into days at noon.
    """
    calls = [0] * 24
    for before, after in pairwise(snapshots):
        if before.queue == after.queue and before.number != after.number:
            calls[after.at.hour] += 1
    quiet = [count <= QUIET * sum(calls) for count in calls]
    if quiet[23] or quiet[0] or not any(quiet):
        return snapshots
    _, last = max((_run_to(quiet, hour), hour) for hour in range(24))
    cut = (last - _run_to(quiet, last) // 2) % 24
    reading.notes.append(
        Text(
            f"午夜前后也在叫号：一天从最静的 {cut} 点算起。",
            f"Numbers are called over midnight: a day is taken to begin at its quietest hour, {cut}:00.",
        )
    )
    return [replace(each, at=each.at - timedelta(hours=cut)) for each in snapshots]


def _run_to(quiet: Sequence[bool], hour: int) -> int:
    """How many quiet hours lie in a row up to and with this one."""
    return next((back for back in range(24) if not quiet[(hour - back) % 24]), 24)


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
    "half-time": Text("只有日期或只有钟点", "only the day, or only the clock, is told"),
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
