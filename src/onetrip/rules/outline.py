"""A condition as a list, where it is nested: a sentence with brackets in it is read by nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onetrip.rules.expressions import And, Expr, Or
from onetrip.rules.facts import Vocabulary
from onetrip.rules.sentences import as_sentence
from onetrip.rules.text import Text

ALL_OF_THESE = Text(zh="下面几条都要符合：", en="All of these:")
ANY_OF_THESE = Text(zh="下面有一条就行：", en="Any one of these:")

_MOST_IN_A_LINE = 2
"""Alternatives that still read well in one line of a list."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A condition: one sentence, or what heads its points and the points, which may have points of their own."""

    text: Text
    points: tuple[Outline, ...] = ()


def as_outline(expr: Expr, vocabulary: Vocabulary, day: date | None = None) -> Outline:
    """The condition as a list of at most two levels; one sentence where nothing in it is nested.

    What is nested deeper still stands as a sentence in its point. With a `day`, amounts are followed by their figure.
    """

    def sentence(part: Expr) -> Outline:
        return Outline(as_sentence(part, vocabulary, day))

    def point(part: Expr) -> Outline:
        if isinstance(part, And | Or) and (_is_nested(part) or len(part.parts) > _MOST_IN_A_LINE):
            return Outline(_head(part), tuple(sentence(inner) for inner in part.parts))
        return sentence(part)

    if not isinstance(expr, And | Or) or not _is_nested(expr):
        return sentence(expr)
    return Outline(_head(expr), tuple(point(part) for part in expr.parts))


def _is_nested(expr: And | Or) -> bool:
    return any(isinstance(part, And | Or) for part in expr.parts)


def _head(expr: And | Or) -> Text:
    return ALL_OF_THESE if isinstance(expr, And) else ANY_OF_THESE
