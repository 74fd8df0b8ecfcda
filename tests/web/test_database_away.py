"""The database goes away under a house that serves: pages say so, nothing breaks, and all is well again by itself."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest
import requests

from tests import house
from tests.house import House

STARTED_AGAIN = "had stopped and was started again"


@pytest.fixture(scope="module")
def served() -> Iterator[House]:
    """A house whose database may be killed."""
    with house.furnished("--workers", "1") as a_house:
        yield a_house


def answers(served: House, path: str, *, language: str = "zh") -> list[requests.Response]:
    """Kill the database; what `path` answers until the house says that it has started it again, and then until it is well.

    The killing is that of a machine out of memory: the postmaster is gone without a word. Its backends may answer once
    more before they notice, and the house may not have noticed either: an answer that is well shows nothing until
    the house has said that it missed the old postmaster and has a new one.
    """
    started = served.said.count(STARTED_AGAIN)
    postmaster = int((served.folder / "postgresql" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(postmaster, signal.SIGKILL)
    found = []
    until = time.monotonic() + 60
    while time.monotonic() < until:
        missed = served.said.count(STARTED_AGAIN) > started
        found.append(requests.get(served.address + path, cookies={"onetrip_language": language}, timeout=10))
        if missed and found[-1].status_code == 200:
            return found
        time.sleep(0.01)
    raise AssertionError(f"the house did not recover:\n{served.said}")


@pytest.mark.parametrize(("language", "words"), [("zh", "系统暂时连不上数据"), ("en", "The data cannot be reached")])
def test_while_the_database_is_away_pages_say_so_and_then_recover_by_themselves(
    served: House, language: str, words: str
) -> None:
    seen = answers(served, "/health", language=language)
    away = [answer for answer in seen if answer.status_code != 200]
    assert away, "the database was not missed"
    for answer in away:
        assert answer.status_code == 503
        assert words in answer.text
        assert answer.headers["Retry-After"] == "3"
        for inside in ("Traceback", "psycopg", "OperationalError", "postgresql://", str(served.folder)):
            assert inside not in answer.text


def test_a_page_that_needs_no_data_is_there_all_the_time(served: House) -> None:
    statuses = [answer.status_code for answer in answers(served, "/staff/sign-in")]
    assert set(statuses) <= {200, 503}
    assert 200 in statuses[:20]


def test_what_was_committed_before_is_there_afterwards(served: House) -> None:
    served.ask("CREATE TABLE IF NOT EXISTS kept (n int)")
    served.ask("INSERT INTO kept VALUES (%s)", 42)
    assert answers(served, "/health")[-1].status_code == 200
    assert served.ask("SELECT n FROM kept") == [(42,)]
