"""The groups "any one of these" of all matters of a visit, decided together: which paper of each, and why that one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from onetrip.planning import words
from onetrip.planning.book import Option
from onetrip.planning.burden import InHand, Weights, burden_of, is_at_hand, price_of
from onetrip.planning.covering import Cover, Need, Way, cover
from onetrip.planning.plan import Gap
from onetrip.planning.terms import Paper
from onetrip.rules import Text

_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Group:
    """A place in a matter's list where any one of `options` will do, each of which surely holds for this resident."""

    matter: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The option taken of each group, in the order of the groups; why, by paper; the gap where it is not proven best."""

    options: tuple[Option, ...]
    why: Mapping[str, Text]
    gap: Gap | None


def choose(
    groups: Sequence[Group],
    anyway: Collection[str],
    copies: Mapping[tuple[str, str], int],
    in_hand: InHand,
    weights: Weights,
) -> Chosen:
    """Decide all groups so that the burden is least.

    `anyway` are the papers that are brought whatever is chosen, `copies` those handed in of them, by matter and paper.
    What the resident lacks is chosen only where nothing else will do.
    """
    open_to = [_without_lacking(group, in_hand) for group in groups]
    papers = {option.paper.id: option.paper for options in open_to for option in options}
    prices = {name: price_of(paper, in_hand, weights) for name, paper in papers.items()}
    needs = [
        Need(group.matter, tuple(Way(option.paper.id, option.ask.copies) for option in options))
        for group, options in zip(groups, open_to, strict=True)
    ]
    found = cover(needs, prices, anyway, copies)
    options = tuple(options[place] for options, place in zip(open_to, found.chosen, strict=True))
    reasons = _Reasons(groups, options, frozenset(anyway), in_hand, weights)
    return Chosen(options, reasons.all(), _gap(found))


def _without_lacking(group: Group, in_hand: InHand) -> tuple[Option, ...]:
    """The options to choose from, each paper once and with the fewest copies: those the resident can bring, if any."""
    once: dict[str, Option] = {}
    for option in group.options:
        earlier = once.get(option.paper.id)
        if earlier is None or option.ask.copies < earlier.ask.copies:
            once[option.paper.id] = option
    possible = tuple(option for name, option in once.items() if name not in in_hand.lacking)
    return possible or tuple(once.values())


def _gap(found: Cover) -> Gap | None:
    if found.exact:
        return None
    minutes = ceil((found.cost.burden - found.bound.burden) / _SECONDS)
    papers = found.cost.papers - found.bound.papers if not minutes else 0
    copies = found.cost.copies - found.bound.copies if not (minutes or papers) else 0
    return Gap(minutes, papers, copies, words.not_compared(minutes, papers, copies))


class _Reasons:
    """Why each chosen paper was taken and none of those that would have done instead."""

    def __init__(
        self,
        groups: Sequence[Group],
        chosen: Sequence[Option],
        anyway: frozenset[str],
        in_hand: InHand,
        weights: Weights,
    ) -> None:
        self._anyway, self._in_hand, self._weights = anyway, in_hand, weights
        self._papers = {option.paper.id: option.paper for option in chosen}
        self._serves: dict[str, int] = dict.fromkeys(self._papers, 0)
        self._others: dict[str, dict[str, Paper]] = {name: {} for name in self._papers}
        for group, option in zip(groups, chosen, strict=True):
            self._serves[option.paper.id] += 1
            self._others[option.paper.id].update({other.paper.id: other.paper for other in group.options})

    def all(self) -> dict[str, Text]:
        """The reason by paper, for those that have one."""
        found = {name: self._why(paper) for name, paper in self._papers.items()}
        return {name: why for name, why in found.items() if why is not None}

    def _why(self, paper: Paper) -> Text | None:
        others = [other for name, other in self._others[paper.id].items() if name != paper.id]
        if paper.id in self._in_hand.lacking:
            return None
        if self._in_hand.has(paper.id):
            return words.IN_HAND
        if paper.id in self._anyway:
            return words.BROUGHT_ANYWAY
        lacking = [other.name for other in others if other.id in self._in_hand.lacking]
        if lacking:
            return words.instead_of_what_lacks(lacking)
        left = [other for other in others if other.id not in self._papers and other.id not in self._anyway]
        return (self._easiest(paper, left) or self._likeliest(paper, left)) if left else None

    def _easiest(self, paper: Paper, others: Sequence[Paper]) -> Text | None:
        """That nothing else takes as little to have, where it is known what it takes."""
        if paper.obtain is None and not is_at_hand(paper, self._in_hand):
            return None
        if self._errands(paper) < min(map(self._errands, others)):
            return words.FEWEST_ERRANDS
        return words.LEAST_EFFORT if self._burden(paper) < min(map(self._burden, others)) else None

    def _likeliest(self, paper: Paper, others: Sequence[Paper]) -> Text | None:
        if self._serves[paper.id] > 1:
            return words.ONE_FOR_SEVERAL
        return words.USUALLY_HAD if paper.usual and not all(other.usual for other in others) else None

    def _burden(self, paper: Paper) -> int:
        return burden_of(paper, self._in_hand, self._weights)

    def _errands(self, paper: Paper) -> int:
        if paper.obtain is None or is_at_hand(paper, self._in_hand):
            return 0
        return paper.obtain.trips or 0
