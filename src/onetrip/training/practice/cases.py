"""Difficult cases that the editor made a training item of, as questions of the practice.

No engine can judge them: somebody asked, a colleague answered, and the words are the answer. So they are practised as any
card with two sides is. Whoever practises thinks first, turns it over, and says whether it was what they thought; practice
counts for nothing, so there is nobody to deceive. Corrected words are another question, and an answer whose matter has
changed since is not asked until somebody has looked at it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from onetrip.catalogue.book import Catalogue
from onetrip.knowledge import queries as knowledge
from onetrip.knowledge.queries import Lesson
from onetrip.rules import Text
from onetrip.training.items.shapes import Judged, Option

SAME, OTHER = "same", "other"
MARK = ":case:"
"""What the id of such a question has after its matter; a kind of question that no catalogue makes."""
_ID = re.compile(rf"[\w-]+{MARK}([0-9a-f]{{32}})-\d+")
_OPTIONS = (
    Option(SAME, Text("和我想的一样", "It is what I thought")),
    Option(OTHER, Text("没想到，或者不一样", "I did not know, or thought otherwise")),
)


@dataclass(frozen=True, slots=True)
class CaseItem:
    """A difficult case to be remembered, with the same fields as `items.Item` where it has them.

    `id` is "<matter>:case:<answer>-<version of its words>". `question` and `answer` stay in the language they were written in.
    """

    id: str
    matter: str
    category: str
    question: Text
    answer: str
    options: tuple[Option, ...] = _OPTIONS
    told: tuple[Text, ...] = ()
    several: bool = False
    is_verified: bool = True


def is_case(item: str) -> bool:
    """Whether an id is that of a difficult case."""
    return MARK in item


def answer_of(item: str) -> uuid.UUID | None:
    """The answer that an id names; None where it names none."""
    found = _ID.fullmatch(item)
    return uuid.UUID(found[1]) if found else None


def find(catalogue: Catalogue, item: str) -> CaseItem | None:
    """The difficult case with this id; None once its words are others, it was withdrawn, or its matter has changed."""
    answer = answer_of(item)
    lessons = knowledge.for_training(answer=answer) if answer is not None else []
    return next((made for made in items_of(catalogue, lessons) if made.id == item), None)


def items_of(catalogue: Catalogue, lessons: Iterable[Lesson]) -> list[CaseItem]:
    """Training items as questions, in their order; without those about no matter, or about one that is gone: nobody could
    be found who handles it."""
    return [
        CaseItem(
            id=f"{lesson.matter}{MARK}{lesson.id.hex}-{lesson.version}",
            matter=lesson.matter,
            category=catalogue.matters[lesson.matter].terms.category,
            question=Text(lesson.question, lesson.question),
            answer=lesson.answer,
        )
        for lesson in lessons
        if lesson.matter in catalogue.matters
    ]


def judge(item: CaseItem, chosen: frozenset[str]) -> Judged:
    """What somebody said of themselves, with the answer as the reason."""
    return Judged(chosen == {SAME}, frozenset({SAME}), (Text(item.answer, item.answer),))
