"""The signed pass to a centre's live stream. Imports no room: the stream's process starts in a fraction of a second."""

from __future__ import annotations

from django.core import signing

_SALT = "onetrip.live"
VALID_SECONDS = 7 * 24 * 3600
"""A display is not reloaded for days; a page that was open longer fetches a new pass from its own address."""


def issue_pass(centre: str) -> str:
    """A pass to the stream of the centre with this code."""
    return signing.dumps(centre, salt=_SALT)


def centre_of_pass(text: str) -> str | None:
    """The centre that a pass opens; None when it is not ours or too old."""
    try:
        return str(signing.loads(text, salt=_SALT, max_age=VALID_SECONDS))
    except signing.BadSignature:
        return None
