"""Words that people type, made fit to be kept. Pure."""

from __future__ import annotations

import re

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


def one_line(text: str, most: int) -> str:
    """`text` on one line of at most `most` characters, without what no database or screen can hold."""
    sound = text.encode("utf-8", "ignore").decode()
    return " ".join(sound.replace("\0", " ").split())[:most]


def is_id(text: str) -> bool:
    """Whether `text` has the form of an id of the catalogue (elder-card)."""
    return _ID.fullmatch(text) is not None
