"""A mail server for tests: real SMTP on a real socket, which keeps what it is given, refuses it, or puts it off."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mailbox:
    """`refuses`: the address whose letters are turned away with `reply`; `busy`: every letter is put off."""

    letters: list[EmailMessage] = field(default_factory=list)
    refuses: str = ""
    reply: str = "550 no such mailbox"
    busy: bool = False
    port: int = 0

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.refuses and self.refuses in address:
            return self.reply
        envelope.rcpt_tos.append(address)
        return "250 all right"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- as above
        if self.busy:
            return "451 try again later"
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 kept"


class _OnAFreePort(Controller):
    """Listens on a port that the system gives."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextlib.contextmanager
def mailbox() -> Iterator[Mailbox]:
    """One that listens until the block ends."""
    box = Mailbox()
    controller = _OnAFreePort(box, hostname="127.0.0.1", port=0)
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()
