"""Finding a matter in people's own words: how often the right one comes first or among five, and how long it takes.

benchmarks/search/queries.tsv holds questions as people would say them, written for this purpose from the official
names alone, without a look at what the files call a matter. Every second line is for tuning the constants of
`onetrip.catalogue.search`; the figures with a reach are those of the other half. A question that several matters
answer names them all; "-" stands for a question that the centre has no answer to. The part "later" was written when the
files were finished, by others than those who wrote them, and nothing was tuned to it.

Peer: character bigrams over the bare names, the plain way to search Chinese, measured here on the same questions.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles

from benchmarks.report import Row, report
from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.files import read_folder
from onetrip.catalogue.meaning import Meanings, meanings_of
from onetrip.catalogue.schema import read
from onetrip.catalogue.search import SearchIndex, index_of, search

QUERIES = Path(__file__).parent / "search" / "queries.tsv"
CATALOGUE = Path(__file__).parents[1] / "catalogue" / "shanghai"
ROUNDS = 5
PEER = "bigrams over bare names, same run"
FOLDS = 8
"""Parts into which the sayings of the files are divided; each is looked for by the other seven."""

Finder = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the ids of the matters that answer it; none: the centre has no answer."""

    words: str
    right: frozenset[str]


def main() -> int:
    """The table; 1 while the report part finds too little or takes too long."""
    reading = read(read_folder(CATALOGUE)[0])
    if reading.catalogue is None:
        raise SystemExit("the catalogue does not hold together: onetrip catalogue check")
    catalogue = reading.catalogue
    tune, told, later = read_queries(catalogue)

    def ours(words: str) -> list[str]:
        return [hit.matter.id for hit in search(catalogue, words, limit=5)]

    names = _bigrams(catalogue)
    by_words = [_recall(told, ours, among) for among in (1, 5)]
    learning, meanings = _learn(catalogue)
    unseen = _left_out(catalogue, meanings)
    taken = sorted(_times(catalogue, told))
    rows = [
        Row("right matter first, report part", _recall(told, ours, 1), "of 1", "higher", 0.85, PEER, _recall(told, names, 1)),
        Row("right matter among five, report part", _recall(told, ours, 5), "of 1", "higher", 0.97, PEER, _recall(told, names, 5)),
        Row("a search, 95 of 100 are faster", 1000 * quantiles(taken, n=20)[-1], "ms", "lower", 20.0),
        Row("a search, median", 1000 * median(taken), "ms", "lower"),
        Row("while one types: each beginning of a question, 95 of 100", 1000 * _typing(catalogue, told), "ms", "lower", 30.0),
        Row("right matter first, later part", _recall(later, ours, 1), "of 1", "higher", 0.85, PEER, _recall(later, names, 1)),
        Row("right matter among five, later part", _recall(later, ours, 5), "of 1", "higher", 0.97, PEER, _recall(later, names, 5)),
        Row("right matter first, tuning part", _recall(tune, ours, 1), "of 1", "higher"),
        Row("right matter among five, tuning part", _recall(tune, ours, 5), "of 1", "higher"),
        Row("questions without an answer not called answered, all parts", _unsure(catalogue, [*tune, *told, *later]), "of 1", "higher"),
        Row("right first answers that are called sure, report part", _sure(catalogue, told), "of 1", "higher"),
        Row("right matter first, report part, by words alone", by_words[0], "of 1", "higher"),
        Row("right matter among five, report part, by words alone", by_words[1], "of 1", "higher"),
        Row("a question of a file, found among five by the other sayings", unseen, "of 1", "higher"),
        Row("making the index", _index_seconds(catalogue), "s", "lower"),
        Row("learning what all sayings mean, once", learning, "s", "lower", 40),
    ]  # fmt: skip
    answered = sum(bool(asked.right) for asked in told)
    note = (
        f"{len(tune)} questions to tune on, {len(told)} to report on ({answered} with an answer), "
        f"and {len(later)} written later, over {len(catalogue.matters)} matters. Times by the clock on the wall, in one process."
    )
    return report("search", rows, [note])


def read_queries(catalogue: Catalogue) -> tuple[list[Asked], list[Asked], list[Asked]]:
    """The three parts of the file. ValueError: a line names a matter that the catalogue does not have."""
    parts: dict[str, list[Asked]] = {"tune": [], "report": [], "later": []}
    for line in QUERIES.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        part, words, right = line.split("\t")
        ids = frozenset() if right == "-" else frozenset(right.split("|"))
        if unknown := ids - catalogue.matters.keys():
            raise ValueError(f"{QUERIES.name}: {words}: no such matter: {', '.join(sorted(unknown))}")
        parts[part].append(Asked(words, ids))
    return parts["tune"], parts["report"], parts["later"]


def _recall(questions: Sequence[Asked], find: Finder, among: int) -> float:
    """The share of the answerable questions whose answer is among the first hits."""
    answerable = [asked for asked in questions if asked.right]
    return sum(bool(asked.right.intersection(find(asked.words)[:among])) for asked in answerable) / len(answerable)


def _unsure(catalogue: Catalogue, questions: Sequence[Asked]) -> float:
    unanswerable = [asked for asked in questions if not asked.right]
    wrong = sum(any(hit.sure for hit in search(catalogue, asked.words)) for asked in unanswerable)
    return 1 - wrong / len(unanswerable)


def _sure(catalogue: Catalogue, questions: Sequence[Asked]) -> float:
    firsts = [
        hits[0] for asked in questions if (hits := search(catalogue, asked.words)) and hits[0].matter.id in asked.right
    ]
    return sum(hit.sure for hit in firsts) / len(firsts)


def _times(catalogue: Catalogue, questions: Sequence[Asked]) -> list[float]:
    """The shortest of a few rounds for each question: the machine is shared."""
    search(catalogue, "老年卡")
    return [min(_seconds(catalogue, asked.words) for _ in range(ROUNDS)) for asked in questions]


def _typing(catalogue: Catalogue, questions: Sequence[Asked]) -> float:
    begun = [asked.words[:end] for asked in questions[::4] for end in range(1, len(asked.words) + 1)]
    return quantiles([_seconds(catalogue, words) for words in begun], n=20)[-1]


def _seconds(catalogue: Catalogue, words: str) -> float:
    began = time.perf_counter()
    search(catalogue, words)
    return time.perf_counter() - began


def _learn(catalogue: Catalogue) -> tuple[float, dict[str, bytes]]:
    """Give the index what its sayings mean; how many seconds of a processor that took, and the meanings."""
    began = time.process_time()
    index = index_of(catalogue)
    texts = sorted({text for each in index.sayings() for text in each})
    meanings = dict(zip(texts, meanings_of(texts), strict=True))
    index.learn(Meanings(index.sayings(), meanings))
    return time.process_time() - began, meanings


def _left_out(catalogue: Catalogue, meanings: Mapping[str, bytes]) -> float:
    """The share of the whole questions in the files that find their matter among five by all other sayings alone.

    Nothing can be tuned to it: every question that is added is one more that the others have to find.
    """
    found = asked = 0
    for fold in range(FOLDS):
        index, left = _without(catalogue, fold)
        index.learn(Meanings(index.sayings(), meanings))
        asked += len(left)
        found += sum(matter in [hit.matter.id for hit in index.search(said, 5)] for matter, said in left)
    return found / asked


def _without(catalogue: Catalogue, fold: int) -> tuple[SearchIndex, list[tuple[str, str]]]:
    """An index without every eighth question of each matter, and those questions with their matters."""
    left = [(matter.id, said) for matter in catalogue.matters.values() for said in matter.said[fold::FOLDS]]
    fewer = {
        name: replace(matter, said=tuple(said for at, said in enumerate(matter.said) if at % FOLDS != fold))
        for name, matter in catalogue.matters.items()
    }
    return SearchIndex(replace(catalogue, matters=fewer)), left


def _index_seconds(catalogue: Catalogue) -> float:
    began = time.perf_counter()
    SearchIndex(catalogue)
    return time.perf_counter() - began


def _bigrams(catalogue: Catalogue) -> Finder:
    """The peer: Jaccard likeness of the pairs of characters of question and name."""

    def pairs(text: str) -> set[str]:
        return {text[at : at + 2] for at in range(len(text) - 1)}

    names = {matter.id: (pairs(matter.name.zh), pairs(matter.name.en.lower())) for matter in catalogue.matters.values()}

    def find(words: str) -> list[str]:
        said = pairs(words.lower())
        likeness = {
            matter: max(len(said & name) / (len(said | name) or 1) for name in both) for matter, both in names.items()
        }
        return sorted(likeness, key=lambda matter: -likeness[matter])[:5]

    return find
