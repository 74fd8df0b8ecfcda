"""What is asked and what is answered: needs with their ways, prices of papers, and the choice with what it costs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Cost(NamedTuple):
    """What a choice costs, compared part by part, the weightiest first.

    `burden` is the effort to obtain what is not at hand, in seconds; `papers` how many are brought beside those that are
    brought anyway; `copies` how many stay at the windows beside those; `unsure` is less the more the papers are ones that
    people have; `place` is less the further in front the chosen papers stand in their lists.
    """

    burden: int = 0
    papers: int = 0
    copies: int = 0
    unsure: int = 0
    place: int = 0


class Price(NamedTuple):
    """What one paper costs that is not brought anyway: its burden in seconds, and how unsure it is to be at hand."""

    burden: int = 0
    unsure: int = 0


class Way(NamedTuple):
    """One paper that meets a need, and the copies of it that stay at the window."""

    paper: str
    copies: int = 0


@dataclass(frozen=True, slots=True)
class Need:
    """What one matter asks for in one place of its list, in the ways that meet it, in the order of the list.

    Copies of one paper for one matter are handed in once: where it meets several needs of the matter, or is asked for by
    itself as well, the greatest number counts, and not the sum.
    """

    matter: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The way chosen for each need, by its place in the list; what that costs; and the least that any choice can cost."""

    chosen: tuple[int, ...]
    cost: Cost
    bound: Cost

    @property
    def exact(self) -> bool:
        """Whether no choice is less in burden, papers or copies; one that is the same in all three may be surer."""
        return self.bound[:3] == self.cost[:3]


def greedy(needs: Sequence[Need], anyway: Collection[str] = ()) -> tuple[int, ...]:
    """The choice of somebody who goes through the needs once: what is brought already, else the first."""
    brought, chosen = set(anyway), []
    for need in needs:
        place = next((place for place, way in enumerate(need.ways) if way.paper in brought), 0)
        brought.add(need.ways[place].paper)
        chosen.append(place)
    return tuple(chosen)
