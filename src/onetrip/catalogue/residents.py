"""Synthetic residents: what is true of people who do not exist, to try a catalogue on. Pure, and the same for one seed.

A first generator: ages in the shape of the census, and what hangs together in a life (registration, work, insurance,
pension) drawn in that order by `residents.yaml`. Every other fact is drawn by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import yaml

from onetrip.rules import (
    AGE,
    BIRTH_DATE,
    ConditionError,
    Expr,
    Fact,
    FactType,
    Known,
    KnownFacts,
    Origin,
    Text,
    Truth,
    Value,
    Verdict,
    Vocabulary,
    age_on,
    evaluate,
    facts_of,
    months_until,
    parse,
)
from onetrip.rules.phrases import state

SEED = 20201101
_FACTS = ("hukou", "work", "insured_by", "pension_scheme")
_SAID_FIRST = (AGE, "sex", *_FACTS)
_YES_SHARE = 0.2
_NONE_SHARE = 0.6
_RECENT_YEARS = 18

Resident: TypeAlias = dict[str, Known]


@dataclass(frozen=True, slots=True)
class _Row:
    """Shares that hold for those of whom `when` does, which speaks of `about`."""

    when: Expr
    about: tuple[str, ...]
    values: tuple[str, ...]
    weights: tuple[float, ...]


def residents(
    vocabulary: Vocabulary, facts: Collection[str], day: date, number: int, seed: int = SEED
) -> list[Resident]:
    """`number` residents as of `day`, of each of whom `facts` are known, and always the birth date and those of the life.

    The same arguments give the same residents; a fact more changes nothing of the others.
    """
    shapes = _shapes()
    ages = Random(f"{seed} age")  # noqa: S311 -- a sample, no secret
    bands = shapes["ages"]
    weights = list(accumulate(band["people"] for band in bands))
    people: list[Resident] = []
    for _ in range(number):
        band = ages.choices(bands, cum_weights=weights)[0]
        born = _birth(ages.randint(band["from"], band["to"]), ages.randint(0, 364), day)
        people.append({BIRTH_DATE: Known(born, Origin.ID_NUMBER), AGE: Known(age_on(born, day), Origin.DERIVED)})
    wanted = [name for name in shapes["facts"] if name in vocabulary.facts]
    for name in [*wanted, *sorted(set(facts) - set(wanted) - {AGE, BIRTH_DATE, "by_proxy"})]:
        fact = vocabulary.fact(name)
        if fact is None:
            continue
        random = Random(f"{seed} {name}")  # noqa: S311
        draw = _drawing(fact, shapes["facts"].get(name, ()), vocabulary, day, random)
        kept: dict[Value, Known] = {}
        for person in people:
            value = draw(person)
            person[name] = kept.get(value) or kept.setdefault(value, Known(value, Origin.SAID))
    return people


def described(known: KnownFacts, facts: Collection[str], vocabulary: Vocabulary, day: date) -> Text:
    """Who that is, in words: the age, to the month where the birth date is among the `facts`, then the others in order."""
    said: list[Text] = []
    for name in sorted(set(facts) - {BIRTH_DATE, "by_proxy"}, key=lambda name: _place(name, vocabulary)):
        if name == AGE or name not in known:
            continue
        said.append(state(name, known[name].value, vocabulary))
    born = known[BIRTH_DATE].value if BIRTH_DATE in facts and BIRTH_DATE in known else None
    if isinstance(born, date):
        said.insert(0, _to_the_month(born, day))
    elif AGE in known:
        said.insert(0, Text(f"{known[AGE].value} 岁", f"aged {known[AGE].value}"))
    return Text("，".join(text.zh for text in said), ", ".join(text.en for text in said))


def _to_the_month(born: date, day: date) -> Text:
    """64 岁 11 个月; on a birthday the years alone."""
    age = age_on(born, day)
    months = 12 - months_until(born, age + 1, day)
    zh, en = f"{age} 岁", f"aged {age} years"
    return (
        Text(f"{zh} {months} 个月", f"{en} {months} months")
        if 0 < months < 12
        else Text(f"{zh}整" if not months else zh, en)
    )


def _place(name: str, vocabulary: Vocabulary) -> tuple[int, int]:
    fact = vocabulary.fact(name)
    return (_SAID_FIRST.index(name) if name in _SAID_FIRST else len(_SAID_FIRST), fact.order if fact else 0)


@lru_cache(maxsize=1)
def _shapes() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return found


def source() -> Text:
    """Where the shapes come from, in words."""
    return Text(**_shapes()["source"])


def _birth(age: int, days: int, day: date) -> date:
    """The birth date of somebody who turned `age` so many `days` ago."""
    birthday = day - timedelta(days=days)
    if (birthday.month, birthday.day) == (2, 29):
        birthday -= timedelta(days=1)
    return birthday.replace(year=birthday.year - age)


def _drawing(
    fact: Fact, rows: Sequence[Mapping[str, Any]], vocabulary: Vocabulary, day: date, random: Random
) -> Callable[[KnownFacts], Value]:
    """How a value of the fact is drawn for somebody of whom the facts before it are known."""
    shares = _rows(fact, rows, vocabulary)
    if not shares:
        return lambda _: _alone(fact, day, random)
    remembered: dict[tuple[Value | None, ...], _Row | None] = {}
    about = tuple(sorted({name for row in shares for name in row.about}))

    def drawn(person: KnownFacts) -> Value:
        key = tuple(person[name].value if name in person else None for name in about)
        if key not in remembered:
            remembered[key] = next(
                (row for row in shares if evaluate(row.when, person, day, vocabulary) is Verdict.YES), None
            )
        row = remembered[key]
        return _alone(fact, day, random) if row is None else random.choices(row.values, row.weights)[0]

    return drawn


def _rows(fact: Fact, rows: Sequence[Mapping[str, Any]], vocabulary: Vocabulary) -> list[_Row]:
    """The rows as far as this vocabulary has their facts and choices: a small city's catalogue may lack some."""
    found = []
    for row in rows:
        shares = {value: share for value, share in row["shares"].items() if value in fact.choices}
        try:
            when = parse(row["when"], vocabulary) if "when" in row else Truth(value=True)
        except ConditionError:
            continue
        if shares:
            about = tuple(AGE if name == BIRTH_DATE else name for name in facts_of(when))
            found.append(_Row(when, about, tuple(shares), tuple(shares.values())))
    return found


def _alone(fact: Fact, day: date, random: Random) -> Value:
    """A value drawn without regard to anything else."""
    match fact.type:
        case FactType.BOOL:
            return random.random() < _YES_SHARE
        case FactType.CHOICE:
            if "none" in fact.choices and random.random() < _NONE_SHARE:
                return "none"
            return random.choice(list(fact.choices))
        case FactType.DATE:
            return day - timedelta(days=random.randint(0, 365 * _RECENT_YEARS))
        case FactType.INT:
            return random.randint(int(fact.least or 0), int(fact.most if fact.most is not None else 100))
        case FactType.NUMBER:
            least, most = fact.least or 0, fact.most if fact.most is not None else 20_000
            # Small amounts are commoner than large ones, in every income there is.
            return round(least + (most - least) * random.random() ** 3)
