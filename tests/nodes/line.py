"""A line between two houses that can be made to break, in every way in which lines break: a real TCP proxy."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Fault:
    """What happens to the next connections.

    `up`, `down`: bytes that pass in this direction before it happens; None: as many as come. `how`: "reset" (RST),
    "close" (an end that looks proper), "stall" (nothing more comes, the connection stays). `slow`: seconds before each
    piece. `twice`: the request is given to the city a second time, by a connection of its own. `times`: for so many
    connections.
    """

    up: int | None = None
    down: int | None = None
    how: str = "reset"
    slow: float = 0.0
    twice: bool = False
    times: int = 1


@dataclass
class Line:
    """A proxy in front of `port` on this machine. While it `is_mute` requests arrive and every answer is lost."""

    port: int
    is_cut: bool = False
    is_mute: bool = False
    faults: list[Fault] = field(default_factory=list)
    passed_up: int = 0
    passed_down: int = 0
    connections: int = 0
    struck: int = 0

    def __post_init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.stopped = threading.Event()
        self.open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break every connection and take no further one."""
        self.is_cut = True
        for one in list(self.open):
            _reset(one)

    def heal(self) -> None:
        """Everything passes again."""
        self.is_cut = False
        self.faults.clear()

    def close(self) -> None:
        """End of the line."""
        self.stopped.set()
        self.listener.close()
        self.cut()

    def _accept(self) -> None:
        while not self.stopped.is_set():
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            if self.is_cut:
                _reset(near)
                continue
            fault = self.faults[0] if self.faults else Fault()
            if self.faults:
                fault.times -= 1
                if fault.times <= 0:
                    self.faults.pop(0)
            threading.Thread(target=self._carry, args=(near, fault), daemon=True).start()

    def _carry(self, near: socket.socket, fault: Fault) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self.port), timeout=5)
        except OSError:
            _reset(near)
            return
        ends = (near, far)
        self.open.update(ends)
        sent: list[bytes] = []
        down = threading.Thread(target=self._pump, args=(far, near, fault, "down", ends, []), daemon=True)
        down.start()
        self._pump(near, far, fault, "up", ends, sent)
        down.join(30)
        if fault.twice and sent:
            self._again(b"".join(sent))
        for end in ends:
            self.open.discard(end)
            with contextlib.suppress(OSError):
                end.close()

    def _pump(
        self,
        source: socket.socket,
        target: socket.socket,
        fault: Fault,
        way: str,
        ends: tuple[socket.socket, socket.socket],
        sent: list[bytes],
    ) -> None:
        limit, passed = getattr(fault, way), 0
        with contextlib.suppress(OSError):
            while piece := source.recv(65536 if limit is None else 512):
                if fault.slow:
                    time.sleep(fault.slow)
                if way == "down" and self.is_mute:
                    self._strike(fault, ends)
                    return
                if limit is not None and passed + len(piece) >= limit:
                    target.sendall(piece[: limit - passed])
                    self.struck += 1
                    self._strike(fault, ends)
                    return
                target.sendall(piece)
                sent.append(piece)
                passed += len(piece)
                setattr(self, f"passed_{way}", passed)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)

    def _strike(self, fault: Fault, ends: tuple[socket.socket, socket.socket]) -> None:
        if fault.how == "stall":
            self.stopped.wait(30)
        for end in ends:
            if fault.how == "close":
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            else:
                _reset(end)

    def _again(self, request: bytes) -> None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=5) as far:
            far.sendall(request)
            far.shutdown(socket.SHUT_WR)
            while far.recv(65536):
                pass


def _reset(end: socket.socket) -> None:
    """Close with RST."""
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        end.close()


@contextlib.contextmanager
def line_to(address: str) -> Iterator[Line]:
    """A line to the house at `address`."""
    line = Line(int(address.rsplit(":", 1)[1]))
    try:
        yield line
    finally:
        line.close()
