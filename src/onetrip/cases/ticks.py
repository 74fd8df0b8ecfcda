"""What a clerk has ticked on the checklist, and what follows from it: what can be accepted, what has to be told. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from onetrip.cases.actions import AcceptedMatter, ExtraPaper, MissingPaper
from onetrip.cases.actions.telling import MOST_REASON
from onetrip.cases.looked_up import NOTHING, LookedUp, looked_up
from onetrip.cases.papers import Needed
from onetrip.cases.proxies.rules import letters
from onetrip.cases.queries import CheckedMatter, Checklist
from onetrip.ledger.refusals import Malformed
from onetrip.licences.models import Lookup

MOST_LINES = 200
"""Ticks of one kind that a form may hold; a checklist of twenty matters has fewer."""

_LONGEST = 160


@dataclass(frozen=True)
class Extra:
    """A paper that the window asks for although the slip does not (失约); `taken`: it is at hand and was taken."""

    matter: str
    paper: str
    cause: str
    taken: bool


@dataclass(frozen=True)
class Ticks:
    """`taken` are the papers at hand, for whichever matter: one original serves them all. `awaited` are those to be accepted
    although the store of licences does not answer. `filed`: by matter the letters of authority that are on file; a letter is
    not ticked but entered.

    `chosen` None: the form has not been shown yet, and every matter is to be done.
    """

    chosen: frozenset[str] | None = None
    taken: frozenset[str] = frozenset()
    follows: frozenset[tuple[str, str]] = frozenset()
    extras: tuple[Extra, ...] = ()
    reasons: Mapping[tuple[str, str], str] = field(default_factory=dict)
    by_proxy: bool | None = None
    awaited: frozenset[str] = frozenset()
    looked_up: LookedUp = NOTHING
    filed: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def is_chosen(self, matter: str) -> bool:
        """Whether this matter is to be done now."""
        return self.chosen is None or matter in self.chosen

    def extras_of(self, matter: str) -> tuple[Extra, ...]:
        """What is asked for beyond the slip, for one matter."""
        return tuple(extra for extra in self.extras if extra.matter == matter)

    def follows_of(self, matter: str) -> frozenset[str]:
        """The minor papers of one matter that come later."""
        return frozenset(paper for of, paper in self.follows if of == matter)

    def missing(self, one: CheckedMatter) -> tuple[Needed, ...]:
        """The papers of a matter that are neither at hand nor allowed to follow."""
        letter = letters(one.at.catalogue.papers)
        at_hand = self.taken - letter | self.looked_up.papers | self.filed.get(one.matter, frozenset())
        return one.at.papers.missing(at_hand, self.follows_of(one.matter))

    def with_what_was_said(self, checklist: Checklist) -> Ticks:
        """These ticks, with what the store of licences said in this visit, and the letters that are on file."""
        held = checklist.held
        filed = {one.matter: held.letters_at_hand(one.at) for one in checklist.matters} if held is not None else {}
        return replace(self, looked_up=looked_up(checklist.said, self.awaited), filed=filed)


def read_ticks(values: Mapping[str, list[str]]) -> Ticks:
    """The ticks in a form's values. Raises Malformed for a form that did not come from our page."""
    pairs = {name: [_pair(text) for text in _some(values, name)] for name in ("follow", "extra-taken")}
    at_hand = set(pairs["extra-taken"])
    extras = []
    for text in dict.fromkeys(_some(values, "extra")):
        matter, paper, cause = _split(text, 3)
        extras.append(Extra(matter, paper, cause, taken=(matter, paper) in at_hand))
    reasons = {}
    for name in list(values)[: 2 * MOST_LINES]:
        if name.startswith("reason:") and (words := " ".join(values[name][0].replace("\0", " ").split())):
            reasons[_pair(name.removeprefix("reason:"))] = words[:MOST_REASON]
    proxy = _some(values, "proxy")
    return Ticks(
        chosen=frozenset(_some(values, "matter")) if _some(values, "seen") else None,
        taken=frozenset(_split(text, 2)[1] for text in _some(values, "paper")),
        follows=frozenset(pairs["follow"]),
        extras=tuple(extras),
        reasons=reasons,
        by_proxy=proxy[-1] == "yes" if proxy else None,
        awaited=frozenset(_split(text, 2)[1] for text in _some(values, "later")),
    )


def to_accept(checklist: Checklist, ticks: Ticks, *, only_complete: bool = False) -> list[AcceptedMatter]:
    """The chosen matters with what was taken for each; `only_complete` leaves out those that lack a paper."""
    ticks = ticks.with_what_was_said(checklist)
    return [
        AcceptedMatter(
            matter=one.matter,
            papers=_taken_for(one, ticks),
            by_proxy=by_proxy(checklist, ticks),
            to_follow=tuple(sorted(ticks.follows_of(one.matter) - set(_taken_for(one, ticks)))),
            extra=tuple(ExtraPaper(extra.paper, extra.cause) for extra in ticks.extras_of(one.matter) if extra.taken),
            on_lookup=_awaited_for(one, ticks),
        )
        for one in _chosen(checklist, ticks)
        if not (only_complete and ticks.missing(one))
    ]


def to_look_up(checklist: Checklist, ticks: Ticks) -> list[str]:
    """The licences to look up, by their codes: the resident's own, of papers of the chosen matters that are neither on the
    counter nor found; also of papers that nobody may ask for, because the city is to look them up. What a matter may only
    perhaps take is not looked into."""
    codes: set[str] = set()
    for one in _chosen(checklist, ticks):
        asked = [line.needed for line in one.lines if not line.needed.by_proxy]
        papers = [paper for line in asked if line.any_of.isdisjoint(ticks.taken) for paper in line.any_of]
        papers += [spared.paper for spared in one.spared]
        for paper in papers:
            row = checklist.said.get(paper)
            code = one.at.catalogue.papers[paper].own_licence
            if code is not None and (row is None or row.state != Lookup.State.FOUND):
                codes.add(code)
    return sorted(codes)


def to_tell(checklist: Checklist, ticks: Ticks, *, only_extras: bool = False) -> list[MissingPaper]:
    """Everything the chosen matters lack, with what was asked for beyond the slip and is not at hand.

    `only_extras` leaves out what the slip itself asks for (it is all there, or the acceptance says so itself).
    """
    ticks = ticks.with_what_was_said(checklist)
    told: list[MissingPaper] = []
    for one in _chosen(checklist, ticks):
        if not only_extras:
            told += [_missing(one, needed.paper, checklist, ticks) for needed in ticks.missing(one)]
        told += [
            _missing(one, extra.paper, checklist, ticks, extra.cause)
            for extra in ticks.extras_of(one.matter)
            if not extra.taken
        ]
    return told


def by_proxy(checklist: Checklist, ticks: Ticks) -> bool:
    """Whether somebody comes for the resident: as is known of the visit, else as the clerk says, else as the slip was made."""
    if checklist.visit.proxy_id is not None:
        return True
    if ticks.by_proxy is not None:
        return ticks.by_proxy
    return checklist.basis.plan.by_proxy if checklist.basis.plan else False


def _chosen(checklist: Checklist, ticks: Ticks) -> list[CheckedMatter]:
    """The matters of the form. One that has been accepted meanwhile stays among them: whether the same request is asked
    again, or another tab was faster, is for the action to find out."""
    if ticks.chosen is None:
        return list(checklist.open)
    return [one for one in checklist.matters if one.matter in ticks.chosen]


def _taken_for(one: CheckedMatter, ticks: Ticks) -> tuple[str, ...]:
    lines = (*one.lines, *one.perhaps)
    return tuple(dict.fromkeys(paper for line in lines for paper in sorted(line.needed.any_of & ticks.taken)))


def _awaited_for(one: CheckedMatter, ticks: Ticks) -> tuple[str, ...]:
    """The papers of a matter to be accepted on a later look-up; what lies on the counter meanwhile needs none."""
    return tuple(ticks.looked_up.awaited_for([line.needed for line in one.lines], ticks.taken))


def _missing(
    one: CheckedMatter, paper: str, checklist: Checklist, ticks: Ticks, cause: str = "unknown"
) -> MissingPaper:
    reason = ticks.reasons.get((one.matter, paper), "")
    return MissingPaper(one.matter, paper, reason, cause, by_proxy(checklist, ticks))


def _some(values: Mapping[str, list[str]], name: str) -> list[str]:
    found = values.get(name, [])
    if len(found) > MOST_LINES or any(len(text) > _LONGEST or "\0" in text for text in found):
        raise _unreadable()
    return found


def _pair(text: str) -> tuple[str, str]:
    first, second = _split(text, 2)
    return first, second


def _split(text: str, parts: int) -> list[str]:
    found = text.split("|")
    if len(found) != parts or not all(found):
        raise _unreadable()
    return found


def _unreadable() -> Malformed:
    return Malformed(
        "checklist-unreadable",
        "清单读不懂，什么都没有收。请刷新页面，再勾一遍。",
        "The checklist could not be read and nothing was accepted. Please reload the page and tick it again.",
        field="paper",
    )
