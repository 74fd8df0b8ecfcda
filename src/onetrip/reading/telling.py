"""Which page this is, by the words that stand on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from onetrip.reading.formats import plain, read_card_number
from onetrip.reading.kinds import PAGES, Page
from onetrip.reading.lines import Line

LEAST = 3.4
"""Weight of words that a page must reach to be told at all. Ours, set on the training set (example value)."""
_NEARLY = 80.0
"""Likeness, of 100, from which a long word counts although signs of it were misread."""


@dataclass(frozen=True, slots=True)
class Told:
    """The likeliest page, or None; and another page that is as clearly there, where two papers lie in the picture."""

    page: Page | None
    weight: float
    beside: Page | None


def tell(lines: Iterable[Line]) -> Told:
    """The page that these lines stand on."""
    texts = [plain(line.text) for line in lines]
    whole = "|".join(texts)
    weights = sorted(((weight_of(page, texts, whole), page) for page in PAGES), key=lambda pair: -pair[0])
    best, page = weights[0]
    if best < LEAST:
        return Told(None, best, None)
    beside = next((other for weight, other in weights[1:] if weight >= 5.0 and _apart(page, other, texts, whole)), None)
    return Told(page, best, beside)


def weight_of(page: Page, texts: list[str], whole: str) -> float:
    """How much of what stands on a page was found."""
    total = sum(weight * _presence(word, texts, whole) for word, weight in page.words.items())
    if page.kind == "bank-card" and total > 0 and any(len(text) < 30 and read_card_number(text) for text in texts):
        total += 2.5
    return total


def _presence(word: str, texts: list[str], whole: str) -> float:
    """1 where the word stands, a part of it where it was misread, 0 where it does not stand."""
    if word.lower() in whole.lower():
        return 1.0
    if len(word) < 4:
        return 0.0
    best = max((fuzz.partial_ratio(word, text) for text in texts if len(text) >= len(word) - 1), default=0.0)
    return 0.8 if best >= _NEARLY else 0.5 if len(word) >= 6 and best >= 65 else 0.0


def _apart(page: Page, other: Page, texts: list[str], whole: str) -> bool:
    """Whether the other page is there by words that the first does not have.

    By two of them at least: a birth certificate names the 居民身份证 of the parents and is no ID card for it.
    """
    own = [
        weight * there
        for word, weight in other.words.items()
        if not any(word in mine or mine in word for mine in page.words) and (there := _presence(word, texts, whole))
    ]
    return other.kind != page.kind and len(own) > 1 and sum(own) >= 4.0
