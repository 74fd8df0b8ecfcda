"""How large a catalogue is and how well founded: matters by category, kind, channel and confidence, and what is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from onetrip.catalogue.book import CONFIDENCES, Catalogue, Category, LifeEvent, Matter
from onetrip.planning import Channel, Kind, Offer
from onetrip.rules import Text

WORDS = {
    "matters": Text("事项", "matters"),
    "category": Text("大类", "category"),
    "kind": Text("种类", "kind"),
    "channel": Text("在哪里办（一件事可以有几处）", "channel (a matter may have several)"),
    "offer": Text("告诉谁", "told to"),
    "confidence": Text("最可信的来源", "confidence of the best source"),
    "entitled": Text("谁能办，依据有多可信", "confidence of who may have it"),
    "life-event": Text("人生大事（一件事可以有几桩）", "life event (a matter may have several)"),
    "open": Text("待核对的地方，按项目", "open points, by field"),
    "apply": Text("申请", "apply"),
    "register": Text("登记", "register"),
    "print": Text("打印", "print"),
    "query": Text("查询", "look up"),
    "not_here": Text("不在中心办", "not handled here"),
    "always": Text("够条件的人都告诉", "everybody entitled"),
    "asked": Text("来问的人", "whoever asks"),
    "window": Text("窗口", "window"),
    "kiosk": Text("自助机", "kiosk"),
    "online": Text("网上", "online"),
    "app": Text("手机应用", "app"),
    "bank": Text("银行", "bank"),
    "phone": Text("电话", "telephone"),
    "high": Text("把握大", "high"),
    "medium": Text("把握一般", "medium"),
    "low": Text("把握小", "low"),
    "none": Text("没有来源写到", "no source says"),
    "shown": Text("给居民看的", "shown to residents"),
    "editor": Text("只给编辑看的", "for the editor alone"),
}


@dataclass(frozen=True, slots=True)
class Count:
    """One line of a table: what is counted and how many there are."""

    what: Text
    number: int


@dataclass(frozen=True, slots=True)
class Table:
    """One way to count."""

    by: Text
    rows: tuple[Count, ...]


def counts(catalogue: Catalogue) -> tuple[Table, ...]:
    """Every table, each in the order of the catalogue; what does not occur is listed with 0."""
    matters = catalogue.matters.values()
    points = [point for matter in matters for point in matter.open]
    events = [event for matter in matters for event in matter.life_events]
    return (
        Table(WORDS["matters"], (Count(WORDS["matters"], len(matters)),)),
        _named("category", catalogue.categories.values(), (matter.terms.category for matter in matters)),
        _table("kind", get_args(Kind), (matter.terms.kind for matter in matters)),
        _table("channel", get_args(Channel), (each for matter in matters for each in matter.terms.channels)),
        _table("offer", get_args(Offer), (matter.terms.offer for matter in matters)),
        _table("confidence", CONFIDENCES, map(_best, matters)),
        _table("entitled", (*CONFIDENCES, "none"), map(_confidence, matters)),
        _named("life-event", catalogue.life_events.values(), events),
        _table("open", ("shown", "editor"), ("shown" if point.shown else "editor" for point in points)),
    )


def _best(matter: Matter) -> str:
    return min((source.confidence for source in matter.sources), key=CONFIDENCES.index)


def _confidence(matter: Matter) -> str:
    return matter.confidence("entitled") or "none"


def _table(by: str, values: Iterable[str], found: Iterable[str]) -> Table:
    numbers = Counter(found)
    return Table(WORDS[by], tuple(Count(WORDS[value], numbers[value]) for value in values))


def _named(by: str, things: Iterable[Category | LifeEvent], found: Iterable[str]) -> Table:
    numbers = Counter(found)
    return Table(WORDS[by], tuple(Count(thing.name, numbers[thing.id]) for thing in things))
