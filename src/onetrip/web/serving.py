"""How the house is served: Granian twice, once for the synchronous pages, once for the live stream.

`serve` is used by `onetrip run` and by the benchmarks, so that what is measured is what runs.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.error import HTTPError, URLError

_GRANIAN = [sys.executable, "-m", "granian", "--no-access-log", "--log-level", "warning"]
_STREAMS = 16_384
"""Live streams that may be open at once; Granian's own default stops at 1,024 connections."""


@dataclass(frozen=True)
class Serving:
    """A house that answers: its address and its processes (pages first, live stream second)."""

    address: str
    pages: subprocess.Popen[bytes]
    live: subprocess.Popen[bytes]


def free_port() -> int:
    """A port of this machine that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def commands(host: str, port: int, live_port: int, *, workers: int, threads: int) -> tuple[list[str], list[str]]:
    """The command lines of the two servers."""
    at = ["--host", host, "--port"]
    pages = [*_GRANIAN, "--interface", "wsgi", *at, str(port), "--workers", str(workers)]
    # Threads live as long as their worker: each keeps one database connection, which an idle thread's end would strand.
    pages += ["--blocking-threads", str(threads), "--blocking-threads-idle-timeout", "600"]
    pages += ["--respawn-failed-workers", "onetrip.web.wsgi:application"]
    live = [*_GRANIAN, "--interface", "asgi", *at, str(live_port), "--workers", "1"]
    live += ["--backlog", str(_STREAMS), "--backpressure", str(_STREAMS), "--respawn-failed-workers"]
    return pages, [*live, "onetrip.web.live:application"]


@contextlib.contextmanager
def serve(
    database_url: str,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    live_port: int = 0,
    workers: int = 2,
    threads: int = 2,
    environment: dict[str, str] | None = None,
) -> Iterator[Serving]:
    """Serve until the block is left; ports of 0 are chosen. Raises RuntimeError when a server does not come up.

    Two threads for each worker: one computes while the other waits for the database. More of them only wait for each
    other (benchmarks/lobby.py, eight clients: 55 visits a second with two, 50 with four).
    """
    port, live_port = port or free_port(), live_port or free_port()
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104 -- compared, not bound
    settings = {
        "DATABASE_URL": database_url,
        "ONETRIP_LIVE_PORT": str(live_port),
        "DJANGO_SETTINGS_MODULE": "onetrip.web.settings",
    }
    env = {**os.environ, **settings, **(environment or {})}
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands(host, port, live_port, workers=workers, threads=threads):
            # A session of their own: Ctrl-C reaches `onetrip run`, which then stops them in order.
            processes.append(subprocess.Popen(command, env=env, start_new_session=True))  # noqa: S603 -- our own words
        _wait_until_answering(f"{address}/health", 200, processes)
        _wait_until_answering(
            f"http://{address.removeprefix('http://').rsplit(':', 1)[0]}:{live_port}/", 403, processes
        )
        yield Serving(address, processes[0], processes[1])
    finally:
        for process in processes:
            stop(process)


def stop(process: subprocess.Popen[bytes], patience: float = 8.0) -> None:
    """End a server and its workers: asked first, then killed."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_until_answering(
    url: str, status: int, processes: list[subprocess.Popen[bytes]], patience: float = 60.0
) -> None:
    """Wait until `url` answers with `status`; the live stream's sign of life is that it refuses who shows no pass."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        for process in processes:
            if process.poll() is not None:
                raise RuntimeError(f"a server stopped at once with code {process.returncode}; its words stand above")
        if _status(url) == status:
            return
        time.sleep(0.05)
    raise RuntimeError(f"no answer from {url} within {patience:.0f} s")


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 -- our own http address
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except (URLError, TimeoutError, ConnectionError):
        return 0
