"""What is added to static files, which WhiteNoise answers before the middleware that speaks for pages."""

from __future__ import annotations

from wsgiref.headers import Headers


def add(headers: Headers, _path: str, _url: str) -> None:
    """Pages of other houses may not load our files."""
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
