"""How a drill could be mistaken for the real centre, or reach it: every way somebody thought of, tried."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from onetrip.cli import house
from onetrip.ledger import drill
from onetrip.rehearsal.drilling import furnishing, isolation
from onetrip.rehearsal.drilling.isolation import MARK, WAYS_OUT, environment_of_a_drill, mark, ways_out
from tests.factories import NOW

KEYS = {"ONETRIP_SECRET_KEY": "k" * 40, "ONETRIP_IDENTITY_KEY": "k" * 40}


@pytest.fixture
def as_drill(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(drill.ENVIRONMENT, "1")


@pytest.fixture(autouse=True)
def environment_as_before() -> object:
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


def test_a_real_house_does_not_open_in_the_folder_of_a_drill(tmp_path: Path) -> None:
    mark(tmp_path / "drill")
    with pytest.raises(SystemExit, match="belongs to a drill"):
        house.prepare(tmp_path / "drill")
    assert not (tmp_path / "drill" / "keys.env").exists()


@pytest.mark.usefixtures("as_drill")
def test_a_drill_does_not_open_in_the_folder_of_a_real_house(tmp_path: Path) -> None:
    (tmp_path / "keys.env").write_text("", encoding="ascii")
    with pytest.raises(SystemExit, match="holds a real centre"):
        house.prepare(tmp_path)


def test_no_folder_in_which_something_lies_becomes_a_drills(tmp_path: Path) -> None:
    (tmp_path / "keys.env").write_text("", encoding="ascii")
    with pytest.raises(ValueError, match="not empty"):
        mark(tmp_path)
    assert not (tmp_path / MARK).exists()


@pytest.mark.usefixtures("as_drill")
def test_a_drill_opens_in_its_own_folder_again(tmp_path: Path) -> None:
    mark(tmp_path / "drill")
    house.prepare(tmp_path / "drill")
    mark(tmp_path / "drill")
    house.prepare(tmp_path / "drill")


@pytest.mark.django_db
@pytest.mark.usefixtures("as_drill")
def test_a_drill_does_not_open_on_the_database_of_a_real_house() -> None:
    assert "真的中心" in (isolation.why_not_this_database(url_of_the_test()) or "")


@pytest.mark.django_db(transaction=True)
def test_a_real_house_does_not_open_on_the_database_of_a_drill(monkeypatch: pytest.MonkeyPatch) -> None:
    url = url_of_the_test()
    with psycopg.connect(url, autocommit=True) as asked:
        asked.execute("DROP DATABASE IF EXISTS onetrip_drilled")
        asked.execute("CREATE DATABASE onetrip_drilled")
    drilled = psycopg.conninfo.make_conninfo(url, dbname="onetrip_drilled")
    monkeypatch.setenv(drill.ENVIRONMENT, "1")
    assert isolation.why_not_this_database(drilled) is None
    assert isolation.why_not_this_database(drilled) is None
    monkeypatch.delenv(drill.ENVIRONMENT)
    monkeypatch.setenv("DATABASE_URL", drilled)
    with pytest.raises(SystemExit, match="belongs to a drill"), house.database(Path("/nowhere")):
        pass
    with psycopg.connect(url, autocommit=True) as asked:
        asked.execute("DROP DATABASE onetrip_drilled")


def url_of_the_test() -> str:
    settings = connection.settings_dict
    return psycopg.conninfo.make_conninfo(
        "", dbname=settings["NAME"], host=settings["HOST"], user=settings["USER"], port=settings["PORT"] or None
    )


def test_the_process_of_a_drill_is_given_no_key_no_address_and_no_database_of_the_real_house(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in (*WAYS_OUT, *KEYS, "ONETRIP_KEY_RING", "ONETRIP_OPERATOR_TOKEN", "ONETRIP_SMS_KEY", "ONETRIP_ANYTHING"):
        monkeypatch.setenv(name, "real")
    given = environment_of_a_drill({"ONETRIP_CENTRE": "YLLF"})
    assert {name for name in given if name.startswith("ONETRIP_")} == {"ONETRIP_DRILL", "ONETRIP_CENTRE"}
    assert "DATABASE_URL" not in given
    assert ways_out(given) == []


@pytest.mark.parametrize("name", [name for name in WAYS_OUT if name != "DATABASE_URL"])
def test_every_way_out_is_found(name: str) -> None:
    assert ways_out({name: "somewhere", "PATH": "/bin"}) == [name]


def test_a_drill_with_a_way_out_does_not_start() -> None:
    environment = environment_of_a_drill(KEYS | {"ONETRIP_SMS": "http_sms", "ONETRIP_CARRIER": "post"})
    asked = subprocess.run(
        [sys.executable, "-c", "import onetrip.web.settings"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode != 0
    assert "A drill reaches nobody outside: ONETRIP_CARRIER, ONETRIP_SMS" in asked.stderr


def test_without_a_way_out_a_drill_has_nobody_to_send_anything() -> None:
    words = (
        "import onetrip.web.settings as s;"
        "print(sorted(set(s.MESSAGE_PROVIDERS.values())), s.LICENCE_STORE['provider'] == '', s.CARRIER == '', s.INTERFACES, s.DRILL)"
    )
    asked = subprocess.run(
        [sys.executable, "-c", words], env=environment_of_a_drill(KEYS), capture_output=True, text=True, check=True
    )
    assert asked.stdout.strip() == "[''] True True {} True"


def test_nobody_posts_or_calls_out_in_a_drill(monkeypatch: pytest.MonkeyPatch) -> None:
    from onetrip.cli import run

    begun: list[str] = []
    monkeypatch.setattr(run, "ticking", lambda name, *_args, **_more: begun.append(name))
    monkeypatch.setenv(drill.ENVIRONMENT, "1")
    with run.reaching_out():
        assert begun == []


def test_no_real_house_is_ever_emptied(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="only the house of a drill"):
        furnishing.furnish(tmp_path, now=NOW)
