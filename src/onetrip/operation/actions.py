"""What the house notes of its own working: the clock's tasks, and what became of a backup."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from onetrip.ledger import actions as ledger
from onetrip.ledger import events
from onetrip.nodes.queries import owned_here
from onetrip.operation import logs, queries

_BEGAN = """
INSERT INTO operation_clocktask (name, every, began_at, runs, failures, failure) VALUES (%s, %s, %s, 0, 0, '')
ON CONFLICT (name) DO UPDATE SET began_at = excluded.began_at, every = excluded.every
"""
_ENDED = """
INSERT INTO operation_clocktask AS t (name, every, began_at, ended_at, took, well_at, failed_at, runs, failures, failure)
VALUES (%(name)s, %(every)s, %(began)s, %(ended)s, %(took)s, %(well)s, %(failed)s, 1, %(failures)s, %(failure)s)
ON CONFLICT (name) DO UPDATE SET every = excluded.every, began_at = excluded.began_at, ended_at = excluded.ended_at,
  took = excluded.took, well_at = coalesce(excluded.well_at, t.well_at), failed_at = coalesce(excluded.failed_at, t.failed_at),
  runs = t.runs + 1, failures = t.failures + excluded.failures,
  failure = CASE WHEN excluded.failures > 0 THEN excluded.failure ELSE t.failure END
"""


def note_begun(*, task: str, every: timedelta, now: datetime) -> None:
    """The clock begins with a task: a sign of life while it lasts."""
    values: list[Any] = [task, every, now]
    with connection.cursor() as cursor:
        cursor.execute(_BEGAN, values)


def note_ended(*, task: str, every: timedelta, began: datetime, now: datetime, failure: str = "") -> None:
    """A task of the clock has ended: well, or with the mistake whose kind is `failure`."""
    values: dict[str, Any] = {
        "name": task,
        "every": every,
        "began": began,
        "ended": now,
        "took": now - began,
        "well": None if failure else now,
        "failed": now if failure else None,
        "failures": 1 if failure else 0,
        "failure": failure[:200],
    }
    with connection.cursor() as cursor:
        cursor.execute(_ENDED, values)


def seal(*, now: datetime) -> int:
    """The clock's care of the ledger: seal what is new; once a day also note the heads of all chains, in the ledger and in
    the folder of the heads. Returns how many events were sealed."""
    sealed = ledger.seal_new(owned=owned_here)
    ledger.note_heads(
        owned=owned_here,
        here=queries.called(),
        folder=settings.HEADS_ROOT,
        day=timezone.localdate(now),
        now=now,
        by="system:clock",
    )
    return sealed


def tidy_logs(*, now: datetime) -> None:
    """Compress the logs of the days before yesterday, and let go of those that are older than they have to be kept."""
    if settings.LOG_FOLDER is not None:
        logs.tidy(settings.LOG_FOLDER, today=now.date(), keep=settings.LOG_DAYS)


def note_verified(*, backup: str, folder: Path, differences: int, rows: int, now: datetime, by: str) -> None:
    """A backup was read into an empty database and compared with what was written; `differences` 0: it is whole."""
    with transaction.atomic():
        events.record(
            now=now,
            centre="",
            actor=by,
            thing="backup",
            thing_id=backup,
            verb="verify",
            data={"differences": differences, "rows": rows, "folder": str(folder.resolve())},
        )
