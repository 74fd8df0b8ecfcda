"""A text in both languages of the house."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in Chinese and in English; neither is empty."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The English for "en", the Chinese for everything else."""
        return self.en if language == "en" else self.zh
