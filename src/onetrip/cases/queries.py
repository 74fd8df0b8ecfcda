"""What can be asked about papers and cases: what a window checks, what a receipt says, what runs out."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from onetrip.advice.models import Slip
from onetrip.cases.basis import AtWindow, Basis
from onetrip.cases.models import Case, MissingNotice, Receipt
from onetrip.cases.papers import Needed, Spared
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import NotFound
from onetrip.lobby import queries as lobby
from onetrip.lobby.models import Ticket, Visit
from onetrip.planning import Standing


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
    """What a window goes through with whoever is there: matters of the slip first, then those added at the window."""

    ticket: Ticket
    visit: Visit
    slip: Slip | None
    basis: Basis
    matters: tuple[CheckedMatter, ...]

    @property
    def open(self) -> tuple[CheckedMatter, ...]:
        """Those that can still be accepted here."""
        return tuple(one for one in self.matters if one.here and one.case is None)


def checklist(
    ticket_id: uuid.UUID, *, now: datetime, added: Sequence[str] = (), by_proxy: bool | None = None
) -> Checklist:
    """The checklist of the visit of this ticket, with the matters `added` at the window.

    `by_proxy` None: as the slip was made. Raises NotFound for an unknown ticket or matter.
    """
    ticket = lobby.ticket(ticket_id)
    visit = ticket.visit
    basis = Basis(visit, settled(visit.centre_id).centre.day_of(now))
    plan = basis.plan
    proxy = by_proxy if by_proxy is not None else plan.by_proxy if plan else False
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
    return Checklist(ticket, visit, basis.slip, basis, tuple(matters))


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
        found = (
            Receipt.objects.select_related("centre", "visit__invitation__rating", "visit__ticket")
            .filter(token=token)
            .first()
        )
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
    """The case with this number, received in `centre`. Raises NotFound."""
    wanted = number.strip().upper()
    found = None
    if 0 < len(wanted) <= 24 and "\0" not in wanted:
        found = Case.objects.filter(number=wanted, receiving_centre_id=centre).first()
    if found is None:
        raise NotFound(
            "case-unknown",
            "这个中心没有这个办件号。请对着受理单再看一遍。",
            "This centre has no case with this number. Please compare it with the receipt.",
        )
    return found


def open_case(resident_id: uuid.UUID, matter: str) -> Case | None:
    """The latest case of this matter for this resident, at whichever centre, that is neither completed nor withdrawn."""
    going_on = [Case.State.ACCEPTED, Case.State.SUPPLEMENT, Case.State.DECIDED]
    found = Case.objects.filter(resident_id=resident_id, matter=matter, state__in=going_on)
    return found.order_by("-accepted_at").first()


def overdue(centre: str, day: date) -> QuerySet[Case]:
    """Cases whose last day lies before `day` and that are not completed, the oldest first; a stopped clock waits."""
    return running(centre).filter(due_on__lt=day).order_by("due_on", "number")


def due_soon(centre: str, day: date, until: date) -> QuerySet[Case]:
    """Cases that run out from `day` up to and with `until`, the first first."""
    return running(centre).filter(due_on__gte=day, due_on__lte=until).order_by("due_on", "number")


def running(centre: str) -> QuerySet[Case]:
    """Cases of a centre whose clock is going."""
    return Case.objects.filter(receiving_centre_id=centre, state__in=[Case.State.ACCEPTED, Case.State.DECIDED])


def _may_be_token(token: str) -> bool:
    return 0 < len(token) <= 40 and token.isascii() and "\0" not in token
