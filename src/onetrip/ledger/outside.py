"""A system outside the house, as it is asked: on a few lines of its own, within a time, and left alone after it failed.

A call that hangs cannot be stopped from here. So each system has its own lines: whoever hangs takes up those alone, and
everybody else is answered. The threads never keep the house from ending.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from time import monotonic
from typing import TypeVar

from onetrip.ledger.refusals import Refused

LINES = 8
"""How many calls to one system may be under way at once."""

PATIENCE = 3
"""Calls in a row without an answer after which a system is left alone for a while."""

REST = 15.0
"""Seconds for which nobody waits for a system that did not answer."""

T = TypeVar("T")


class Away(Exception):
    """There is no answer, or nobody waits for one."""


class Outside:
    """One system outside the house."""

    def __init__(self, *, lines: int = LINES, rest: float = REST) -> None:
        self._lines = threading.BoundedSemaphore(lines)
        self._rest = rest
        self._lock = threading.Lock()
        self._missed = 0
        self._rests_until = 0.0

    def ask(self, call: Callable[[], T], seconds: float) -> T:
        """What `call` gives within `seconds`. Raises Away, and what it raises as Refused."""
        under_way = self.begin(call)
        try:
            answer = under_way.result(timeout=seconds)
        except Refused:
            self.note(answered=True)
            raise
        except Exception as error:
            self.note(answered=False)
            raise Away from error
        self.note(answered=True)
        return answer

    def begin(self, call: Callable[[], T]) -> Future[T]:
        """Begin a call, to be waited for and then noted. Raises Away while the system rests and when every line is taken."""
        with self._lock:
            rests = monotonic() < self._rests_until
        if rests or not self._lines.acquire(blocking=False):
            raise Away
        under_way: Future[T] = Future()
        threading.Thread(target=self._call, args=(call, under_way), name="outside", daemon=True).start()
        return under_way

    def note(self, *, answered: bool) -> None:
        """Whether a call was answered: after some in a row that were not, nobody asks for a while."""
        with self._lock:
            self._missed = 0 if answered else self._missed + 1
            if self._missed >= PATIENCE:
                self._rests_until = monotonic() + self._rest

    def _call(self, call: Callable[[], T], under_way: Future[T]) -> None:
        try:
            under_way.set_result(call())
        except Exception as error:  # noqa: BLE001 -- whatever it raises belongs to whoever waits for it
            under_way.set_exception(error)
        finally:
            self._lines.release()
