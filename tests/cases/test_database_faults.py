"""The database is restarted, its lines are cut, its disk is full while windows accept: nothing is lost, halved or done twice,
and the house says in words what it cannot do and goes on by itself."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from tests import house
from tests.cases.at_work import WINDOWS, Work, ask_again, check, clerks_take_windows, free_the_windows, working
from tests.house import House
from tests.lean_browser import Unexpected

STARTED_AGAIN = "had stopped and was started again"


def restart_the_database(served: House) -> None:
    """As an administrator does it: every transaction that is under way is rolled back."""
    started = served.said.count(STARTED_AGAIN)
    postmaster = int((served.folder / "postgresql" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(postmaster, signal.SIGINT)
    until(lambda: served.said.count(STARTED_AGAIN) > started)


def cut_every_line(served: House) -> None:
    """What a firewall does that forgets: every connection is gone, three times in a second."""
    for _ in range(3):
        served.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        time.sleep(0.3)


def until(true: Callable[[], bool], patience: float = 60) -> None:
    end = time.monotonic() + patience
    while not true():
        assert time.monotonic() < end, "it did not become so in time"
        time.sleep(0.05)


def is_well(served: House) -> bool:
    with contextlib.suppress(requests.RequestException):
        return requests.get(f"{served.address}/health", timeout=10).status_code == 200
    return False


def survive(served: House, work: Work, breaking: Callable[[House], None]) -> None:
    """The windows work, something breaks, they work on: what was answered is there once, what was not is done when asked again."""
    with working(served, work):
        breaking(served)
        until(lambda: is_well(served))
    check(served, work)
    ask_again(served, work)
    check(served, work)
    free_the_windows(served, work)


@pytest.fixture(scope="module")
def served() -> Iterator[House]:
    with house.furnished() as a_house:
        clerks_take_windows(a_house)
        yield a_house


@pytest.mark.parametrize("breaking", [restart_the_database, cut_every_line])
def test_acceptances_outlive_the_database(served: House, breaking: Callable[[House], None]) -> None:
    work = Work()
    for _ in range(2):
        survive(served, work, breaking)
    assert len(work.attempts) >= 4 * WINDOWS


# --- a full disk


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of a hundred megabytes and some for a whole house."""
    with tempfile.TemporaryDirectory(prefix="onetrip-test-") as place:
        mount = subprocess.run(
            ["/bin/mount", "-t", "tmpfs", "-o", "size=160m,mode=755", "tmpfs", place], check=False, capture_output=True
        )
        if mount.returncode:
            pytest.skip("this machine lets nobody mount a small disk")
        try:
            yield Path(place)
        finally:
            subprocess.run(["/bin/umount", "--lazy", place], check=True)


@contextlib.contextmanager
def no_room(disk: Path) -> Iterator[None]:
    """Not a byte is left on the disk inside the block."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    try:
        yield
    finally:
        ballast.unlink()


def test_a_full_disk_is_told_in_words_and_once_there_is_room_everything_goes_on(small_disk: Path) -> None:
    work, answers = Work(), []
    with house.furnished(place=small_disk) as served:
        clerks_take_windows(served)
        stopping = threading.Event()

        def resident() -> None:
            """Somebody reads the start page all the time."""
            while not stopping.is_set():
                with contextlib.suppress(requests.RequestException):
                    answers.append(requests.get(f"{served.address}/", timeout=10))
                time.sleep(0.05)

        def fill_the_disk(house: House) -> None:
            with no_room(small_disk):
                refusals = drawing(house, work)
            assert refusals, "nothing was refused: the disk was not full"
            assert all("with 503" in said and ("存不下" in said or "连不上" in said) for said in refusals), refusals
            assert any("存不下" in said for said in refusals)

        watcher = threading.Thread(target=resident)
        watcher.start()
        try:
            survive(served, work, fill_the_disk)
        finally:
            stopping.set()
            watcher.join()
    assert {answer.status_code for answer in answers} <= {200, 503}
    for answer in answers:
        for inside in ("Traceback", "psycopg", "No space left", str(small_disk)):
            assert inside not in answer.text


def drawing(served: House, work: Work, seconds: float = 6.0) -> set[str]:
    """With which words arrivals are refused, one after the other, while there is no room."""
    found, end = set(), time.monotonic() + seconds
    with work.browser(served, 1) as browser:
        while time.monotonic() < end:
            try:
                browser.post("lobby/arrivals")
            except Unexpected as refused:
                found.add(str(refused))
    return found
