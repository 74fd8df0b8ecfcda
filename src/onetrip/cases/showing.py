"""The checklist as a window shows it: every line with its mark, what is ticked, and what is still missing. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from onetrip.cases.papers import Needed, Spared
from onetrip.cases.queries import CheckedMatter, Checklist, Line
from onetrip.cases.ticks import Extra, Ticks, by_proxy
from onetrip.planning import Item, ProxyChance, Standing
from onetrip.rules import Text


@dataclass(frozen=True)
class ShownLine:
    """A paper. `mark`: "box" to tick, "same" (looked at for `same_as`, a matter further up that is done now as well),
    "perhaps" (the window decides).

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
    """

    checked: CheckedMatter
    chosen: bool
    lines: tuple[ShownLine, ...]
    spared: tuple[Spared, ...]
    extras: tuple[ShownExtra, ...]
    missing: int
    obstacle: Text | None
    is_removable: bool
    told: bool

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
    proxy = by_proxy(checklist, ticks)
    seen: dict[str, Text] = {}
    matters = [_matter(one, ticks, seen, proxy=proxy, told=one.matter in told) for one in checklist.matters]
    return tuple(sorted(matters, key=lambda one: (one.checked.case is not None, not one.is_open)))


def _matter(one: CheckedMatter, ticks: Ticks, seen: dict[str, Text], *, proxy: bool, told: bool) -> ShownMatter:
    """`seen` holds the papers looked at for the matters before, and takes those of this one in."""
    obstacle = _obstacle(one, proxy=proxy)
    chosen = ticks.is_chosen(one.matter) and not (told and ticks.chosen is None)
    counts = chosen and obstacle is None and one.case is None
    lines = [_line(line, one, ticks, seen if counts else {}) for line in one.lines]
    lines += [_line(line, one, ticks, {}, perhaps=True) for line in one.perhaps]
    return ShownMatter(
        checked=one,
        chosen=chosen,
        lines=tuple(lines),
        spared=one.spared,
        extras=tuple(ShownExtra(extra, one.at.paper_name(extra.paper)) for extra in ticks.extras_of(one.matter)),
        missing=sum(line.is_missing for line in lines),
        obstacle=obstacle,
        is_removable=not one.on_slip and one.case is None and not told,
        told=told,
    )


def _line(line: Line, one: CheckedMatter, ticks: Ticks, seen: dict[str, Text], *, perhaps: bool = False) -> ShownLine:
    needed = line.needed
    same_as = seen.get(needed.paper)
    seen.setdefault(needed.paper, one.at.name)
    mark = "perhaps" if perhaps else "same" if same_as else "box"
    follows = ticks.follows_of(one.matter)
    at_hand = not needed.any_of.isdisjoint(ticks.taken) or (needed.may_follow and not needed.any_of.isdisjoint(follows))
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
        is_missing=mark == "box" and not at_hand,
    )


def _obstacle(one: CheckedMatter, *, proxy: bool) -> Text | None:
    item = one.at.item
    if item.standing is Standing.NOT_HERE:
        return item.go_to or Text("不在这里办，请问 12345。", "Not handled here; please ask 12345.")
    if item.standing is Standing.AUTOMATIC:
        return Text("不用申请，到时候自己会来。", "No application needed; it comes by itself.")
    if item.standing in (Standing.LATER, Standing.NOT_ENTITLED):
        return item.why
    if proxy and item.proxy is ProxyChance.NO:
        return item.proxy_note or Text("要本人来，不能代办。", "The resident has to come in person.")
    if not one.here:
        return Text("不在窗口办，到自助区就行。", "Not done at a window; a kiosk does it.")
    return None
