"""The log: one line a request and one for whatever went wrong, as text or as JSON, without a word of a person.

What an exception says may quote a row or what somebody typed (PostgreSQL's sentences quote whole rows), so that of an
exception only its kind and the places in the code are written. A request is named by its route, never by its address.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import logging
import os
import shutil
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO, cast

from django.conf import settings

from onetrip.ledger import current
from onetrip.nodes.mistakes import in_short

REQUESTS = "onetrip.request"
"""The logger of the one line for each request; what it says stands in `extra`."""
_NAME = "onetrip-{day}.jsonl"
_EXTRA = ("route", "method", "status", "milliseconds", "centre", "by")


def told(error: BaseException | None) -> str:
    """An exception with where it was raised and what it came from, without its message."""
    parts: list[str] = []
    while error is not None and len(parts) < 5:
        parts.append("".join(traceback.format_tb(error.__traceback__)) + in_short(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\nwhile\n".join(parts)


class Line(logging.Formatter):
    """A line of text: time, level, logger, number of the request, what is said."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line, and below it where an exception was raised."""
        number = current.number()
        words = [
            self.formatTime(record),
            record.levelname,
            record.name,
            *([number] if number else []),
            record.getMessage(),
        ]
        words += [f"{name}={getattr(record, name)}" for name in _EXTRA if hasattr(record, name)]
        raised = told(record.exc_info[1]) if record.exc_info else ""
        return " ".join(words) + (f"\n{raised}" if raised else "")


class JsonLine(logging.Formatter):
    """The same as one object of JSON on one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        for name, value in (("number", current.number()), ("trace", current.trace()), ("said", record.getMessage())):
            if value:
                said[name] = value
        said |= {name: getattr(record, name) for name in _EXTRA if hasattr(record, name)}
        if record.exc_info:
            said["raised"] = told(record.exc_info[1])
        return json.dumps(said, ensure_ascii=False)


class DailyFile(logging.Handler):
    """Appends to the file of the day (UTC) in settings.LOG_FOLDER; does nothing where there is none.

    Several processes write the same file: each line is one write to a file opened for appending, which none can tear.
    """

    def __init__(self) -> None:
        super().__init__()
        self._day: tuple[Path, date] | None = None
        self._file: int | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line; a log that cannot be written must not keep anybody from being served."""
        if settings.LOG_FOLDER is None:
            return
        try:
            os.write(
                self._of(settings.LOG_FOLDER, datetime.fromtimestamp(record.created, UTC).date()),
                f"{self.format(record)}\n".encode(),
            )
        except Exception:  # noqa: BLE001 -- as logging itself does it: told on the standard error, and no more
            self.handleError(record)

    def _of(self, folder: Path, day: date) -> int:
        if self._file is None or (folder, day) != self._day:
            self._shut()
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / _NAME.format(day=day.isoformat())
            self._file, self._day = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640), (folder, day)
        return self._file

    def _shut(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)
        self._file = None

    def close(self) -> None:
        """Close the file of the day."""
        self._shut()
        super().close()


@dataclass(frozen=True)
class Found:
    """A line of the log that belongs to a request."""

    file: str
    line: dict[str, Any]


def find(folder: Path, number: str) -> Iterator[Found]:
    """Every line of the request `number` (as `current.read_number` gives it), newest day first. Raises OSError."""
    wanted = f'"number": "{number}"'
    for path in sorted(folder.glob("onetrip-*.jsonl*"), reverse=True):
        with _opened(path) as lines:
            for line in lines:
                if wanted in line:
                    with contextlib.suppress(ValueError):
                        yield Found(path.name, json.loads(line))


def _opened(path: Path) -> TextIO:
    return (
        cast(TextIO, gzip.open(path, "rt", encoding="utf-8")) if path.suffix == ".gz" else path.open(encoding="utf-8")
    )


def tidy(folder: Path, *, today: date, keep: int) -> None:
    """Compress the files of the days before yesterday (a process may still write into that of yesterday), and delete those
    that are more than `keep` days old."""
    if not folder.is_dir():
        return
    for path in sorted(folder.glob("onetrip-*.jsonl*")):
        try:
            day = date.fromisoformat(path.name.removeprefix("onetrip-").split(".", 1)[0])
        except ValueError:
            continue
        if today - day > timedelta(days=keep):
            path.unlink(missing_ok=True)
        elif path.suffix != ".gz" and today - day > timedelta(days=1):
            _compress(path)


def _compress(path: Path) -> None:
    part = path.with_suffix(".part")
    with path.open("rb") as plain, gzip.open(part, "wb") as packed:
        shutil.copyfileobj(plain, packed)
    part.rename(path.with_name(path.name + ".gz"))
    path.unlink()
