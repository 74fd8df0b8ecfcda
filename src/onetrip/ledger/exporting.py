"""Writes the chains with their events into files that anybody can verify without this house: `onetrip ledger export`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from onetrip.ledger import heads, verifying


@dataclass(frozen=True)
class Exported:
    """One chain in a file."""

    centre: str
    path: Path
    lines: int
    sha256: str


def export(centre: str, folder: Path, *, now: datetime) -> Exported:
    """Write the chain of `centre` to `folder`/ledger-<centre>.jsonl and its signed head beside it. Raises OSError.

    A line holds a seal and the event as it was sealed. Events that have no seal yet are not in it: seal first. Chain and
    head are of one moment: both are read in one snapshot.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = path_of(folder, centre)
    whole, lines = hashlib.sha256(), 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for link in verifying.links_of(centre):
                line = verifying.line_of(link)
                whole.update(line.encode())
                file.write(line)
                lines += 1
        head = heads.head_of(centre, now=now)
    beside = head_file(path)
    beside.unlink(missing_ok=True)
    if head is not None:
        heads.write(beside, [head])
    return Exported(centre, path, lines, whole.hexdigest())


def path_of(folder: Path, centre: str) -> Path:
    """The file of a chain; that of no centre is called after the city."""
    return folder / f"ledger-{centre or '_city'}.jsonl"


def centre_of(path: Path) -> str:
    """Whose chain a file holds, by its name."""
    return path.stem.removeprefix("ledger-").replace("_city", "")


def head_file(path: Path) -> Path:
    """Where the head of an exported chain lies."""
    return path.with_suffix(".head.jsonl")
