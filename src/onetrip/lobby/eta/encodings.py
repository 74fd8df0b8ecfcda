"""In which letters a file is written, told by its bytes. Pure."""

from __future__ import annotations

import re

_LATIN = ("cp1252", "cp1250", "iso8859-2")
LOST = "\ufffd"
SPOILED = 0.05
"""Share of signs beyond ASCII that may be spoiled in a file that is UTF-8 all the same."""

_HIGH = re.compile(rb"[\x80-\xff]+")


def decoded(content: bytes) -> str | None:
    """The text of a file: UTF-16 by its mark, else UTF-8, GB 18030, or Latin letters in one byte. None: this is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        return None
    text = content.decode("utf-8-sig", errors="replace")
    if text.count(LOST) <= SPOILED * sum(sign > "\x7f" for sign in text):
        return text
    if not _is_latin(content):
        return content.decode("gb18030", errors="replace")
    # Whichever makes most signs letters: what is ą in one of them is ¹ in another.
    texts = [content.decode(encoding, errors="replace") for encoding in _LATIN]
    return max(texts, key=lambda text: sum(sign.isalpha() for sign in text if sign > "\x7f"))


def _is_latin(content: bytes) -> bool:
    """Whether signs beyond ASCII mostly stand alone between others, as accented letters do; Chinese ones are two bytes, and
    the second is seldom ASCII."""
    runs = [len(run) for run in _HIGH.findall(content)]
    return sum(length == 1 for length in runs) * 2 > len(runs)
