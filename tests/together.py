"""Several things at once, each on a thread and a database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from onetrip.ledger.refusals import Refused


def together(deeds: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start all `deeds` at the same moment; what each returned, or the refusal it met. Other exceptions are raised."""
    gate = threading.Barrier(len(deeds))
    outcomes: list[Any] = [None] * len(deeds)
    failures: list[BaseException] = []

    def run(place: int, deed: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=30)
            outcomes[place] = deed()
        except Refused as refused:
            outcomes[place] = refused
        except BaseException as error:  # noqa: BLE001 -- carried to the thread that waits
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    if failures:
        raise failures[0]
    return outcomes
