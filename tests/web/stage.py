"""A small server for browser tests of the scripts: pages given as text, our static files, forms and a live stream."""

from __future__ import annotations

import mimetypes
import queue
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

ROOMS = Path(__file__).resolve().parents[2] / "src/onetrip"
POLICY = "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'"

FRAME = (ROOMS / "web/templates/web/base.html").read_text(encoding="utf-8")
CONFIG = next(line for line in FRAME.splitlines() if 'name="htmx-config"' in line)
"""The htmx configuration of the real frame."""

Answer = Callable[[dict[str, str]], tuple[int, str] | None]
"""What a form is answered with: status and HTML, or None for a line that breaks before the answer."""


class Stage:
    """Pages by path, answers to forms by path, everything that was sent, and the listeners of the live stream."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, str]] = {}
        self.answers: dict[str, Answer] = {}
        self.sent: list[dict[str, str]] = []
        self.streams: list[queue.Queue[str | None]] = []
        self.opened = 0
        self.stream_is_up = True
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"stage": self}))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def show(self, path: str, body: str, *, lang: str = "zh-CN", scripts: tuple[str, ...] = (), more: str = "") -> str:
        """Put a page at `path` and return its address; `more` are attributes of the body."""
        loaded = "".join(f'<script src="/static/web/{script}" defer></script>' for script in scripts)
        head = (
            f'<meta charset="utf-8"><title>Stage</title><link rel="stylesheet" href="/static/web/tokens.css">{CONFIG}'
        )
        said = '<div class="said" id="said" role="alert"></div>'
        page = f"<head>{head}</head><body {more}>{said}<main>{body}</main>{loaded}</body>"
        self.pages[path] = (200, f'<!doctype html><html lang="{lang}" data-zone="Asia/Shanghai">{page}</html>')
        return self.address + path

    def tell(self, kind: str, data: str = "{}") -> None:
        """Send one event to every listener."""
        for listener in self.streams:
            listener.put(f"event: {kind}\ndata: {data}\n\n")

    def cut(self) -> None:
        """Break the stream, and let nobody in until `stream_is_up` is set again."""
        self.stream_is_up = False
        for listener in self.streams:
            listener.put(None)
        self.streams.clear()

    def close(self) -> None:
        """Let every listener go and stop."""
        self.cut()
        self.server.shutdown()
        self.server.server_close()


class Handler(BaseHTTPRequestHandler):
    """How the stage answers."""

    stage: Stage
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Tests keep quiet."""

    def answer(self, status: int, body: bytes, kind: str = "text/html; charset=utf-8", *, breaks: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) + (1 if breaks else 0)))
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = breaks

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path == "/live":
            self.stream()
        elif path.startswith("/static/"):
            file = ROOMS / path.split("/")[2] / path.lstrip("/")
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            self.answer(*((200, file.read_bytes(), kind) if file.is_file() else (404, b"")))
        else:
            status, html = self.stage.pages.get(path, (404, ""))
            self.answer(status, html.encode())

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[-1] for name, values in parse_qs(text, keep_blank_values=True).items()}
        self.stage.sent.append(form)
        answer = self.stage.answers[self.path](form)
        if answer is None:
            self.answer(200, b"<p>", breaks=True)  # done, but the line breaks before the answer is through
        else:
            self.answer(answer[0], answer[1].encode())

    def stream(self) -> None:
        if not self.stage.stream_is_up:
            self.answer(503, b"")
            return
        listener: queue.Queue[str | None] = queue.Queue()
        self.stage.streams.append(listener)
        self.stage.opened += 1
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(b"event: beat\ndata: {}\n\n")  # as the real one does
        while (event := listener.get()) is not None:
            self.wfile.write(event.encode())
