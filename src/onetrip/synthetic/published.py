"""What is published of the city, and how near a drawn city comes to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from onetrip.rules import ConditionError, Text, parse
from onetrip.synthetic.city import City
from onetrip.synthetic.columns import Truths
from onetrip.synthetic.shapes import Source, shapes

SIGMAS = 3
"""How many standard errors a drawn share may be off and still count as met."""


@dataclass(frozen=True, slots=True)
class Marginal:
    """A published share of those `what` is true of among a group, or a mean of people per household.

    `rounded` is the step in which it was published. `not_met` says why a city is not expected to keep it.
    """

    name: Text
    what: str | None
    among: str
    published: float
    rounded: float
    source: Source
    not_met: Text | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A marginal beside what was drawn; `error` is the standard error of `drawn`. None of both where the group is empty or the
    catalogue does not ask for the fact."""

    marginal: Marginal
    drawn: float | None
    error: float | None

    @property
    def difference(self) -> float | None:
        """Drawn less published."""
        return None if self.drawn is None else self.drawn - self.marginal.published

    @property
    def met(self) -> bool:
        """Whether no more than the sampling error and the rounding of the published figure lies between."""
        if self.difference is None or self.error is None:
            return False
        return abs(self.difference) <= SIGMAS * self.error + self.marginal.rounded / 2


@dataclass(frozen=True, slots=True)
class Published:
    """All that is published: the marginals, and what no resident can show, with the reason."""

    marginals: tuple[Marginal, ...]
    not_drawn: tuple[tuple[Text, Text], ...]


@lru_cache(maxsize=1)
def published() -> Published:
    """The published figures that Onetrip brings: those of Shanghai."""
    entries = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    marginals = tuple(_marginal(entry, entries["groups"]) for entry in entries["marginals"])
    not_drawn = tuple((Text(entry["zh"], entry["en"]), Text(**entry["why"])) for entry in entries["not_drawn"])
    return Published(marginals, not_drawn)


def _marginal(entry: Mapping[str, Any], groups: Mapping[str, str]) -> Marginal:
    share = entry["share"] if "share" in entry else entry["people"] / entry["of"]
    return Marginal(
        name=Text(entry["zh"], entry["en"]),
        what=None if entry.get("per") == "household" else entry["what"],
        among=groups.get(entry["among"], entry["among"]),
        published=share,
        rounded=entry.get("rounded", 0.0),
        source=shapes().sources[entry["from"]],
        not_met=Text(**entry["not_met"]) if "not_met" in entry else None,
    )


def compare(city: City, marginals: Sequence[Marginal] | None = None) -> list[Compared]:
    """The marginals beside a city, of which all facts have been drawn."""
    return [_compared(city, marginal) for marginal in (published().marginals if marginals is None else marginals)]


def _compared(city: City, marginal: Marginal) -> Compared:
    try:
        counted, group = _counted(city, marginal)
    except ConditionError:  # the catalogue has no such fact
        return Compared(marginal, None, None)
    return Compared(marginal, *_share(city, counted, group, marginal))


def _counted(city: City, marginal: Marginal) -> tuple[Truths, Truths]:
    """Who is counted, and among whom: of a mean household size the people, and one of each household."""
    group = city.holds(parse(marginal.among, city.vocabulary))
    if marginal.what is None:
        return group, group & (city.household == np.arange(len(city)))
    return group & city.holds(parse(marginal.what, city.vocabulary)), group


def _share(city: City, counted: Truths, group: Truths, marginal: Marginal) -> tuple[float, float] | tuple[None, None]:
    """The drawn share with its standard error: the larger of that of a simple sample and of one of whole households."""
    size = int(group.sum())
    if not size:
        return None, None
    drawn = int(counted.sum()) / size
    off = np.bincount(city.household, weights=counted - drawn * group)
    of_households = sqrt(float(off @ off)) / size
    expected = marginal.published
    simple = sqrt(expected * (1 - expected) / size) if marginal.what is not None else 0.0
    return drawn, max(of_households, simple)
