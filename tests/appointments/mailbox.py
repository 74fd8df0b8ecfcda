"""A mail server for tests: real SMTP on a real socket, which keeps what it is given or refuses it."""

from __future__ import annotations

import contextlib
import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage


class Mailbox(socketserver.ThreadingTCPServer):
    """Speaks as much of RFC 5321 as a client needs. `refuses`: the address whose letters are turned away; `busy`: every
    letter is put off."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.letters: list[EmailMessage] = []
        self.refuses = ""
        self.busy = False

    @property
    def port(self) -> int:
        return self.server_address[1]


class _Session(socketserver.StreamRequestHandler):
    server: Mailbox

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 mailbox")
        while line := self.rfile.readline():
            words = line.decode().strip()
            match words[:4].upper():
                case "EHLO" | "HELO":
                    self.say("250 mailbox")
                case "RCPT" if self.server.refuses and self.server.refuses in words:
                    self.say("550 no such mailbox")
                case "DATA" if self.server.busy:
                    self.say("451 try again later")
                case "DATA":
                    self.say("354 go on")
                    self.server.letters.append(message_from_bytes(self._body(), policy=policy.default))
                    self.say("250 kept")
                case "QUIT":
                    self.say("221 goodbye")
                    return
                case _:
                    self.say("250 all right")

    def _body(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)


@contextlib.contextmanager
def mailbox() -> Iterator[Mailbox]:
    """One that listens until the block ends."""
    with Mailbox() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(timeout=5)
