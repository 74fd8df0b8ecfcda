"""Example residents on whom a condition decides: just inside, just outside for each of its facts, and not known yet. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from math import prod
from random import Random

from onetrip.rules import (
    AGE,
    BIRTH_DATE,
    AmountOf,
    Compare,
    Expr,
    FactType,
    Holds,
    Known,
    KnownFacts,
    MonthsUntil,
    OneOf,
    Origin,
    Value,
    Verdict,
    Vocabulary,
    atoms,
    derive,
    evaluate,
    fact_of,
    facts_of,
    shift_months,
)
from onetrip.rules.expressions import Atom

_MOST_TRIED = 4_000
_MOST_SHOWN = 7


@dataclass(frozen=True, slots=True)
class Example:
    """Somebody on whom a condition is tried. `decides` is the fact by which they differ from the first one."""

    known: KnownFacts
    decides: str | None = None


def examples(condition: Expr, vocabulary: Vocabulary, day: date) -> tuple[Example, ...]:
    """One who meets the condition as closely as possible, for each fact one who fails it by that fact alone, and one
    of whom the first fact to ask is not known. Empty where the condition asks nothing."""
    choices = _choices(condition, vocabulary, day)
    if not choices:
        return ()

    def verdict(values: dict[str, Value]) -> Verdict:
        return evaluate(condition, derive(_known(values), day), day, vocabulary)

    inside = next((values for values in _tried(choices) if verdict(values) is Verdict.YES), None)
    if inside is None:
        return tuple(Example(_known(values)) for values, _ in zip(_tried(choices), range(3), strict=False))
    found = [Example(_known(inside))]
    for fact, values in choices.items():
        outside = ({**inside, fact: value} for value in values if value != inside[fact])
        failing = next((other for other in outside if verdict(other) is Verdict.NO), None)
        if failing is not None:
            found.append(Example(_known(failing), fact))
    others = (values for values in _tried(choices) if verdict(values) is Verdict.YES and values != inside)
    for other in others:
        # Somebody who gets in by another way, where the condition has more than one.
        if sum(other[fact] != inside[fact] for fact in choices) > 1:
            found.insert(1, Example(_known(other)))
            break
    first = min(choices, key=lambda name: _order(name, vocabulary))
    unsaid = {fact: value for fact, value in inside.items() if fact != first}
    return (*found[: _MOST_SHOWN - 1], Example(_known(unsaid), first))


def _order(name: str, vocabulary: Vocabulary) -> int:
    fact = vocabulary.fact(name)
    return fact.order if fact else 0


def _known(values: dict[str, Value]) -> KnownFacts:
    return {fact: Known(value, Origin.SAID) for fact, value in values.items()}


def _choices(condition: Expr, vocabulary: Vocabulary, day: date) -> dict[str, list[Value]]:
    """For each fact the values around which the condition turns, the nearest to the edge first."""
    found: dict[str, list[Value]] = {}
    facts = facts_of(condition)
    for atom in atoms(condition):
        name = fact_of(atom)
        if name == AGE and BIRTH_DATE in vocabulary.facts:
            name = BIRTH_DATE
        found.setdefault(name, []).extend(_around(atom, name, vocabulary, day))
    for name in facts:
        fact = vocabulary.fact(name)
        if fact is not None and fact.type is FactType.CHOICE:
            # Somebody of whom none of the choices named in the condition is true.
            found[name] += [choice for choice in fact.choices if choice not in found[name]][:2]
    kept = {name: list(dict.fromkeys(_allowed(values, name, vocabulary))) for name, values in found.items()}
    return {name: values for name, values in kept.items() if values}


def _around(  # noqa: C901 -- one arm for each kind of atom
    atom: Atom, name: str, vocabulary: Vocabulary, day: date
) -> Iterator[Value]:
    """Values on both sides of what an atom compares with."""
    match atom:
        case Holds(_, yes):
            yield from (yes, not yes)
        case OneOf(MonthsUntil(age), values, _):
            yield from (shift_months(day, int(months) - 12 * age) for months in values if isinstance(months, int))
        case OneOf(_, values, _) if name == BIRTH_DATE and atom.subject == AGE:
            yield from (born for age in values if isinstance(age, int) for born in _of_age(age, day))
        case OneOf(_, values, _):
            yield from values
        case Compare(MonthsUntil(age), _, int() as months):
            # From that many months before the birthday on; a day later is a month more.
            edge = shift_months(day, months - 12 * age)
            yield from (edge, edge + timedelta(days=1), shift_months(edge, 12), shift_months(edge, -12))
        case Compare(str() as subject, _, int() as age) if subject == AGE and name == BIRTH_DATE:
            yield from (born for each in (age, age - 1, age + 1) for born in _of_age(each, day))
        case Compare(_, _, date() as bound):
            yield from (bound, bound + timedelta(days=1), bound - timedelta(days=1))
        case Compare(_, _, AmountOf() as amount):
            schedule = vocabulary.amounts.get(amount.id)
            at = schedule.at(day) if schedule else None
            if at is not None:
                yield from (amount.on(at), amount.on(at) - 1, amount.on(at) + 1)
        case Compare(_, _, int() | float() as bound):
            yield from (bound, bound - 1, bound + 1)


def _of_age(age: int, day: date) -> Iterator[date]:
    """Birth dates of those who are so old today: whose birthday it is, and in the middle of the year."""
    birthday = shift_months(day, -12 * age)
    yield from (birthday, shift_months(birthday, -5))


def _allowed(values: Iterable[Value], name: str, vocabulary: Vocabulary) -> Iterator[Value]:
    fact = vocabulary.fact(name)
    for value in values:
        if fact is None:
            continue
        if fact.type is FactType.INT and isinstance(value, float):
            value = int(value)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and not (fact.least if fact.least is not None else value) <= value:  # type: ignore[operator]
            continue
        if number and not value <= (fact.most if fact.most is not None else value):  # type: ignore[operator]
            continue
        if fact.fits(value):
            yield value


def _tried(choices: dict[str, list[Value]]) -> Iterator[dict[str, Value]]:
    """Combinations of the values: all of them, or as many as are worth the time, always the same ones."""
    names = list(choices)
    columns: Sequence[list[Value]] = list(choices.values())
    if prod(map(len, columns)) <= _MOST_TRIED:
        for row in product(*columns):
            yield dict(zip(names, row, strict=True))
        return
    random = Random(0)  # noqa: S311 -- a sample, no secret
    for _ in range(_MOST_TRIED):
        yield {name: random.choice(values) for name, values in choices.items()}
