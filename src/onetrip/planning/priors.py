"""What residents are like, as far as a question engine needs it: which values a fact is likely to have, given the others.

A prior is a mixture: residents come in a few kinds, and within a kind the facts are independent. Of somebody whose answers
are known the chance of each kind follows by Bayes' rule, and from it the chances of the facts not asked yet. It is learnt
by expectation maximisation (Dempster, Laird, Rubin 1977; for such tables "latent class analysis", Lazarsfeld and Henry
1968) from residents of whom some or all facts are known: what is missing is left out, so the centre's own consultations
serve as well as the synthetic city. It holds shares of residents only, nobody's answers.

It decides in which order questions come, and what is said of the chance that something was not found. No verdict and no
promise depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from onetrip.rules import Fact, FactType, KnownFacts, Value, Vocabulary
from onetrip.rules.classes import Classes

Shares: TypeAlias = npt.NDArray[np.float64]

KINDS = 16
"""Kinds of residents. On the Shanghai catalogue more of them find entitlements no sooner (`make bench NAME=planning`)."""

MOST_POINTS = 200
"""Of a number or a day as many values stand for all, each for the same share of residents."""

_ROUNDS = 30
_SEED = 20201101
_DOUBT = 0.02
"""The share of a kind that is taken to be like the whole city: no answer is impossible, whatever the sample lacked."""
_LEAST = 1e-5
_A_LITTLE = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Likely:
    """The values of one fact: `points`, and their `shares` (kinds × points), which add up to 1 in each kind.

    A day is a point as the number of days before the day on which the prior is used.
    """

    points: tuple[Value, ...]
    shares: Shares

    def of_classes(self, classes: Classes, day: date) -> Shares:
        """The shares of some classes of its values, on a day: kinds × classes."""
        found = np.zeros((len(self.shares), len(classes.examples)))
        for at, point in enumerate(self.points):
            found[:, classes.of(_on(classes, point, day))] += self.shares[:, at]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """Kinds of residents with their `weights`, which add up to 1, and what the facts are likely to be in each.

    A fact it does not know has all its classes alike.
    """

    weights: Shares
    facts: Mapping[str, Likely]

    def of_classes(self, classes: Classes, possible: Sequence[bool], day: date) -> Shares:
        """For each kind the shares of the classes of a fact, above 0 for those `possible` and 0 for the others."""
        can_be = np.asarray(possible, dtype=float)
        likely = self.facts.get(classes.fact)
        if likely is None:
            return _shares(np.tile(can_be, (len(self.weights), 1)))
        return _shares((likely.of_classes(classes, day) + _LEAST) * can_be)


def to_stored(prior: Prior) -> dict[str, Any]:
    """The prior as JSON can hold it, shares to six digits; days are numbers of days before the day of use."""
    return {
        "weights": prior.weights.round(6).tolist(),
        "facts": {
            name: {"points": list(likely.points), "shares": likely.shares.round(6).tolist()}
            for name, likely in prior.facts.items()
        },
    }


def from_stored(stored: Mapping[str, Any], vocabulary: Vocabulary) -> Prior:
    """What `to_stored` wrote. Facts and choices that the vocabulary no longer has are left out."""
    weights = np.array(stored["weights"], dtype=np.float64)
    facts = {}
    for name, kept in stored["facts"].items():
        fact = vocabulary.facts.get(name)
        fitting = [fact is not None and _can_be(fact, point) for point in kept["points"]]
        if any(fitting):
            shares = np.array(kept["shares"], dtype=np.float64)[:, fitting]
            points = tuple(point for point, fits in zip(kept["points"], fitting, strict=True) if fits)
            facts[name] = Likely(points, _shares(shares + _LEAST))
    return Prior(weights / weights.sum(), facts)


def _can_be(fact: Fact, point: Value) -> bool:
    """Whether a point is a value of the fact as it is now."""
    if fact.type is FactType.DATE:
        return isinstance(point, int) and not isinstance(point, bool)
    return fact.fits(point)


NOTHING_KNOWN = Prior(np.ones(1), {})
"""The prior of whoever knows nothing about residents: every answer is as likely as any other."""


def learn(residents: Iterable[KnownFacts], vocabulary: Vocabulary, day: date, kinds: int = KINDS) -> Prior:
    """The prior learnt from residents as they are known on `day`; the same residents give the same prior.

    ValueError: a known value is not of its fact's type.
    """
    seen: dict[str, tuple[list[int], list[Value]]] = {name: ([], []) for name in vocabulary.facts}
    number = 0
    for known in residents:
        for name, item in known.items():
            if name in seen:
                if not vocabulary.facts[name].fits(item.value):
                    raise ValueError(f"{name} cannot be {item.value!r}")
                who, values = seen[name]
                who.append(number)
                values.append(_relative(item.value, day))
        number += 1
    columns = [_Column(vocabulary.facts[name], np.array(who), values) for name, (who, values) in seen.items() if values]
    if not columns:
        return NOTHING_KNOWN
    return _maximised(columns, number, min(kinds, max(1, number // 50)))


class _Column:
    """One fact of the sample: for whom it is known, and which of its points is theirs."""

    def __init__(self, fact: Fact, who: npt.NDArray[np.int64], values: Sequence[Value]) -> None:
        self.fact, self.who = fact.id, who
        self.points, place_of = _points(fact, values)
        places: dict[Value, int] = {}
        self.places = np.array([places.setdefault(value, place_of(value)) for value in values], dtype=np.int64)


def _points(fact: Fact, values: Sequence[Value]) -> tuple[tuple[Value, ...], Callable[[Value], int]]:
    """The values that stand for all, and which of them stands for a value."""
    if fact.type in (FactType.BOOL, FactType.CHOICE):
        choices: tuple[Value, ...] = tuple(fact.choices) or (False, True)
        return choices, choices.index
    sorted_values = np.sort(np.array(values))
    points = np.unique(sorted_values)
    if len(points) > MOST_POINTS:
        middles = (np.arange(MOST_POINTS) + 0.5) / MOST_POINTS * len(sorted_values)
        points = np.unique(sorted_values[middles.astype(int)])
    between = (points[1:] + points[:-1]) / 2
    return tuple(points.tolist()), lambda value: int(np.searchsorted(between, value))  # type: ignore[arg-type]


def _maximised(columns: Sequence[_Column], number: int, kinds: int) -> Prior:
    """The mixture under which the sample is most likely, as far as expectation maximisation finds it."""
    begins = np.cumsum([0, *(len(column.points) for column in columns)])
    ones = np.zeros((number, begins[-1]), dtype=np.float32)
    for column, begin in zip(columns, begins, strict=False):
        ones[column.who, begin + column.places] = 1
    everybody = np.concatenate(
        [_shares(_A_LITTLE + ones[:, begin:end].sum(axis=0)[None])[0] for begin, end in pairwise(begins)]
    )
    # Everybody begins as a bit of each kind, by lot; from there on likeness sorts them.
    belongs = np.random.default_rng(_SEED).dirichlet(np.full(kinds, 0.3), size=number).astype(np.float32)
    for _ in range(_ROUNDS):
        weights = belongs.sum(axis=0, dtype=np.float64) + 1
        weights /= weights.sum()
        counted = (belongs.T @ ones).astype(np.float64)
        shares = np.concatenate([_shares(_A_LITTLE + counted[:, begin:end]) for begin, end in pairwise(begins)], axis=1)
        shares = (1 - _DOUBT) * shares + _DOUBT * everybody
        likelihoods = ones @ np.log(shares).T.astype(np.float32) + np.log(weights).astype(np.float32)
        belongs = np.exp(likelihoods - likelihoods.max(axis=1, keepdims=True))
        belongs /= belongs.sum(axis=1, keepdims=True)
    return Prior(
        weights,
        {
            column.fact: Likely(column.points, shares[:, begin:end])
            for column, begin, end in zip(columns, begins, begins[1:], strict=False)
        },
    )


def _shares(counted: Shares) -> Shares:
    counted = counted.astype(np.float64)
    shares: Shares = counted / counted.sum(axis=1, keepdims=True)
    return shares


def _relative(value: Value, day: date) -> Value:
    return (day - value).days if isinstance(value, date) else value


def _on(classes: Classes, point: Value, day: date) -> Value:
    """A point as a value of its fact on a day."""
    if not isinstance(classes.examples[0], date):
        return point
    ordinal = min(max(day.toordinal() - int(str(point)), date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(ordinal)
