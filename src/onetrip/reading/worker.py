"""A process of its own in which papers are read, asked from a process that must not grow: a web worker, the bridge.

    from onetrip.reading.worker import reader
    looked = reader().submit(picture, "id-card", known, day).result(timeout=30)

The process starts with the first picture and loads the recogniser once. At most `QUEUE` pictures wait; whoever comes then is
told so at once (`Busy`). A look that takes longer than its limit is ended with its process, and the next one gets a new
process; so does everybody after a process that died or grew too large. A picture is held in memory only, here as there.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from functools import cache

from onetrip.reading.looked import Looked

log = logging.getLogger(__name__)

QUEUE = 8
"""Pictures that may wait. At two seconds each the last one waits a quarter of a minute; longer waits nobody at a kiosk."""
SECONDS = 20.0
"""For one look, starting included; ten times what one takes."""
MOST_MEMORY = 1_500_000_000
"""Bytes of the process after a look, above which it is replaced."""
_POLITE = 0.5


class ReadingFailed(RuntimeError):
    """A picture could not be looked at. Told apart by class; the resident photographs again or goes on without."""


class Busy(ReadingFailed):
    """Too many pictures wait already."""


class TookTooLong(ReadingFailed):
    """The look did not end in its time and was ended."""


class ProcessDied(ReadingFailed):
    """The process ended in the middle of the look."""


class Closed(ReadingFailed):
    """The reader has been closed."""


@dataclass(frozen=True)
class _Order:
    image: bytes
    expected: str | None
    known: Mapping[str, object]
    day: date
    answer: Future[Looked]


class Reader:
    """`processes` processes that read papers. Any number of threads may submit; `close` ends them."""

    def __init__(
        self, *, processes: int = 1, waiting: int = QUEUE, seconds: float = SECONDS, most_memory: int = MOST_MEMORY
    ) -> None:
        self._orders: queue.Queue[_Order | None] = queue.Queue()
        self._room = threading.Semaphore(waiting + processes)
        self._seconds, self._most_memory = seconds, most_memory
        self._lock = threading.Lock()
        self._closed = False
        self._threads: list[threading.Thread] = []
        self._processes = processes
        self.started = 0
        """Processes started so far: for tests and for the director's page."""

    def submit(self, image: bytes, expected: str | None, known: Mapping[str, object], day: date) -> Future[Looked]:
        """Have a picture looked at (see `desk.look`). The future raises TookTooLong or ProcessDied.

        Raises Busy at once where too many wait, Closed after `close`.
        """
        if not self._room.acquire(blocking=False):
            raise Busy("too many pictures wait")
        order = _Order(bytes(image), expected, dict(known), day, Future())
        order.answer.add_done_callback(lambda _: self._room.release())
        with self._lock:
            if self._closed:
                order.answer.cancel()
                raise Closed("the reader is closed")
            if not self._threads:
                self._threads = [
                    threading.Thread(target=self._serve, daemon=True, name=f"reading-{number}")
                    for number in range(self._processes)
                ]
                for thread in self._threads:
                    thread.start()
            self._orders.put(order)
        return order.answer

    def close(self) -> None:
        """End the processes; what waits is answered with Closed."""
        with self._lock:
            self._closed = True
            for _ in self._threads:
                self._orders.put(None)
        for thread in self._threads:
            thread.join(timeout=self._seconds + 5)

    def _serve(self) -> None:
        """One thread and its process: take an order, have it answered, replace the process where that is due.

        Whatever goes wrong with one order is told to whoever waits for it, and the next one gets a new process.
        """
        process: _Process | None = None
        try:
            while (order := self._orders.get()) is not None:
                if not order.answer.set_running_or_notify_cancel():
                    continue
                if self._closed:
                    order.answer.set_exception(Closed("the reader is closed"))
                    continue
                process = self._answered(process, order)
        finally:
            _end(process)

    def _answered(self, process: _Process | None, order: _Order) -> _Process | None:
        """Answer one order; returns the process, or None where it had to end."""
        try:
            if process is None or not process.alive:
                _end(process)
                process = _Process()
                self.started += 1
            looked = process.look(order, self._seconds)
        except Exception as error:  # noqa: BLE001 - whatever it is: a thread that ends here would answer nobody any more
            # Answered before the process is ended: that may take its time, and may fail as well.
            order.answer.set_exception(error if isinstance(error, ReadingFailed) else _failed(error))
            _end(process)
            return None
        order.answer.set_result(looked)
        if process.memory() > self._most_memory:
            _end(process)
            return None
        return process


def _failed(cause: Exception) -> ReadingFailed:
    # The class alone: the text of a failure may hold what was to be read.
    log.error("a picture could not be read: %s", type(cause).__name__)
    failed = ReadingFailed("the picture could not be read")
    failed.__cause__ = cause
    return failed


def _end(process: _Process | None) -> None:
    """End a process; one that cannot be ended is left behind and told to the log."""
    if process is None:
        return
    try:
        process.end()
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("a process that reads papers did not end: %s", type(error).__name__)


class _Process:
    """A process that reads, and the line to it."""

    def __init__(self) -> None:
        self._line, theirs = multiprocessing.Pipe()
        # A program of its own: a fork would copy the locks of a threaded web worker, and a child of `multiprocessing`
        # would load whatever program the web worker is once more, or be forbidden it.
        self._process = subprocess.Popen(  # noqa: S603 - our own program, and a number
            [sys.executable, "-m", "onetrip.reading.serving", str(theirs.fileno())],
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        theirs.close()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def look(self, order: _Order, seconds: float) -> Looked:
        """Raises TookTooLong, ProcessDied.

        A process that hangs may not even take the picture off the line, and sending then waits as well: so a clock beside
        it kills the process, which ends both sending and waiting.
        """
        late = threading.Event()

        def end() -> None:
            late.set()
            self._process.kill()

        clock = threading.Timer(seconds, end)
        clock.daemon = True  # whoever asks may end without waiting for it
        clock.start()
        try:
            self._line.send((order.image, order.expected, order.known, order.day))
            looked = self._line.recv()
        except (EOFError, OSError) as error:
            if late.is_set():
                raise TookTooLong(f"no answer within {seconds} seconds") from error
            raise ProcessDied("the process that reads papers ended") from error
        finally:
            clock.cancel()
        if isinstance(looked, Looked):
            return looked
        raise ProcessDied(str(looked))

    def memory(self) -> int:
        """Bytes in memory; 0 where nobody can say."""
        import psutil

        with contextlib.suppress(psutil.Error):
            return int(psutil.Process(self._process.pid).memory_info().rss)
        return 0

    def end(self) -> None:
        """End it, whatever it does."""
        self._line.close()
        try:
            self._process.wait(_POLITE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(5)


@cache
def reader() -> Reader:
    """The one of this process: a web worker shares it among its threads."""
    return Reader()


def wait_for(answer: Future[Looked], seconds: float = SECONDS + 5) -> Looked:
    """The look, waited for; raises ReadingFailed whatever went wrong."""
    began = time.monotonic()
    try:
        return answer.result(timeout=seconds)
    except TimeoutError as error:
        raise TookTooLong(f"no answer within {time.monotonic() - began:.0f} seconds") from error
