"""The shapes as far as a catalogue has their facts and choices: what is drawn, in which order, on which condition."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from onetrip.rules import AGE, BIRTH_DATE, ConditionError, Expr, Fact, FactType, Vocabulary, facts_of, parse
from onetrip.synthetic.shapes import (
    Draw,
    Holding,
    Members,
    Ranges,
    Row,
    SameAs,
    Shape,
    Shapes,
    Shares,
    Who,
    YearsUntil,
)
from onetrip.synthetic.structure import BEFORE_HOUSEHOLDS, CHILD, DISTRICT, HERE, PARTNER, with_structure

_GIVEN = (AGE, BIRTH_DATE, PARTNER, CHILD)
"""What no shape draws by itself: it follows from the age or from who lives with whom."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether a parsed condition holds of somebody."""

    who: Who
    what: Expr


FittedDraw: TypeAlias = Shares | Ranges | Asked | SameAs | YearsUntil | Members


@dataclass(frozen=True, slots=True)
class FittedRow:
    """A row with its conditions parsed; `when` is None for everybody."""

    when: Expr | None
    draw: FittedDraw


@dataclass(frozen=True, slots=True)
class FittedFact:
    """How one fact is drawn in this city, and from what other facts. Without rows by the default drawing."""

    fact: Fact
    rows: tuple[FittedRow, ...]
    of_household: bool
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fitted:
    """All that is drawn for a city: `before` the households are put together, and `after`."""

    vocabulary: Vocabulary
    before: tuple[FittedFact, ...]
    after: tuple[FittedFact, ...]
    household_mean: float
    unshaped: tuple[str, ...]
    left_out: tuple[str, ...]
    """What of the shapes this catalogue cannot say, each as "fact: what"."""


def fit(shapes: Shapes, vocabulary: Vocabulary, facts: Collection[str]) -> Fitted:
    """What has to be drawn so that `facts` are known.

    ValueError: a fact is not in the vocabulary, or the shapes contradict themselves.
    """
    unknown = sorted(name for name in facts if name not in vocabulary.names())
    if unknown:
        raise ValueError(f"the catalogue has no facts of these names: {', '.join(unknown)}")
    merged = with_structure(vocabulary, shapes.facts.values())
    left_out: list[str] = []
    fitted: dict[str, FittedFact] = {}
    for shape in shapes.facts.values():
        if (fact := merged.fact(shape.fact)) is not None:
            fitted[fact.id] = _fitted(fact, shape, merged, fitted, left_out)
    unshaped = tuple(name for name in vocabulary.facts if name not in _GIVEN and not _has_rows(fitted, name))
    for name in unshaped:
        fitted[name] = FittedFact(merged.facts[name], (), of_household=False, needs=frozenset())
    wanted = _closure({*facts, *BEFORE_HOUSEHOLDS, DISTRICT}, fitted)
    in_order = [each for name, each in fitted.items() if name in wanted]
    return Fitted(
        merged,
        tuple(each for each in in_order if each.fact.id in BEFORE_HOUSEHOLDS),
        tuple(each for each in in_order if each.fact.id not in BEFORE_HOUSEHOLDS),
        shapes.household_mean,
        unshaped,
        tuple(left_out),
    )


def _has_rows(fitted: Mapping[str, FittedFact], name: str) -> bool:
    return name in fitted and bool(fitted[name].rows)


def _closure(wanted: set[str], fitted: Mapping[str, FittedFact]) -> set[str]:
    """The wanted facts and all that they are drawn from."""
    found: set[str] = set()
    open_ = list(wanted)
    while open_:
        name = open_.pop()
        if name not in found:
            found.add(name)
            open_ += fitted[name].needs if name in fitted else ()
    return found


def _fitted(
    fact: Fact, shape: Shape, vocabulary: Vocabulary, before: Mapping[str, FittedFact], left_out: list[str]
) -> FittedFact:
    rows = []
    needs: set[str] = set()
    for row in shape.rows:
        try:
            when = None if row.when is None else parse(row.when, vocabulary)
            draw = _draw(fact, row, vocabulary, left_out)
        except ConditionError as error:
            left_out.append(f"{fact.id}: {error.problems[0].en}")
            continue
        if draw is not None:
            rows.append(FittedRow(when, draw))
            needs |= _needs(when, draw)
    # Who lives with whom is decided by what is drawn before, so what is drawn before may not ask for it.
    early = {HERE} if fact.id in BEFORE_HOUSEHOLDS else {HERE, PARTNER, CHILD}
    late = needs - {AGE, BIRTH_DATE} - early - before.keys()
    if late:
        raise ValueError(f"{fact.id}: asks for what is drawn later: {', '.join(sorted(late))}")
    return FittedFact(fact, tuple(rows), shape.of_household, frozenset(needs))


def _draw(fact: Fact, row: Row, vocabulary: Vocabulary, left_out: list[str]) -> FittedDraw | None:
    """The drawing of a row, with the values that the fact can have; None where it can have none of them."""
    draw: Draw = row.draw
    match draw:
        case Holding(who, what):
            return Asked(who, parse(what, vocabulary)) if fact.type is FactType.BOOL else None
        case Shares():
            return _possible(fact, draw, left_out)
        case SameAs():
            other = vocabulary.fact(draw.fact)
            return draw if other is not None and other.type is fact.type else None
        case Ranges():
            numbers = (FactType.INT, FactType.NUMBER, FactType.DATE)
            return draw if fact.type in numbers else None
    return draw if fact.type is FactType.INT else None


def _possible(fact: Fact, draw: Shares, left_out: list[str]) -> Shares | None:
    """The shares of those values that the fact can have: a catalogue may know fewer choices."""
    found = {value: weight for value, weight in zip(draw.values, draw.weights, strict=True) if fact.fits(value)}
    left_out.extend(f"{fact.id}: it cannot be {value}" for value in draw.values if value not in found)
    return replace(draw, values=tuple(found), weights=tuple(found.values())) if sum(found.values()) > 0 else None


def _needs(when: Expr | None, draw: FittedDraw) -> set[str]:
    needs = set(facts_of(when)) if when is not None else set()
    if isinstance(draw, Asked):
        needs |= facts_of(draw.what)
    elif isinstance(draw, SameAs):
        needs.add(draw.fact)
    elif isinstance(draw, YearsUntil) or (isinstance(draw, Ranges) and draw.age_less is not None):
        needs.add(AGE)
    return needs
