"""Random conditions, residents and days. The naive reading of a condition is Python's own."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from onetrip.rules import Known, Origin
from tests.rules.examples import VOCABULARY

thorough = settings(max_examples=100, deadline=None)
"""Enough examples to mean something, and no clock: the machine may be busy."""

days = st.dates(date(2021, 1, 1), date(2027, 12, 31))
birth_dates = st.one_of(
    st.dates(date(1900, 1, 1), date(2020, 12, 31)),
    st.dates(date(1958, 1, 1), date(1962, 12, 31)),
    st.sampled_from([date(1960, 2, 29), date(1960, 2, 28), date(1960, 3, 31), date(1959, 12, 31)]),
)

_OPS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])


def _some_of(choices: list[str]) -> st.SearchStrategy[str]:
    part = st.lists(st.sampled_from(choices), min_size=1, max_size=len(choices) - 1, unique=True)
    return part.map(lambda chosen: "(" + ", ".join(f'"{choice}"' for choice in chosen) + ",)")


def _choice(fact: str) -> st.SearchStrategy[str]:
    choices = list(VOCABULARY.facts[fact].choices)
    single = st.builds(
        lambda op, value: f'{fact} {op} "{value}"', st.sampled_from(["==", "!="]), st.sampled_from(choices)
    )
    several = st.builds(
        lambda op, values: f"{fact} {op} {values}", st.sampled_from(["in", "not in"]), _some_of(choices)
    )
    return st.one_of(single, several)


_ages = st.integers(1, 129)
_near_65 = st.integers(60, 70)
_written_dates = st.dates(date(1955, 1, 1), date(2024, 12, 31)).map(
    lambda day: f"date({day.year}, {day.month}, {day.day})"
)
_amounts = st.sampled_from(
    [
        'amount("minimum")',
        '2 * amount("minimum")',
        'amount("minimum") * 1.3',
        'amount("minimum") + 100',
        '0.5 * amount("minimum") - 0.25',
    ]
)

atom_sources: st.SearchStrategy[str] = st.one_of(
    st.sampled_from(["holds_permit", "lives_alone"]),
    _choice("hukou"),
    _choice("insured_by"),
    st.builds(lambda op, bound: f"age {op} {bound}", _OPS, st.one_of(_ages, _near_65)),
    st.builds(lambda low, op, high: f"{low} <= age {op} {high}", st.integers(1, 60), st.sampled_from(["<", "<="]), st.integers(61, 129)),
    st.builds(lambda age, op, bound: f"months_until(age={age}) {op} {bound}", _near_65, _OPS, st.integers(-14, 14)),
    st.just("months_until(age=65) in (0, 1, 2)"),
    st.builds(lambda op, bound: f"children {op} {bound}", _OPS, st.integers(1, 8)),
    st.sampled_from(["children in (1, 2)", "children not in (0, 3)", "5 > children"]),
    st.builds(lambda op, bound: f"income {op} {bound}", _OPS, st.sampled_from(["1000", "1595", "2073.5"])),
    st.builds(lambda op, bound: f"income {op} {bound}", _OPS, _amounts),
    st.builds(lambda op, bound: f"birth_date {op} {bound}", _OPS, _written_dates),
    st.builds(lambda op, bound: f"married_on {op} {bound}", _OPS, _written_dates),
)  # fmt: skip

sources: st.SearchStrategy[str] = st.recursive(
    atom_sources,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: "(" + " and ".join(parts) + ")"),
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: "(" + " or ".join(parts) + ")"),
        inner.map(lambda part: f"not ({part})"),
    ),
    max_leaves=8,
)

_values: dict[str, st.SearchStrategy[Any]] = {
    "hukou": st.sampled_from(list(VOCABULARY.facts["hukou"].choices)),
    "insured_by": st.sampled_from(list(VOCABULARY.facts["insured_by"].choices)),
    "holds_permit": st.booleans(),
    "lives_alone": st.booleans(),
    "children": st.integers(0, 9),
    "income": st.one_of(st.integers(0, 4000), st.sampled_from([1595, 2073.5, 3190, 1695, 797.25])),
    "married_on": st.dates(date(1955, 1, 1), date(2024, 12, 31)),
    "birth_date": birth_dates,
}

residents: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(_values)
"""Everything there is to know of somebody, as plain values."""


@st.composite
def partly_known(draw: st.DrawFn, resident: dict[str, Any], day: date) -> dict[str, Known]:
    """Some of what is true of a resident; of the age perhaps only the years, as somebody would say them."""
    names = draw(st.sets(st.sampled_from(sorted(resident))))
    found = {name: Known(resident[name], Origin.SAID) for name in sorted(names)}
    if draw(st.booleans()):
        found["age"] = Known(naive_age(resident["birth_date"], day), Origin.SAID)
    return found


def naive_anniversary(birth: date, years: int) -> date:
    """The day a number of years is completed: found by trying, not by arithmetic."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 2, 28)


def naive_age(birth: date, day: date) -> int:
    """Birthdays counted one by one."""
    age = 0
    while naive_anniversary(birth, age + 1) <= day:
        age += 1
    return age


def naive_months_before(day: date, months: int) -> date:
    """One month at a time, keeping the day of the month where the month has it."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += -1 if months > 0 else 1
        if month == 0:
            year, month = year - 1, 12
        if month == 13:
            year, month = year + 1, 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def naive_months_until(birth: date, age: int, day: date) -> int:
    """The least number of months such that the day that many months before the birthday has come."""
    target = naive_anniversary(birth, age)
    months = round((target - day) / timedelta(days=30.4375)) - 3
    while naive_months_before(target, months) > day:
        months += 1
    return months


def naively(source: str, resident: dict[str, Any], day: date) -> bool:
    """The condition as Python itself reads it, when everything is known and every amount has a figure."""
    birth = resident["birth_date"]
    figures = {"minimum": VOCABULARY.amounts["minimum"].at(day)}
    names = {
        **resident,
        "age": naive_age(birth, day),
        "months_until": lambda age: naive_months_until(birth, age, day),
        "amount": lambda name: figures[name],
        "date": date,
        "__builtins__": {},
    }
    return bool(eval(source, names))  # noqa: S307 - the text is ours; the point is to compare with Python's own reading
