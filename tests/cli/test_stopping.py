"""A house that is stopped with SIGTERM, as real processes: what is under way ends, nothing new begins, nothing stays half."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
import requests

from onetrip.web import postgres
from tests import house
from tests.house import House


@pytest.fixture
def served() -> Iterator[House]:
    with house.furnished() as one:
        yield one


def waits_for_a_lock(served: House) -> bool:
    """Whether somebody of the house waits for a lock; asked until it is so."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if served.ask("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'onetrip'"):
            return True
        time.sleep(0.05)
    return False


def refuses(address: str) -> bool:
    """Whether nobody is taken any more; asked until it is so."""
    until = time.monotonic() + 15
    while time.monotonic() < until:
        try:
            requests.get(f"{address}/health/live", timeout=2)
        except requests.ConnectionError:
            return True
        time.sleep(0.05)
    return False


def test_a_request_under_way_ends_and_no_new_one_is_taken(served: House) -> None:
    answers: list[requests.Response] = []
    asking = threading.Thread(target=lambda: answers.append(requests.get(f"{served.address}/", timeout=30)))
    with psycopg.connect(served.database) as connection:
        connection.execute("LOCK TABLE catalogue_catalogueversion, centres_centre, centres_openinghours")
        asking.start()
        assert waits_for_a_lock(served)
        served.process.send_signal(signal.SIGTERM)
        assert refuses(served.address)
        assert answers == []
        connection.rollback()
        asking.join(30)
    assert [answer.status_code for answer in answers] == [200]
    assert served.process.wait(30) == 0
    assert "Stopped" in served.said


def test_live_streams_close_and_say_when_to_come_again(served: House) -> None:
    session = requests.Session()
    page = session.get(f"{served.address}/staff/sign-in", timeout=10).text
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    session.post(
        f"{served.address}/staff/sign-in",
        data={"username": "director", "password": "onetrip-demo", "csrfmiddlewaretoken": token},
        timeout=10,
    )
    stream = session.get(f"{served.address}/director/", timeout=10).text.split('data-live="')[1].split('"')[0]
    with requests.get(stream, stream=True, timeout=30) as answer:
        heard = answer.iter_lines()
        assert next(heard) == b"event: beat"
        served.process.send_signal(signal.SIGTERM)
        assert b"retry: 2000" in list(heard)
    assert served.process.wait(30) == 0


def test_a_task_of_the_clock_that_is_under_way_is_done_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock waits for a lock in the middle of sealing while the house is told to stop: all seals are there, or none."""
    monkeypatch.setenv("ONETRIP_CLOCK_EVERY", "0.5")
    with house.furnished() as served, psycopg.connect(served.database) as connection:
        connection.execute("LOCK TABLE ledger_seal IN SHARE ROW EXCLUSIVE MODE")  # nobody seals, everybody reads
        served.ask(
            "INSERT INTO ledger_event (at, centre, actor, thing, thing_id, verb, from_state, to_state, data)"
            " SELECT now(), 'QQ', 'x', 'test', n::text, 'make', '', '', '{}' FROM generate_series(1, 50) n"
        )
        assert waits_for_a_lock(served)
        served.process.send_signal(signal.SIGTERM)
        assert refuses(served.address), "nobody is taken while the clock is waited for"
        assert served.process.poll() is None
        connection.rollback()
        assert served.process.wait(30) == 0
        folder = served.folder
        with postgres.running(folder / "postgresql") as url, psycopg.connect(url) as after:
            assert after.execute("SELECT count(*) FROM ledger_seal WHERE centre = 'QQ'").fetchone() == (50,)
