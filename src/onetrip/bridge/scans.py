"""From the bytes of a scanner to what was scanned. Pure.

Scanners send UTF-8, or GBK where somebody left them at the factory's setting; they end with CR, LF, both, or nothing.
"""

from __future__ import annotations

LONGEST = 300


class Scans:
    """Cuts a stream of bytes into scans, however it arrives."""

    def __init__(self) -> None:
        self._kept = b""
        self._too_long = False

    def feed(self, more: bytes) -> list[str | None]:
        """The scans that ended with these bytes; None for one that nobody can read."""
        found: list[str | None] = []
        *whole, rest = (self._kept + more).replace(b"\r", b"\n").split(b"\n")
        for piece in whole:
            found += self._ended(piece)
        if len(rest) > LONGEST:
            self._too_long, rest = True, b""
        self._kept = rest
        return found

    def pause(self) -> list[str | None]:
        """Nothing came for a while: a scanner without an end mark has ended."""
        piece, self._kept = self._kept, b""
        return self._ended(piece)

    def _ended(self, piece: bytes) -> list[str | None]:
        if self._too_long or len(piece) > LONGEST:
            self._too_long = False
            return [None]
        return [read(piece)] if piece.strip(b" \t\0\x02\x03") else []


def read(piece: bytes) -> str | None:
    """One scan as text; None for bytes that are neither UTF-8 nor GBK, or hold control characters."""
    for encoding in ("utf-8", "gbk"):
        try:
            text = piece.decode(encoding).strip(" \t\0\x02\x03")
        except UnicodeDecodeError:
            continue
        return text if text.isprintable() and text else None
    return None
