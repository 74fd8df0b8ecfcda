"""A comparison as it stands on one day: which values of a column satisfy it.

What a comparison means is asked of `Evidence`, one example for each class of values, so that whoever reads columns (planes
of bits, Polars, SQL) says of each resident what the rules say of one. Ages and months until an age become spans of birth
dates, dated amounts become figures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, TypeAlias

from onetrip.rules.classes import Classes, classes_of, key_of
from onetrip.rules.evidence import NO, YES, Evidence
from onetrip.rules.expressions import Atom
from onetrip.rules.facts import AGE, BIRTH_DATE, OLDEST, Value, Vocabulary
from onetrip.rules.known import Known, Origin


@dataclass(frozen=True, slots=True)
class Span:
    """The values from `least` up to, and without, `below`; None: without end on that side."""

    least: Any
    below: Any


@dataclass(frozen=True, slots=True)
class Spans:
    """Values of an ordered column: those within one of the spans, which are in order and apart."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """Values of a column of bools or choices: those listed, in the order of the fact's choices."""

    values: tuple[Value, ...]


Values: TypeAlias = Spans | Choices


@dataclass(frozen=True, slots=True)
class Column:
    """What one column says of a comparison: it holds for the values `yes`, and not for `no`; None: not for all others."""

    fact: str
    yes: Values
    no: Values | None = None


@dataclass(frozen=True, slots=True)
class Grounded:
    """The columns that decide a comparison, the best first: the first that has a value counts. Without one it is unknown
    for everybody, as where a dated amount has no figure yet."""

    columns: tuple[Column, ...]


def ground(atom: Atom, day: date, vocabulary: Vocabulary, columns: Collection[str]) -> Grounded:
    """What `atom` asks of the `columns` there are, on `day`.

    Of a resident whose birth date has no value an age that was said decides as far as it goes. KeyError: an unknown fact.
    """
    fact = key_of(atom)
    if fact != BIRTH_DATE:
        return Grounded(_of(_by_class(fact, atom, day, vocabulary)) if fact in columns else ())
    found = _of(_by_class(fact, atom, day, vocabulary)) if BIRTH_DATE in columns else ()
    return Grounded(found + (_of(_by_age(atom, day, vocabulary)) if AGE in columns else ()))


def _of(column: Column | None) -> tuple[Column, ...]:
    return () if column is None else (column,)


def _by_class(fact: str, atom: Atom, day: date, vocabulary: Vocabulary) -> Column | None:
    classes = classes_of(fact, [atom], day, vocabulary)
    verdicts = [_judged(fact, example, atom, day, vocabulary) for example in classes.examples]
    if not {YES, NO}.issuperset(verdicts):
        return None  # a whole value decides, unless a dated amount has no figure
    if classes.cuts or len(verdicts) == 1:
        return Column(fact, _spans(classes, verdicts))
    held = tuple(value for value, verdict in zip(classes.examples, verdicts, strict=True) if verdict == YES)
    return Column(fact, Choices(held))


def _by_age(atom: Atom, day: date, vocabulary: Vocabulary) -> Column | None:
    ages = range(OLDEST + 1)
    verdicts = [_judged(AGE, age, atom, day, vocabulary) for age in ages]
    yes, no = (
        _runs([age for age, verdict in zip(ages, verdicts, strict=True) if verdict == wanted]) for wanted in (YES, NO)
    )
    return Column(AGE, yes, no) if yes.spans or no.spans else None


def _judged(fact: str, value: Value, atom: Atom, day: date, vocabulary: Vocabulary) -> int:
    return Evidence({fact: Known(value, Origin.SAID)}, day, vocabulary).judge(atom)


def _spans(classes: Classes, verdicts: Sequence[int]) -> Spans:
    """The classes that hold, neighbours joined."""
    ends = list(pairwise((None, *classes.cuts, None)))
    return Spans(_joined(Span(*end) for end, verdict in zip(ends, verdicts, strict=True) if verdict == YES))


def _runs(numbers: Sequence[int]) -> Spans:
    """Whole numbers in ascending order as spans."""
    return Spans(_joined(Span(number, number + 1) for number in numbers))


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for span in spans:
        if found and found[-1].below == span.least:
            found[-1] = Span(found[-1].least, span.below)
        else:
            found.append(span)
    return tuple(found)
