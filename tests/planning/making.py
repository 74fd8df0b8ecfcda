"""Books made by hand and by Hypothesis, and residents to plan for."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import combinations, cycle
from random import Random
from typing import Any

from hypothesis import strategies as st

from onetrip.planning import (
    Ask,
    Book,
    Fee,
    Limits,
    MatterTerms,
    OneOf,
    Paper,
    PaperAsk,
    ProxyRule,
    Season,
    Situation,
)
from onetrip.rules import Expr, Fact, FactType, Known, Origin, Schedule, Text, Value, Vocabulary, parse

DAY = date(2026, 11, 24)


def both(word: str) -> Text:
    """A text that reads the same in both languages."""
    return Text(zh=word, en=word)


def fact(name: str, kind: FactType = FactType.BOOL, **more: Any) -> Fact:
    """A fact with a question."""
    if kind is FactType.CHOICE:
        more = {"choices": {value: both(value) for value in ("a", "b", "none")}, **more}
    return Fact(id=name, type=kind, label=both(name), **{"question": both(f"{name}?"), **more})


VOCABULARY = Vocabulary(
    {
        each.id: each
        for each in (
            fact("birth_date", FactType.DATE, order=10),
            fact("age", FactType.INT, order=11, least=0, most=130),
            fact("hukou", FactType.CHOICE, order=20),
            fact("work", FactType.CHOICE, order=30),
            fact("by_proxy", order=40),
            fact("married", order=50),
            fact("moved", order=60),
            fact("claimed", order=70),
            fact("ill", order=80, sensitive=True),
            fact("poor", order=90, sensitive=True),
            fact("income", FactType.INT, order=100, least=0, most=100_000, sensitive=True),
        )
    },
    {"line": Schedule("line", both("line"), ((date(2020, 1, 1), 1000), (date(2027, 7, 1), 1500)))},
)


@cache
def when(source: str | None) -> Expr | None:
    """The condition of that text."""
    return None if source is None else parse(source, VOCABULARY)


def asks(paper: str, *, when_: str | None = None, exempt: str | None = None, **more: Any) -> PaperAsk:
    """A paper asked for; one original unless said otherwise."""
    return PaperAsk(paper, **{"originals": 1, **more}, when=when(when_), exempt=when(exempt))


def matter(name: str, entitled: str = "married", *papers: Ask, **more: Any) -> MatterTerms:
    """A matter handled at any window, on the spot unless said otherwise."""
    condition = when(entitled)
    assert condition is not None
    settings = {"kind": "apply", "offer": "always", "area": "direct", "limits": Limits(on_the_spot=True), **more}
    return MatterTerms(id=name, name=both(name), category="c", seal="字", entitled=condition, papers=papers, **settings)


def book(*matters: MatterTerms, papers: tuple[Paper, ...] = ()) -> Book:
    """A book of these matters; papers not given are plain ones of their id."""
    found = {paper.id: paper for paper in papers}
    for terms in matters:
        lists = [terms.papers, *(situation.papers for situation in terms.situations)]
        lists += [terms.proxy.papers] if terms.proxy is not None else []
        for ask in (ask for each in lists for ask in each):
            for option in ask.options if isinstance(ask, OneOf) else (ask,):
                found.setdefault(option.paper, Paper(option.paper, both(option.paper)))
    return Book(VOCABULARY, matters, found, version="7")


def said(**values: Value) -> dict[str, Known]:
    """What a resident said."""
    return {name: Known(value, Origin.SAID) for name, value in values.items()}


_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "birth_date": st.dates(date(1920, 1, 1), date(2025, 1, 1)),
    "hukou": st.sampled_from(["a", "b", "none"]),
    "work": st.sampled_from(["a", "b", "none"]),
    "income": st.sampled_from([0, 999, 1000, 1499, 1500, 5000]),
    **{name: st.booleans() for name in ("by_proxy", "married", "moved", "claimed", "ill", "poor")},
}

answers: st.SearchStrategy[dict[str, Value]] = st.fixed_dictionaries(_VALUES)
"""A resident: every fact that is asked for, with its value."""

known_facts = st.fixed_dictionaries({}, optional=_VALUES).map(lambda values: said(**values))
"""What may be known of a resident at some moment."""

_ATOMS = (
    "married",
    "moved",
    "claimed",
    "ill",
    "poor",
    "by_proxy",
    'hukou == "a"',
    'hukou in ("a", "b")',
    'work != "none"',
    'work == "b"',
    "age >= 60",
    "age < 18",
    "months_until(age=65) <= 1",
    'income < amount("line")',
)
_PAIRS = [pattern.format(*pair) for pair in combinations(_ATOMS, 2) for pattern in ("{} and {}", "{} or not {}")]
_TRIPLES = [f"{third} and ({pair})" for third, pair in zip(cycle(_ATOMS), _PAIRS, strict=False)]
_CONDITIONS = (*_ATOMS, *_PAIRS, *_TRIPLES)


@cache
def book_by_lot(seed: int) -> Book:
    """A book of one to four matters drawn by lot: papers, groups, situations, proxies, seasons, exemptions.

    Drawn with a seed and not piece by piece by Hypothesis, which is kept for the residents: a book has hundreds of parts.
    """
    lot = Random(seed)  # noqa: S311 - lots for a test

    def condition() -> str | None:
        return lot.choice([None, lot.choice(_CONDITIONS)])

    def single() -> PaperAsk:
        return asks(
            f"p{lot.randint(1, 5)}",
            when_=condition(),
            exempt=lot.choice([None, None, condition()]),
            originals=lot.choice([None, 1, 2]),
            copies=lot.randint(0, 2),
        )

    def some_asks() -> tuple[Ask, ...]:
        return tuple(single() if lot.random() < 0.7 else OneOf((single(), single())) for _ in range(lot.randint(0, 3)))

    matters = tuple(
        matter(
            f"m{number}",
            lot.choice(_CONDITIONS),
            *some_asks(),
            kind=lot.choice(["apply", "apply", "print", "not_here"]),
            offer=lot.choice(["always", "asked"]),
            area=lot.choice(["direct", "split", "none", None]),
            channels=lot.choice([("window",), ("window", "kiosk"), ("online",)]),
            situations=lot.choice(
                [(), (Situation("s", both("s"), when(condition()), some_asks(), lot.random() < 0.7),)]
            ),
            proxy=lot.choice([None, ProxyRule(lot.choice(["anyone", "nobody"]), when(condition()), some_asks())]),
            season=lot.choice([None, None, Season((6, 1), (6, 30)), Season((11, 1), (1, 31))]),
            automatic=lot.random() < 0.2,
            fees=lot.choice([(), (Fee(pays=True, item=both("fee"), amount=7.5, unit=both("yuan")),)]),
        )
        for number in range(lot.randint(1, 4))
    )
    papers = tuple(
        Paper(f"p{number}", both(f"p{number}"), exempt=when(condition()), exempt_why=both("held"), provided=provided)
        for number, provided in enumerate((False, False, False, lot.random() < 0.5, False), start=1)
    )
    return book(*matters, papers=papers)


books: st.SearchStrategy[Book] = st.integers(0, 1_999).map(book_by_lot)
