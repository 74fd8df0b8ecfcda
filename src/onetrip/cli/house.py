"""The operator's folder: keys made once, the embedded database, collected static files."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import secrets
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg

from onetrip.rehearsal.drilling import isolation

PACKAGE = Path(__file__).resolve().parent.parent
KEYS = ("ONETRIP_SECRET_KEY", "ONETRIP_IDENTITY_KEY")


def catalogue_folder() -> Path:
    """The catalogue of the city: ONETRIP_CATALOGUE, else catalogue/shanghai of the checkout."""
    given = os.environ.get("ONETRIP_CATALOGUE")
    return Path(given) if given else PACKAGE.parent.parent / "catalogue" / "shanghai"


def prepare(folder: Path) -> None:
    """Make `folder` and its keys when new, and put into the environment what the settings need.

    The keys file is readable by its owner only. Losing ONETRIP_IDENTITY_KEY, or a key of `keys.ring` (`onetrip keys`), loses
    what was encrypted with it. Ends the process where a drill meets a real house, or the reverse.
    """
    if reason := isolation.why_not_this_folder(folder):
        sys.exit(reason)
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
    os.environ.setdefault("ONETRIP_KEY_RING", str((folder / "keys.ring").absolute()))
    os.environ.setdefault("ONETRIP_STATIC", str(folder / "static"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "onetrip.web.settings"


@contextlib.contextmanager
def database(folder: Path) -> Iterator[Callable[[], bool]]:
    """Put DATABASE_URL into the environment, and run the embedded PostgreSQL of `folder` unless it was set already.

    Gives a function that starts the embedded server again when it has died, and says whether it had to.
    """
    if url := os.environ.get("DATABASE_URL"):
        _insist_on_our_own(url)
        yield lambda: False
        return
    from onetrip.web.postgres import serving

    with serving(folder / "postgresql") as server:
        _insist_on_our_own(server.get_uri(database="onetrip"))
        os.environ["DATABASE_URL"] = server.get_uri(database="onetrip")
        try:
            yield server.revive
        finally:
            del os.environ["DATABASE_URL"]


def _insist_on_our_own(url: str) -> None:
    """End the process where a drill meets the database of a real house, or the reverse; one that is away is waited for later."""
    with contextlib.suppress(psycopg.OperationalError):
        if reason := isolation.why_not_this_database(url):
            sys.exit(reason)


def open_house() -> None:
    """Make Django ready; the environment must have been prepared."""
    import django

    django.setup()


def open_without_rows() -> None:
    """Make Django ready for a command that reads no row: no folder, keys that nothing is kept under, no database."""
    from django.apps import apps

    if apps.ready:
        return
    for name in KEYS:
        os.environ.setdefault(name, secrets.token_hex(32))
    os.environ.setdefault("DATABASE_URL", "postgresql:///none")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onetrip.web.settings")
    open_house()


def migrate() -> None:
    """Bring the tables up to date; a house that is up to date costs a look."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from onetrip.walls import building
    from onetrip.walls.scope import as_owner

    with as_owner("tables are made and changed"):
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()) and building.stands(connection):
            return
        # City and centre nodes both run every migration: what it changes in their rows is not sent (docs/nodes.md).
        with connection.cursor() as cursor:
            cursor.execute("SET onetrip.applying = 'migration'")
            # Migrations make the models of every step anew; looking for what of them is left over costs a fifth of the time.
            gc.disable()
            try:
                call_command("migrate", verbosity=0, interactive=False)
            finally:
                gc.enable()
                cursor.execute("RESET onetrip.applying")


def collect_static() -> None:
    """Collect, hash and compress static files."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def state_of_the_code(*, demonstration: bool) -> str:
    """A digest over everything the first start prepares: migrations, static files, the catalogue, the demonstration."""
    digest = hashlib.sha256(f"demonstration={demonstration}\n".encode())
    for root, pattern in (
        (PACKAGE, "*/migrations/*.py"),
        (PACKAGE, "walls/*.py"),
        (PACKAGE, "*/static/**/*"),
        (PACKAGE, "**/*.yaml"),
        (catalogue_folder(), "**/*.yaml"),
    ):
        for path in sorted(root.glob(pattern)):
            if path.is_file():
                stat = path.stat()
                digest.update(f"{path.relative_to(root)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def is_prepared(folder: Path, state: str) -> bool:
    """Whether the embedded database and the static files in `folder` were prepared from exactly this state of the code.

    The stamp lies inside the database's folder, so that it goes when the data go. Nobody may ask this of a database of
    the operator's own (DATABASE_URL): what happened to it meanwhile is not known here.
    """
    stamp = folder / "postgresql" / "onetrip.stamp"
    return stamp.exists() and stamp.read_text(encoding="ascii") == state


def mark_prepared(folder: Path, state: str) -> None:
    """Remember that everything was prepared from this state of the code."""
    (folder / "postgresql" / "onetrip.stamp").write_text(state, encoding="ascii")
