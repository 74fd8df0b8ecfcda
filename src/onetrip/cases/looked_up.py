"""What the city's store of licences said in a visit, paper by paper: what it spares, and what is accepted on a later answer.

Only the resident's own licences count, and only where the resident is there: what somebody has is nothing to tell a proxy.
Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from onetrip.cases.basis import AtWindow
from onetrip.cases.papers import Needed
from onetrip.catalogue.book import PaperText
from onetrip.licences.models import Lookup

OPEN = (Lookup.State.UNANSWERED, Lookup.State.WAITING)
"""Look-ups on which something may be accepted: nobody knows yet."""


@dataclass(frozen=True)
class LookedUp:
    """By paper: the look-up that found its licence, and the one on whose answer it is accepted."""

    found: Mapping[str, Lookup] = field(default_factory=dict)
    awaited: Mapping[str, Lookup] = field(default_factory=dict)

    @property
    def papers(self) -> Set[str]:
        """The papers that nobody has to bring now."""
        return self.found.keys() | self.awaited.keys()

    def spared(self, needed: Sequence[Needed], at_hand: Set[str]) -> list[str]:
        """The papers whose licence takes their place, a line of the checklist each; what is on the counter needs none."""
        return _first_of_each(needed, at_hand, self.found)

    def awaited_for(self, needed: Sequence[Needed], at_hand: Set[str]) -> list[str]:
        """The papers that are neither there nor found, and are looked for."""
        return _first_of_each(needed, at_hand | self.found.keys(), self.awaited)


NOTHING = LookedUp()


def by_paper(said: Mapping[str, Lookup], papers: Mapping[str, PaperText]) -> dict[str, Lookup]:
    """By paper the look-up of the licence that the resident has of it; `said` is by licence."""
    if not said:
        return {}
    codes = {paper: code for paper, text in papers.items() if (code := text.own_licence) is not None}
    return {paper: said[code] for paper, code in codes.items() if code in said}


def looked_up(said: Mapping[str, Lookup], wanted: Collection[str]) -> LookedUp:
    """What `said` means where `wanted` are the papers to be accepted on a later answer."""
    return LookedUp(
        {paper: row for paper, row in said.items() if row.state == Lookup.State.FOUND},
        {paper: row for paper, row in said.items() if paper in wanted and row.state in OPEN},
    )


def spared_by(kept: Sequence[Mapping[str, Any]], at: AtWindow) -> dict[str, Any]:
    """What the event of an acceptance says of papers that were not asked for (两个免于提交): {"spared": {"issued": those that the
    city issued, "licence": those that have a licence}}. Forms that are handed out are no papers anybody would bring."""
    counts = {"issued": 0, "licence": sum(bool(paper.get("licence") or paper.get("fetched")) for paper in kept)}
    for spared in at.papers.spared:
        text = at.catalogue.papers[spared.paper]
        if not text.provided:
            counts["licence" if text.licence else "issued"] += 1
    told = {way: count for way, count in counts.items() if count}
    return {"spared": told} if told else {}


def _first_of_each(needed: Sequence[Needed], at_hand: Set[str], among: Mapping[str, Lookup]) -> list[str]:
    found = []
    for line in needed:
        if line.by_proxy or not line.any_of.isdisjoint(at_hand):
            continue
        order = (line.paper, *(other.paper for other in line.instead))
        first = next((paper for paper in order if paper in among), None)
        if first is not None:
            found.append(first)
    return list(dict.fromkeys(found))
