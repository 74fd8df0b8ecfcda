"""What the house does by itself. Each task for itself: what one of them raises never stops the clock, nor the next task."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

log = logging.getLogger("onetrip.clock")

Tasks = Mapping[str, Callable[[], object]]
"""What is to be done, by the name under which its failure is logged."""


def turn(tasks: Tasks, stopping: threading.Event) -> None:
    """Do every task once. Whatever fails is logged with its name and is tried again at the next turn: what is due stays due."""
    from django.db import Error, close_old_connections

    for name, task in tasks.items():
        if stopping.is_set():
            return
        try:
            close_old_connections()  # one that broke in the task before serves nobody
            task()
        except Error as away:
            log.warning("%s: the database was away: %s", name, away)  # a moment, and no fault of the task
        except Exception:
            log.exception("%s", name)


@contextmanager
def ticking(name: str, tasks: Callable[[threading.Event], Tasks], *, every: float, at_once: bool) -> Iterator[None]:
    """Do the tasks every so many seconds, and first of all at once or not, in a thread that ends with this block."""
    stopping = threading.Event()

    def look() -> None:
        from django.db import connection

        from onetrip.cli import house

        house.open_house()
        due = tasks(stopping)
        if at_once:
            turn(due, stopping)
        while not stopping.wait(every):
            turn(due, stopping)
        connection.close()

    thread = threading.Thread(target=look, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join(timeout=5)
