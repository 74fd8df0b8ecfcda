"""What a window asks for, matter by matter, and what is missing. Pure.

The papers come from the slip's plan where there is one, so that the window can ask for nothing that the slip did not;
for a walk-in they come from the same planning over what is known.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from onetrip.planning import Alternative, Bring, NotNeeded, Perhaps, Plan
from onetrip.rules import Text


class Source(Protocol):
    """A plan, or a union of papers: what to bring, what depends on an open question, what is not needed."""

    @property
    def bring(self) -> tuple[Bring, ...]: ...
    @property
    def perhaps(self) -> tuple[Perhaps, ...]: ...
    @property
    def not_needed(self) -> tuple[NotNeeded, ...]: ...


@dataclass(frozen=True, slots=True)
class Needed:
    """A paper this matter needs: how many originals to look at, how many copies to keep, what to look for.

    Any of `instead` will do as well. `perhaps`: it depends on something not known here, so the window decides.
    `may_follow`: a minor paper, which may come later where the matter allows it. `unverified`: the number is assumed.
    """

    paper: str
    name: Text
    originals: int
    copies: int
    checks: tuple[Text, ...] = ()
    note: Text | None = None
    gloss: Text | None = None
    where: Text | None = None
    why: Text | None = None
    instead: tuple[Alternative, ...] = ()
    perhaps: bool = False
    may_follow: bool = False
    by_proxy: bool = False
    unverified: bool = False

    @property
    def any_of(self) -> frozenset[str]:
        """The papers of which one is enough."""
        return frozenset({self.paper, *(other.paper for other in self.instead)})


@dataclass(frozen=True, slots=True)
class Spared:
    """A paper that nobody may ask for, or that the window prints itself, with the reason."""

    paper: str
    name: Text
    why: Text


@dataclass(frozen=True, slots=True)
class MatterPapers:
    """The papers of one matter at the window."""

    needed: tuple[Needed, ...]
    perhaps: tuple[Needed, ...]
    spared: tuple[Spared, ...]

    def missing(self, taken: Collection[str], follows: Collection[str] = ()) -> tuple[Needed, ...]:
        """The needed papers that are neither taken nor may, and will, follow."""
        return tuple(
            one
            for one in self.needed
            if one.any_of.isdisjoint(taken) and not (one.may_follow and not one.any_of.isdisjoint(follows))
        )

    def line(self, paper: str) -> tuple[Needed, Text] | None:
        """The line that `paper` belongs to, with the name of the paper itself; None: it is not asked for here."""
        for one in (*self.needed, *self.perhaps):
            if one.paper == paper:
                return one, one.name
            for other in one.instead:
                if other.paper == paper:
                    return one, other.name
        return None


def papers_of(matter: str, source: Source, *, by_proxy: bool, gap_allowed: bool) -> MatterPapers:
    """The papers of `matter` for the resident, or for somebody who comes instead (`by_proxy`).

    `gap_allowed`: the matter may be accepted while a minor paper is missing (容缺受理).
    """
    bring = [one for one in source.bring if by_proxy or not one.proxy]
    known = {one.paper for one in bring}
    if by_proxy and isinstance(source, Plan) and source.if_proxy is not None:
        bring += [one for one in source.if_proxy.bring if one.paper not in known]
    return MatterPapers(
        needed=tuple(_needed(one, matter, gap_allowed) for one in bring if matter in one.for_matters),
        perhaps=tuple(_perhaps(one) for one in source.perhaps if matter in one.for_matters),
        spared=tuple(Spared(one.paper, one.name, one.why) for one in source.not_needed if matter in one.for_matters),
    )


def _needed(bring: Bring, matter: str, gap_allowed: bool) -> Needed:  # noqa: FBT001 -- a fact of the matter
    use = next(use for use in bring.uses if use.matter == matter)
    return Needed(
        paper=bring.paper,
        name=bring.name,
        originals=1 if use.originals is None else use.originals,
        copies=use.copies,
        checks=use.checks,
        note=use.note,
        gloss=bring.gloss,
        where=bring.where,
        instead=tuple(other for other in bring.instead if not other.for_matters or matter in other.for_matters),
        may_follow=gap_allowed and use.main is False,
        by_proxy=bring.proxy,
        unverified=use.originals is None,
    )


def _perhaps(one: Perhaps) -> Needed:
    return Needed(one.paper, one.name, one.originals, one.copies, why=one.why, perhaps=True)
