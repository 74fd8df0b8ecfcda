"""What a plan needs to know of a matter and of a paper: the terms, without the texts around them.

Everything here is plain frozen data. A condition is an `Expr` that has been parsed and checked already.
What the source of a matter does not say is None and never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from onetrip.rules import Expr, Text

Kind = Literal["apply", "register", "print", "query", "not_here"]
Offer = Literal["always", "asked"]
Channel = Literal["window", "kiosk", "online", "app", "bank", "phone"]
Area = Literal["direct", "split", "none"]
DecidedBy = Literal["household", "residence"]
"""Whose district decides: that of the household registration, or that where somebody lives."""
Who = Literal["anyone", "family", "listed", "nobody"]
Comer = Literal["resident", "proxy"]
"""Who comes to a visit."""
Unit = Literal["working_days", "calendar_days"]
ProvidedAs = Literal["handed_out", "printed", "self_service"]


@dataclass(frozen=True, slots=True)
class Effort:
    """What it takes to obtain a paper that is not at hand: minutes spent on it, money in yuan, errands beside the visit.

    None: not known. `estimated`: no good source says so, and whoever is told hears that it is an estimate.
    """

    minutes: int | None = None
    money: int | float | None = None
    trips: int | None = None
    estimated: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as all matters see it. Nobody may ask for it where `exempt` holds.

    `provided`: it is had when one applies, and need not be brought. `provided_as` says how, where a source does: handed
    out at the window, filled in and printed there, or made by a machine that one serves oneself at; None: not known.
    `obtain` is what it takes to get it (None: nobody knows); `usual`: whoever needs it has it at home as a rule.
    """

    id: str
    name: Text
    gloss: Text | None = None
    where: Text | None = None
    exempt: Expr | None = None
    exempt_why: Text | None = None
    provided: bool = False
    provided_as: ProvidedAs | None = None
    obtain: Effort | None = None
    usual: bool = False


@dataclass(frozen=True, slots=True)
class PaperAsk:
    """One paper that a matter asks for.

    `originals` None: the source does not say how many. `main` False: a minor paper, which may follow later where
    minor-gap acceptance is allowed; None: not known. `exempt` is for this matter only, beside the paper's own.
    """

    paper: str
    originals: int | None = None
    copies: int = 0
    main: bool | None = None
    when: Expr | None = None
    exempt: Expr | None = None
    check: tuple[Text, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class OneOf:
    """Papers of which any one will do."""

    options: tuple[PaperAsk, ...]


Ask = PaperAsk | OneOf


@dataclass(frozen=True, slots=True)
class Situation:
    """A case of a matter with papers of its own, asked for when `when` holds (None: always).

    `papers_complete` False: nobody has verified that no other paper is asked for in this case.
    """

    id: str
    name: Text
    when: Expr | None
    papers: tuple[Ask, ...]
    papers_complete: bool = True


@dataclass(frozen=True, slots=True)
class ProxyRule:
    """Who may come for the resident, under which condition, with which papers beside the resident's."""

    who: Who
    when: Expr | None = None
    papers: tuple[Ask, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """A length of time as the source counts it."""

    days: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a matter takes: `decide` is promised, `legal` the most the law allows; None: not known."""

    decide: Limit | None = None
    legal: Limit | None = None
    on_the_spot: bool = False


@dataclass(frozen=True, slots=True)
class Season:
    """The days of every year on which a matter can be handled, both ends included; may run over New Year."""

    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fee:
    """Money a resident pays (`pays`) or receives, from a day on, until a day (included), where `when` holds.

    `amount` in `unit`; None: not known.
    """

    pays: bool
    item: Text
    amount: int | float | None = None
    unit: Text | None = None
    since: date | None = None
    note: Text | None = None
    until: date | None = None
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class MinorGap:
    """Whether a matter is accepted while a minor paper is missing, and for how many days it may follow."""

    allowed: bool
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Forerunner:
    """A matter that has to be done before another one, because that one needs its result.

    `when` None: whoever may still do it has not done it. Else it is due only where `when` holds, as a certificate that
    was lost. `paper` is what its result is called among the papers of the other: who holds that paper is done with it.
    """

    matter: str
    when: Expr | None = None
    paper: str | None = None


@dataclass(frozen=True, slots=True)
class MatterTerms:
    """One matter: who is entitled, when, where, with which papers.

    `area` None: not known where it is accepted. `automatic`: comes by itself, without an application.
    `unverified`: something of it has not been checked by anybody, and every place that shows it says so.
    `changes`: the facts that its result changes, as a disability certificate does the level of disability.
    `entitled_known` False: nobody has found out who may have it; it is open to all here, and promised to nobody.
    `papers_known` False: nobody has found out which papers it takes; no paper at all may then be promised or spared.
    `papers_complete` False: those it lists are sure, but nobody has verified that no other is asked for.
    """

    id: str
    name: Text
    category: str
    seal: str
    kind: Kind
    offer: Offer
    entitled: Expr
    channels: tuple[Channel, ...] = ("window",)
    area: Area | None = None
    decided_by: DecidedBy | None = None
    go_to: Text | None = None
    papers: tuple[Ask, ...] = ()
    situations: tuple[Situation, ...] = ()
    proxy: ProxyRule | None = None
    minor_gap: MinorGap | None = None
    limits: Limits = Limits()
    fees: tuple[Fee, ...] = ()
    season: Season | None = None
    minutes: int | None = None
    result: Text | None = None
    automatic: bool = False
    leads_to: tuple[str, ...] = ()
    needs_first: tuple[Forerunner, ...] = ()
    changes: tuple[str, ...] = ()
    slip: Text | None = None
    unverified: bool = False
    papers_known: bool = True
    papers_complete: bool = True
    entitled_known: bool = True

    @property
    def forerunners(self) -> tuple[str, ...]:
        """The matters that have to be done first, by id."""
        return tuple(each.matter for each in self.needs_first)
