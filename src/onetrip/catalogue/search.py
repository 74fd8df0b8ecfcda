"""Finding a matter by what people call it: characters, pinyin, initials, English, with slips of the tongue and the pen.

An index of its own instead of a database's: two-character words such as 医保 matter, trigrams miss them, and a whole
catalogue fits into memory. What was said is compared with every phrase that shares a piece with it (a pair of
characters, a word, a pair of sounds), rare pieces counting more. A matter scores by its nearest phrase and by how much
of what was said all its words together cover. Nothing said yields nothing found; below `LEAST` no guess is shown, and
below `SURE` it is not called an answer. Once an index has learnt what the phrases mean (catalogue/meaning.py), that counts
as much as the words, and that of each clause of a story besides: people say it in other words than any file foresees.
Without it the words alone decide. The constants were tuned on the first part of benchmarks/search/queries.tsv.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from itertools import chain
from math import log
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.words import (
    clauses,
    fold,
    grams,
    heard,
    is_han,
    loose,
    plain,
    readings,
    sounds,
    spelt,
    tight,
    without_filler,
)
from onetrip.planning import OneOf
from onetrip.rules import Text

if TYPE_CHECKING:
    from onetrip.catalogue.meaning import Meanings

LEAST, LEAST_MEANT = 0.28, 0.16
"""The score below which a matter is not shown: by words alone; by words and meaning."""
SURE, SURE_TYPED = 0.5, 0.52
"""The score from which a matter is a good answer; by letters alone, which mean little."""

_PHRASE, _COVER = 0.55, 0.45  # the nearest phrase; all words of the matter together
_ASKED, _TOLD = 0.62, 0.38  # how much of what was said the phrase covers; how much of the phrase was said
_SINGLE, _SOUND, _UNKNOWN = 0.4, 0.4, 0.5  # a single character, a pair of sounds, a piece no matter has
_BESIDE = 0.9  # a word of a question: some of it is not about the matter
_NOT_ALIKE = 0.3  # so near is the meaning of any two sentences
_CLAUSE = 0.4  # what a clause of a story means, beside what the whole of it means
_LOOKED_AT = 80  # phrases compared letter by letter, the nearest by their pieces


@dataclass(frozen=True, slots=True)
class Hit:
    """A matter found, with its score between 0 and 1 and the phrase by which it was found.

    `sure` tells whether this is a good answer, and not just the nearest there is.
    """

    matter: Matter
    score: float
    phrase: str
    sure: bool


def search(catalogue: Catalogue, text: str, limit: int = 8) -> list[Hit]:
    """The matters that `text` may mean, best first, at most `limit`; none for a text that means nothing here."""
    return index_of(catalogue).search(text, limit)


@lru_cache(maxsize=8)
def index_of(catalogue: Catalogue) -> SearchIndex:
    """The index of a catalogue, made once in this process."""
    return SearchIndex(catalogue)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Something a matter is called or asked by: `core` is what is compared, `sound` how it is heard, `pieces` its parts."""

    matter: int
    said: str
    weight: float
    core: str
    sound: str
    pieces: frozenset[str]


class SearchIndex:
    """All phrases of a catalogue, and for every piece of text the phrases and the matters that have it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._matters = list(catalogue.matters.values())
        self._place = {matter.id: number for number, matter in enumerate(self._matters)}
        self._phrases = [_phrase(number, *each) for number, one in enumerate(self._matters) for each in _called(one)]
        self._covering = _covering(catalogue, self._matters)
        self._having: dict[str, list[int]] = {}
        for at, phrase in enumerate(self._phrases):
            for piece in phrase.pieces:
                self._having.setdefault(piece, []).append(at)
        self._worth = {piece: self._rarity(piece, having) for piece, having in self._having.items()}
        self._size = [sum(self._worth[piece] for piece in phrase.pieces) for phrase in self._phrases]
        typed = [readings(plain(phrase.said)) if is_han(phrase.said) else (set(), set()) for phrase in self._phrases]
        self._typed = [(word, at) for at, (words, _) in enumerate(typed) for word in sorted(words)]
        self._loose = [loose(word) for word, _ in self._typed]
        self._initials = [(row, at) for at, (_, rows) in enumerate(typed) for row in sorted(rows)]
        self._latin = [(phrase.core, at) for at, phrase in enumerate(self._phrases) if not is_han(phrase.core)]
        self._meanings: Meanings | None = None

    @property
    def knows_meanings(self) -> bool:
        """Whether it has learnt what its sayings mean."""
        return self._meanings is not None

    def sayings(self) -> list[list[str]]:
        """What each matter is called and asked by, matter by matter, as it stands in the files."""
        found: list[list[str]] = [[] for _ in self._matters]
        for phrase in self._phrases:
            found[phrase.matter].append(phrase.said)
        return found

    def learn(self, meanings: Meanings) -> None:
        """From now on what the `sayings` mean counts beside their words."""
        self._meanings = meanings

    def search(self, text: str, limit: int) -> list[Hit]:
        """See `search`."""
        return nlargest(limit, self._found(text), key=lambda hit: (hit.score, -self._place[hit.matter.id]))

    def _found(self, text: str) -> list[Hit]:
        """The matters that the text may mean, in no order."""
        core = without_filler(fold(text))
        asked = tight(core)
        if not asked:
            return []
        unchanged = without_filler(plain(text))
        scores = self._alike(asked, heard(unchanged), self._pieces(core, unchanged))
        if not is_han(asked):
            self._as_typed(tight(unchanged), scores)
        best: dict[int, tuple[float, int]] = {}
        for at, score in scores.items():
            phrase = self._phrases[at]
            weighted = score * phrase.weight
            if weighted > best.get(phrase.matter, (0.0, 0))[0]:
                best[phrase.matter] = (weighted, at)
        covered = self._covered(grams(core))
        by_words = {
            number: _PHRASE * best.get(number, (0.0, -1))[0] + _COVER * covered.get(number, 0.0)
            for number in best.keys() | covered.keys()
        }
        hits = []
        for number, score, sure in self._judged(text, by_words):
            matter, at = self._matters[number], best.get(number, (0.0, -1))[1]
            said = self._phrases[at].said if at >= 0 else matter.name.zh
            hits.append(Hit(matter, round(score, 3), said, sure))
        return hits

    def _judged(self, text: str, by_words: dict[int, float]) -> Iterator[tuple[int, float, bool]]:
        """The matters that are worth showing, each with its score and whether that makes it a good answer."""
        meanings = self._meanings
        if meanings is None:
            yield from ((number, score, score >= SURE) for number, score in by_words.items() if score >= LEAST)
            return
        letters = not is_han(text)
        whole, *parts = (meanings.like([text, *clauses(text)]) - _NOT_ALIKE).clip(min=0.0).tolist()
        for number, alike in enumerate(whole):
            words = by_words.get(number, 0.0)
            meant = alike + _CLAUSE * sum(part[number] for part in parts)
            score = min((words + meant) / (2 - _NOT_ALIKE), 1.0)
            if score >= LEAST_MEANT:
                yield number, score, score >= SURE or (letters and words >= SURE_TYPED)

    def _pieces(self, core: str, unchanged: str) -> set[str]:
        """The pieces of what was said; words that are pinyin are no unknown English ones."""
        written = grams(core)
        if spelt(unchanged):
            written &= self._having.keys()
        return written | sounds(unchanged)

    def _rarity(self, piece: str, having: Iterable[int]) -> float:
        """How much a piece tells: the fewer matters have it, the more."""
        matters = {self._phrases[at].matter for at in having}
        return _importance(piece) * log(1 + len(self._matters) / len(matters))

    def _alike(self, asked: str, sound: str, pieces: set[str]) -> dict[int, float]:
        """The phrases that share a piece with what was said, and how near they are to it."""
        shared: dict[int, float] = {}
        said = 0.0
        for piece in pieces:
            worth = self._worth.get(piece)
            if worth is None:
                said += _importance(piece) * _UNKNOWN * log(1 + len(self._matters))
                continue
            said += worth
            for at in self._having[piece]:
                shared[at] = shared.get(at, 0.0) + worth
        if not said:
            return {}
        near = {at: (part / said) ** _ASKED * (part / self._size[at]) ** _TOLD for at, part in shared.items()}
        for at in nlargest(_LOOKED_AT, near, key=near.__getitem__):
            phrase = self._phrases[at]
            letters = _by_letters(asked, phrase.core, shared[at] / said)
            near[at] = max(near[at], letters, _by_sound(sound, phrase.sound))
        return near

    def _as_typed(self, typed: str, scores: dict[int, float]) -> None:
        """Letters only: English with a slip of the pen, pinyin whole, begun or mistyped, a row of initials."""
        for at, score in chain(self._as_english(typed), self._as_pinyin(typed), self._as_initials(typed)):
            scores[at] = max(scores.get(at, 0.0), score)

    def _as_english(self, typed: str) -> Iterator[tuple[int, float]]:
        """Latin phrases that hold what was typed, or differ by a letter of five."""
        if len(typed) >= 3:
            for called, at in self._latin:
                if typed in called:
                    yield at, 0.65 + 0.3 * len(typed) / len(called)
        if len(typed) >= 4:
            for _, alike, found in _nearest(typed, [called for called, _ in self._latin], 82):
                yield self._latin[found][1], 0.8 * alike / 100

    def _as_pinyin(self, typed: str) -> Iterator[tuple[int, float]]:
        """Pinyin, whole, begun, inside a sentence, or as it is mistyped."""
        size = len(typed)
        for word, at in self._typed:
            if word == typed:
                yield at, 0.97
            elif size >= 3 and word.startswith(typed):
                yield at, 0.7 + 0.2 * size / len(word)
            elif len(word) >= 5 and word in typed:
                yield at, 0.5 + 0.4 * len(word) / size
        if size >= 5:
            for *_, found in _nearest(loose(typed), self._loose, 85):
                yield self._typed[found][1], 0.75

    def _as_initials(self, typed: str) -> Iterator[tuple[int, float]]:
        """The first letter of each syllable."""
        if len(typed) < 2:
            return
        for row, at in self._initials:
            if row == typed:
                yield at, 0.95
            elif len(typed) >= 3 and row.startswith(typed):
                yield at, 0.55

    def _covered(self, pieces: set[str]) -> dict[int, float]:
        """For each matter the share of the pieces that its words cover, by weight; rare pieces weigh more."""
        total = 0.0
        sums: dict[int, float] = {}
        count = len(self._matters)
        for piece in pieces:
            importance = _importance(piece)
            found = self._covering.get(piece)
            if found is None:
                total += importance * _UNKNOWN * log(1 + count)
                continue
            rarity = importance * log(1 + count / len(found))
            total += rarity
            for number, weight in found.items():
                sums[number] = sums.get(number, 0.0) + rarity * weight
        return {number: value / total for number, value in sums.items()} if total else {}


def _nearest(typed: str, words: list[str], least: float) -> list[tuple[str, float, int]]:
    """The words that differ from what was typed by few letters: the word, its likeness in percent, its place."""
    return process.extract(typed, words, scorer=fuzz.ratio, score_cutoff=least, limit=20)


def _importance(piece: str) -> float:
    """A single character says little, a pair of sounds less than the characters themselves."""
    if " " in piece:
        return _SOUND
    return _SINGLE if len(piece) == 1 else 1.0


def _by_letters(asked: str, called: str, told: float) -> float:
    """How near two phrases are letter by letter: one is the other, stands in it, or differs by a slip of the pen.

    `told` is the part of what was said that the other holds, by weight: a rare word left over counts, filler hardly.
    """
    if called == asked:
        return 1.0
    size, length = len(asked), len(called)
    if length >= 2 and called in asked:
        return 0.2 + 0.8 * told
    if asked in called and size >= (1 if is_han(asked) else 2 if asked.isdigit() else 3):
        return (0.35 if size > 1 else 0.2) + 0.6 * size / length
    if size < 3 or length < 3:
        return 0.0
    least = 60.0 if is_han(asked) else 82.0  # one character of three may be wrong; one letter of five
    whole, part = fuzz.ratio(asked, called), fuzz.partial_ratio(asked, called)
    return max(0.8 * whole if whole >= least else 0.0, 0.72 * part if part >= least else 0.0) / 100


def _by_sound(asked: str, called: str) -> float:
    """How near two phrases are to the ear: written with other characters, one sounds like the other or holds it."""
    syllables = called.count(" ") - 1
    if syllables < 2 or called not in asked:
        return 0.0
    if called == asked:
        return 0.92
    return 0.55 + 0.35 * len(called) / len(asked) if syllables >= 3 else 0.0


def _phrase(matter: int, said: str, weight: float) -> _Phrase:
    core = without_filler(fold(said))
    unchanged = without_filler(plain(said))
    return _Phrase(matter, said, weight, tight(core), heard(unchanged), frozenset(grams(core) | sounds(unchanged)))


def _called(matter: Matter) -> Iterator[tuple[str, float]]:
    """What a matter is called and asked by, with how much it means that somebody says so."""
    yield from _names(matter)
    for question in matter.said:
        yield question, 0.97


def _names(matter: Matter) -> Iterator[tuple[str, float]]:
    yield matter.name.zh, 1.0
    yield matter.name.en, 1.0
    for phrase in matter.also:
        yield phrase, 1.0
    if matter.terms.result is not None:
        yield matter.terms.result.zh, 0.85
        yield matter.terms.result.en, 0.85


def _covering(catalogue: Catalogue, matters: list[Matter]) -> dict[str, dict[int, float]]:
    """For every piece of text the matters whose words have it, with how much that says about them."""
    covering: dict[str, dict[int, float]] = {}
    for number, matter in enumerate(matters):
        for said, weight in _written(catalogue, matter):
            for piece in grams(fold(said)):
                found = covering.setdefault(piece, {})
                found[number] = max(found.get(number, 0.0), weight)
    return covering


def _written(catalogue: Catalogue, matter: Matter) -> Iterator[tuple[str, float]]:
    """All words of a matter, with how much they say about it."""
    yield from _names(matter)
    for question in matter.said:
        yield question, _BESIDE
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
