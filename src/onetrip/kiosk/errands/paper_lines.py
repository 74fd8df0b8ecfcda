"""The papers of a run: how each came, and by which ways it still can. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from onetrip.cases.papers import MatterPapers, Needed
from onetrip.rules import Text

ID_CARD, PROXY_ID_CARD = "id-card", "proxy-id-card"
"""The papers that a card on the reader is: whoever laid it down need not photograph it as well."""

MOST_PAGES = 12
"""Pictures of one paper."""

State = Literal["read", "fetched", "pictured", "later", "open"]


class OnePicture(Protocol):
    """A picture, as the list of papers needs it."""

    paper: str


@dataclass(frozen=True)
class Line:
    """A paper that the matter needs and how it stands; `paper` is the one of several that was chosen.

    `unavailable`: the licence store was asked and gave no answer; `not_held`: it has no such licence; `not_valid`: it has one
    that is expired, revoked or lost.
    """

    needed: Needed
    paper: str
    name: Text
    state: State
    pictures: tuple[Any, ...]
    told: Text | None = None
    unavailable: bool = False
    not_held: bool = False
    not_valid: bool = False
    again: bool = False

    @property
    def is_there(self) -> bool:
        """Whether nothing is to be done for it now."""
        return self.state != "open" and not self.again

    @property
    def others(self) -> tuple[tuple[str, Text], ...]:
        """The papers that would do as well."""
        every = ((self.needed.paper, self.needed.name), *((one.paper, one.name) for one in self.needed.instead))
        return tuple((paper, name) for paper, name in every if paper != self.paper)

    @property
    def takes_more(self) -> bool:
        """Whether another page may be added."""
        return self.state in ("open", "pictured") and len(self.pictures) < MOST_PAGES


def lines_of(
    papers: MatterPapers,
    came: Mapping[str, Mapping[str, Any]],
    pictures: Iterable[OnePicture],
    *,
    card_read: bool,
    proxy_card_read: bool,
    again: Iterable[str] = (),
) -> tuple[Line, ...]:
    """Every paper that the matter needs, in its order. `again`: papers that the review desk wants once more."""
    by_paper: dict[str, list[OnePicture]] = {}
    for picture in pictures:
        by_paper.setdefault(picture.paper, []).append(picture)
    read = {ID_CARD} if card_read else set()
    read |= {PROXY_ID_CARD} if proxy_card_read else set()
    wanted = set(again)
    return tuple(_line(needed, came, by_paper, read, wanted) for needed in papers.needed)


def _line(
    needed: Needed,
    came: Mapping[str, Mapping[str, Any]],
    pictures: Mapping[str, list[OnePicture]],
    read: set[str],
    again: set[str],
) -> Line:
    names = {needed.paper: needed.name, **{other.paper: other.name for other in needed.instead}}
    states = {paper: _state(paper, came, pictures, read) for paper in names}
    found = next((paper for paper in names if states[paper] != "open"), None)
    chosen = next((paper for paper in names if came.get(paper, {}).get("chosen")), None)
    paper = found or chosen or needed.paper
    told = came.get(paper, {}).get("told")
    return Line(
        needed,
        paper,
        names[paper],
        states[paper],
        tuple(pictures.get(paper, ())),
        told=Text(told["zh"], told["en"]) if told else None,
        unavailable=came.get(paper, {}).get("way") == "unavailable",
        not_held=came.get(paper, {}).get("way") == "none",
        not_valid=came.get(paper, {}).get("way") == "unusable",
        again=paper in again,
    )


def _state(
    paper: str,
    came: Mapping[str, Mapping[str, Any]],
    pictures: Mapping[str, list[OnePicture]],
    read: set[str],
) -> State:
    if paper in read:
        return "read"
    if pictures.get(paper):
        return "pictured"
    way = came.get(paper, {}).get("way")
    if way == "fetched":
        return "fetched"
    return "later" if way == "later" else "open"
