"""A scanner on a socket of this machine that speaks clamd's INSTREAM, knows the EICAR test file, and can misbehave."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The file that every scanner finds by agreement; in two halves here, so that none finds this very source."""


@dataclass
class Scanner:
    """`fault`: "" scans · "silent" never answers · "slow" answers a byte at a time · "half" breaks off in its answer ·
    "limit" says that it could not look at all · "early" answers and closes before all has come · "other" speaks no clamd."""

    address: str = ""
    fault: str = ""
    most: int = 100 * 1024 * 1024
    seen: list[bytes] = field(default_factory=list)

    def serve(self, server: socket.socket) -> None:
        """Answer every call until the socket is closed."""
        while True:
            try:
                call, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(call,), daemon=True).start()

    def _answer(self, call: socket.socket) -> None:
        with suppress(OSError, struct.error), call:
            said = call.recv(10, socket.MSG_WAITALL)
            if said != b"zINSTREAM\0":
                call.sendall(b"UNKNOWN COMMAND\0")
                return
            if self.fault == "early":
                call.sendall(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")
                return
            content = self._read(call)
            self.seen.append(content)
            answer = b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if EICAR in content else b"stream: OK\0"
            if len(content) > self.most or self.fault == "limit":
                answer = b"INSTREAM size limit exceeded. ERROR\0"
            if self.fault == "silent":
                time.sleep(20)
            elif self.fault == "slow":
                for one in answer:
                    call.sendall(bytes([one]))
                    time.sleep(0.5)
            elif self.fault == "half":
                call.sendall(answer[:8])
            elif self.fault == "other":
                call.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n\0")
            else:
                call.sendall(answer)

    def _read(self, call: socket.socket) -> bytes:
        content = b""
        while length := struct.unpack(">I", call.recv(4, socket.MSG_WAITALL))[0]:
            content += call.recv(length, socket.MSG_WAITALL)
        return content


@contextmanager
def scanning(place: Path | None = None) -> Iterator[Scanner]:
    """A scanner at a port, or at a socket in the folder `place`, until the block ends."""
    scanner = Scanner()
    if place is None:
        server = socket.create_server(("127.0.0.1", 0))
        scanner.address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    else:
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        server.bind(str(place / "clamd.ctl"))
        server.listen()
        scanner.address = f"unix://{place / 'clamd.ctl'}"
    threading.Thread(target=scanner.serve, args=(server,), daemon=True).start()
    try:
        yield scanner
    finally:
        server.close()
