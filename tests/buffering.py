"""A proxy between a browser and a house that holds a live stream back."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class BufferingProxy:
    """Passes everything on at once but the body of a live stream, of which it waits for a whole block, as proxies do.

    Somebody may set it right: from then on `is_buffering` is false.
    """

    BLOCK = 4096

    def __init__(self, target: str) -> None:
        self.is_buffering = True
        host, _, port = target.removeprefix("http://").partition(":")
        self.target = (host, int(port))
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                browser, _ = self.server.accept()
                threading.Thread(target=self._pass_on, args=(browser,), daemon=True).start()

    def _pass_on(self, browser: socket.socket) -> None:
        with suppress(OSError), browser, socket.create_connection(self.target) as house:
            request = browser.recv(65536)
            first, _, rest = request.partition(b"\r\n")
            house.sendall(first + b"\r\nConnection: close\r\n" + rest)
            threading.Thread(target=self._until_gone, args=(browser, house), daemon=True).start()
            held = b""
            while b"\r\n\r\n" not in held and (part := house.recv(65536)):
                held += part
            head, _, held = held.partition(b"\r\n\r\n")
            browser.sendall(head + b"\r\nConnection: close\r\n\r\n")
            is_stream = b"text/event-stream" in head.lower()
            while True:
                if not (is_stream and self.is_buffering) or len(held) >= self.BLOCK:
                    browser.sendall(held)
                    held = b""
                part = house.recv(65536)
                if not part:
                    break
                held += part
            browser.sendall(held)
            browser.shutdown(socket.SHUT_RDWR)

    def _until_gone(self, browser: socket.socket, house: socket.socket) -> None:
        with suppress(OSError):
            while browser.recv(4096):
                pass
            house.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.server.close()
