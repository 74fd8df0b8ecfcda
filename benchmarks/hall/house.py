"""A house to measure: the demonstration centre with its past, served by the very commands of `onetrip run`."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from tests.lean_browser import Browser

from benchmarks.hall.past import fill
from onetrip.cli import house
from onetrip.walls import scope
from onetrip.walls.role import as_role
from onetrip.web import postgres
from onetrip.web.serving import Serving, serve

WINDOWS = 8


@dataclass(frozen=True)
class Measured:
    """A served house: its database and its clerks, each signed in at a window of their own (from 1)."""

    url: str
    serving: Serving
    live: str
    clerks: list[Browser]
    guide: Browser
    slip: str
    kiosk: str


@contextlib.contextmanager
def measured_house(past: Callable[[str], None] = fill) -> Iterator[Measured]:
    """Prepare and serve it until the block is left; every commit is durable, as PostgreSQL's own defaults have it.

    `past` writes what happened before today into the database of the URL it is given.
    """
    with tempfile.TemporaryDirectory(prefix="onetrip-bench-") as place:
        folder = Path(place)
        _prepare_keys(folder)
        with postgres.running(folder / "postgresql") as url:
            # For counting statements; it counts only while a run asks for it.
            _alter(url, "shared_preload_libraries = 'pg_stat_statements'", "pg_stat_statements.track = 'none'")
        with postgres.running(folder / "postgresql") as url:
            os.environ["DATABASE_URL"] = url
            slip, kiosk = _fill(url, past)
            with serve(as_role(url)) as serving:
                yield _opened(url, serving, slip, kiosk)


@contextlib.contextmanager
def city_house(centres: int) -> Iterator[tuple[Serving, str, str]]:
    """A house with `centres` centres beside the demonstration's, everybody at their windows: the servers, the port of the
    live stream and the URL of the database."""
    with tempfile.TemporaryDirectory(prefix="onetrip-bench-") as place:
        folder = Path(place)
        _prepare_keys(folder)
        with postgres.running(folder / "postgresql") as url:
            os.environ["DATABASE_URL"] = url
            _make_city(centres)
            with serve(as_role(url)) as serving:
                yield serving, _live_port(serving), url


def _make_city(centres: int) -> None:
    house.open_house()
    from django.db import connection
    from django.utils import timezone

    from benchmarks.hall import city
    from onetrip.web.demonstration import centre

    scope.outside = scope.wide("a benchmark fills a city")
    house.migrate()
    house.collect_static()
    now = timezone.now()
    centre.load(catalogue_folder=house.catalogue_folder(), now=now)
    city.make(centres, now)
    connection.close()


@contextlib.contextmanager
def counting(url: str) -> Iterator[psycopg.Connection]:
    """Count the statements of the block in pg_stat_statements; gives the connection to read them by."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        connection.execute("ALTER SYSTEM SET pg_stat_statements.track = 'top'")
        connection.execute("SELECT pg_reload_conf()")
        time.sleep(0.5)  # every server process reads the new setting when it is next idle
        connection.execute("SELECT pg_stat_statements_reset()")
        try:
            yield connection
        finally:
            connection.execute("ALTER SYSTEM SET pg_stat_statements.track = 'none'")
            connection.execute("SELECT pg_reload_conf()")


def _prepare_keys(folder: Path) -> None:
    for name in house.KEYS:
        os.environ[name] = secrets.token_hex(32)
    os.environ["ONETRIP_STATIC"] = str(folder / "static")
    os.environ["ONETRIP_DEMONSTRATION"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "onetrip.web.settings"


def _alter(url: str, *settings: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in settings:
            connection.execute(f"ALTER SYSTEM SET {setting}")  # type: ignore[arg-type]  # our own words


def _fill(url: str, past: Callable[[str], None]) -> tuple[str, str]:
    """Tables, demonstration centre, past; clerks at their windows; the token of a slip, and where the first kiosk pairs."""
    house.open_house()
    from django.db import connection
    from django.utils import timezone

    from benchmarks.hall.slips import a_slip
    from onetrip.centres.actions import take_window
    from onetrip.staff.models import Account
    from onetrip.web.demonstration import centre

    scope.outside = scope.wide("a benchmark fills a city")
    house.migrate()
    house.collect_static()
    now = timezone.now()
    secrets_of = centre.load(catalogue_folder=house.catalogue_folder(), now=now)
    past(url)
    for number in range(1, WINDOWS + 1):
        take_window(centre="LF", number=number, account=Account.objects.get(username=f"clerk{number}"), now=now)
    token = a_slip(now)
    connection.close()
    return token, f"/device/pair/{secrets_of['kiosk-1']}"


def _opened(url: str, serving: Serving, slip: str, kiosk: str) -> Measured:
    from onetrip.web.demonstration import PASSWORD

    clerks = []
    for number in range(1, WINDOWS + 1):
        clerks.append(Browser(serving.address))
        clerks[-1].sign_in(f"clerk{number}", PASSWORD)
    guide = Browser(serving.address)
    guide.sign_in("guide", PASSWORD)
    return Measured(url, serving, _live_port(serving), clerks, guide, slip, kiosk)


def _live_port(serving: Serving) -> str:
    """The port of the live stream, from its own command line."""
    words = [str(word) for word in serving.live.args]  # type: ignore[union-attr]
    return words[words.index("--port") + 1]
