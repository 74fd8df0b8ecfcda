"""How a stored thing is given to a browser: as bytes that can do nothing there, kept by nobody on the way."""

from __future__ import annotations

from django.http import HttpResponse

_SANDBOX = "default-src 'none'; object-src 'none'; frame-ancestors 'none'; sandbox"


def given(content: bytes, *, content_type: str, name: str, inline: bool = False) -> HttpResponse:
    """An answer with the bytes. `inline` for a picture of ours inside a page; everything else is saved, never opened.

    Whatever the bytes turn out to be, a browser takes them for `content_type` alone, without scripts, in an origin of nobody.
    """
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Cache-Control": "no-store, private",
            "Content-Disposition": f'{"inline" if inline else "attachment"}; filename="{name}"',
            "Content-Security-Policy": _SANDBOX,
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        },
    )
