"""The vocabulary of conditions: what can be true of a resident, and the dated amounts that rules refer to."""

from __future__ import annotations

import keyword
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from math import isfinite
from typing import TypeAlias

from onetrip.rules.text import Text

Value: TypeAlias = bool | int | float | str | date
"""The value of a fact. There is no empty value: what is not known is absent, and "none" is one of the choices."""

BIRTH_DATE = "birth_date"
AGE = "age"
OLDEST = 150
"""The greatest age, in completed years, that a condition may speak of."""

RESERVED = frozenset({"amount", "date", "day", "months_until"})
"""Words of the language of conditions, which no fact may be called."""


class FactType(StrEnum):
    """What kind of value a fact has."""

    BOOL = "bool"
    INT = "int"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that can be true of a resident, with the question that finds it out.

    `label` is a noun, for explanations and for "already known". `choices` gives the words for each choice, in the
    order shown; they exist for a choice fact only. `unit`, `least` and `most` (both included) are for int and number.
    `yes` and `no` are clauses for a bool fact, such as "you hold a permit"; without them "label: yes" is said.
    `known_from` names how the fact can be known without asking, `order` when it is asked (smaller is earlier).
    `past` is for dates that cannot lie in the future, as every birth. `lasting_days` is how long an answer may be used
    again without asking; 0 for what concerns one errand only, None where nothing is said of it.

    ValueError: the parts contradict each other; the message says how.
    """

    id: str
    type: FactType
    label: Text
    question: Text | None = None
    hint: Text | None = None
    choices: Mapping[str, Text] = field(default_factory=dict, hash=False)
    unit: Text | None = None
    least: int | float | None = None
    most: int | float | None = None
    yes: Text | None = None
    no: Text | None = None
    known_from: tuple[str, ...] = ()
    sensitive: bool = False
    order: int = 1000
    hard_to_know: bool = False
    together: str | None = None
    past: bool = False
    lasting_days: int | None = None

    def __post_init__(self) -> None:
        if not self.id.isidentifier() or not self.id.isascii() or keyword.iskeyword(self.id) or self.id in RESERVED:
            raise ValueError(f'"{self.id}" cannot be the name of a fact: use letters, digits and _')
        if (self.type is FactType.CHOICE) != bool(self.choices):
            raise ValueError(f"{self.id}: choices belong to a fact of type choice, and only to one")
        if self.type not in (FactType.INT, FactType.NUMBER) and (self.least, self.most) != (None, None):
            raise ValueError(f"{self.id}: only an int or a number has a least and a most")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError(f"{self.id}: least is greater than most")
        if self.past and self.type is not FactType.DATE:
            raise ValueError(f"{self.id}: only a date lies in the past")

    def fits(self, value: Value) -> bool:
        """Whether `value` is of this fact's type. Bounds are looked at where something is typed: `check_value`."""
        match self.type:
            case FactType.BOOL:
                return isinstance(value, bool)
            case FactType.CHOICE:
                return isinstance(value, str) and value in self.choices
            case FactType.DATE:
                return isinstance(value, date) and not isinstance(value, datetime)
            case FactType.INT:
                return isinstance(value, int) and not isinstance(value, bool)
            case FactType.NUMBER:
                return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)

    def can_be(self, value: Value, day: date) -> bool:
        """Whether a resident can have this value on `day`: it is of the fact's type, within its bounds, and not to come."""
        if not self.fits(value):
            return False
        if isinstance(value, date):
            return value <= day or not (self.past or self.id == BIRTH_DATE)
        if isinstance(value, str):
            return True
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A dated amount, such as the minimum living standard: each figure holds from its day until the next one's.

    `values` holds (from, value) with the days ascending. ValueError: there is none, or the days are out of order.
    """

    id: str
    label: Text
    values: tuple[tuple[date, int | float], ...]
    unit: Text | None = None

    def __post_init__(self) -> None:
        days = [since for since, _ in self.values]
        if not days or any(later <= earlier for earlier, later in pairwise(days)):
            raise ValueError(f"{self.id}: give at least one value, each from a later day than the one before")

    def at(self, day: date) -> int | float | None:
        """The figure in force on `day`; None before the first one, when nobody knows it."""
        found = bisect_right(self.values, day, key=lambda dated: dated[0])
        return self.values[found - 1][1] if found else None


_AGE = Fact(
    id=AGE,
    type=FactType.INT,
    label=Text(zh="年龄", en="age"),
    unit=Text(zh="岁", en="years"),
    least=0,
    most=OLDEST,
    known_from=("id_number",),
)


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The facts and amounts that conditions may name. A vocabulary equals only itself."""

    facts: Mapping[str, Fact]
    amounts: Mapping[str, Schedule] = field(default_factory=dict)

    def fact(self, id: str) -> Fact | None:  # noqa: A002 - the word of the interface
        """The fact of that name. `age` is there also when only `birth_date` can be asked for."""
        found = self.facts.get(id)
        if found is None and id == AGE and BIRTH_DATE in self.facts:
            return _AGE
        return found

    def names(self) -> tuple[str, ...]:
        """Every name a condition may use for a fact."""
        if BIRTH_DATE in self.facts and AGE not in self.facts:
            return (*self.facts, AGE)
        return tuple(self.facts)
