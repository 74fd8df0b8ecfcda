"""The checklist as a window shows it: every line with its mark, what is ticked, and what is still missing. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from onetrip.cases.looked_up import OPEN
from onetrip.cases.papers import Needed, Spared
from onetrip.cases.proxies.rules import is_letter
from onetrip.cases.queries import CheckedMatter, Checklist, Line
from onetrip.cases.ticks import Extra, Ticks, by_proxy
from onetrip.licences import wording
from onetrip.licences.models import Lookup
from onetrip.planning import Item, Standing
from onetrip.rules import Text

Said = Mapping[str, Lookup]
"""By paper what the store said in this visit."""


@dataclass(frozen=True)
class ShownLicence:
    """What the store said of one paper of a line."""

    name: Text
    state: str
    said: Text
    awaited: bool
    value: str

    @property
    def tag(self) -> str:
        """How it is marked."""
        return {"found": "tag-kept", "unanswered": "tag-wait", "waiting": "tag-wait"}.get(self.state, "")


@dataclass(frozen=True)
class ShownLine:
    """A paper. `mark`: "box" to tick, "same" (looked at for `same_as`, a matter further up that is done now as well),
    "licence" (its electronic licence was found, nothing is to be shown), "letter" (a letter of authority, which is entered
    and then on file), "perhaps" (the window decides). `licences`: what
    the store said of it and of those that would do as well.

    `other` are papers that would do as well: (value, name, ticked).
    """

    needed: Needed
    mark: str
    value: str
    ticked: bool
    other: tuple[tuple[str, Text, bool], ...]
    same_as: Text | None
    follows: bool
    reason: str
    is_missing: bool
    licences: tuple[ShownLicence, ...] = ()

    @property
    def may_wait(self) -> ShownLicence | None:
        """The licence on whose look-up it may be accepted now, because the store does not answer."""
        return next((one for one in self.licences if one.state in OPEN), None)


@dataclass(frozen=True)
class ShownExtra:
    """A paper asked for beyond the slip."""

    extra: Extra
    name: Text

    @property
    def value(self) -> str:
        return f"{self.extra.matter}|{self.extra.paper}"

    @property
    def stated(self) -> str:
        """As the form sends it back."""
        return f"{self.value}|{self.extra.cause}"


@dataclass(frozen=True)
class ShownMatter:
    """A matter of the checklist; `obstacle` says why it cannot be accepted here today.

    `told`: a notice of this visit already names what it lacks, so it is not to be done now unless it is ticked again.
    `confirm`: what to look at because somebody else came.
    """

    checked: CheckedMatter
    chosen: bool
    lines: tuple[ShownLine, ...]
    spared: tuple[tuple[Spared, ShownLicence | None], ...]
    extras: tuple[ShownExtra, ...]
    missing: int
    obstacle: Text | None
    is_removable: bool
    told: bool
    confirm: tuple[Text, ...] = ()

    @property
    def matter(self) -> str:
        return self.checked.matter

    @property
    def item(self) -> Item:
        return self.checked.at.item

    @property
    def is_open(self) -> bool:
        """Whether it can still be ticked and accepted here."""
        return self.checked.case is None and self.checked.here and self.obstacle is None


def shown(checklist: Checklist, ticks: Ticks, told: Collection[str] = ()) -> tuple[ShownMatter, ...]:
    """Every matter of the checklist, those that can be done here first; `told` lists those told about on a notice."""
    proxy, ticks = by_proxy(checklist, ticks), ticks.with_what_was_said(checklist)
    seen: dict[str, Text] = {}
    said = checklist.said
    lacking = _lacking(checklist) if proxy else {}
    matters = [
        _matter(one, ticks, seen, said, lacking.get(one.matter, ()), proxy=proxy, told=one.matter in told)
        for one in checklist.matters
    ]
    return tuple(sorted(matters, key=lambda one: (one.checked.case is not None, not one.is_open)))


def _lacking(checklist: Checklist) -> dict[str, tuple[Text, ...]]:
    """By matter why what is on file of the two persons does not serve for it."""
    if checklist.held is None:
        return {}
    why = {one.matter: checklist.held.lacking(one.at) for one in checklist.open}
    return {matter: (text,) for matter, text in why.items() if text is not None}


def _matter(
    one: CheckedMatter,
    ticks: Ticks,
    seen: dict[str, Text],
    said: Said,
    lacking: tuple[Text, ...],
    *,
    proxy: bool,
    told: bool,
) -> ShownMatter:
    """`seen` holds the papers looked at for the matters before, and takes those of this one in."""
    obstacle = _obstacle(one, proxy=proxy)
    chosen = ticks.is_chosen(one.matter) and not (told and ticks.chosen is None)
    counts = chosen and obstacle is None and one.case is None
    lines = [_line(line, one, ticks, seen if counts else {}, said) for line in one.lines]
    lines += [_line(line, one, ticks, {}, said, perhaps=True) for line in one.perhaps]
    return ShownMatter(
        checked=one,
        chosen=chosen,
        lines=tuple(lines),
        spared=tuple((paper, _licence(paper.paper, paper.name, one, ticks, said)) for paper in one.spared),
        extras=tuple(ShownExtra(extra, one.at.paper_name(extra.paper)) for extra in ticks.extras_of(one.matter)),
        missing=sum(line.is_missing for line in lines),
        obstacle=obstacle,
        is_removable=not one.on_slip and one.case is None and not told,
        told=told,
        confirm=(*one.at.ruling.confirm, *lacking) if proxy else (),
    )


def _line(
    line: Line, one: CheckedMatter, ticks: Ticks, seen: dict[str, Text], said: Said, *, perhaps: bool = False
) -> ShownLine:
    needed = line.needed
    same_as = seen.get(needed.paper)
    seen.setdefault(needed.paper, one.at.name)
    licences = _licences(needed, one, ticks, said)
    is_found = any(each.state == Lookup.State.FOUND for each in licences) and needed.any_of.isdisjoint(ticks.taken)
    is_entered = not perhaps and is_letter(needed, one.at.catalogue.papers)
    mark = "perhaps" if perhaps else "letter" if is_entered else "same" if same_as else "licence" if is_found else "box"
    follows = ticks.follows_of(one.matter)
    here = ticks.filed.get(one.matter, frozenset()) if is_entered else ticks.taken | ticks.looked_up.papers
    at_hand = not needed.any_of.isdisjoint(here) or (needed.may_follow and not needed.any_of.isdisjoint(follows))
    return ShownLine(
        needed=needed,
        mark=mark,
        value=f"{one.matter}|{needed.paper}",
        ticked=needed.paper in ticks.taken,
        other=tuple(
            (f"{one.matter}|{other.paper}", other.name, other.paper in ticks.taken) for other in needed.instead
        ),
        same_as=same_as,
        follows=needed.paper in follows,
        reason=ticks.reasons.get((one.matter, needed.paper), ""),
        is_missing=mark in ("box", "letter") and not at_hand,
        licences=licences,
    )


def _licences(needed: Needed, one: CheckedMatter, ticks: Ticks, said: Said) -> tuple[ShownLicence, ...]:
    """What the store said of a paper and of those that would do as well; nothing of what a proxy brings of their own."""
    if needed.by_proxy:
        return ()
    names = {needed.paper: needed.name, **{other.paper: other.name for other in needed.instead}}
    found = (_licence(paper, name, one, ticks, said) for paper, name in names.items())
    return tuple(each for each in found if each is not None)


def _licence(paper: str, name: Text, one: CheckedMatter, ticks: Ticks, said: Said) -> ShownLicence | None:
    row = said.get(paper)
    if row is None:
        return None
    words = wording.said(row.state, row.valid_until)
    return ShownLicence(name, row.state, words, paper in ticks.awaited, f"{one.matter}|{paper}")


def _obstacle(one: CheckedMatter, *, proxy: bool) -> Text | None:
    item = one.at.item
    if item.standing is Standing.NOT_HERE:
        return item.go_to or Text("不在这里办，请问 12345。", "Not handled here; please ask 12345.")
    if item.standing is Standing.AUTOMATIC:
        return Text("不用申请，到时候自己会来。", "No application needed; it comes by itself.")
    if item.standing in (Standing.LATER, Standing.NOT_ENTITLED):
        return item.why
    if proxy and one.at.ruling.refused is not None:
        return one.at.ruling.refused
    if not one.here:
        return Text("不在窗口办，到自助区就行。", "Not done at a window; a kiosk does it.")
    return None
