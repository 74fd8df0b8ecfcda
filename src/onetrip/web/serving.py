"""How the house is served: Granian twice, once for pages and API, once for the live stream.

`serve` is used by `onetrip run` and by the benchmarks, so that what is measured is what runs.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.error import HTTPError, URLError

from onetrip.web.server import BEGIN


@dataclass(frozen=True)
class Serving:
    """A house that answers: its address and its processes (pages first, live stream second)."""

    address: str
    pages: subprocess.Popen[bytes]
    live: subprocess.Popen[bytes]


class NotServing(RuntimeError):
    """A server ended at once, or did not answer in time; what it said of itself stands above."""


class PortUnusable(RuntimeError):
    """The port that was asked for cannot be listened on: somebody else has it, or this user may not."""

    def __init__(self, port: int, reason: str) -> None:
        super().__init__(
            f"端口 {port} 用不了（{reason}）。请用 --port 或 --live-port 换一个。 "
            f"Port {port} cannot be used ({reason}). Please choose another with --port or --live-port."
        )
        self.port = port


def free_port() -> int:
    """A port of this machine that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _number_of(host: str, port: int) -> str:
    """The host as the number that the servers want: "localhost" is 127.0.0.1. Raises PortUnusable for no such host."""
    try:
        return str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0])
    except OSError as error:
        raise PortUnusable(port, error.strerror or str(error)) from error


def wait_until_free(host: str, port: int, patience: float = 10.0) -> None:
    """Wait for servers of a house that has just ended. Raises PortUnusable when they are not what has the port."""
    until = time.monotonic() + patience
    while True:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # lingering connections do not hinder
            try:
                probe.bind((host, port))
            except OSError as error:
                if error.errno != errno.EADDRINUSE or time.monotonic() > until:
                    raise PortUnusable(port, error.strerror or str(error)) from error
            else:
                return
        time.sleep(0.2)


def commands(host: str, port: int, live_port: int, *, workers: int, threads: int) -> tuple[list[str], list[str]]:
    """The command lines of the two servers."""
    at = ["--host", host, "--port"]
    server = [sys.executable, "-m", "onetrip.web.server"]
    pages = [*server, "pages", *at, str(port), "--workers", str(workers), "--threads", str(threads)]
    live = [*server, "live", *at, str(live_port)]
    return pages, live


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
    meanwhile: Callable[[], None] | None = None,
) -> Iterator[Serving]:
    """Serve until the block is left; ports of 0 are chosen.

    Raises PortUnusable and NotServing.

    `meanwhile` prepares the house (tables, static files) while the servers import it; pages are served afterwards.
    Two threads for each worker: one computes while the other waits for the database. More of them only wait for each
    other (benchmarks/lobby.py, eight clients: 55 visits a second with two, 50 with four).
    """
    port, live_port = port or free_port(), live_port or free_port()
    if port == live_port:
        raise PortUnusable(port, "网页和实时流要各用一个 pages and live stream need one each")
    host = _number_of(host, port)
    for taken in (port, live_port):
        wait_until_free(host, taken)
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared, not bound
    at_host = f"http://[{shown}]" if ":" in shown else f"http://{shown}"
    address = f"{at_host}:{port}"
    settings = {
        "DATABASE_URL": database_url,
        "ONETRIP_LIVE_PORT": str(live_port),
        "DJANGO_SETTINGS_MODULE": "onetrip.web.settings",
    }
    env = {**os.environ, **settings, **(environment or {})}
    processes: list[subprocess.Popen[bytes]] = []
    # Where the processes of the pages count together (operation.metrics): new for each start, as a counter is, and in
    # memory: a disk that is full must not stop them.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 -- a folder of our own in it
    counted = tempfile.TemporaryDirectory(prefix="onetrip-figures-", dir=memory, ignore_cleanup_errors=True)
    env.setdefault("PROMETHEUS_MULTIPROC_DIR", counted.name)
    try:
        for command in commands(host, port, live_port, workers=workers, threads=threads):
            # A session of their own: Ctrl-C reaches `onetrip run`, which then stops them in order.
            processes.append(  # each command is our own words
                subprocess.Popen(command, env=env, start_new_session=True, stdin=subprocess.PIPE)  # noqa: S603
            )
        if meanwhile is not None:
            meanwhile()
        _begin(processes[0])
        _wait_until_answering(f"{address}/health", 200, processes)
        _wait_until_answering(f"{at_host}:{live_port}/", 403, processes)
        yield Serving(address, processes[0], processes[1])
    finally:
        ask_to_stop(processes)
        for process in processes:
            stop(process)
        counted.cleanup()


def _begin(pages: subprocess.Popen[bytes]) -> None:
    """Tell the pages' server that everything is prepared. One that has ended meanwhile is noticed by whoever waits."""
    with contextlib.suppress(BrokenPipeError):
        assert pages.stdin is not None  # noqa: S101 -- opened above
        pages.stdin.write(BEGIN)
        pages.stdin.flush()


ENDS_WITHIN = 20.0
"""Seconds that requests under way have to end when the house stops; a page of the staff gives up after 15."""


def ask_to_stop(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    """Take nothing new from now on: each server ends what is under way, closes the live streams, and ends."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)


def stop(process: subprocess.Popen[bytes], patience: float = ENDS_WITHIN) -> None:
    """Wait until a server that was asked to stop has ended, and kill it and its workers when it does not."""
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
                raise NotServing(
                    f"服务没有起来，原因见上面。A server stopped at once (code {process.returncode}); see above."
                )
        if _status(url) == status:
            return
        time.sleep(0.05)
    raise NotServing(f"{patience:.0f} 秒没有回应。No answer from {url} within {patience:.0f} s.")


def _status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 -- our own http address
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except (URLError, TimeoutError, ConnectionError):
        return 0
