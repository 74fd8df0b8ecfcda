"""Alive, ready, and the figures: strangers hear yes or no, whoever runs the house hears what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from onetrip.operation import actions, metrics, queries, readiness
from onetrip.people.models import Resident
from onetrip.walls.scope import as_owner
from tests.factories import make_account, make_centre, published_catalogue, synthetic_number
from tests.ledger.chains import record

pytestmark = pytest.mark.django_db

TOKEN = "a token of this test"
SHOWS = {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def token(settings: Settings) -> None:
    settings.OPERATOR_TOKEN = TOKEN


def ticked(ago: timedelta = timedelta(0)) -> None:
    now = datetime.now(UTC) - ago
    actions.note_begun(task="days", every=MINUTE, now=now)
    actions.note_ended(task="days", every=MINUTE, began=now, now=now)


def wrong() -> list[str]:
    return [one.code for one in readiness.checks(now=datetime.now(UTC)) if not one.is_well]


def test_a_house_whose_clock_ticks_is_ready(client: Client) -> None:
    assert wrong() == ["clock"]
    assert client.get("/health/ready").status_code == 503
    ticked()
    assert wrong() == []
    assert client.get("/health/ready").status_code == 200


def test_a_clock_that_fell_silent_is_told() -> None:
    ticked(timedelta(minutes=11))
    assert wrong() == ["clock"]


def test_a_migration_that_the_database_has_not_had_is_told() -> None:
    ticked()
    with as_owner("a test plays an older house"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ledger' AND name = '0003_seal_form'")
    assert wrong() == ["migrations"]
    assert queries.migrations_missing() == ["ledger.0003_seal_form"]


def test_keys_that_do_not_fit_the_database_are_told(settings: Settings) -> None:
    ticked()
    Resident.objects.create(number=synthetic_number(), number_hash=b"x", first_seen=datetime.now(UTC))
    assert wrong() == []
    settings.IDENTITY_KEY = "another key of at least thirty-two characters"
    assert wrong() == ["keys"]


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    ticked()
    monkeypatch.setattr(queries, "DISK_LEAST", 1 << 60)
    assert wrong() == ["disk"]


def test_strangers_hear_nothing_of_the_inside(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}
    assert client.get("/health/ready").json() == {"status": "not ready"}
    assert client.get("/metrics").status_code == 404
    for shown in ("Bearer ", "Bearer wrong", TOKEN[:-1], "", "Bearer 令牌"):
        assert client.get("/metrics", HTTP_AUTHORIZATION=shown).status_code == 404
        assert client.get("/health/ready", HTTP_AUTHORIZATION=shown).json() == {"status": "not ready"}
    told = client.get("/health/ready", **SHOWS).json()
    assert told["checks"]["clock"] == {"well": False, "said": "the clock has never ticked"}


def test_without_a_token_in_the_settings_nobody_is_the_operator(client: Client, settings: Settings) -> None:
    settings.OPERATOR_TOKEN = ""
    for shown in ("Bearer ", "Bearer", ""):
        assert client.get("/metrics", HTTP_AUTHORIZATION=shown).status_code == 404


@pytest.fixture
def database_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("the connection is lost")

    with monkeypatch.context() as patch:
        patch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", away)
        yield


def test_while_the_database_is_away_the_process_lives_and_is_not_ready(client: Client, database_away: None) -> None:
    assert client.get("/health/live").status_code == 200
    answer = client.get("/health/ready", **SHOWS)
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == {"well": False, "said": "the database cannot be reached"}
    figures = client.get("/metrics", **SHOWS)
    assert figures.status_code == 200
    assert "onetrip_database_up 0.0" in figures.content.decode()


def test_the_figures_are_what_prometheus_reads_and_name_routes_and_no_addresses(client: Client) -> None:
    make_centre()
    record(1)
    ticked()
    actions.note_ended(
        task="lines", every=MINUTE, began=datetime.now(UTC), now=datetime.now(UTC), failure="ZeroDivisionError"
    )
    client.get("/open-data/87654321")
    client.get("/87654321")
    text = client.get("/metrics", **SHOWS).content.decode()
    found = {family.name: family for family in text_string_to_metric_families(text)}
    routes = {sample.labels["route"] for sample in found["onetrip_request_seconds"].samples}
    assert {"open-data-file", "none"} <= routes
    assert "87654321" not in text
    assert found["onetrip_database_up"].samples[0].value == 1
    assert found["onetrip_ledger_unsealed"].samples[0].value == 1
    assert found["onetrip_events"].samples[0].value >= 0
    failures = {sample.labels["task"]: sample.value for sample in found["onetrip_clock_task_failures"].samples}
    assert failures == {"days": 0, "lines": 1}
    for name in (
        "onetrip_database_bytes",
        "onetrip_database_connections",
        "onetrip_outbox_waiting",
        "onetrip_outbox_lag_seconds",
        "onetrip_disk_free_bytes",
        "onetrip_clock_task_well_seconds",
    ):
        assert found[name].samples, name


@pytest.mark.parametrize(
    ("counts", "share", "seconds"),
    [
        ({0.1: 10, 0.5: 20, float("inf"): 20}, 0.5, 0.1),
        ({0.1: 10, 0.5: 20, float("inf"): 20}, 0.75, 0.3),
        ({0.1: 0, 0.5: 4, float("inf"): 4}, 0.5, 0.3),
        ({0.1: 0, 0.5: 0, float("inf"): 3}, 0.95, None),
    ],
)
def test_a_share_of_requests_is_found_between_the_edges(
    counts: dict[float, float], share: float, seconds: float | None
) -> None:
    assert metrics.below(counts, share) == (None if seconds is None else pytest.approx(seconds))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_the_operator_shows_the_house_and_names_nobody(client: Client, language: str) -> None:
    make_centre()
    published_catalogue()
    record(1)
    ticked()
    actions.seal(now=datetime.now(UTC))
    client.force_login(make_account("operator"))
    page = client.get(f"/operator/?lang={language}").content.decode()
    for words in ("PostgreSQL", "onetrip backup", "LF"):
        assert words in page
    assert ("流水封存" if language == "zh" else "The ledger") in page
    assert client.get("/operator/part").status_code == 200


def test_what_became_of_a_backup_stands_on_the_page(client: Client, tmp_path) -> None:
    make_centre()
    client.force_login(make_account("operator"))
    now = datetime.now(UTC)
    for differences, words in ((3, "does not match"), (0, "verified")):
        actions.note_verified(
            backup="onetrip-x.dump", folder=tmp_path, differences=differences, rows=9, now=now, by="system:operator"
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO ledger_event (at, centre, actor, thing, thing_id, verb, from_state, to_state, data)"
                " VALUES (now(), '', 'x', 'backup', 'onetrip-x.dump', 'make', '', '', '{\"bytes\": 12}')"
            )
        assert words in client.get("/operator/?lang=en").content.decode()
