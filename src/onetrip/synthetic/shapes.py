"""How the facts of synthetic residents are drawn: the files in `shapes/`, read and checked.

For each fact a list of rows; for a resident the first row counts whose `when` holds. Every row comes from a published
source or says that it is a model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import yaml

from onetrip.rules import Text, Value

FOLDER = Path(__file__).with_suffix("")
TOPICS = ("people", "health", "family", "work", "home", "insurance", "aid", "records")
"""The files of shapes, in the order in which their facts are drawn."""

MODEL = "model"
"""What a row comes from that is nobody's figure: a guess, so that the rest of a life fits together."""

Who: TypeAlias = Literal["self", "partner", "child", "another", "anyone"]
"""Of whom a condition is asked: the resident, their partner at home, their youngest child at home, any other member of
the household, any member."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was published; `confidence` is high, medium or low."""

    id: str
    what: Text
    year: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Shares:
    """One of the values, with these weights."""

    values: tuple[Value, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch from `low` to `high` (years before the day, for dates), with its weight; uniform inside."""

    low: float
    high: float
    weight: float


@dataclass(frozen=True, slots=True)
class Ranges:
    """A number or a date from the pieces. `step` rounds a number down; nobody gets more than their age less `age_less`."""

    pieces: tuple[Piece, ...]
    step: float | None = None
    age_less: int | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """Whether a condition holds of somebody; False where there is nobody."""

    who: Who
    what: str


@dataclass(frozen=True, slots=True)
class SameAs:
    """What another person's fact is. Only for residents who have that person."""

    who: Literal["partner", "child"]
    fact: str


@dataclass(frozen=True, slots=True)
class YearsUntil:
    """Years until an age, a part of a year counted as one; 0 when it is reached."""

    age: int


@dataclass(frozen=True, slots=True)
class Members:
    """How many people live in the household."""


Draw: TypeAlias = Shares | Ranges | Holding | SameAs | YearsUntil | Members


@dataclass(frozen=True, slots=True)
class Row:
    """How the fact is drawn for those of whom `when` holds. `origin` is the id of a source, or `MODEL`."""

    when: str | None
    draw: Draw
    origin: str


@dataclass(frozen=True, slots=True)
class Shape:
    """The rows of a fact. `helper` names a fact of no catalogue, which only other shapes and marginals speak of."""

    fact: str
    rows: tuple[Row, ...]
    of_household: bool
    helper: Text | None


@dataclass(frozen=True, slots=True)
class Shapes:
    """All shapes, in the order in which they are drawn, with their sources."""

    sources: Mapping[str, Source]
    facts: Mapping[str, Shape]
    household_mean: float
    """People in a family household, on average."""


@lru_cache(maxsize=1)
def shapes() -> Shapes:
    """The shapes that Onetrip brings: those of Shanghai."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yaml")}
    return read_shapes(texts)


def read_shapes(texts: Mapping[str, str]) -> Shapes:
    """Shapes from the texts of their files. ValueError: something is wrong with them; the message names the fact."""
    about = yaml.safe_load(texts["sources"])
    sources = {name: _source(name, entry) for name, entry in about["sources"].items()}
    facts: dict[str, Shape] = {}
    for topic in TOPICS:
        for name, entry in (yaml.safe_load(texts[topic]) or {}).items():
            if name in facts:
                raise ValueError(f"{name}: has two shapes")
            facts[name] = _shape(name, entry, sources)
    mean = about["household_mean"]
    _known_origin("household_mean", mean["from"], sources)
    return Shapes(sources, facts, mean["people"] / mean["households"])


def _source(name: str, entry: Mapping[str, Any]) -> Source:
    if entry["confidence"] not in ("high", "medium", "low") or name == MODEL:
        raise ValueError(f"{name}: a source has a confidence of high, medium or low, and is not called {MODEL}")
    return Source(name, Text(entry["zh"], entry["en"]), str(entry["year"]), entry["confidence"])


def _shape(name: str, entry: Mapping[str, Any], sources: Mapping[str, Source]) -> Shape:
    _only(name, entry, {"from", "model", "rows", "of_household", "helper"})
    origin = _origin(name, entry, sources)
    rows = tuple(_row(name, row, origin, sources) for row in entry["rows"])
    if not rows or rows[-1].when is not None or any(row.when is None for row in rows[:-1]):
        raise ValueError(f"{name}: the last row, and no other, is for everybody")
    helper = Text(**entry["helper"]) if "helper" in entry else None
    return Shape(name, rows, bool(entry.get("of_household", False)), helper)


def _origin(name: str, entry: Mapping[str, Any], sources: Mapping[str, Source]) -> str | None:
    """What a fact or a row says of where it comes from."""
    if "from" in entry and "model" in entry:
        raise ValueError(f"{name}: a figure or a model, not both")
    if "from" in entry:
        return _known_origin(name, entry["from"], sources)
    return MODEL if entry.get("model") is True else None


def _known_origin(name: str, origin: str, sources: Mapping[str, Source]) -> str:
    if origin not in sources:
        raise ValueError(f"{name}: there is no source {origin}")
    return origin


def _row(name: str, entry: Mapping[str, Any], of_fact: str | None, sources: Mapping[str, Source]) -> Row:
    origin = _origin(name, entry, sources) or of_fact
    if origin is None:
        raise ValueError(f"{name}: a row says neither where it comes from nor that it is a model")
    return Row(entry.get("when"), _draw(name, {key: entry[key] for key in entry if key not in _ABOUT}), origin)


_ABOUT = frozenset({"when", "from", "model"})


def _draw(name: str, entry: Mapping[str, Any]) -> Draw:
    match entry:
        case {"shares": shares, **rest} if not rest:
            return Shares(*_weighed(name, [(_value(value), share) for value, share in shares.items()]))
        case {"is": value, **rest} if not rest:
            return Shares((_value(value),), (1.0,))
        case {"ranges": pieces, **rest} if rest.keys() <= {"step", "age_less"}:
            return Ranges(tuple(_pieces(name, pieces)), rest.get("step"), rest.get("age_less"))
        case {"holds": what, **rest} if not rest:
            return Holding(*_of(name, what)) if isinstance(what, dict) else Holding("self", what)
        case {"same_as": what, **rest} if not rest:
            who, fact = _of(name, what)
            if who not in ("partner", "child"):
                raise ValueError(f"{name}: same_as is for a partner or a child")
            return SameAs(who, fact)
        case {"years_until": int(age), **rest} if not rest:
            return YearsUntil(age)
        case {"members": True, **rest} if not rest:
            return Members()
    raise ValueError(f"{name}: a row draws by shares, is, ranges, holds, same_as, years_until or members")


def _value(raw: Any) -> Value:
    if not isinstance(raw, bool | int | float | str | date):
        raise ValueError(f"{raw!r} is not the value of a fact")
    return raw


def _weighed(name: str, found: Sequence[tuple[Value, float]]) -> tuple[tuple[Value, ...], tuple[float, ...]]:
    values, weights = (tuple(each) for each in zip(*found, strict=True))
    if not all(isfinite(weight) and weight >= 0 for weight in weights) or sum(weights) <= 0:
        raise ValueError(f"{name}: shares are numbers from 0, and not all 0")
    return values, tuple(float(weight) for weight in weights)


def _pieces(name: str, entries: Sequence[Mapping[str, Any]]) -> Iterator[Piece]:
    for entry in entries:
        _only(name, entry, {"from", "to", "years_ago", "share"})
        low, high = entry["years_ago"] if "years_ago" in entry else (entry["from"], entry["to"])
        if not (low <= high and entry["share"] > 0):
            raise ValueError(f"{name}: a piece goes upwards and has a share")
        yield Piece(low, high, entry["share"])


def _of(name: str, what: Mapping[str, str]) -> tuple[Any, str]:
    ((who, said),) = what.items()
    if who not in get_args(Who):
        raise ValueError(f"{name}: {who} is nobody; say one of {', '.join(get_args(Who))}")
    return who, said


def _only(name: str, entry: Mapping[str, Any], allowed: set[str]) -> None:
    if unknown := set(entry) - allowed:
        raise ValueError(f"{name}: unknown words: {', '.join(sorted(unknown))}")
