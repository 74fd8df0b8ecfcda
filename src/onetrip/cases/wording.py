"""Texts as receipts, notices and cases keep them: frozen, in both languages."""

from __future__ import annotations

from datetime import date

from onetrip.rules import Text


def as_json(text: Text) -> dict[str, str]:
    """The text as JSON can hold it."""
    return {"zh": text.zh, "en": text.en}


def day_words(day: date) -> Text:
    """12 月 1 日, 1 December."""
    return Text(f"{day.month} 月 {day.day} 日", f"{day.day} {day:%B}")
