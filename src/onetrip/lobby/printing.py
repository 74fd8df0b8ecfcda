"""The number on paper: what stands on it, and how its printing stands, in words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from onetrip.bridge.states import Reason
from onetrip.centres.models import Centre
from onetrip.devices import queries as devices
from onetrip.devices.models import PrintJob
from onetrip.devices.papers import Paper
from onetrip.devices.queries import Printer
from onetrip.devices.words import place_in_words, reason_in_words, since_in_words
from onetrip.ledger.refusals import NotFound
from onetrip.lobby import queries
from onetrip.lobby.actions.issuing import settle
from onetrip.lobby.models import Ticket
from onetrip.lobby.weights import priorities_of
from onetrip.prints.raster import escpos
from onetrip.prints.sheets import Language, TicketSheet
from onetrip.prints.ticket import ticket_print
from onetrip.prints.typesetter import DOTS_PER_INCH
from onetrip.rules import Text


def ticket_sheet(ticket: Ticket, *, address: str, now: datetime, copy: bool = False) -> TicketSheet:
    """What stands on the paper of a ticket; `address` is what its code opens."""
    centre, priority = ticket.centre, priorities_of(ticket.centre_id).by_code.get(ticket.reason)
    ahead = queries.ahead_of(ticket)
    wait = None if ahead is None else queries.waits(centre, now).behind(ahead)
    return TicketSheet(
        number=ticket.number,
        address=address,
        centre=Text(centre.name_zh, centre.name_en),
        at=centre.local(ticket.drawn_at),
        ahead=ahead,
        stands=_stands(ticket) if ahead is None else None,
        estimate=(wait.soonest, wait.latest) if wait else None,
        slip_number=ticket.visit.slip.number if ticket.visit.slip else "",
        priority=priority.name if priority else None,
        copy=copy,
        demonstration=settings.DEMONSTRATION,
    )


def _stands(ticket: Ticket) -> tuple[Text, Text]:
    """How a number that does not wait stands, and what to do, for the paper: nobody may sit and wait by it in vain."""
    if ticket.window is not None and ticket.state in (Ticket.State.CALLED, Ticket.State.SERVING):
        number = ticket.window.number
        return (
            Text(f"请到 {number} 号窗口", f"Go to window {number}"),
            Text("已经叫到您了。", "You have been called."),
        )
    return _STANDS[Ticket.State(ticket.state)]


_STANDS = {
    Ticket.State.MISSED: (
        Text("过号了，号还在", "Missed, and still yours"),
        Text("在取号机上扫一下，就回队列。", "Scan it at the machine and you are back in the queue."),
    ),
    Ticket.State.HELD: (
        Text("先放一放", "Kept aside for you"),
        Text(
            "回来了，在取号机上扫一下，不用重新排。", "When you are back, scan it at the machine: you keep your place."
        ),
    ),
    Ticket.State.DONE: (
        Text("已经办完", "Done"),
        Text("再办别的，请重新取号。", "For anything else please draw a new number."),
    ),
    Ticket.State.LEFT: (
        Text("已经取消", "Cancelled"),
        Text("要办的话，请重新取号。", "To be served, please draw a new number."),
    ),
}


def _roll(job: PrintJob, now: datetime) -> bytes:
    ticket = queries.ticket(uuid.UUID(job.reference))
    if ticket.state in (Ticket.State.DONE, Ticket.State.LEFT):
        raise NotFound("ticket-over", "这个号已经结束了。", "This number is over.")
    sheet = ticket_sheet(ticket, address=f"{job.origin}/t/{ticket.pk}", now=now, copy=job.is_copy)
    language: Language = "en" if job.language == "en" else "zh"
    return ticket_print(sheet, language).png(dots_per_inch=DOTS_PER_INCH)


def warm_up(now: datetime) -> None:
    """Draw a number for nobody: fonts and the printer's library are then in memory before somebody waits for theirs."""
    sheet = TicketSheet(number="A000", address="http://onetrip.example/t/0", centre=Text("", ""), at=now, ahead=0)
    escpos(ticket_print(sheet, "zh").png(dots_per_inch=DOTS_PER_INCH))


PAPER = Paper(roll=_roll, fate=settle)
"""The number as one of the papers of the house."""


@dataclass(frozen=True)
class PaperNow:
    """How the paper of a number stands, for whoever waits for it in front of a machine or helps there.

    `state` is that of `Ticket.Paper`; `why` says in words why nothing came out; `others` are printers of the hall that
    would print it; `is_asked`: a print is under way for a number that is in the queue already (a copy). `since`, in words,
    when the machine's own printer is in trouble.
    """

    state: str
    why: Text | None = None
    others: tuple[Printer, ...] = ()
    own: Printer | None = None
    is_asked: bool = False
    job: PrintJob | None = None
    since: Text | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether the page should look again soon."""
        return self.state == Ticket.Paper.PRINTING or self.is_asked


def paper_now(ticket: Ticket, own: Printer | None, now: datetime) -> PaperNow:
    """How the paper of `ticket` stands; `own` is the printer of the machine that asks."""
    job = devices.latest_job(PrintJob.Kind.TICKET, ticket.pk)
    under_way = job is not None and job.state in ("queued", "taken", "sent")
    state = ticket.paper
    if job is not None and job.state == PrintJob.State.FAILED and state != Ticket.Paper.PRINTING:
        state = Ticket.Paper.FAILED  # a copy that did not come out is told too
    if state not in (Ticket.Paper.FAILED, Ticket.Paper.UNSURE) or under_way:
        return PaperNow(state, own=own, is_asked=under_way, job=job)
    reason = own.trouble if own is not None and own.trouble else (Reason(job.reason) if job and job.reason else None)
    return PaperNow(
        state,
        why=reason_in_words(reason) if reason else None,
        others=tuple(devices.other_printers(ticket.centre_id, own.id if own else None, now)),
        own=own,
        job=job,
        since=_since(ticket.centre, own, now) if own is not None and own.trouble else None,
    )


def _since(centre: Centre, printer: Printer, now: datetime) -> Text:
    return since_in_words(centre.local(printer.since), centre.local(now))


@dataclass(frozen=True)
class Unissued:
    """A number that nobody has in hand yet: printing, or why not."""

    ticket: Ticket
    why: Text | None
    place: Text | None


def unissued(centre: Centre, now: datetime) -> list[Unissued]:
    """The numbers of today that stand in no queue because their paper is not there, first drawn first; two statements."""
    tickets = list(
        Ticket.objects.filter(centre=centre, day=centre.day_of(now), state=Ticket.State.UNISSUED).order_by("drawn_at")
    )
    jobs = devices.latest_jobs(PrintJob.Kind.TICKET, [str(ticket.pk) for ticket in tickets]) if tickets else {}
    found = []
    for ticket in tickets:
        job = jobs.get(str(ticket.pk))
        reason = Reason(job.reason) if job is not None and job.reason else None
        station = job.printer.station if job is not None else None
        found.append(
            Unissued(
                ticket,
                reason_in_words(reason) if reason else None,
                place_in_words(station.kind, station.number) if station else None,
            )
        )
    return found
