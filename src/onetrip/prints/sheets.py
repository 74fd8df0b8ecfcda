"""What is printed, as plain data: one frozen sheet for each kind of print.

Whoever fills a sheet has masked names and numbers already; a sheet with a full ID number in it cannot be made. Days and
times are those of the centre's own clock. A tuple that is empty and a text that is None leave their part of the print
out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from onetrip.planning.terms import Limit
from onetrip.prints.privacy import refuse_full_numbers
from onetrip.rules import Text

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterLine:
    """A matter to be handled on this trip. `place` says where, if not at a window: "在自助机上"."""

    name: Text
    sentence: Text | None = None
    place: Text | None = None
    unverified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A paper to bring.

    `originals` None: the source does not say how many. `why`: which matters need it, or what a paper that may be needed
    depends on; `gloss`: what it looks like; `where`: where to get it; `checks`: what the window looks at; `instead`: any one
    of these would do as well.
    `by_proxy`: the one who comes instead brings it.
    """

    name: Text
    originals: int | None = 1
    copies: int = 0
    why: Text | None = None
    gloss: Text | None = None
    where: Text | None = None
    checks: tuple[Text, ...] = ()
    instead: tuple[Text, ...] = ()
    by_proxy: bool = False
    unverified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotNeededLine:
    """A paper that people expect to bring and need not, with the reason."""

    name: Text
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something with a sentence about it, and the day from which it can be done, where there is one."""

    name: Text
    sentence: Text | None = None
    day: date | None = None
    unverified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyLine:
    """Who may come instead, in a sentence ("家人可以代办"), and what that person brings beside the rest."""

    sentence: Text
    papers: tuple[PaperLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLine:
    """One of several visits: which ("第 1 趟"), from when, where and what, which papers, and why it is one of its own."""

    title: Text
    when: Text
    how: Text
    papers: Text | None = None
    why: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipSheet:
    """办事小贴士: the plan as a promise.

    `address` is what the QR code opens. `valid_until` is the last day on which it counts as it stands. `for_whom` is the masked name, empty for somebody unnamed. `automatic` comes by
    itself, `later` has its day, `undecided` is confirmed at the window, `elsewhere` is handled by somebody else,
    `refused` was asked for and is not possible now. `perhaps` are papers that depend on an answer not given;
    `visits` are given where there is more than one, with a note on them; `things` is how many matters they are sure to do
    (None: those listed);
    of the matters in `papers_not_known` nobody has found out which papers they take, of those in `papers_not_complete`
    whether they take more than is listed. `papers_gap`: not every way to choose among the papers could be compared.
    """

    number: str
    address: str
    centre: Text
    day: date
    matters: tuple[MatterLine, ...]
    papers: tuple[PaperLine, ...]
    rule_version: str
    valid_until: date
    for_whom: str = ""
    by_proxy: bool = False
    ask: str = "12345"
    trips: int = 1
    trips_why: Text | None = None
    things: int | None = None
    visits: tuple[VisitLine, ...] = ()
    visits_note: Text | None = None
    perhaps: tuple[PaperLine, ...] = ()
    not_needed: tuple[NotNeededLine, ...] = ()
    where: Text | None = None
    hours: tuple[Text, ...] = ()
    quiet: Text | None = None
    cannot_come: tuple[ProxyLine, ...] = ()
    automatic: tuple[Line, ...] = ()
    later: tuple[Line, ...] = ()
    undecided: tuple[Line, ...] = ()
    elsewhere: tuple[Line, ...] = ()
    refused: tuple[Line, ...] = ()
    open_points: tuple[Text, ...] = ()
    papers_not_known: tuple[Text, ...] = ()
    papers_not_complete: tuple[Text, ...] = ()
    papers_gap: Text | None = None
    demonstration: bool = False

    def __post_init__(self) -> None:
        """Raise FullNumberOnPaper if a full ID number stands in any field."""
        refuse_full_numbers(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTaken:
    """What the window did with a paper: originals looked at, originals kept, copies kept."""

    name: Text
    originals_seen: int = 0
    originals_kept: int = 0
    copies_kept: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperToFollow:
    """A minor paper that follows later (容缺受理), by that day if one is set."""

    name: Text
    by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One accepted matter. `done`: completed at the window. `due` None and not done: nobody knows the limit.

    `by_licence`: papers whose electronic licence was found; `looked_for`: those whose licence the house goes on looking for.

    `due_certain` False: the calendar of those days has not been announced, so the day is an estimate.
    """

    name: Text
    case_number: str
    papers: tuple[PaperTaken, ...] = ()
    to_follow: tuple[PaperToFollow, ...] = ()
    by_licence: tuple[Text, ...] = ()
    looked_for: tuple[Text, ...] = ()
    done: bool = False
    due: date | None = None
    due_certain: bool = True
    limit: Limit | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSheet:
    """受理回执: one receipt for everything accepted in a visit. `address` opens the page on which the visit is rated,
    `check_at` the one on which anybody may check the paper; empty: it has none."""

    number: str
    address: str
    centre: Text
    at: datetime
    cases: tuple[CaseLine, ...]
    check_at: str = ""
    window: int | None = None
    for_whom: str = ""
    by_proxy: bool = False
    proxy: str = ""
    ask: str = "12345"
    demonstration: bool = False

    def __post_init__(self) -> None:
        """Raise FullNumberOnPaper if a full ID number stands in any field."""
        refuse_full_numbers(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingLine:
    """A paper that is missing, and for which matter.

    `promised_otherwise`: a slip said that it is not needed. `accepted_anyway`: the matter was accepted all the same.
    """

    paper: Text
    matter: Text
    originals: int | None = None
    copies: int = 0
    why: Text | None = None
    where: Text | None = None
    promised_otherwise: bool = False
    accepted_anyway: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedLine:
    """A matter that was accepted in the same visit."""

    name: Text
    case_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSheet:
    """一次性告知单: everything that is missing, told at once. `no_new_number`: who comes back goes straight to a window;
    `check_at` as on a receipt."""

    number: str
    address: str
    centre: Text
    at: datetime
    missing: tuple[MissingLine, ...]
    check_at: str = ""
    accepted: tuple[AcceptedLine, ...] = ()
    slip_number: str = ""
    window: int | None = None
    for_whom: str = ""
    by_proxy: bool = False
    proxy: str = ""
    ask: str = "12345"
    where: Text | None = None
    hours: tuple[Text, ...] = ()
    no_new_number: bool = False
    demonstration: bool = False

    def __post_init__(self) -> None:
        """Raise FullNumberOnPaper if a full ID number stands in any field."""
        refuse_full_numbers(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSheet:
    """号: the number in the hall. `estimate` is the wait in minutes, least and most; None: it cannot be said.

    `ahead` is None for a number that does not wait: `stands` then says how it stands, and what to do.
    `copy`: 补打, an earlier paper with this number may be about.
    """

    number: str
    address: str
    centre: Text
    at: datetime
    ahead: int | None
    stands: tuple[Text, Text] | None = None
    estimate: tuple[int, int] | None = None
    slip_number: str = ""
    priority: Text | None = None
    copy: bool = False
    demonstration: bool = False

    def __post_init__(self) -> None:
        """Raise FullNumberOnPaper if a full ID number stands in any field, ValueError without exactly one of `ahead` and
        `stands`: a paper must not tell somebody that they are next who is not."""
        refuse_full_numbers(self)
        if (self.ahead is None) is (self.stands is None):
            raise ValueError("a number either waits or stands otherwise")


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrandSheet:
    """自助回执: what was submitted at a kiosk, or what was printed there. `address` opens the page where it stands now.

    `lines` are terms with what is said of them; `state` is the sentence that counts, `then` what follows.
    """

    heading: Text
    number: str
    address: str
    centre: Text
    at: datetime
    name: Text
    state: Text
    lines: tuple[tuple[Text, Text], ...] = ()
    then: tuple[Text, ...] = ()
    for_whom: str = ""
    ask: str = "12345"
    demonstration: bool = False

    def __post_init__(self) -> None:
        """Raise FullNumberOnPaper if a full ID number stands in any field."""
        refuse_full_numbers(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSheet:
    """文书: one word given in writing on a case. `address` opens the page on which anybody may check the paper.

    `name` is the matter; `says` what counts, in sentences; `lines` are terms with what is said of them; `listed` is what
    was taken or is wanted, under its heading; `then` what follows; `appeal` the ways to object, each by its name; `signs` what is written by
    hand, each a term before a line.
    """

    heading: Text
    number: str
    address: str
    centre: Text
    at: datetime
    name: Text
    says: tuple[Text, ...]
    lines: tuple[tuple[Text, Text], ...] = ()
    listed_as: Text | None = None
    listed: tuple[Text, ...] = ()
    then: tuple[Text, ...] = ()
    appeal: tuple[tuple[Text, Text], ...] = ()
    signs: tuple[Text, ...] = ()
    small: tuple[Text, ...] = ()
    for_whom: str = ""
    by_proxy: bool = False
    proxy: str = ""
    ask: str = "12345"
    demonstration: bool = False

    def __post_init__(self) -> None:
        """Raise FullNumberOnPaper if a full ID number stands in any field."""
        refuse_full_numbers(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthoritySheet:
    """授权委托书: a letter by which one person authorises another, to be signed by hand.

    Both persons are written in by hand; `principal` and `agent` are the masked names that the house knows, beside the lines.
    `matters` are those it is for, `not_possible` those that nobody can do for somebody else. `until` None: the last day is
    written in by hand. `reference` is the number of the slip or of the ticket that it was made for, and `address` what the
    code opens: that slip (`opens_slip`), or what is to be known of the first matter.
    """

    reference: str
    address: str
    centre: Text
    at: datetime
    matters: tuple[Text, ...]
    opens_slip: bool = False
    not_possible: tuple[Text, ...] = ()
    principal: str = ""
    agent: str = ""
    until: date | None = None
    ask: str = "12345"
    demonstration: bool = False

    def __post_init__(self) -> None:
        """Raise FullNumberOnPaper if a full ID number stands in any field."""
        refuse_full_numbers(self)
