"""Drawing: from uniform numbers, which the seed gives, to the columns of facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil

import numpy as np

from onetrip.rules import AGE, BIRTH_DATE, Fact, FactType, Vocabulary
from onetrip.rules.ages import births_at
from onetrip.synthetic.columns import Column, Numbers, Places, Truths, empty, encoded
from onetrip.synthetic.conditions import holds
from onetrip.synthetic.fitting import Asked, FittedFact, FittedRow
from onetrip.synthetic.households import Households
from onetrip.synthetic.shapes import Members, Piece, Ranges, SameAs, Shares, Who, YearsUntil

_DAYS_OF_A_YEAR = 365.2425
_YES_SHARE = 0.2
_NONE_SHARE = 0.6
_RECENT_YEARS = 18
_MOST = 20_000


@dataclass(slots=True)
class Chunk:
    """Some thousand residents while they are drawn: what is known of them so far, and, once known, their households."""

    seed: int
    index: int
    size: int
    day: date
    vocabulary: Vocabulary
    columns: dict[str, Column]
    households: Households | None = None

    def uniforms(self, name: str) -> Numbers:
        """A number from 0 to 1 for each resident, that nothing but seed, chunk and name decides.

        Made of the raw bits, of which NumPy promises that they stay the same in every version, not so of its draws.
        """
        entropy = (self.seed, self.index, int.from_bytes(name.encode()))
        raw = np.random.PCG64(np.random.SeedSequence(entropy)).random_raw(self.size)
        return (raw >> np.uint64(11)).astype(np.float64) * 2.0**-53


def draw(chunk: Chunk, fitted: FittedFact) -> None:
    """Draw one fact for all residents of the chunk."""
    fact = fitted.fact
    uniforms = chunk.uniforms(fact.id)
    values = empty(fact, chunk.size)
    open_ = np.ones(chunk.size, dtype=bool)
    for row in fitted.rows:
        mine = open_ if row.when is None else open_ & holds(row.when, chunk.columns, chunk.day, chunk.vocabulary)
        here = np.flatnonzero(mine)
        if len(here):
            values[here] = _drawn(chunk, fact, row, here, uniforms[here])
            open_ &= ~mine
    here = np.flatnonzero(open_)
    if len(here):
        values[here] = _by_default(fact, chunk.day, uniforms[here])
    if fitted.of_household and chunk.households is not None:
        values = values[chunk.households.head]
    chunk.columns[fact.id] = values


def draw_births(chunk: Chunk) -> None:
    """For everybody a birth date at which they are as old as was drawn; all days of the year are alike."""
    ages, uniforms = chunk.columns[AGE], chunk.uniforms(BIRTH_DATE)
    spans = [births_at(age, chunk.day) for age in range(int(ages.max()) + 1)]
    first = np.array([earliest for earliest, _ in spans], dtype="datetime64[D]")
    days = np.array([(latest - earliest).days + 1 for earliest, latest in spans])
    chunk.columns[BIRTH_DATE] = first[ages] + np.floor(uniforms * days[ages]).astype("timedelta64[D]")


def _drawn(chunk: Chunk, fact: Fact, row: FittedRow, here: Places, uniforms: Numbers) -> Column:
    match row.draw:
        case Shares() as shares:
            return _one_of(fact, shares, uniforms)
        case Ranges() as ranges:
            return _within(chunk, fact, ranges, here, uniforms)
        case Asked(who, what):
            return _asked(chunk, who, holds(what, chunk.columns, chunk.day, chunk.vocabulary))[here]
        case SameAs(who, name):
            theirs: Column = chunk.columns[name][_relation(chunk, who)[here]]
            return theirs
        case YearsUntil(age):
            return np.asarray(np.maximum(age - chunk.columns[AGE][here], 0))
        case Members():
            return _households(chunk).members[here]


def _one_of(fact: Fact, shares: Shares, uniforms: Numbers) -> Column:
    values = encoded(fact, shares.values)
    return values[_places(shares.weights, uniforms)[0]]


def _places(weights: tuple[float, ...], uniforms: Numbers) -> tuple[Places, Numbers]:
    """Which of the weights each number falls into, and how far into it, from 0 to 1."""
    ends = np.cumsum(weights)
    at = uniforms * ends[-1]
    places = np.minimum(np.searchsorted(ends, at, side="right"), len(ends) - 1)
    begins = ends - np.asarray(weights)
    widths = np.asarray(weights)[places]
    inside = np.divide(at - begins[places], widths, out=np.zeros_like(at), where=widths > 0)
    return places, np.clip(inside, 0, np.nextafter(1, 0))


def _within(chunk: Chunk, fact: Fact, ranges: Ranges, here: Places, uniforms: Numbers) -> Column:
    pieces = ranges.pieces
    places, inside = _places(tuple(piece.weight for piece in pieces), uniforms)
    low, high = (np.array(ends)[places] for ends in zip(*map(_ends, pieces), strict=True))
    if fact.type is FactType.DATE:
        return _ago(chunk.day, (low + inside * (high - low)) * _DAYS_OF_A_YEAR)
    whole = fact.type is FactType.INT
    found: Numbers = low + (np.floor(inside * (high - low + 1)) if whole else inside * (high - low))
    if ranges.step is not None:
        found = np.floor(found / ranges.step) * ranges.step
    if ranges.age_less is not None:
        found = np.minimum(found, np.maximum(chunk.columns[AGE][here] - ranges.age_less, 0))
    bounded = (fact.least, fact.most) != (None, None)
    return np.clip(found, fact.least, fact.most) if bounded else found


def _ago(day: date, days: Numbers) -> Column:
    """The dates so many days before."""
    return np.asarray(np.datetime64(day, "D") - np.floor(days).astype("timedelta64[D]"))


def _ends(piece: Piece) -> tuple[float, float]:
    return piece.low, piece.high


def _asked(chunk: Chunk, who: Who, truths: Truths) -> Truths:
    """For each resident whether it is true of the one who is meant; False where there is nobody."""
    if who == "self":
        return truths
    if who in ("partner", "child"):
        at = _relation(chunk, who)
        return np.asarray(truths[at] & (at != np.arange(chunk.size)))
    home = _households(chunk).home
    counted = np.bincount(home, weights=truths, minlength=chunk.size)[home]
    return np.asarray(counted > (0 if who == "anyone" else truths))


def _relation(chunk: Chunk, who: str) -> Places:
    """Where the partner or the child of each resident stands; the resident's own place where there is none."""
    households = _households(chunk)
    return households.partner if who == "partner" else households.child


def _households(chunk: Chunk) -> Households:
    if chunk.households is None:
        raise ValueError("who lives with whom is not known yet")
    return chunk.households


def _by_default(fact: Fact, day: date, uniforms: Numbers) -> Column:
    """A value drawn without regard to anything else: yes for a fifth; "none" for six of ten; else each alike.

    Dates lie in the last 18 years; small amounts are commoner than large ones, as in every income there is.
    """
    match fact.type:
        case FactType.BOOL:
            return uniforms < _YES_SHARE
        case FactType.CHOICE:
            others = len(fact.choices) - ("none" in fact.choices)
            each = (1 - _NONE_SHARE) / max(others, 1) if others < len(fact.choices) else 1.0
            weights = tuple(_NONE_SHARE if choice == "none" else each for choice in fact.choices)
            return _places(weights, uniforms)[0]
        case FactType.DATE:
            return _ago(day, uniforms * 365 * _RECENT_YEARS)
    least, most = _bounds(fact)
    if fact.type is FactType.INT:
        return least + np.floor(uniforms * (most - least + 1))
    return np.clip(np.round(least + (most - least) * uniforms**3), least, most)


def _bounds(fact: Fact) -> tuple[float, float]:
    """The least and the greatest value that is drawn by default."""
    usual = 100 if fact.type is FactType.INT else _MOST
    least = fact.least if fact.least is not None else min(0, fact.most or 0)
    most = fact.most if fact.most is not None else max(usual, least)
    return (ceil(least), int(most)) if fact.type is FactType.INT else (least, most)
