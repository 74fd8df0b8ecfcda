"""The two servers of a house, each a process of its own: pages with API, and the live stream.

`python -m onetrip.web.server pages|live --port …`, started by `onetrip run` (onetrip.web.serving). A server ends when
the process that started it is gone, however that went: its standard input ends.

The pages' server imports the house first, waits for the word to begin, and then forks its workers from itself: the slow
part of a start, importing, happens beside the preparing of the database, and a worker that dies is replaced in the time
of a fork.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
import time
from argparse import ArgumentParser
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from granian.server.common import AbstractServer

BEGIN = b"b"
"""What the pages' server waits for on its standard input."""
READ_AHEAD_EVERY = 3.0
"""Seconds between two looks of a worker for a newer catalogue and for meanings that were worked out since."""
STREAMS = 16_384
"""Live streams that may be open at once; Granian's own default stops at 1,024 connections."""


def main() -> int:
    """Serve until SIGTERM or until nobody is left who asked for it."""
    parser = ArgumentParser(prog="onetrip.web.server", description="Started by `onetrip run`.")
    parser.add_argument("what", choices=["pages", "live"])
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    if given.what == "live":
        server = _live(given.host, given.port)
    else:
        _import_the_house()
        if os.read(0, 1) != BEGIN:
            return 1
        server = _pages(given.host, given.port, given.workers, given.threads)
    threading.Thread(target=_end_with_whoever_started_us, daemon=True).start()
    server.serve()
    return 0


def _end_with_whoever_started_us() -> None:
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _import_the_house() -> None:
    """Every room with its models, pages and operations. Nothing here may open a connection: it would be forked."""
    import django

    django.setup()
    from django.urls import get_resolver

    _ = get_resolver().url_patterns


def _read_ahead() -> None:
    """In a worker: read the catalogue in force, make its index and learn what its sayings mean, before anybody asks; where
    printers of the hall are on record, load what a paper is made with.

    What is published later is read as soon, so that no resident waits for it.
    """

    def read() -> None:
        from django.conf import settings
        from django.db import DatabaseError, connections
        from django.utils import timezone

        from onetrip.catalogue import learnt, queries
        from onetrip.catalogue.search import index_of
        from onetrip.devices.queries import has_bridges
        from onetrip.ledger.refusals import Refused
        from onetrip.lobby.printing import warm_up

        with contextlib.suppress(DatabaseError):
            if has_bridges():
                warm_up(timezone.now())
        while True:
            # Without a catalogue or a database there is nothing to read; whoever asks is told so.
            with contextlib.suppress(Refused, DatabaseError):
                index = index_of(queries.current())
                if settings.SEARCH_BY_MEANING:
                    learnt.remember(index)
            connections.close_all()
            time.sleep(READ_AHEAD_EVERY)

    threading.Thread(target=read, daemon=True).start()


def _pages(host: str, port: int, workers: int, threads: int) -> AbstractServer[Any]:
    from django.conf import settings

    import onetrip.web.wsgi  # noqa: F401 -- not sooner: its middleware look which static files there are

    if settings.SEARCH_BY_MEANING:
        from onetrip.catalogue import meaning

        meaning.load()
    # What the workers share is not looked through, and so not copied, by the collector of each.
    gc.collect()
    gc.freeze()
    os.register_at_fork(after_in_child=_read_ahead)
    return Server(
        "onetrip.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        # Threads live as long as their worker: each keeps a connection, which an idle thread's end would strand.
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        log_level=LogLevels.warning,
    )


def _live(host: str, port: int) -> AbstractServer[Any]:
    return Server(
        "onetrip.web.live:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        backlog=STREAMS,
        backpressure=STREAMS,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    )


if __name__ == "__main__":
    sys.exit(main())
