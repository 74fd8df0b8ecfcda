"""An object store that speaks S3 on a socket of this machine, and a line before it that breaks as lines do."""

from __future__ import annotations

import base64
import hashlib
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import boto3
from moto.server import ThreadedMotoServer

BUCKET = "papers"
_HEADS_END = b"\r\n\r\n"


@dataclass
class Line:
    """Carries what is said to the store and back, one request a connection, and does to it what `fault` says:

    "" nothing · "slow" keeps silent · "down" takes no call · "5xx" answers 503 itself · "half-sent" lets half of a body
    through and breaks off · "half-answered" the same on the way back · "wrong-bytes" turns bytes of an answer's body ·
    "wrong-sent" turns bytes of a request's body.
    """

    to: int
    fault: str = ""
    calls: int = 0
    port: int = 0
    _server: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    def __post_init__(self) -> None:
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def stop(self) -> None:
        """Listen no more."""
        self._server.close()

    def _listen(self) -> None:
        while True:
            try:
                call, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(call,), daemon=True).start()

    def _carry(self, call: socket.socket) -> None:
        self.calls += 1
        with suppress(OSError), call:
            fault = self.fault
            if fault == "down":
                call.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
                return
            asked = _message(call, of_server=False)
            if fault == "slow":
                time.sleep(30)
                return
            if fault == "5xx":
                call.sendall(b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                return
            with socket.create_connection(("127.0.0.1", self.to)) as store:
                head, body = asked
                if fault == "half-sent" and body:
                    store.sendall(_closing(head) + body[: len(body) // 2])
                    return
                body = _turned(body) if fault == "wrong-sent" else body
                if not _is_what_its_head_says(head, body):
                    call.sendall(_BAD_DIGEST)
                    return
                store.sendall(_closing(head) + body)
                head, body = _message(store, of_server=True)
            if fault == "half-answered" and body:
                body = body[: len(body) // 2]
            elif fault == "wrong-bytes":
                body = _turned(body)
            call.sendall(head + body)


def _message(line: socket.socket, *, of_server: bool) -> tuple[bytes, bytes]:
    """Head and body of what comes; an answer ends with the connection."""
    said = b""
    while _HEADS_END not in said:
        more = line.recv(65536)
        if not more:
            break
        said += more
    head, _, body = said.partition(_HEADS_END)
    head += _HEADS_END
    if b"100-continue" in head.lower() and not body:
        line.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    length = next(
        (int(one.split(b":")[1]) for one in head.split(b"\r\n") if one.lower().startswith(b"content-length:")), None
    )
    while (length is None and of_server) or len(body) < (length or 0):
        more = line.recv(65536)
        if not more:
            break
        body += more
    return head, body


_WORDS = b"<Error><Code>BadDigest</Code></Error>"
_BAD_DIGEST = b"HTTP/1.1 400 Bad Request\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(_WORDS), _WORDS)


def _is_what_its_head_says(head: bytes, body: bytes) -> bool:
    """What every store does with Content-MD5, and this server does not: it is done for it, behind the fault."""
    said = next(
        (one.split(b":", 1)[1].strip() for one in head.split(b"\r\n") if one.lower().startswith(b"content-md5:")), None
    )
    return said is None or said == base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest())


def _closing(head: bytes) -> bytes:
    kept = [one for one in head.split(b"\r\n") if not one.lower().startswith((b"connection:", b"expect:"))]
    return b"\r\n".join([kept[0], b"Connection: close", *kept[1:]])


def _turned(body: bytes) -> bytes:
    middle = len(body) // 2
    return body[:middle] + bytes(255 - one for one in body[middle : middle + 3]) + body[middle + 3 :]


@contextmanager
def object_store() -> Iterator[Line]:
    """A store with one bucket, reached by a line of its own, until the block ends."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server.start()
    host, port = server.get_host_and_port()
    assert host == "127.0.0.1"
    line = Line(port)
    plain_client(port).create_bucket(Bucket=BUCKET)
    try:
        yield line
    finally:
        line.stop()
        server.stop()


def plain_client(port: int) -> boto3.client:
    """Somebody who looks at the store from beside, as its operator can."""
    return boto3.session.Session().client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        aws_access_key_id="operator",
        aws_secret_access_key="operator",
    )
