"""Finding a matter by what people call it: characters, pinyin, initials, English, with slips of the tongue and the pen.

An index of its own instead of a database's: two-character words such as 医保 matter, trigrams miss them, and a whole
catalogue fits into memory. A matter scores by its best phrase (what it is called) and by how much of what was said its
words cover, rare pieces counting more. Nothing said yields nothing found; below `LEAST` no guess is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import log

from rapidfuzz import fuzz, process

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.words import fold, grams, is_han, loose, plain, readings, syllables, tight, without_filler
from onetrip.planning import OneOf
from onetrip.rules import Text

LEAST = 0.3
"""The score below which a matter is not shown."""

SURE = 0.42
"""The score from which a matter is a good answer."""

_SINGLE = 0.25
_UNKNOWN = 0.5
_LOOKS_LIKE, _SPELT_LIKE = 60.0, 82.0  # one character of three may be wrong; one letter of five


@dataclass(frozen=True, slots=True)
class Hit:
    """A matter found, with its score between 0 and 1 and the phrase by which it was found."""

    matter: Matter
    score: float
    phrase: str

    @property
    def sure(self) -> bool:
        """Whether this is a good answer, and not just the nearest there is."""
        return self.score >= SURE


def search(catalogue: Catalogue, text: str, limit: int = 8) -> list[Hit]:
    """The matters that `text` may mean, best first, at most `limit`; none for a text that means nothing here."""
    return index_of(catalogue).search(text, limit)


@lru_cache(maxsize=8)
def index_of(catalogue: Catalogue) -> SearchIndex:
    """The index of a catalogue, made once in this process."""
    return SearchIndex(catalogue)


class SearchIndex:
    """All phrases of a catalogue in the forms in which they are compared, and for every piece of text its matters."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._matters = list(catalogue.matters.values())
        called = [(number, *each) for number, matter in enumerate(self._matters) for each in _called(matter)]
        self._of = [number for number, _, _ in called]
        self._said = [said for _, said, _ in called]
        self._weight = [weight for _, _, weight in called]
        self._folded = [tight(without_filler(fold(said))) for said in self._said]
        self._sound = [_sound(said) for said in self._said]
        typed = [readings(plain(said)) if is_han(said) else (set[str](), set[str]()) for said in self._said]
        self._typed = [(word, at) for at, (words, _) in enumerate(typed) for word in sorted(words)]
        self._loose = [loose(word) for word, _ in self._typed]
        self._initials = [(row, at) for at, (_, rows) in enumerate(typed) for row in sorted(rows)]
        self._pieces: dict[str, dict[int, float]] = {}
        for number, matter in enumerate(self._matters):
            for said, weight in _written(catalogue, matter):
                for piece in grams(fold(said)):
                    found = self._pieces.setdefault(piece, {})
                    found[number] = max(found.get(number, 0.0), weight)

    def search(self, text: str, limit: int) -> list[Hit]:
        """See `search`."""
        core = without_filler(fold(text))
        asked = tight(core)
        if not asked:
            return []
        unchanged = without_filler(plain(text))
        scores = self._contained(asked)
        self._look_alike(asked, scores)
        if is_han(asked):
            self._sound_alike(_sound(unchanged), scores)
        else:
            typed = tight(unchanged)
            self._as_pinyin(typed, scores)
            self._as_initials(typed, scores)
            self._as_heard(typed, scores)
        best: dict[int, tuple[float, int]] = {}
        for at, score in enumerate(scores):
            weighted = score * self._weight[at]
            if weighted > best.get(self._of[at], (0.0, 0))[0]:
                best[self._of[at]] = (weighted, at)
        covered = self._covered(grams(core))
        hits = []
        for number in best.keys() | covered.keys():
            likeness, at = best.get(number, (0.0, self._of.index(number)))
            score = 0.6 * likeness + 0.4 * covered.get(number, 0.0)
            if score >= LEAST:
                hits.append((-score, number, Hit(self._matters[number], round(score, 3), self._said[at])))
        return [hit for *_, hit in sorted(hits, key=lambda each: each[:2])[:limit]]

    def _contained(self, asked: str) -> list[float]:
        """Phrases that are what was said, stand in it, or hold it."""
        size = len(asked)
        least = 1 if is_han(asked) else 2 if asked.isdigit() else 3
        scores = [0.0] * len(self._folded)
        for at, called in enumerate(self._folded):
            if called in asked:
                if called == asked:
                    scores[at] = 1.0
                elif len(called) >= 2:
                    scores[at] = 0.6 + 0.4 * len(called) / size
            elif size >= least and asked in called:
                scores[at] = (0.65 if size > 1 else 0.3) + 0.3 * size / len(called)
        return scores

    def _look_alike(self, asked: str, scores: list[float]) -> None:
        """Phrases with a character wrong or missing."""
        if len(asked) < 3:
            return
        least = _LOOKS_LIKE if is_han(asked) else _SPELT_LIKE
        whole = process.extract(asked, self._folded, scorer=fuzz.ratio, score_cutoff=least, limit=None)
        part = process.extract(asked, self._folded, scorer=fuzz.partial_ratio, score_cutoff=least, limit=None)
        for found, trust in ((whole, 0.8), (part, 0.72)):
            for called, alike, at in found:
                if len(called) >= 3:
                    scores[at] = max(scores[at], trust * alike / 100)

    def _sound_alike(self, sound: str, scores: list[float]) -> None:
        """Phrases that are pronounced alike, as typed with the wrong character."""
        for at, called in enumerate(self._sound):
            if called and called in sound and len(self._folded[at]) >= 2:
                if called == sound:
                    scores[at] = max(scores[at], 0.92)
                elif len(self._folded[at]) >= 3:
                    scores[at] = max(scores[at], 0.55 + 0.35 * len(called) / len(sound))

    def _as_pinyin(self, typed: str, scores: list[float]) -> None:
        """Letters only: pinyin, whole or begun or inside a sentence."""
        size = len(typed)
        for word, at in self._typed:
            if word == typed:
                scores[at] = max(scores[at], 0.97)
            elif size >= 3 and word.startswith(typed):
                scores[at] = max(scores[at], 0.7 + 0.2 * size / len(word))
            elif len(word) >= 5 and word in typed:
                scores[at] = max(scores[at], 0.5 + 0.4 * len(word) / size)

    def _as_initials(self, typed: str, scores: list[float]) -> None:
        """Letters only: the first letter of each syllable."""
        if len(typed) < 2:
            return
        for row, at in self._initials:
            if row == typed:
                scores[at] = max(scores[at], 0.9)
            elif len(typed) >= 3 and row.startswith(typed):
                scores[at] = max(scores[at], 0.55)

    def _as_heard(self, typed: str, scores: list[float]) -> None:
        """Letters only: pinyin as it is mistyped."""
        if len(typed) < 5:
            return
        for _, _, found in process.extract(loose(typed), self._loose, scorer=fuzz.ratio, score_cutoff=85, limit=None):
            at = self._typed[found][1]
            scores[at] = max(scores[at], 0.75)

    def _covered(self, pieces: set[str]) -> dict[int, float]:
        """For each matter the share of the pieces that its words cover, by weight; rare pieces weigh more."""
        total = 0.0
        sums: dict[int, float] = {}
        count = len(self._matters)
        for piece in pieces:
            importance = _SINGLE if len(piece) == 1 and is_han(piece) else 1.0
            found = self._pieces.get(piece)
            if found is None:
                total += importance * _UNKNOWN * log(1 + count)
                continue
            rarity = importance * log(1 + count / len(found))
            total += rarity
            for number, weight in found.items():
                sums[number] = sums.get(number, 0.0) + rarity * weight
        return {number: value / total for number, value in sums.items()} if total else {}


def _called(matter: Matter) -> Iterator[tuple[str, float]]:
    """What a matter is called, with how much it means that somebody says so."""
    yield matter.name.zh, 1.0
    yield matter.name.en, 1.0
    for phrase in matter.also:
        yield phrase, 1.0
    if matter.terms.result is not None:
        yield matter.terms.result.zh, 0.85
        yield matter.terms.result.en, 0.85


def _written(catalogue: Catalogue, matter: Matter) -> Iterator[tuple[str, float]]:
    """All words of a matter, with how much they say about it."""
    yield from _called(matter)
    terms = matter.terms
    for situation in terms.situations:
        yield from _both((situation.name,), 0.5)
    yield from _both((catalogue.categories[terms.category].name,), 0.3)
    yield from _both((text for text in (terms.slip,) if text is not None), 0.3)
    yield from _both((asked.question for asked in matter.asked_often), 0.3)
    asks = (option for ask in terms.papers for option in (ask.options if isinstance(ask, OneOf) else (ask,)))
    yield from _both((catalogue.papers[ask.paper].name for ask in asks), 0.2)


def _both(texts: Iterable[Text], weight: float) -> Iterator[tuple[str, float]]:
    for text in texts:
        yield text.zh, weight
        yield text.en, weight


def _sound(text: str) -> str:
    """The syllables as they are heard, each between spaces, so that one never runs into the next."""
    heard = [loose(syllable) for syllable in syllables(plain(text))]
    return f" {' '.join(heard)} " if heard else ""
