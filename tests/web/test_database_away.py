"""The database goes away under a house that serves: pages say so, nothing breaks, and all is well again by itself."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import psycopg
import pytest
import requests

from tests import house
from tests.house import House

STARTED_AGAIN = "had stopped and was started again"


@pytest.fixture(scope="module")
def served() -> Iterator[House]:
    """A house whose database may be killed."""
    with house.folder() as folder, house.running(folder / "var", "--workers", "1") as a_house:
        yield a_house


def kill_database(served: House) -> None:
    """The way a machine out of memory does it: the postmaster is gone without a word.

    Its backends may answer once more before they notice; only a new postmaster shows that the old one was missed.
    """
    postmaster = int((served.folder / "postgresql" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(postmaster, signal.SIGKILL)


def answers(served: House, path: str, *, language: str = "zh", seconds: float = 30) -> list[requests.Response]:
    """What `path` answers again and again until it is well, at most for some seconds."""
    found = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found.append(requests.get(served.address + path, cookies={"onetrip_language": language}, timeout=10))
        if found[-1].status_code == 200:
            return found
        time.sleep(0.05)
    return found


def answers_while_away(served: House, language: str) -> list[requests.Response]:
    """Kill the database; what /health answers until the house says that it started it again, and then until it is well."""
    started = served.said.count(STARTED_AGAIN)
    kill_database(served)
    found = []
    until = time.monotonic() + 30
    while served.said.count(STARTED_AGAIN) == started and time.monotonic() < until:
        found.append(requests.get(served.address + "/health", cookies={"onetrip_language": language}, timeout=10))
        time.sleep(0.01)
    return found + answers(served, "/health", language=language)


@pytest.mark.parametrize(("language", "words"), [("zh", "系统暂时连不上数据"), ("en", "The data cannot be reached")])
def test_while_the_database_is_away_pages_say_so_and_then_recover_by_themselves(
    served: House, language: str, words: str
) -> None:
    assert answers(served, "/health")[-1].status_code == 200
    seen = answers_while_away(served, language)
    assert seen[-1].status_code == 200, "it did not come back"
    away = [answer for answer in seen if answer.status_code != 200]
    assert away, "the database was not missed"
    for answer in away:
        assert answer.status_code == 503
        assert words in answer.text
        assert answer.headers["Retry-After"] == "3"
        for inside in ("Traceback", "psycopg", "OperationalError", "postgresql://", str(served.folder)):
            assert inside not in answer.text


def test_a_page_that_needs_no_data_is_there_all_the_time(served: House) -> None:
    answers(served, "/health")
    kill_database(served)
    statuses = {requests.get(served.address + "/staff/sign-in", timeout=10).status_code for _ in range(20)}
    assert statuses <= {200, 503}
    assert 200 in statuses
    assert answers(served, "/health")[-1].status_code == 200


def test_what_was_committed_before_is_there_afterwards(served: House) -> None:
    answers(served, "/health")
    served.ask("CREATE TABLE IF NOT EXISTS kept (n int)")
    served.ask("INSERT INTO kept VALUES (%s)", 42)
    kill_database(served)
    answers(served, "/health")
    until = time.monotonic() + 10
    while True:
        try:
            assert (42,) in served.ask("SELECT n FROM kept")
            break
        except psycopg.OperationalError:
            assert time.monotonic() < until
            time.sleep(0.1)
