"""The plan: plain frozen data, stored with the slip as the promise, readable for ever without the catalogue it came from.

It therefore holds the names and sentences themselves, in both languages, beside the ids. `schema` is the version of
this shape; a reader of stored plans looks at it first.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from onetrip.planning.plain import from_plain, to_plain
from onetrip.planning.terms import Channel, Kind, Limit
from onetrip.rules import Text

SCHEMA = 1

ENGINE = "1"
"""The version of what computes plans. It goes into every plan: the same engine makes the same bytes of the same facts.

Whatever changes a plan for the same facts and the same catalogue takes a new one; `tests/planning/golden` sees to it.
"""


class Standing(StrEnum):
    """How a matter stands for this resident on the day of the plan."""

    NOW = "now"
    LATER = "later"
    AUTOMATIC = "automatic"
    UNDECIDED = "undecided"
    NOT_ENTITLED = "not_entitled"
    NOT_HERE = "not_here"


class Place(StrEnum):
    """Where a matter is handled: at any centre, at any centre that sends it on, at that of the household, not known."""

    ANY = "any"
    ANY_SENT_ON = "any_sent_on"
    HOUSEHOLD = "household"
    UNKNOWN = "unknown"


class ProxyChance(StrEnum):
    """Whether somebody else may come for a matter."""

    YES = "yes"
    FAMILY = "family"
    LISTED = "listed"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Charge:
    """Money the resident pays or receives, as in force on the day of the plan."""

    pays: bool
    item: Text
    amount: int | float | None
    unit: Text | None
    note: Text | None


@dataclass(frozen=True, slots=True)
class Item:
    """One matter in the plan.

    `why` is the sentence a clerk reads aloud; `because` the facts it rests on; `needs` those still to be answered, for
    the matter itself or for its papers. `from_day` is the first day it can be done when that is not today, `until_day`
    the last day of its season. `follows` names the matter after which it comes by itself. `in_person`: somebody else is
    coming, but this one needs the resident. `promised`: the answer holds at the window as it stands.
    `papers_complete` False: it needs the papers that are listed, and perhaps others.
    """

    matter: str
    name: Text
    seal: str
    kind: Kind
    standing: Standing
    wanted: bool
    why: Text
    because: tuple[str, ...]
    needs: tuple[str, ...]
    channel: Channel | None
    channels: tuple[Channel, ...]
    place: Place
    from_day: date | None
    until_day: date | None
    follows: str | None
    go_to: Text | None
    situations: tuple[Text, ...]
    proxy: ProxyChance
    proxy_note: Text | None
    in_person: bool
    deadline: Limit | None
    on_the_spot: bool
    minor_gap_days: int | None
    charges: tuple[Charge, ...]
    minutes: int | None
    result: Text | None
    slip: Text | None
    promised: bool
    unverified: bool
    papers_known: bool = True
    papers_complete: bool = True


@dataclass(frozen=True, slots=True)
class Use:
    """What one matter needs a paper for. `main` as its file says; `originals` None where the file does not say."""

    matter: str
    originals: int | None
    copies: int
    main: bool | None
    checks: tuple[Text, ...]
    note: Text | None


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another paper that would do instead."""

    paper: str
    name: Text


@dataclass(frozen=True, slots=True)
class Bring:
    """A paper to bring.

    One original serves every matter of the visit, so `originals` is the greatest number any of them asks for; copies
    stay at the window, so `copies` is their sum. `unverified`: no file states the number of originals, 1 is assumed.
    `proxy`: it is the one who comes instead who brings it. `needs`: facts by which it may yet turn out to be exempt.
    """

    paper: str
    name: Text
    gloss: Text | None
    where: Text | None
    originals: int
    copies: int
    uses: tuple[Use, ...]
    instead: tuple[Alternative, ...]
    unverified: bool
    proxy: bool
    needs: tuple[str, ...]
    why: Text

    @property
    def for_matters(self) -> tuple[str, ...]:
        """The matters that need it, each once."""
        return tuple(dict.fromkeys(use.matter for use in self.uses))


@dataclass(frozen=True, slots=True)
class NotNeeded:
    """A paper that people expect to bring and need not."""

    paper: str
    name: Text
    why: Text
    for_matters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Perhaps:
    """A paper that depends on facts not answered yet (`needs`); whoever wants to be sure brings it."""

    paper: str
    name: Text
    originals: int
    copies: int
    for_matters: tuple[str, ...]
    needs: tuple[str, ...]
    why: Text


@dataclass(frozen=True, slots=True)
class IfProxy:
    """What changes if somebody else comes: what that person brings beside the rest, and for which matters it is not
    possible or not known to be."""

    bring: tuple[Bring, ...]
    not_possible: tuple[str, ...]
    not_known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """The noun for a fact that the plan speaks of."""

    fact: str
    label: Text


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything one resident needs to know for one day's answer.

    `items` stand in the order to show them, those that can be done now in the order to do them (`order`). `trips` is
    the number of times somebody has to come to a centre; `trips_why` says why where it is more than one. `possible`
    are matters offered to everyone that a few more answers would decide, nearest first. `promise_holds` is False
    while an item has to be confirmed at the window.

    `wanted`, `skipped` and `declined` are what it was asked with, `engine` is what computed it: with the facts and the
    catalogue of that version it can be computed again (`planning.promise`). Plans of before do not have them.
    """

    schema: int
    version: str
    day: date
    by_proxy: bool
    items: tuple[Item, ...]
    bring: tuple[Bring, ...]
    not_needed: tuple[NotNeeded, ...]
    perhaps: tuple[Perhaps, ...]
    trips: int
    trips_why: Text | None
    order: tuple[str, ...]
    place: Place
    where: Text
    channels: tuple[Channel, ...]
    if_proxy: IfProxy | None
    possible: tuple[Possible, ...]
    skipped: tuple[str, ...]
    labels: tuple[Label, ...]
    promise_holds: bool
    engine: str = ""
    wanted: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()

    def item(self, matter: str) -> Item | None:
        """The item of that matter, if it is in the plan."""
        return next((item for item in self.items if item.matter == matter), None)

    def standing(self, *standings: Standing) -> tuple[Item, ...]:
        """The items that stand so, in order."""
        return tuple(item for item in self.items if item.standing in standings)

    def bring_for(self, matter: str) -> tuple[Bring, ...]:
        """The papers to bring that this matter uses."""
        return tuple(each for each in self.bring if matter in each.for_matters)

    def label(self, fact: str) -> Text | None:
        """The noun for a fact of the plan."""
        return next((each.label for each in self.labels if each.fact == fact), None)

    def to_json(self) -> dict[str, Any]:
        """As data that JSON can hold; `from_json` gives back an equal plan."""
        plain = to_plain(self)
        assert isinstance(plain, dict)  # noqa: S101 - a dataclass becomes a dict
        return plain

    def to_bytes(self) -> bytes:
        """The one way to write this plan down: JSON in UTF-8, keys in order, no blanks. Equal plans, equal bytes."""
        return json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def digest(self) -> str:
        """SHA-256 of `to_bytes`, in hexadecimal."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The plan that `to_json` made. ValueError: it is of another schema, or is not a plan."""
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            raise ValueError(f"not a plan of schema {SCHEMA}")
        return from_plain(cls, data)


@dataclass(frozen=True, slots=True)
class Possible:
    """A matter nobody asked for that the resident may be entitled to, and the facts that would decide it."""

    matter: str
    name: Text
    seal: str
    needs: tuple[str, ...]
