"""Rows that cannot be anybody: a value that is none, out of its bounds, to come, or at odds with another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from onetrip.rules import AGE, BIRTH_DATE, Constraint, Expr, FactType, Text, Vocabulary
from onetrip.rules.ages import births_at
from onetrip.rules.facts import OLDEST
from onetrip.screening.columns import Bools, Column, unpacked
from onetrip.screening.index import fact_of, number_of
from onetrip.screening.planes import evaluate
from onetrip.screening.residents import Stretch


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rows are set aside. `kind` is unreadable, bounds, to-come, age, rule, same or differs; `of` the fact or rule."""

    kind: str
    of: str

    @property
    def key(self) -> str:
        """As it stands in files."""
        return f"{self.kind}:{self.of}" if self.of else self.kind


_TEXTS = {
    "unreadable": Text("{of} 不是它能有的值", "{of} is no value it can have"),
    "bounds": Text("{of} 超出范围", "{of} is out of its bounds"),
    "to-come": Text("{of} 在将来", "{of} is to come"),
    "age": Text("年龄和出生日期对不上", "age and birth date disagree"),
    "rule": Text("不可能同时成立：{of}", "cannot be true together: {of}"),
    "same": Text("同一个人重复出现，内容相同，只算一次", "the same person again, with the same facts: counted once"),
    "differs": Text("同一个人重复出现，内容不同，都不算", "the same person again, with other facts: none is counted"),
}


def in_words(key: str) -> Text:
    """A reason as a sentence, from how it stands in files."""
    kind, _, of = key.partition(":")
    text = _TEXTS[kind]
    return Text(text.zh.format(of=of), text.en.format(of=of))


def impossible(
    stretch: Stretch, rules: Sequence[Constraint], day: date, vocabulary: Vocabulary
) -> list[tuple[Reason, Bools]]:
    """Who of a stretch cannot be, and why; only reasons that somebody meets. `rules` are those that hold for certain."""
    found = [(Reason("unreadable", name), bad) for name, bad in stretch.bad.items()]
    for name, column in stretch.columns.items():
        found += _out_of_bounds(name, column, day, vocabulary)
    found += _at_odds_with_age(stretch.columns, day)
    found += _against_rules(stretch, rules, day, vocabulary)
    return [(reason, who) for reason, who in found if who.any()]


def _out_of_bounds(name: str, column: Column, day: date, vocabulary: Vocabulary) -> Iterator[tuple[Reason, Bools]]:
    fact = fact_of(name, vocabulary)
    least: Any = fact.least
    most: Any = fact.most
    if fact.type is FactType.DATE and (fact.past or name == BIRTH_DATE):
        yield Reason("to-come", name), _known(column, _beyond(column, None, number_of(day)))
    if name == BIRTH_DATE:
        least = number_of(births_at(OLDEST, day)[0])
    if least is not None or (most is not None and fact.type is not FactType.DATE):
        yield Reason("bounds", name), _known(column, _beyond(column, least, most))


def _beyond(column: Column, least: Any, most: Any) -> Bools:
    """Who lies outside; nobody, without looking at each, where the least and the greatest do not."""
    values = column.values
    who = np.zeros(len(values), dtype=bool)
    if least is not None and values.min(initial=least) < least:
        who |= values < least
    if most is not None and values.max(initial=most) > most:
        who |= values > most
    return who


def _at_odds_with_age(columns: Mapping[str, Column], day: date) -> Iterable[tuple[Reason, Bools]]:
    if AGE not in columns or BIRTH_DATE not in columns:
        return []
    births, ages = columns[BIRTH_DATE], columns[AGE]
    # The first birth dates of those who are not older than 0, 1, 2, …, from the latest to the earliest.
    firsts = np.array([number_of(births_at(age, day)[0]) for age in range(OLDEST, -1, -1)])
    really = OLDEST - (np.searchsorted(firsts, births.values, side="right") - 1)
    return [(Reason("age", ""), _known(births, _known(ages, really != ages.values)))]


def _against_rules(
    stretch: Stretch, rules: Sequence[Constraint], day: date, vocabulary: Vocabulary
) -> Iterator[tuple[Reason, Bools]]:
    never: dict[str, Expr] = {rule.id: rule.never for rule in rules}
    for name, (certain, _) in evaluate(never, stretch.columns, stretch.number, day, vocabulary).items():
        if certain.any():
            yield Reason("rule", name), unpacked(certain, stretch.number)


def _known(column: Column, who: Bools) -> Bools:
    return who if column.known is None else who & column.known
