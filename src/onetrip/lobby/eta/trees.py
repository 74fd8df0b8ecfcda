"""Small regression trees that minimise the mean absolute error, added one after another. Pure, NumPy alone.

What is learned is a factor on a first guess in minutes: each tree moves the factor of a group of cases towards the
weighted median of what it should have been. With the guess as weight, that is the absolute error in minutes.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onetrip.lobby.eta.tracks import Floats, Ints

BINS = 24
"""Groups of equally many cases in which each sign is seen."""

DEPTH = 4
LEAVES = 2**DEPTH
TREES = 120
STEP = 0.07
"""How far a tree moves towards what its cases say."""

LEAST = 0.004
"""No leaf holds a smaller share of the cases than this, nor fewer than LEAST_CASES."""

LEAST_CASES = 25
DAYS_EACH = 0.6
"""Share of the days that each tree is grown on: samples of one day are much alike, days are not."""


@dataclass(frozen=True)
class Trees:
    """`edges` of each sign's bins; for each tree and node the `sign` asked for and the bin up to which one goes left;
    the `leaves` are factors to be added to 1."""

    edges: Floats
    sign: Ints
    cut: Ints
    leaves: Floats

    def factor(self, signs: Floats) -> Floats:
        """The factor on the first guess, for cases in the order of the rows of `signs`; never below a tenth."""
        bins = binned(signs, self.edges)
        total = np.ones(len(bins))
        for sign, cut, leaves in zip(self.sign, self.cut, self.leaves, strict=True):
            total += leaves[_leaf_of(bins, sign, cut)]
        return np.maximum(total, 0.1)

    def stored(self) -> dict[str, Any]:
        """As plain lists."""
        return {
            "edges": np.round(self.edges, 4).tolist(),
            "sign": self.sign.tolist(),
            "cut": self.cut.tolist(),
            "leaves": np.round(self.leaves, 6).tolist(),
        }

    @staticmethod
    def from_stored(stored: dict[str, Any]) -> Trees:
        """From what `stored` gave."""
        return Trees(
            np.array(stored["edges"], dtype=float),
            np.array(stored["sign"], dtype=np.int64),
            np.array(stored["cut"], dtype=np.int64),
            np.array(stored["leaves"], dtype=float),
        )


def binned(signs: Floats, edges: Floats) -> NDArray[np.uint8]:
    """The bin of every sign."""
    columns = [np.searchsorted(edge, sign, side="left") for edge, sign in zip(edges, signs.T, strict=True)]
    return np.column_stack(columns).astype(np.uint8)


def grow(signs: Floats, guess: Floats, truth: Floats, weight: Floats, day: Ints, *, seed: int = 1) -> Trees:
    """Trees for the factor truth ÷ guess. `weight` of each case beside its guess; `day` numbers the day it is from."""
    edges = np.quantile(signs, np.linspace(0, 1, BINS + 1)[1:-1], axis=0).T
    bins = binned(signs, edges)
    heavy = weight * np.maximum(guess, 0.25)
    target = truth / np.maximum(guess, 0.25)
    factor = np.ones(len(truth))
    random = np.random.default_rng(seed)
    days = np.unique(day)
    grown = []
    for _ in range(TREES):
        taken = random.permutation(days)[: max(1, round(len(days) * DAYS_EACH))]
        inside = np.isin(day, taken)
        sign, cut = _shape(bins[inside], np.sign(target - factor)[inside] * heavy[inside], heavy[inside])
        place = _leaf_of(bins, sign, cut)
        leaves = STEP * _medians(place[inside], (target - factor)[inside], heavy[inside])
        factor = factor + leaves[place]
        grown.append((sign, cut, leaves))
    return Trees(edges, *(np.array(part) for part in zip(*grown, strict=True)))


def _leaf_of(bins: NDArray[np.uint8], sign: Ints, cut: Ints) -> Ints:
    rows = np.arange(len(bins))
    node = np.zeros(len(bins), dtype=np.int64)
    for _ in range(DEPTH):
        node = 2 * node + 1 + (bins[rows, sign[node]] > cut[node])
    leaf: Ints = node - (LEAVES - 1)
    return leaf


def _shape(bins: NDArray[np.uint8], pull: Floats, heavy: Floats) -> tuple[Ints, Ints]:
    """Which sign each node asks for and where it divides: where the pulls of both sides differ most."""
    sign = np.zeros(LEAVES - 1, dtype=np.int64)
    cut = np.full(LEAVES - 1, BINS, dtype=np.int64)  # a node that does not divide sends everybody left
    node = np.zeros(len(bins), dtype=np.int64)
    least = max(LEAST_CASES, LEAST * len(bins))
    rows = np.arange(len(bins))
    for depth in range(DEPTH):
        first, many = 2**depth - 1, 2**depth
        gain, where = _gains(bins, node - first, many, pull, heavy, least)
        best = np.argmax(gain, axis=0)
        divides = gain[best, np.arange(many)] > 0
        sign[first : first + many] = np.where(divides, best, 0)
        cut[first : first + many] = np.where(divides, where[best, np.arange(many)], BINS)
        node = 2 * node + 1 + (bins[rows, sign[node]] > cut[node])
    return sign, cut


def _gains(
    bins: NDArray[np.uint8], node: Ints, many: int, pull: Floats, heavy: Floats, least: float
) -> tuple[Floats, Ints]:
    """For every sign and node, the most that a division gains, and the bin after which it divides."""
    gains, wheres = [], []
    soften = 0.02 * heavy.sum() / many
    for column in bins.T:
        key = node * BINS + column
        size = many * BINS
        pulls = np.bincount(key, pull, size).reshape(many, BINS).cumsum(axis=1)
        weights = np.bincount(key, heavy, size).reshape(many, BINS).cumsum(axis=1)
        counts = np.bincount(key, minlength=size).reshape(many, BINS).cumsum(axis=1)
        left, all_of = pulls, pulls[:, -1:]
        gain = left**2 / (weights + soften) + (all_of - left) ** 2 / (weights[:, -1:] - weights + soften)
        gain -= all_of**2 / (weights[:, -1:] + soften)
        gain[(counts < least) | (counts[:, -1:] - counts < least)] = -1.0
        where = np.argmax(gain, axis=1)
        wheres.append(where)
        gains.append(gain[np.arange(many), where])
    return np.array(gains), np.array(wheres)


def _medians(leaf: Ints, values: Floats, weights: Floats) -> Floats:
    """The weighted median of the values in each leaf, drawn to 0 where a leaf is light."""
    found = np.zeros(LEAVES)
    order = np.lexsort((values, leaf))
    leaf, values, weights = leaf[order], values[order], weights[order]
    starts = np.searchsorted(leaf, np.arange(LEAVES + 1))
    for number, (first, after) in enumerate(itertools.pairwise(starts)):
        if after > first:
            run = np.cumsum(weights[first:after])
            middle = values[first:after][np.searchsorted(run, run[-1] / 2)]
            found[number] = middle * (after - first) / (after - first + LEAST_CASES)
    return found
