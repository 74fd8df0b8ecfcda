"""What can be asked about papers and cases: what a window checks, what a receipt says, what runs out."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from onetrip.advice.models import Slip
from onetrip.cases.basis import AtWindow, Basis
from onetrip.cases.looked_up import by_paper
from onetrip.cases.models import Alarm, Case, Gap, HandOver, HandOverLine, MissingNotice, Receipt, Record
from onetrip.cases.papers import Needed, Spared
from onetrip.cases.proxies.held import Held
from onetrip.cases.where import is_concerned, worked_at
from onetrip.centres.queries import settled
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import NotFound
from onetrip.licences import queries as lookups
from onetrip.licences.models import Lookup
from onetrip.lobby import queries as lobby
from onetrip.lobby.models import Ticket, Visit
from onetrip.planning import Standing
from onetrip.walls.scope import everywhere

OPEN = (
    Case.State.RECEIVED,
    Case.State.LACKING,
    Case.State.ACCEPTED,
    Case.State.SUPPLEMENT,
    Case.State.PROCEDURE,
    Case.State.DECIDED,
)
"""A case is open until it is completed or withdrawn."""


@dataclass(frozen=True)
class Line:
    """A paper on the checklist. `same_as`: the matter further up for which this very paper is looked at already."""

    needed: Needed
    same_as: str | None


@dataclass(frozen=True)
class CheckedMatter:
    """A matter on the checklist with its papers, in the order to look at them; `case` when it is accepted already."""

    at: AtWindow
    lines: tuple[Line, ...]
    perhaps: tuple[Line, ...]
    spared: tuple[Spared, ...]
    on_slip: bool
    here: bool
    case: Case | None

    @property
    def matter(self) -> str:
        """The id of the matter."""
        return self.at.matter


@dataclass(frozen=True)
class Checklist:
    """What a window goes through with whoever is there: matters of the slip first, then those added at the window.

    `said`: by paper what the store of licences said in this visit; nothing where somebody else came for the resident.
    `held`: what is on file of who came and for whom.
    """

    ticket: Ticket
    visit: Visit
    slip: Slip | None
    basis: Basis
    matters: tuple[CheckedMatter, ...]
    said: Mapping[str, Lookup] = field(default_factory=dict)
    held: Held | None = None

    @property
    def open(self) -> tuple[CheckedMatter, ...]:
        """Those that can still be accepted here."""
        return tuple(one for one in self.matters if one.here and one.case is None)


def checklist(
    ticket_id: uuid.UUID, *, now: datetime, added: Sequence[str] = (), by_proxy: bool | None = None
) -> Checklist:
    """The checklist of the visit of this ticket, with the matters `added` at the window.

    `by_proxy` None: as the slip was made; where it is known who came, that counts. Raises NotFound for an unknown ticket
    or matter.
    """
    ticket = lobby.ticket(ticket_id)
    visit = ticket.visit
    basis = Basis(visit, settled(visit.centre_id).centre.day_of(now))
    plan = basis.plan
    as_said = by_proxy if by_proxy is not None else plan.by_proxy if plan else False
    proxy = visit.proxy_id is not None or as_said
    accepted = {case.matter: case for case in visit.cases.exclude(state=Case.State.WITHDRAWN)}
    on_slip = [item.matter for item in plan.items if item.standing in _AT_WINDOW] if plan else []
    matters, seen = [], dict[str, str]()
    for matter in dict.fromkeys([*on_slip, *accepted, *added]):
        at = basis.at_window(matter, by_proxy=proxy)
        here = at.item.channel == "window" or (at.item.channel != "kiosk" and "window" in at.item.channels)
        matters.append(
            CheckedMatter(
                at=at,
                lines=_lines(at.papers.needed, matter, seen),
                perhaps=_lines(at.papers.perhaps, matter, seen),
                spared=at.papers.spared,
                on_slip=matter in on_slip,
                here=here or matter in added,
                case=accepted.get(matter),
            )
        )
    said = {} if proxy else lookups.of_occasion(visit.pk, visit.resident_id)
    papers = {paper: row for one in matters for paper, row in by_paper(said, one.at.catalogue.papers).items()}
    return Checklist(ticket, visit, basis.slip, basis, tuple(matters), papers, Held(visit, basis.day))


_AT_WINDOW = (Standing.NOW, Standing.UNDECIDED)


def _lines(papers: Sequence[Needed], matter: str, seen: dict[str, str]) -> tuple[Line, ...]:
    lines = []
    for needed in papers:
        earlier = seen.setdefault(needed.paper, matter)
        lines.append(Line(needed, None if earlier == matter else earlier))
    return tuple(lines)


def receipt_by_token(token: str) -> Receipt:
    """The receipt with this token, with its visit and centre. Raises NotFound."""
    found = None
    if _may_be_token(token):
        receipts = Receipt.objects.select_related("centre", "visit__invitation__rating", "visit__ticket")
        with everywhere("a receipt is found by its code"):
            found = receipts.filter(token=token).first()
    if found is None:
        raise NotFound(
            "receipt-unknown",
            "没有这张受理单。请看看地址是不是完整，或者扫单子上的码。",
            "There is no such receipt. Please see whether the address is complete, or scan the code on it.",
        )
    return found


def notice_by_token(token: str) -> MissingNotice:
    """The notice with this token, with its visit, slip and centre. Raises NotFound."""
    found = None
    if _may_be_token(token):
        related = ("centre", "slip", "visit__invitation__rating", "visit__ticket")
        with everywhere("a notice is found by its code"):
            found = MissingNotice.objects.select_related(*related).filter(token=token).first()
    if found is None:
        raise NotFound(
            "notice-unknown",
            "没有这张告知单。请看看地址是不是完整，或者扫单子上的码。",
            "There is no such notice. Please see whether the address is complete, or scan the code on it.",
        )
    return found


def cases_of(receipt: Receipt) -> QuerySet[Case]:
    """The cases of a receipt as they stand now, by number."""
    return receipt.cases.order_by("number")


def case_by_number(number: str, *, centre: str) -> Case:
    """The case with this number, with which `centre` has to do. Raises NotFound."""
    wanted = number.strip().upper()
    found = None
    if 0 < len(wanted) <= 24 and "\0" not in wanted:
        found = Case.objects.filter(number=wanted).first()
    if found is None or not is_concerned(found, centre):
        raise NotFound(
            "case-unknown",
            "这个中心没有这个办件号。请对着受理单再看一遍。",
            "This centre has no case with this number. Please compare it with the receipt.",
        )
    return found


def records_of(receipt: Receipt) -> dict[str, list[Record]]:
    """What was given in writing on the cases of a receipt, by case number, the newest first; without its words."""
    found = Record.objects.filter(case__receipt=receipt).select_related("case").defer("content")
    given: dict[str, list[Record]] = {}
    for record in found.order_by("-serial"):
        if record.case is not None:
            given.setdefault(record.case.number, []).append(record)
    return given


def records_of_case(case: Case) -> QuerySet[Record]:
    """What was given in writing on a case, the newest first; without its words."""
    return case.records.defer("content").order_by("-serial")


def record_of_case(case: Case, number: str) -> Record:
    """The record of a case with this number. Raises NotFound."""
    found = None if "\0" in number else case.records.filter(number=number[:40].upper()).first()
    if found is None:
        raise NotFound("record-unknown", "这件没有这份文书。", "This case has no such record.")
    return found


def note_of(case: Case, verb: str) -> str:
    """The sentence that was given with the latest `verb` done to the case; "" where none was."""
    event = Event.objects.filter(thing="case", thing_id=str(case.pk), verb=verb).order_by("-pk").first()
    return str(event.data.get("note", "")) if event else ""


def open_case(resident_id: uuid.UUID, matter: str) -> Case | None:
    """The latest case of this matter for this resident, at whichever centre, that is neither completed nor withdrawn."""
    found = Case.objects.filter(resident_id=resident_id, matter=matter, state__in=OPEN)
    with everywhere("what is going on at any centre is not begun a second time"):
        return found.order_by("-received_at").first()


def overdue(centre: str, day: date) -> QuerySet[Case]:
    """Cases whose last day lies before `day` and that are not completed, the oldest first; a stopped clock waits."""
    return running(centre).filter(due_on__lt=day).order_by("due_on", "number")


def due_soon(centre: str, day: date, until: date) -> QuerySet[Case]:
    """Cases that run out from `day` up to and with `until`, the first first."""
    return running(centre).filter(due_on__gte=day, due_on__lte=until).order_by("due_on", "number")


def stopped(centre: str) -> QuerySet[Case]:
    """Cases that a centre works on and whose clock stands still, the one that has stood longest first."""
    still = (Case.State.SUPPLEMENT, Case.State.PROCEDURE)
    return Case.objects.filter(accepting_centre_id=centre, state__in=still).order_by("clock_stopped_at", "number")


def open_gaps(centre: str) -> QuerySet[Gap]:
    """Papers promised for later to open cases of a centre, what was promised for the earliest day first."""
    found = Gap.objects.filter(
        Q(case__accepting_centre_id=centre) | Q(case__receiving_centre_id=centre), case__state__in=OPEN, brought_at=None
    )
    return found.select_related("case", "lookup").order_by(
        F("promised_by").asc(nulls_last=True), "case__number", "paper"
    )


def wanted_after_all(account_id: int) -> QuerySet[Gap]:
    """Papers that a clerk accepted on a later look-up, and that turned out not to be found: the resident is to be asked."""
    found = Gap.objects.filter(case__clerk_id=account_id, asked_for_at__isnull=False, brought_at=None)
    return found.filter(case__state__in=OPEN).select_related("case", "lookup").order_by("asked_for_at", "pk")


def running(centre: str) -> QuerySet[Case]:
    """Cases that a centre works on and whose clock is going."""
    return Case.objects.filter(accepting_centre_id=centre, state__in=[Case.State.ACCEPTED, Case.State.DECIDED])


def to_accept(centre: str) -> QuerySet[Case]:
    """Cases whose papers lie at `centre`, which is to accept them (or nobody has said which centre is), oldest first."""
    waiting = Case.objects.filter(state__in=[Case.State.RECEIVED, Case.State.LACKING], papers_at_id=centre)
    return waiting.filter(Q(accepting_centre_id=centre) | Q(accepting_centre=None)).order_by("received_at", "number")


def to_send_on(centre: str) -> QuerySet[Case]:
    """Cases of which something lies at `centre` and belongs elsewhere, and which are on no list: papers of a case that
    another centre accepts or nobody has addressed yet, results that are collected elsewhere. The oldest first."""
    on_a_list = HandOverLine.objects.filter(case=OuterRef("pk"), is_under_way=True)
    papers = Q(state__in=[Case.State.RECEIVED, Case.State.LACKING], papers_at_id=centre) & (
        Q(accepting_centre=None) | ~Q(accepting_centre_id=centre)
    )
    results = Q(state=Case.State.COMPLETED, result_at_id=centre) & ~Q(collect_at_id=centre)
    return Case.objects.filter(papers | results).exclude(Exists(on_a_list)).order_by("received_at", "number")


def lists_of(centre: str) -> QuerySet[HandOver]:
    """Hand-over lists that are not done with: being filled here, on their way from or to here, or with something missing."""
    missing = HandOverLine.objects.filter(hand_over=OuterRef("pk"), is_under_way=True)
    found = HandOver.objects.filter(Q(sender_id=centre) | Q(taker_id=centre)).select_related("sender", "taker")
    open_or_short = ~Q(state=HandOver.State.ARRIVED) | Exists(missing)
    return found.filter(open_or_short).order_by("opened_at", "number")


def hand_over_by_number(number: str, *, centre: str) -> HandOver:
    """The list with this number, from or to `centre`. Raises NotFound."""
    wanted, found = number.strip().upper(), None
    if 0 < len(wanted) <= 24 and "\0" not in wanted:
        lists = HandOver.objects.select_related("sender", "taker")
        found = lists.filter(Q(sender_id=centre) | Q(taker_id=centre), number=wanted).first()
    if found is None:
        raise NotFound("hand-over-unknown", "这个中心没有这张交接单。", "This centre has no such list.")
    return found


def of_departments(held: Collection[tuple[str, str]]) -> QuerySet[Case]:
    """Cases to be reviewed or decided by whoever holds these (department, centre or "*"), what runs out first at the top;
    those without a last day come after the others."""
    theirs = Q(pk__in=())
    for department, centre in held:
        theirs |= Q(department=department) if centre == "*" else Q(department=department, accepting_centre_id=centre)
    going_on = [Case.State.ACCEPTED, Case.State.SUPPLEMENT, Case.State.PROCEDURE, Case.State.DECIDED]
    return Case.objects.filter(theirs, state__in=going_on).order_by(F("due_on").asc(nulls_last=True), "number")


def case_of_departments(number: str, held: Collection[tuple[str, str]]) -> Case:
    """The case with this number, in whatever state, of the departments `held`. Raises NotFound."""
    wanted, found = number.strip().upper(), None
    if 0 < len(wanted) <= 24 and "\0" not in wanted:
        found = Case.objects.filter(number=wanted).first()
    if found is None or not {(found.department, "*"), (found.department, worked_at(found))} & set(held):
        raise NotFound("case-unknown", "你们部门没有这个办件。", "Your department has no such case.")
    return found


def warned(centre: str) -> QuerySet[Case]:
    """Cases of a centre that were warned of and whose clock is going, what ran out first at the top."""
    found = running(centre).exclude(alarm=Alarm.NONE).filter(due_on__isnull=False)
    return found.select_related("clerk").order_by("due_on", "number")


def _may_be_token(token: str) -> bool:
    return 0 < len(token) <= 40 and token.isascii() and "\0" not in token
