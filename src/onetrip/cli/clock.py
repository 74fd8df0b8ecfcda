"""What the house does by itself. Each task for itself: what one of them raises never stops the clock, nor the next task."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from onetrip.walls.scope import everywhere

log = logging.getLogger("onetrip.clock")

Tasks = Mapping[str, Callable[[], object]]
"""What is to be done, by the name under which its failure is logged."""

ENDS_WITHIN = 20.0
"""Seconds that a task which is under way has to end when the house stops; one that does not is rolled back by the database,
whose connection ends with this process."""
_NOTED_EVERY = 10.0
"""Seconds between two notes of a task that is done more often than that and goes well."""


class Notes:
    """Notes of how the tasks went, for the operator (`operation.ClockTask`); what cannot be noted stops no task."""

    def __init__(self, every: float) -> None:
        self._every = timedelta(seconds=every)
        self._noted: dict[str, float] = {}
        self._failed: set[str] = set()

    @contextmanager
    def of(self, task: str) -> Iterator[None]:
        """Note that a task begins, if it is one of the slow clock, and how it ended. Raises what the task raised."""
        from django.utils import timezone

        from onetrip.nodes.mistakes import in_short
        from onetrip.operation import actions

        began = timezone.now()
        if self._every.total_seconds() >= _NOTED_EVERY:
            self._write(lambda: actions.note_begun(task=task, every=self._every, now=began))
        failure = ""
        try:
            yield
        except Exception as error:
            failure = in_short(error)
            raise
        finally:
            if failure or task in self._failed or time.monotonic() - self._noted.get(task, 0.0) >= _NOTED_EVERY:
                self._write(
                    lambda: actions.note_ended(
                        task=task, every=self._every, began=began, now=timezone.now(), failure=failure
                    )
                )
                self._noted[task] = time.monotonic()
            (self._failed.add if failure else self._failed.discard)(task)

    def _write(self, note: Callable[[], None]) -> None:
        from django.db import Error, close_old_connections

        with contextlib.suppress(Error):
            close_old_connections()
            note()


def turn(tasks: Tasks, stopping: threading.Event, notes: Notes | None = None) -> None:
    """Do every task once. Whatever fails is logged with its name and is tried again at the next turn: what is due stays due."""
    from django.db import InterfaceError, OperationalError, close_old_connections

    for name, task in tasks.items():
        if stopping.is_set():
            return
        try:
            close_old_connections()  # one that broke in the task before serves nobody
            with everywhere(f"the house does by itself: {name}"), notes.of(name) if notes else contextlib.nullcontext():
                task()
        except (OperationalError, InterfaceError) as away:
            log.warning("%s: the database was away: %s", name, away)  # a moment, and no fault of the task
        except Exception:
            log.exception("%s", name)


@contextmanager
def ticking(name: str, tasks: Callable[[threading.Event], Tasks], *, every: float, at_once: bool) -> Iterator[None]:
    """Do the tasks every so many seconds, and first of all at once or not, in a thread that ends with this block.

    At the end of the block a task that is under way is waited for, `ENDS_WITHIN`; none is begun any more.
    """
    stopping = threading.Event()

    def look() -> None:
        from django.db import connection

        from onetrip.cli import house

        house.open_house()
        due, notes = tasks(stopping), Notes(every)
        if at_once:
            turn(due, stopping, notes)
        while not stopping.wait(every):
            turn(due, stopping, notes)
        connection.close()

    thread = threading.Thread(target=look, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join(timeout=ENDS_WITHIN)
        if thread.is_alive():
            log.warning("%s: a task did not end within %.0f s and is rolled back", name, ENDS_WITHIN)
