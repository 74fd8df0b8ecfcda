"""The keyboard of the kiosk: letters typed with a finger, and the Chinese they may stand for.

Words come first from the catalogue (what people call a matter, papers, answers), then from pypinyin's list of phrases;
single characters from its table of readings, those of the catalogue and of everyday writing first. Nothing that is typed
is kept or learnt: the next person must not be offered the last one's name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile

from onetrip.catalogue.book import Catalogue

MOST_LETTERS = 40
MOST_OFFERED = 24
MOST_OF_A_SOUND = 1500

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦"
    "付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
"""The hundred commonest surnames: of what is typed here that is not in the catalogue, most is a name."""

_LONGEST_SYLLABLE = 6
_LONGEST_WORD = 10
_LONGEST_COMPLETED, _COMPLETED, _LOOKED_AT = 6, 6, 200
_PHRASE = re.compile("[\u4e00-\u9fff]{2,4}")
_HAN_RUN = re.compile(f"[\u4e00-\u9fff]{{2,{_LONGEST_WORD}}}")
_NOT_A_LETTER = re.compile("[^a-z']")
_TONELESS = str.maketrans("āáǎàēéěèếềōóǒòīíǐìūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeeeooooiiiiuuuuvvvvvnnnm")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be meant, and how many of the letters typed it uses up."""

    text: str
    used: int


def offered(catalogue: Catalogue, typed: str) -> list[Candidate]:
    """What `typed` may stand for, the likeliest first: whole words, then the word or character it begins with.

    For a single syllable every character of that sound is there, so that nobody's name is missing.
    """
    letters = _NOT_A_LETTER.sub("", typed.lower()[:MOST_LETTERS])
    if not letters.strip("'"):
        return []
    limit = MOST_OFFERED if len(divided(letters)) > 1 else MOST_OF_A_SOUND
    found: dict[str, Candidate] = {}
    for candidate in _likely(_words_of(catalogue), letters):
        found.setdefault(candidate.text, candidate)
        if len(found) >= limit:
            break
    return list(found.values())


def _likely(words: _Words, letters: str) -> Iterator[Candidate]:
    whole, plain = len(letters), letters.replace("'", "")
    for word in words.reading(plain):
        yield Candidate(word, whole)
    for word in words.initials(plain):
        yield Candidate(word, whole)
    parts = divided(letters)
    if len(parts) > 1 and "'" not in letters:  # whoever parts the syllables means them as they stand
        for word in words.beginning(plain):
            yield Candidate(word, whole)
    for count in range(len(parts) - 1, 1, -1):
        for word in words.reading("".join(parts[:count])):
            yield Candidate(word, _length(letters, parts[:count]))
    if parts:
        for character in words.characters(parts[0]):
            yield Candidate(character, _length(letters, parts[:1]))


def divided(letters: str) -> list[str]:
    """The syllables of `letters`, as few as there can be; the last may be only begun. An apostrophe parts two."""
    found: list[str] = []
    for run in letters.split("'"):
        found += _divided(run)
    return found


@lru_cache(maxsize=4096)
def _divided(run: str) -> tuple[str, ...]:
    ways: list[tuple[str, ...] | None] = [()]
    known = _readings_by_syllable()
    for end in range(1, len(run) + 1):
        before = [
            (*way, run[start:end])
            for start in range(max(0, end - _LONGEST_SYLLABLE), end)
            if (way := ways[start]) is not None and run[start:end] in known
        ]
        ways.append(min(before, key=len) if before else None)
    if (whole := ways[-1]) is not None:
        return whole
    begun = max((at for at, way in enumerate(ways) if way is not None), default=0)
    return (*(ways[begun] or ()), run[begun:])


def _length(letters: str, parts: list[str]) -> int:
    """How many letters, apostrophes among them, these first syllables take."""
    wanted, used = sum(map(len, parts)), 0
    for at, letter in enumerate(letters):
        if used == wanted:
            return at if letter != "'" else at + 1
        used += letter != "'"
    return len(letters)


class _Words:
    """The words of a catalogue and of the language, by reading."""

    def __init__(self, said: Iterable[str]) -> None:
        called = Counter(word for text in said for word in _HAN_RUN.findall(text))
        self._counts = Counter(character for word, times in called.items() for character in word * times)
        own: dict[str, Counter[str]] = defaultdict(Counter)
        self._initials: dict[str, Counter[str]] = defaultdict(Counter)
        for word, times in called.items():
            syllables = _read(word)
            if syllables:
                own["".join(syllables)][word] += times
                self._initials["".join(each[0] for each in syllables)][word] += times
        self._times = called
        self._own = {reading: [word for word, _ in found.most_common()] for reading, found in own.items()}
        self._in_order = sorted(self._own)

    def reading(self, letters: str) -> list[str]:
        """The words read so, those of the catalogue first."""
        return [*self._own.get(letters, ()), *_phrases().get(letters, ())]

    def initials(self, letters: str) -> list[str]:
        """The catalogue's words with these initials."""
        return [word for word, _ in self._initials[letters].most_common(4)] if letters in self._initials else []

    def beginning(self, letters: str) -> list[str]:
        """The catalogue's words whose reading begins so, a few: the short and often said ones."""
        start = bisect_left(self._in_order, letters)
        begun = takewhile(lambda reading: reading.startswith(letters), self._in_order[start : start + _LOOKED_AT])
        words = [word for reading in begun for word in self._own[reading] if len(word) <= _LONGEST_COMPLETED]
        return sorted(words, key=lambda word: (len(word), -self._times[word]))[:_COMPLETED]

    def characters(self, syllable: str) -> list[str]:
        """The characters read so; of a syllable only begun those of every syllable that begins so."""
        table = _readings_by_syllable()
        found = table.get(syllable) or [
            each for other, characters in table.items() if other.startswith(syllable) for each in characters[:8]
        ]

        def how_likely(character: str) -> tuple[bool, int, int, int]:
            read_so = not _main_reading(character).startswith(syllable)
            place = _SURNAMES.index(character) if character in _SURNAMES else len(_SURNAMES)
            return read_so, place, -min(self._counts[character], 20), _rarity(character)

        return sorted(found, key=how_likely)


@lru_cache(maxsize=4)
def _words_of(catalogue: Catalogue) -> _Words:
    return _Words(_said(catalogue))


def _said(catalogue: Catalogue) -> Iterator[str]:
    """Every Chinese text of a catalogue that somebody may want to type."""
    for matter in catalogue.matters.values():
        yield matter.name.zh
        yield from matter.also
        if matter.terms.result is not None:
            yield matter.terms.result.zh
    yield from (paper.name.zh for paper in catalogue.papers.values())
    yield from (category.name.zh for category in catalogue.categories.values())
    yield from (event.name.zh for event in catalogue.life_events.values())
    for fact in catalogue.facts.values():
        yield from (choice.zh for choice in fact.choices.values())


def _read(word: str) -> list[str]:
    """The reading of each character of a word; nothing where one has none."""
    from pypinyin import lazy_pinyin  # its tables take a third of a second; only a kiosk needs them

    syllables = [str(each).replace("ü", "v") for each in lazy_pinyin(word, errors="ignore")]
    return syllables if len(syllables) == len(word) else []


@cache
def _phrases() -> dict[str, list[str]]:
    """Phrases of the language of two to four characters, by their toneless reading."""
    from pypinyin.phrases_dict import phrases_dict

    found: dict[str, list[str]] = defaultdict(list)
    for word, syllables in phrases_dict.items():
        if _PHRASE.fullmatch(word):
            found["".join(_toneless(each[0]) for each in syllables)].append(word)
    return {
        reading: sorted(words, key=lambda word: (len(word), max(map(_rarity, word))))
        for reading, words in found.items()
    }


@cache
def _readings_by_syllable() -> dict[str, list[str]]:
    """The characters of each toneless syllable, the everyday ones first."""
    from pypinyin.pinyin_dict import pinyin_dict

    found: dict[str, list[str]] = defaultdict(list)
    for point, readings in pinyin_dict.items():
        for reading in dict.fromkeys(map(_toneless, readings.split(","))):
            if reading.isascii() and re.search("[aeiouv]", reading):
                found[reading].append(chr(point))
    return {reading: sorted(characters, key=_rarity) for reading, characters in found.items()}


@lru_cache(maxsize=30_000)
def _main_reading(character: str) -> str:
    """How a character is mostly read; its other readings come after those of which this is the main one."""
    from pypinyin.pinyin_dict import pinyin_dict

    return _toneless(pinyin_dict.get(ord(character), "").split(",")[0])


@lru_cache(maxsize=30_000)
def _rarity(character: str) -> int:
    """0 for the 3,755 characters of everyday writing (GB 2312, level 1), 1 for its level 2, 2 for all others."""
    try:
        row = character.encode("gb2312")[0] - 0xA0
    except UnicodeEncodeError:
        return 2
    return 0 if row <= 55 else 1  # the last row of level 1


def _toneless(reading: str) -> str:
    return reading.translate(_TONELESS)
