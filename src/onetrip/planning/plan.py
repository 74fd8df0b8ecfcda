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
from onetrip.planning.terms import Channel, Comer, Kind, Limit
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
class First:
    """A matter that has to be done before another. Not `sure`: facts are not known by which it may be done already.

    `paper` is what its result is among the papers of the other; None: none of them, or nobody says.
    """

    matter: str
    name: Text
    sure: bool
    paper: str | None
    told: Text


@dataclass(frozen=True, slots=True)
class Item:
    """One matter in the plan.

    `why` is the sentence a clerk reads aloud; `because` the facts it rests on; `needs` those still to be answered, for
    the matter itself or for its papers. `from_day` is the first day it can be done when that is not today, `until_day`
    the last day of its season. `follows` names the matter after which it comes by itself. `in_person`: somebody else is
    coming, but this one needs the resident. `promised`: the answer holds at the window as it stands.
    `papers_complete` False: it needs the papers that are listed, and perhaps others.
    `first` is what has to be done before it, `first_for` the matters of the plan that need its result.
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
    first: tuple[First, ...] = ()
    first_for: tuple[str, ...] = ()


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
    """Another paper that would do instead, for the matters in `for_matters` (a plan of an earlier day names none: for all).

    `copies` is how many of it would stay at the windows; `obtain` what it takes to get, where that is known and it is
    not thought to be at hand. `sure` False: whether it would do depends on something open. `held` and `lacking` are
    what the resident has said of it.
    """

    paper: str
    name: Text
    for_matters: tuple[str, ...] = ()
    copies: int = 0
    obtain: Text | None = None
    sure: bool = True
    held: bool = False
    lacking: bool = False


@dataclass(frozen=True, slots=True)
class Bring:
    """A paper to bring.

    One original serves every matter of the visit, so `originals` is the greatest number any of them asks for; copies
    stay at the window, so `copies` is their sum. `unverified`: no file states the number of originals, 1 is assumed.
    `proxy`: it is the one who comes instead who brings it. `needs`: facts by which it may yet turn out to be exempt.
    `choice` says why it was taken where others would have done; `replaceable`: for all that it is used for another paper
    would do. `obtain` is what it takes to get, where that is known and it is not thought to be at hand. `held` and
    `lacking` are what the resident has said of it; a paper that lacks and is listed all the same is one that nothing can
    replace.
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
    choice: Text | None = None
    replaceable: bool = False
    obtain: Text | None = None
    held: bool = False
    lacking: bool = False

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
class PlannedVisit:
    """One time that somebody comes, or something done without coming, with its matters in the order to do them.

    `number` counts the times somebody comes to a centre; None: nobody has to come. `from_day` is the first day; None:
    nobody can say which. `when` says it in words; not `certain`: it was counted through a year whose holidays are not
    announced yet. `until_day` is the last day of a season. `channel` is where it is done, None: not by the centre;
    `also` are other ways in which all of it can be done. `bring` are the papers of this visit among those of the plan.
    `how` says where and what, `why` says why it is not done together with the visit before.
    """

    number: int | None
    matters: tuple[str, ...]
    who: Comer
    from_day: date | None
    certain: bool
    until_day: date | None
    when: Text
    place: Place
    where: Text
    channel: Channel | None
    also: tuple[Channel, ...]
    bring: tuple[str, ...]
    why: Text | None
    how: Text

    @property
    def told(self) -> Text:
        """When and how, in one sentence."""
        return Text(f"{self.when.zh}：{self.how.zh}", f"{self.when.en}: {self.how.en[:1].lower()}{self.how.en[1:]}")


@dataclass(frozen=True, slots=True)
class IfProxy:
    """What changes if somebody else comes: what that person brings beside the rest, and for which matters it is not
    possible or not known to be."""

    bring: tuple[Bring, ...]
    not_possible: tuple[str, ...]
    not_known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """By how much the papers of a plan may fall short of the best there is, where not every way could be compared.

    At most so many `minutes` of effort could be spared; with the same effort at most so many `papers`; with the same
    papers at most so many `copies`. `why` says it in words.
    """

    minutes: int
    papers: int
    copies: int
    why: Text


@dataclass(frozen=True, slots=True)
class Label:
    """The noun for a fact that the plan speaks of."""

    fact: str
    label: Text


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Answers that cannot all be true (`certain`), or hardly can, with a sentence that says which and why.

    `facts` are all of them, `again` the answers to look at again: what a document says is not among them, so there are
    none where documents contradict each other. `constraints` are the entries of the catalogue that say so.
    """

    facts: tuple[str, ...]
    again: tuple[str, ...]
    certain: bool
    constraints: tuple[str, ...]
    why: Text


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything one resident needs to know for one day's answer.

    `items` stand in the order to show them, those that can be done now in the order to do them (`order`). `trips` is
    the number of times somebody has to come to a centre; `trips_why` says why where it is more than one. `possible`
    are matters offered to everyone that a few more answers would decide, nearest first. `promise_holds` is False
    while an item has to be confirmed at the window, and while answers contradict each other. `held` and `lacking` are the
    papers of which the resident has said that they have them, or cannot bring them. `papers_gap` None: no list of papers
    would be less to bring. With `everything` the resident asked for all there is: `also` are the matters they can claim
    beside the items.

    `schedule` are the visits, in the order of time, of which `trips` are made to a centre. Not `schedule_exact`: fewer
    may do, though not fewer than `trips_at_least`. `calendar` names the notices on holidays that its days were counted
    by (empty: none was counted). `circles` are matters that wait for one another; what they say cannot be promised.

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
    contradictions: tuple[Contradiction, ...] = ()
    everything: bool = False
    also: tuple[Entitled, ...] = ()
    held: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    papers_gap: Gap | None = None
    schedule: tuple[PlannedVisit, ...] = ()
    schedule_exact: bool = True
    trips_at_least: int = 0
    calendar: str = ""
    circles: tuple[tuple[str, ...], ...] = ()
    engine: str = ""
    wanted: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()

    @property
    def contradicts_itself(self) -> bool:
        """Whether answers behind it cannot all be true, so that nothing can be promised."""
        return any(each.certain for each in self.contradictions)

    @property
    def papers_exact(self) -> bool:
        """Whether the papers are proven to be the least burden there is."""
        return self.papers_gap is None

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
class Entitled:
    """A matter that the resident can claim and has not asked for, found because they asked for everything."""

    matter: str
    name: Text
    seal: str
    why: Text


@dataclass(frozen=True, slots=True)
class Possible:
    """A matter nobody asked for that the resident may be entitled to, and the facts that would decide it."""

    matter: str
    name: Text
    seal: str
    needs: tuple[str, ...]
