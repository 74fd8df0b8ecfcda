"""Texts as receipts, notices and cases keep them: frozen, in both languages."""

from __future__ import annotations

from onetrip.rules import Text


def as_json(text: Text) -> dict[str, str]:
    """The text as JSON can hold it."""
    return {"zh": text.zh, "en": text.en}
