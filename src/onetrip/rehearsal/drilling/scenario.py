"""What a drill acts out, as plain values. Pure. Times are minutes of the drill after the doors opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from onetrip.rules import Text

HALF_HOUR = 30.0

LinkName = Literal["gate", "desk", "kiosk", "window", "display", "phone", "receipt"]
LINKS: tuple[LinkName, ...] = ("gate", "desk", "kiosk", "window", "display", "phone", "receipt")
LINK_NAMES: dict[str, Text] = {
    "gate": Text("取号机", "ticket machine"),
    "desk": Text("前台", "front desk"),
    "kiosk": Text("自助机", "kiosk"),
    "window": Text("窗口", "windows"),
    "display": Text("大屏", "display"),
    "phone": Text("居民的手机", "residents' phones"),
    "receipt": Text("回执和告知单", "receipts and notices"),
}
"""The links of the chain from the door to the paper in the hand."""

Way = Literal["gate", "desk", "kiosk"]


@dataclass(frozen=True)
class Kind:
    """A kind of resident. `share`: of those who come by themselves; 0: only those whom an event brings.

    `goes`: to the ticket machine at once, to the front desk for a slip first, or to a kiosk. `phone`: follows the number on
    a phone, else watches the display. `minutes`: at the window, on average. `patience`: minutes after which they go without
    being served; None: they stay. `missing`: the paper that is not in the bag, so that the window can only tell them.
    `ends_without`: is served and goes without anything accepted. `reason`: a priority (`lobby.priorities`).
    """

    id: str
    who: Text
    wants: Text
    bag: tuple[Text, ...]
    does: tuple[Text, ...]
    share: float
    matter: str
    papers: tuple[str, ...]
    minutes: float
    goes: Way = "gate"
    phone: bool = True
    answers: tuple[tuple[str, str], ...] = ()
    patience: float | None = None
    missing: str = ""
    ends_without: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Comes:
    """A group comes through the door together at `at`."""

    at: float
    people: int
    kind: str
    name: Text


@dataclass(frozen=True)
class KioskFails:
    """A kiosk does nothing for `minutes`: whoever wanted it draws a number instead."""

    at: float
    minutes: float
    kiosk: int


@dataclass(frozen=True)
class LineCut:
    """The line of these links to the house is cut for `minutes`; what happened meanwhile has to be made up for."""

    at: float
    minutes: float
    links: tuple[LinkName, ...]


@dataclass(frozen=True)
class Faints:
    """Somebody faints before these windows: their clerks help, nobody is called there for `minutes`."""

    at: float
    minutes: float
    windows: tuple[int, ...]


Event = Comes | KioskFails | LineCut | Faints


@dataclass(frozen=True)
class LinkExpected:
    """Of a link: how many of its acts may fail, and within how many real seconds 95 in a hundred are answered."""

    failed: int
    seconds: float


@dataclass(frozen=True)
class WaitExpected:
    """Of the windows: the mean wait in minutes, and which share is called within `within` minutes."""

    mean: float
    within: float
    share: float


@dataclass(frozen=True)
class Scenario:
    """A drill as data. `arrivals`: how many come by themselves in each half hour after the doors opened."""

    id: str
    name: Text
    about: Text
    arrivals: tuple[int, ...]
    windows: int
    kiosks: int
    displays: int
    kinds: tuple[Kind, ...]
    events: tuple[Event, ...]
    links: dict[str, LinkExpected]
    waits: WaitExpected

    @property
    def minutes(self) -> float:
        """Until when people come."""
        return len(self.arrivals) * HALF_HOUR

    @property
    def groups(self) -> tuple[Comes, ...]:
        """Those who come together."""
        return tuple(event for event in self.events if isinstance(event, Comes))

    @property
    def people(self) -> int:
        """Everybody who comes."""
        return sum(self.arrivals) + sum(group.people for group in self.groups)

    def kind(self, name: str) -> Kind:
        """The kind with this id; it is one of the scenario's."""
        return next(kind for kind in self.kinds if kind.id == name)
