"""The operator's folder: keys made once, the embedded database, collected static files."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
KEYS = ("ONETRIP_SECRET_KEY", "ONETRIP_IDENTITY_KEY")


def catalogue_folder() -> Path:
    """The catalogue of the city: ONETRIP_CATALOGUE, else catalogue/shanghai of the checkout."""
    given = os.environ.get("ONETRIP_CATALOGUE")
    return Path(given) if given else PACKAGE.parent.parent / "catalogue" / "shanghai"


def prepare(folder: Path) -> None:
    """Make `folder` and its keys when new, and put into the environment what the settings need.

    The keys file is readable by its owner only. Losing ONETRIP_IDENTITY_KEY loses every encrypted identity.
    """
    folder.mkdir(parents=True, exist_ok=True)
    keys = folder / "keys.env"
    if not keys.exists():
        text = "".join(f"{name}={secrets.token_hex(32)}\n" for name in KEYS)
        descriptor = os.open(keys, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
    for line in keys.read_text(encoding="ascii").splitlines():
        name, _, value = line.partition("=")
        if name in KEYS:
            os.environ.setdefault(name, value)
    os.environ.setdefault("ONETRIP_STATIC", str(folder / "static"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onetrip.web.settings")


@contextlib.contextmanager
def database(folder: Path) -> Iterator[str]:
    """The database URL: DATABASE_URL when set, else the embedded PostgreSQL in `folder`, running inside the block."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    from onetrip.web.postgres import running

    with running(folder / "postgresql") as url:
        os.environ["DATABASE_URL"] = url
        try:
            yield url
        finally:
            del os.environ["DATABASE_URL"]


def open_house() -> None:
    """Make Django ready; the environment must have been prepared."""
    import django

    django.setup()


def migrate() -> None:
    """Bring the tables up to date; a house that is up to date costs a look."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def collect_static(folder: Path) -> None:
    """Collect, hash and compress static files when they changed since the last time."""
    from django.core.management import call_command

    digest = hashlib.sha256()
    for path in sorted(PACKAGE.glob("*/static/**/*")):
        if path.is_file():
            stat = path.stat()
            digest.update(f"{path.relative_to(PACKAGE)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    stamp = folder / "static.stamp"
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(digest.hexdigest(), encoding="ascii")
