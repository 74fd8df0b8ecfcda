"""Finding earlier questions and answers by words, pinyin and matter. Pure, and small: a centre has hundreds, not millions.

What was typed is compared with every question by the pieces they share (pairs of characters, words, pairs of sounds),
rare pieces counting more; what only the answer has counts half. The words are folded as the search for matters folds them
(catalogue/words.py), so that what people call a thing does not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from onetrip.catalogue.words import fold, grams, plain, sounds, spelt, without_filler

LEAST = 0.25
"""The share of what was typed that has to be found again."""
_BESIDE = 0.5
_SAME_MATTER = 0.15
_SOUND = 0.5


@dataclass(frozen=True)
class Kept:
    """A question with its answer, as the index keeps it: `weight` is below 1 where the answer is to be checked first."""

    id: str
    matter: str
    question: str
    answer: str
    weight: float = 1.0


@dataclass(frozen=True)
class Hit:
    """One found, with its score between 0 and 1."""

    id: str
    score: float


def find(kept: Sequence[Kept], typed: str, *, matter: str = "", most: int = 8) -> list[Hit]:
    """What answers `typed` best, at most `most`; of `matter` a little before the others. Nothing typed: those of the
    matter, in the order they are kept."""
    asked = _typed(typed)
    if not asked:
        return [Hit(one.id, one.weight) for one in kept if matter and one.matter == matter][:most]
    worth = _worth(kept, asked)
    total = sum(worth.values())
    hits = []
    for one in kept:
        questions, answers = pieces(one.question), pieces(one.answer)
        shared = sum(
            weight if piece in questions else _BESIDE * weight
            for piece, weight in worth.items()
            if piece in questions or piece in answers
        )
        found = shared / total
        if found >= LEAST:
            near = _SAME_MATTER if matter and one.matter == matter else 0.0
            hits.append(Hit(one.id, round(min(1.0, found + near) * one.weight, 4)))
    return sorted(hits, key=lambda hit: -hit.score)[:most]


def likeness(one: str, other: str) -> float:
    """How much two questions have in common, from 0 to 1: pieces of both over pieces of either."""
    first, second = pieces(one), pieces(other)
    return len(first & second) / len(first | second) if first and second else 0.0


@lru_cache(maxsize=20_000)
def pieces(text: str) -> frozenset[str]:
    """By what a text is compared."""
    return frozenset(grams(without_filler(fold(text))) | sounds(without_filler(plain(text))))


def _typed(text: str) -> frozenset[str]:
    """The pieces of what was typed; words that are pinyin are no English ones that nobody has."""
    said = without_filler(plain(text))
    return frozenset(sounds(said)) if spelt(said) else pieces(text)


def _worth(kept: Sequence[Kept], asked: frozenset[str]) -> dict[str, float]:
    """What each piece of the typed words tells: the fewer texts have it, the more; a pair of sounds half."""
    having = dict.fromkeys(asked, 1)
    for one in kept:
        for piece in asked & (pieces(one.question) | pieces(one.answer)):
            having[piece] += 1
    count = len(kept) + 1
    return {piece: (_SOUND if " " in piece else 1.0) * log(1 + count / n) for piece, n in having.items()}
