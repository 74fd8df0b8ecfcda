"""Learns from past days how long people wait, and says it for a day that is going on. Pure, NumPy alone.

Three layers, each of which may be left out where it does not help: simple guesses (signs.GUESSES), a mixture of them,
and small trees that correct the mixture by what else is seen. How much the trees may say is decided on days that they
were not grown on; so is the range that is told. Where one guess alone does better there than all of it, that is told.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from onetrip.lobby.eta.cases import truth_of
from onetrip.lobby.eta.pace import UNKNOWN, USUAL, Pace, carried_speeds, learn_paces, weight_of
from onetrip.lobby.eta.signs import DRAWN, GUESSES, others_waiting, see
from onetrip.lobby.eta.spread import Spread, learn_spread
from onetrip.lobby.eta.tracks import Floats, Ints, Track
from onetrip.lobby.eta.trees import Trees, grow

BLOCKS = 4
"""Runs of days, each of which is foretold from the others."""

MOST_CASES = 40_000
"""Cases the trees are grown on; of more, every so manieth."""

FEWEST_DAYS, FEWEST_CASES = 3, 60
"""Less is not learned from."""

TRUST = (0.0, 0.35, 0.7, 1.0)
"""How much of the trees' correction is taken: whichever served best on days not grown on."""

EVEN = 0.01
"""How strongly the mixture is drawn towards even shares, against the weight of the cases."""

EVEN_DAYS, PLAIN_DAYS = 12.0, 6.0
"""Days that count for even shares (of the guesses that are drawn to the learned pace), and for no correction by the trees:
cases of one day are much alike, so it is days that tell whether a mixture was right or only lucky."""

LEANINGS = (1.0, 0.5)
"""How far what is told leans on one guess alone, where that is better on every block of days not learned from."""

CLEARLY = 0.95
"""And together by so much: of several guesses one is always the best by chance."""

MOST_SEEN = 300_000
"""Cases that are looked at; of more, every so manieth."""


@dataclass(frozen=True)
class Told:
    """Waits in minutes, one for each case asked about."""

    soonest: Floats
    likely: Floats
    latest: Floats


@dataclass(frozen=True)
class Learner:
    """What was learned; `days` it was learned from, and how many `cases`. `plain`: how far it leans on which guess alone."""

    paces: Mapping[str, Pace]
    shares: Floats
    trees: Trees
    trust: float
    plain: Floats
    spread: Spread
    days: int
    cases: int

    def tell(self, track: Track, others: Floats, *, carried: float = 1.0, ahead: Floats | None = None) -> Told:
        """The waits at every sample of `track`; or, with `ahead`, of those at these places in line at its last sample."""
        seen = see(track, self.paces.get(track.queue, UNKNOWN), others, carried=carried, ahead=ahead)
        mixed = np.asarray(seen.guesses @ self.shares)
        if self.trust:
            mixed = mixed + self.trust * (mixed * self.trees.factor(seen.signs) - mixed)
        likely = _leaning(mixed, seen.guesses, self.plain)
        soonest, latest = self.spread.around(likely, track.queue)
        return Told(soonest, likely, latest)


@dataclass(frozen=True)
class _Cases:
    """Cases as rows: what was seen, what came of it, how much each counts, and whose it is."""

    guesses: Floats
    signs: Floats
    truth: Floats
    weight: Floats
    day: Ints
    queue: np.ndarray

    def where(self, keep: np.ndarray) -> _Cases:
        return _Cases(*(getattr(self, name)[keep] for name in ("guesses", "signs", "truth", "weight", "day", "queue")))


class TooLittleError(Exception):
    """There are too few days or cases to learn from."""


def learn(tracks: Sequence[Track], truths: Sequence[Floats] | None = None) -> Learner:
    """Learn from the whole days in `tracks`; `truths` are the waits, where they are known better than `cases` tells.

    Raises TooLittleError below FEWEST_DAYS days or FEWEST_CASES waits.
    """
    known = [truth_of(track).minutes for track in tracks] if truths is None else list(truths)
    days = sorted({track.day for track, truth in zip(tracks, known, strict=True) if not np.isnan(truth).all()})
    if len(days) < FEWEST_DAYS or sum(int((~np.isnan(truth)).sum()) for truth in known) < FEWEST_CASES:
        raise TooLittleError
    block_of = {day: place * min(BLOCKS, len(days)) // len(days) for place, day in enumerate(days)}
    cases = _cases(tracks, known, block_of)
    blocks = np.array([block_of[date.fromordinal(int(day))] for day in cases.day])
    mixed, corrected = np.zeros(len(blocks)), np.zeros(len(blocks))
    for block in np.unique(blocks):
        away = blocks != block
        shares, trees = _fit(cases.where(away))
        at = cases.where(~away)
        mixed[~away] = at.guesses @ shares
        corrected[~away] = mixed[~away] * trees.factor(at.signs)
    trust = _best_trust(mixed, corrected, cases) * len(days) / (len(days) + PLAIN_DAYS)
    shares, trees = _fit(cases)
    likely = mixed + trust * (corrected - mixed)
    plain = _best_leaning(likely, cases, blocks)
    likely = _leaning(likely, cases.guesses, plain)
    spread = learn_spread(likely, cases.truth, cases.queue, cases.day)
    many = sum(int((~np.isnan(truth)).sum()) for truth in known)
    return Learner(learn_paces(tracks, known), shares, trees, trust, plain, spread, len(days), many)


def _leaning(likely: Floats, guesses: Floats, plain: Floats) -> Floats:
    return np.asarray((1 - plain.sum()) * likely + guesses @ plain) if plain.any() else likely


def _cases(tracks: Sequence[Track], truths: Sequence[Floats], block_of: Mapping[date, int]) -> _Cases:
    """Every case, seen with the pace of the other blocks' days: as a day is seen that nobody has learned from yet."""
    newest = max(block_of)
    every = -(-sum(int((~np.isnan(truth)).sum()) for truth in truths) // MOST_SEEN)
    parts: list[tuple[Any, ...]] = []
    rest = {block: _without(tracks, truths, block_of, block) for block in set(block_of.values())}
    paces = {block: learn_paces(*kept) for block, kept in rest.items()}
    speeds = {block: carried_speeds(tracks, known) for block, known in paces.items()}
    for place, (track, truth, others) in enumerate(zip(tracks, truths, others_waiting(tracks), strict=True)):
        told = np.flatnonzero(~np.isnan(truth))[::every]
        if not len(told):
            continue
        block = block_of[track.day]
        pace = paces[block].get(track.queue, UNKNOWN)
        seen, many = see(track, pace, others, carried=speeds[block][place]), len(told)
        weight = np.full(many, weight_of(track.day, newest))
        day = np.full(many, track.day.toordinal(), dtype=np.int64)
        parts.append((seen.guesses[told], seen.signs[told], truth[told], weight, day, np.full(many, track.queue)))
    columns = list(zip(*parts, strict=True))
    return _Cases(*(np.concatenate(column) for column in columns))


def _without(
    tracks: Sequence[Track], truths: Sequence[Floats], block_of: Mapping[date, int], block: int
) -> tuple[list[Track], list[Floats]]:
    kept = [place for place, track in enumerate(tracks) if block_of.get(track.day) != block]
    return [tracks[place] for place in kept], [truths[place] for place in kept]


def _fit(cases: _Cases) -> tuple[Floats, Trees]:
    days = len(np.unique(cases.day))
    found = mixture(cases.guesses, cases.truth, cases.weight)
    even = np.where(np.arange(found.size) < DRAWN, 1 / DRAWN, 0.0)
    shares = (days * found + EVEN_DAYS * even) / (days + EVEN_DAYS)
    every = max(1, len(cases.truth) // MOST_CASES)
    some = cases.where(np.arange(0, len(cases.truth), every))
    return shares, grow(some.signs, some.guesses @ shares, some.truth, some.weight, some.day)


def mixture(guesses: Floats, truth: Floats, weight: Floats) -> Floats:
    """Shares of the guesses, none negative, whose sum is nearest to the truth in absolute minutes; drawn to even ones.

    Least absolute error by least squares repeated, each time with a case counting less the farther off it was.
    """
    count = guesses.shape[1]
    shares: Floats = np.full(count, 1 / count)
    scale = float(np.average(truth, weights=weight)) + 0.1
    for _ in range(30):
        heavy = weight / np.maximum(np.abs(truth - guesses @ shares), 0.05 * scale)
        gram = guesses.T @ (guesses * heavy[:, None])
        pull = EVEN * np.trace(gram) / count
        right = guesses.T @ (truth * heavy) + pull / count
        new = _none_negative(gram + pull * np.eye(count), right)
        if np.abs(new - shares).max() < 1e-4:
            break
        shares = new
    return shares


def _none_negative(gram: Floats, right: Floats) -> Floats:
    """The least-squares answer without negative shares: one guess after another, until nothing moves."""
    shares: Floats = np.maximum(np.linalg.solve(gram, right), 0.0)
    for _ in range(200):
        before = shares.copy()
        for place in range(len(shares)):
            rest = right[place] - gram[place] @ shares + gram[place, place] * shares[place]
            shares[place] = max(rest / gram[place, place], 0.0)
        if np.abs(shares - before).max() < 1e-7:
            break
    return shares


def _best_trust(mixed: Floats, corrected: Floats, cases: _Cases) -> float:
    errors = [
        float(np.average(np.abs(mixed + trust * (corrected - mixed) - cases.truth), weights=cases.weight))
        for trust in TRUST
    ]
    return TRUST[int(np.argmin(errors))]


def _best_leaning(likely: Floats, cases: _Cases, blocks: Ints) -> Floats:
    """How far to lean on one guess alone, as shares of the guesses: all nought where that is not clearly better.

    This is the net under the rest: whatever plain estimate serves a strange file best is told there.
    """

    def errors(estimate: Floats) -> Floats:
        off = np.abs(estimate - cases.truth) * cases.weight
        return np.array([off.sum(), *(off[blocks == block].sum() for block in np.unique(blocks))])

    plain = np.zeros(cases.guesses.shape[1])
    best = errors(likely) * np.where(np.arange(len(np.unique(blocks)) + 1) == 0, CLEARLY, 1.0)
    for guess, lean in itertools.product(range(plain.size), LEANINGS):
        found = errors(likely + lean * (cases.guesses[:, guess] - likely))
        if (found <= best).all():
            best = np.minimum(best, found)
            plain = np.where(np.arange(plain.size) == guess, lean, 0.0)
    return plain


def stored(learner: Learner) -> dict[str, Any]:
    """As plain lists, for a table."""
    return {
        "signs": len(GUESSES),
        "paces": {
            queue: {
                "rate": np.round(pace.rate, 5).tolist(),
                "each": pace.each,
                "windows": np.round(pace.windows, 3).tolist(),
                "waits": pace.waits,
                "wait": pace.wait,
            }
            for queue, pace in learner.paces.items()
        },
        "shares": learner.shares.tolist(),
        "trees": learner.trees.stored(),
        "trust": learner.trust,
        "plain": learner.plain.tolist(),
        "spread": learner.spread.stored(),
        "days": learner.days,
        "cases": learner.cases,
    }


def from_stored(kept: dict[str, Any]) -> Learner:
    """From what `stored` gave, also before there were as many guesses as now: those have no share in it."""
    paces = {
        queue: Pace(
            np.array(pace["rate"]),
            float(pace["each"]),
            np.array(pace["windows"]),
            float(pace["waits"]),
            float(pace.get("wait", 1 / USUAL)),
        )
        for queue, pace in kept["paces"].items()
    }

    def for_each_guess(shares: list[float]) -> Floats:
        return np.array([*shares, *[0.0] * (len(GUESSES) - len(shares))])

    return Learner(
        paces,
        for_each_guess(kept["shares"]),
        Trees.from_stored(kept["trees"]),
        float(kept["trust"]),
        for_each_guess(kept.get("plain", [])),
        Spread.from_stored(kept["spread"]),
        int(kept["days"]),
        int(kept["cases"]),
    )
