"""The process that reads: bounded, replaced when it hangs or dies, and not felt by whoever asks."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import psutil
import pytest

import onetrip
from onetrip.reading import worker
from onetrip.reading.looked import Looked
from onetrip.reading.specimens import sets
from onetrip.reading.specimens.sets import DAY
from onetrip.reading.worker import Busy, Closed, ProcessDied, Reader, ReadingFailed, TookTooLong, wait_for

PICTURE = sets.one("training", "id-card/front", 302, "good")


@pytest.fixture
def reader() -> Iterator[Reader]:
    made = Reader(seconds=60)
    yield made
    made.close()


def readers() -> dict[int, psutil.Process]:
    """The processes that read, by their number; other tests of this process may have left one."""
    found = {}
    for each in psutil.Process().children():
        with contextlib.suppress(psutil.NoSuchProcess):  # it may end while it is looked at
            if "onetrip.reading.serving" in " ".join(each.cmdline()):
                found[each.pid] = each
    return found


@pytest.fixture(autouse=True)
def earlier() -> set[int]:
    """Those that were there before this test."""
    return set(readers())


def child(earlier: set[int]) -> psutil.Process:
    """The process that reads, started by this test."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        found = [process for number, process in readers().items() if number not in earlier]
        if found:
            return found[0]
        time.sleep(0.02)
    raise AssertionError("no process was started")


def ended(process: psutil.Process) -> bool:
    """Whether a process that was killed is gone within a few seconds."""
    until = time.monotonic() + 10
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE and time.monotonic() < until:
        time.sleep(0.02)
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_threads_share_one_process_and_each_gets_its_own_answer(reader: Reader) -> None:
    answers: list[Looked] = []
    pictures = [PICTURE.image, b"nonsense", sets.black()]

    def ask(picture: bytes) -> None:
        answers.append(wait_for(reader.submit(picture, "id-card", {}, DAY), 60))

    threads = [threading.Thread(target=ask, args=(picture,)) for picture in pictures]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.findings[0].code for answer in answers} == {"read", "not-a-picture", "black"}
    assert (
        next(answer for answer in answers if answer.kind == "id-card").value("name") == PICTURE.specimen.fields["name"]
    )
    assert reader.started == 1


def test_a_process_killed_in_the_middle_is_told_and_the_next_picture_gets_a_new_one(
    reader: Reader, earlier: set[int]
) -> None:
    first = reader.submit(PICTURE.image, "id-card", {}, DAY)
    child(earlier).send_signal(signal.SIGKILL)
    with pytest.raises(ProcessDied):
        first.result(timeout=30)
    assert wait_for(reader.submit(b"nonsense", None, {}, DAY), 60).findings[0].code == "not-a-picture"
    assert reader.started == 2


def test_a_look_that_hangs_is_ended_in_its_time(earlier: set[int]) -> None:
    reader = Reader(seconds=1.5)
    try:
        hanging = reader.submit(PICTURE.image, "id-card", {}, DAY)
        process = child(earlier)
        process.suspend()
        began = time.monotonic()
        with pytest.raises(TookTooLong):
            hanging.result(timeout=30)
        assert time.monotonic() - began < 10
        assert ended(process)
    finally:
        reader.close()


def test_who_comes_when_too_many_wait_is_told_at_once(earlier: set[int]) -> None:
    reader = Reader(waiting=2, seconds=4)
    try:
        waiting: list[Future[Looked]] = [reader.submit(b"", None, {}, DAY)]
        child(earlier).suspend()
        with pytest.raises(Busy):
            for _ in range(5):
                waiting.append(reader.submit(b"", None, {}, DAY))
        assert len(waiting) == 3
    finally:
        reader.close()
    assert all(answer.done() for answer in waiting)


def test_a_process_that_has_grown_too_large_is_replaced() -> None:
    reader = Reader(most_memory=1, seconds=60)
    try:
        for _ in range(2):
            wait_for(reader.submit(b"", None, {}, DAY), 60)
        assert reader.started == 2
    finally:
        reader.close()


def test_a_process_that_cannot_be_started_is_told_and_the_next_picture_is_read(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start() -> None:
        raise BlockingIOError("too many processes")

    with monkeypatch.context() as patched:
        patched.setattr(worker, "_Process", start)
        with pytest.raises(ReadingFailed):
            reader.submit(b"nonsense", None, {}, DAY).result(timeout=10)
    assert wait_for(reader.submit(b"nonsense", None, {}, DAY), 60).findings[0].code == "not-a-picture"


def test_a_process_that_does_not_end_is_left_behind_and_the_next_picture_is_read(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Undying:
        """It does not answer, and does not end."""

        alive = True

        def look(self, _order: object, seconds: float) -> Looked:
            raise TookTooLong(f"no answer within {seconds} seconds")

        def end(self) -> None:
            raise subprocess.TimeoutExpired("reading", 5)

    with monkeypatch.context() as patched:
        patched.setattr(worker, "_Process", Undying)
        with pytest.raises(TookTooLong):
            reader.submit(b"nonsense", None, {}, DAY).result(timeout=10)
    assert wait_for(reader.submit(b"nonsense", None, {}, DAY), 60).findings[0].code == "not-a-picture"


def test_what_cannot_be_sent_to_the_process_is_told_to_whoever_waits(reader: Reader) -> None:
    with pytest.raises(ReadingFailed):
        reader.submit(b"nonsense", None, {"lock": threading.Lock()}, DAY).result(timeout=30)
    assert wait_for(reader.submit(b"nonsense", None, {}, DAY), 60).findings[0].code == "not-a-picture"


def test_after_closing_nothing_is_taken_and_no_process_stays(earlier: set[int]) -> None:
    reader = Reader()
    wait_for(reader.submit(b"", None, {}, DAY), 60)
    process = child(earlier)
    reader.close()
    assert not process.is_running()
    with pytest.raises(Closed):
        reader.submit(b"", None, {}, DAY)


def test_whoever_asks_does_not_load_the_recogniser() -> None:
    said = "import sys, onetrip.reading.worker; print(sorted({'rapidocr', 'onnxruntime', 'cv2'} & set(sys.modules)))"
    source = Path(onetrip.__file__).parent.parent
    loaded = subprocess.run(
        [sys.executable, "-c", said],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(source)},
    )
    assert loaded.stdout.strip() == "[]"
