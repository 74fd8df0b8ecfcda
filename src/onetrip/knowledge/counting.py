"""What counts as help, and what was asked twice. Pure."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Help:
    """`helper` answered `asker` on `day`; both are ids of accounts."""

    helper: int
    asker: int
    day: date


def counted_help(helps: Iterable[Help], *, most_of_a_pair: int) -> dict[int, int]:
    """Account → answers that count, from `helps` in the order they happened.

    Two people who ask each other all day help nobody: of a pair, whoever asked whom, the first `most_of_a_pair` of a day
    count. Answering oneself never does.
    """
    of_pair: Counter[tuple[frozenset[int], date]] = Counter()
    counted: Counter[int] = Counter()
    for one in helps:
        pair = (frozenset((one.helper, one.asker)), one.day)
        if one.helper != one.asker and of_pair[pair] < most_of_a_pair:
            of_pair[pair] += 1
            counted[one.helper] += 1
    return dict(counted)


@dataclass(frozen=True)
class Asked:
    """A question as it is compared: by its matter, its words, and the answer it was given ("" for none)."""

    id: str
    matter: str
    words: str
    answer: str


def repeats(
    questions: Sequence[Asked], likeness: Callable[[str, str], float], *, alike: float
) -> list[tuple[Asked, ...]]:
    """The questions that were asked more than once, each with the times it was asked, most often first.

    Two are the same where they were given the same answer, or are about one matter and their words are `alike`.
    """
    groups = list(range(len(questions)))

    def root(place: int) -> int:
        while groups[place] != place:
            place = groups[place]
        return place

    by_answer: dict[str, int] = {}
    by_matter: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(questions):
        if one.answer:
            groups[root(place)] = root(by_answer.setdefault(one.answer, place))
        if one.matter and one.words:
            for other in by_matter[one.matter]:
                if root(other) != root(place) and likeness(one.words, questions[other].words) >= alike:
                    groups[root(place)] = root(other)
            by_matter[one.matter].append(place)
    found: dict[int, list[Asked]] = defaultdict(list)
    for place, one in enumerate(questions):
        found[root(place)].append(one)
    return sorted((tuple(group) for group in found.values() if len(group) > 1), key=lambda group: -len(group))


def median_and_p90(values: Sequence[float]) -> tuple[float, float] | None:
    """The middle value (of two, their mean) and the smallest that nine of ten do not exceed; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return median, ordered[math.ceil(0.9 * len(ordered)) - 1]
