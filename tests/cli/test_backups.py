"""`onetrip backup` as an operator meets it, on a database of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests import house


def backup(folder: Path, backups: Path, *more: str) -> subprocess.CompletedProcess[str]:
    names = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "ONETRIP_SECRET_KEY", "ONETRIP_IDENTITY_KEY", "ONETRIP_STATIC"}
    environment = {name: value for name, value in os.environ.items() if name not in names}
    command = [sys.executable, "-m", "onetrip", "--data", str(folder), "backup", str(backups), *more]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_a_backup_is_whole_kept_on_record_and_the_oldest_give_way() -> None:
    with house.folder() as folder, house.running(folder / "var") as served:
        backups = folder / "backups"
        backups.mkdir()
        for old in ("onetrip-20200101T000000.dump", "onetrip-20200102T000000.dump"):
            (backups / old).write_bytes(b"old")
        done = backup(served.folder, backups, "--keep", "2")
        assert done.returncode == 0, done.stderr
        kept = sorted(path.name for path in backups.iterdir())
        assert len(kept) == 2
        assert kept[0] == "onetrip-20200102T000000.dump"
        written = backups / kept[1]
        assert written.read_bytes().startswith(b"PGDMP")
        assert written.stat().st_mode & 0o077 == 0
        assert served.ask("SELECT thing_id, data->>'bytes' FROM ledger_event WHERE thing = 'backup'") == [
            (written.name, str(written.stat().st_size))
        ]
        nowhere = backup(served.folder, Path("/proc/nowhere"))
        assert nowhere.returncode != 0
