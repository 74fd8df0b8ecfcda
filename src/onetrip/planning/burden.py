"""What it costs a resident to bring a paper: nothing where it is at hand, else the effort to obtain it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from onetrip.planning.covering import Price
from onetrip.planning.terms import Paper
from onetrip.rules import Vocabulary

WEIGHTS = ("minutes_of_an_errand", "minutes_of_a_yuan")
"""The amounts by which a catalogue says how much an errand and a yuan weigh."""

_IN_HAND, _USUAL, _UNSURE = range(3)
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class InHand:
    """What the resident has said about papers: those that are `held`, and those that are `lacking` and cannot be brought now.

    Of a paper that is said to be both, the latter counts: nobody is sent off with what they may not have.
    """

    held: frozenset[str] = frozenset()
    lacking: frozenset[str] = frozenset()

    def has(self, paper: str) -> bool:
        """Whether the resident says that they have it."""
        return paper in self.held and paper not in self.lacking


NOTHING_SAID = InHand()


@dataclass(frozen=True, slots=True)
class Weights:
    """How many minutes of trouble one errand and one yuan are worth.

    Example weights: nobody has measured them. A catalogue gives its own, dated and with their source, as the amounts
    `minutes_of_an_errand` and `minutes_of_a_yuan`; these stand where it gives none.
    """

    errand: int | float = 60
    yuan: int | float = 2


def weights_on(vocabulary: Vocabulary, day: date) -> Weights:
    """The weights that the catalogue gives for `day`."""
    given = {}
    for part, amount in zip(("errand", "yuan"), WEIGHTS, strict=True):
        schedule = vocabulary.amounts.get(amount)
        figure = schedule.at(day) if schedule is not None else None
        if figure is not None:
            given[part] = figure
    return Weights(**given)


def is_at_hand(paper: Paper, in_hand: InHand) -> bool:
    """Whether the resident has the paper: because they say so, or because people have it and they say nothing else."""
    return in_hand.has(paper.id) or (paper.usual and paper.id not in in_hand.lacking)


def burden_of(paper: Paper, in_hand: InHand, weights: Weights) -> int:
    """The effort to have the paper, in seconds. Nothing where it is at hand, and where nobody knows what it takes."""
    effort = paper.obtain
    if effort is None or is_at_hand(paper, in_hand):
        return 0
    minutes = (effort.minutes or 0) + (effort.trips or 0) * weights.errand + (effort.money or 0) * weights.yuan
    return round(minutes * _SECONDS)


def price_of(paper: Paper, in_hand: InHand, weights: Weights) -> Price:
    """What the paper costs beside others: its burden; and among equals what is said to be had comes before what people
    usually have, and that before the rest."""
    unsure = _IN_HAND if in_hand.has(paper.id) else _USUAL if is_at_hand(paper, in_hand) else _UNSURE
    return Price(burden_of(paper, in_hand, weights), unsure)
