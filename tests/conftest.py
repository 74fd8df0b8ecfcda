"""What every test shares: one embedded PostgreSQL for the whole run, and no sockets but local ones."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, sync_playwright

from tests import chromium as chromium_paths
from tests.dealing import ByFile
from tests.emptying import only_what_has_rows

if TYPE_CHECKING:
    from xdist.remote import Producer

    from onetrip.catalogue.book import Catalogue


# A machine that others use as well makes no example wrong: nothing here is judged by the clock.
_UNHURRIED = hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
# `make test` decides whether a change lands: the same examples each time, so that it says the same of the same code.
# `make soak` looks for others (`--hypothesis-profile=exploring`).
hypothesis_settings.register_profile("house", _UNHURRIED, derandomize=True)
hypothesis_settings.register_profile("exploring", _UNHURRIED)
hypothesis_settings.load_profile("house")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    """How tests are dealt out to the workers."""
    return ByFile(config, log)


_WITH_OTHERS = "bridge cli days departments nodes notices operation reading signin storage visit web"
WAITING_FOR_OTHERS = tuple(f"tests/{room}/" for room in _WITH_OTHERS.split())
"""Rooms whose tests wait for other processes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every operation of the API is a test with a name of its own; with one name for all, only the first would run.

    What drives a browser, or stands in a room whose tests wait for other processes, runs once more when it fails: a machine
    shared with others holds them up for half a minute now and then. The summary names each such test (RERUN); one that
    failed for a reason fails again, and one that comes back there is looked into.
    """
    for item in items:
        if item.get_closest_marker("browser") or item.nodeid.startswith(WAITING_FOR_OTHERS):
            item.add_marker(pytest.mark.flaky(reruns=1))
        operation = getattr(item, "operation_label", None)
        if operation and operation not in item.nodeid:
            item._id = item.id.with_params(operation)


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """The URL of a PostgreSQL for this test worker: DATABASE_URL when given, else one from the wheel."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    from onetrip.web.postgres import running
    from tests.house import folder

    with folder() as place, running(place) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            # This server is thrown away; the tests that cut the power start servers of their own, with fsync.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_url: str, django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Point Django at the test server before pytest-django makes its database there."""
    from django.conf import settings
    from django.db import connections

    from onetrip.web.database import database_settings

    fresh = database_settings(database_url)
    where = {key: fresh[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    where["OPTIONS"]["options"] = "-c onetrip.may_empty=tests"  # the ledger refuses to be emptied otherwise
    settings.DATABASES["default"].update(where)
    connections["default"].settings_dict.update(where)


@pytest.fixture(scope="session", autouse=True)
def emptied_quickly() -> Iterator[None]:
    """How the database is emptied between tests that commit."""
    with only_what_has_rows():
        yield


@pytest.fixture(scope="session", autouse=True)
def actions_called_without_a_request() -> Iterator[None]:
    """Tests call actions and queries as no request does: there every centre is shown. What goes through the middleware is
    shown what its permission opens, here as in a house; tests/walls look at the wall itself."""
    from onetrip.walls import scope

    before, scope.outside = scope.outside, scope.wide("tests act without a request")
    yield
    scope.outside = before


@pytest.fixture(autouse=True)
def nothing_kept_in_memory() -> Iterator[None]:
    """Values that queries keep for a few seconds must not reach from one test into the next."""
    from onetrip.advice import priors
    from onetrip.appointments import expected_queries
    from onetrip.appraisal import queries as appraisal
    from onetrip.catalogue import queries as catalogue
    from onetrip.centres import queries as centres
    from onetrip.insight import daily, spared, told
    from onetrip.kiosk.errands import daily as self_service
    from onetrip.lobby import queries as lobby
    from onetrip.lobby import quiet_queries, watching, weights
    from onetrip.lobby.views import display
    from onetrip.nodes import queries as nodes
    from onetrip.staff import queries as staff

    rooms = (
        appraisal,
        catalogue,
        centres,
        daily,
        display,
        expected_queries,
        lobby,
        nodes,
        priors,
        quiet_queries,
        self_service,
        spared,
        staff,
        told,
        watching,
        weights,
    )
    for room in rooms:
        room.forget()
    yield
    for room in rooms:
        room.forget()


@pytest.fixture(scope="session", autouse=True)
def static_files_by_name() -> Iterator[None]:
    """Pages name static files as they are: the hashed names of a served house need files collected first."""
    from django.conf import settings
    from django.test import override_settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(STORAGES=settings.STORAGES | plain):
        yield


@pytest.fixture(scope="session")
def shanghai() -> Catalogue:
    """The catalogue of the checkout, as it is."""
    from onetrip.catalogue.files import read_folder
    from onetrip.catalogue.schema import read
    from tests.factories import CATALOGUE

    texts, problems = read_folder(CATALOGUE)
    assert not problems
    catalogue = read(texts).catalogue
    assert catalogue is not None
    return catalogue


@pytest.fixture
def house_folder() -> Iterator[Path]:
    """An empty folder in which a test opens a house of its own."""
    from tests.house import folder

    with folder() as place:
        yield place / "var"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless, one for the whole run; every test opens contexts of its own."""
    from django.db import connections

    path = chromium_paths.headless()
    # Playwright keeps an event loop in this thread for the rest of the run; Django would take every test that reads the
    # database after it for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    # While Playwright's loop runs, this thread has other connections than before it: neither kind may be left behind.
    connections.close_all()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()
        connections.close_all()
