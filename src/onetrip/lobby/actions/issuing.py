"""A number is handed over: on paper, by word, on the phone. Until then nobody stands in the queue by it.

The number keeps the place of the moment at which it was drawn: a slow printer costs nobody their turn.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from onetrip.devices import actions as devices
from onetrip.devices.models import PrintJob
from onetrip.devices.queries import Printer
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Refused
from onetrip.lobby.actions.steps import Change, take, unknown_ticket
from onetrip.lobby.lifecycle import TICKET
from onetrip.lobby.models import Ticket

_ISSUE = Change("issue", ticket="paper = %(paper)s")
_State, _Paper = Ticket.State, Ticket.Paper


@dataclass(frozen=True)
class OnPaper:
    """Where a number is put out, and how: `origin` is the house as phones reach it, for the code on the paper."""

    printer: Printer
    origin: str
    language: str


def paper_at_first(on_paper: OnPaper | None) -> Ticket.Paper:
    """How the paper of a number stands when it is drawn: a printer in trouble is not even asked."""
    if on_paper is None:
        return _Paper.NONE
    return _Paper.FAILED if on_paper.printer.trouble else _Paper.PRINTING


def put_out(ticket: Ticket, on_paper: OnPaper, *, now: datetime, by: str) -> PrintJob | None:
    """Have the number of a ticket printed, in the transaction that drew it; None while its printer is in trouble."""
    if on_paper.printer.trouble:
        _record(ticket, "no-paper", now=now, by=by, reason=on_paper.printer.trouble)
        return None
    return devices.ask(
        kind=PrintJob.Kind.TICKET,
        reference=str(ticket.pk),
        printer=on_paper.printer,
        origin=on_paper.origin,
        language=on_paper.language,
        now=now,
        by=by,
    )


def print_again(
    *, centre: str, ticket_id: uuid.UUID, on_paper: OnPaper, now: datetime, by: str, key: uuid.UUID
) -> Ticket:
    """Print the number of a ticket that is not over, at whichever printer; recorded, and 补打 on the paper where an
    earlier one may be about. Raises NotFound, Refused for a printer in trouble or a number that is over."""
    with transaction.atomic():
        if requests.claim(key, action=f"print-again {ticket_id}", actor=by, now=now, result={"ticket": str(ticket_id)}):
            return Ticket.objects.get(pk=ticket_id)
        ticket = Ticket.objects.select_for_update().filter(pk=ticket_id, centre_id=centre).first()
        if ticket is None:
            raise unknown_ticket()
        if ticket.state in (_State.DONE, _State.LEFT):
            raise TICKET.refuse("issue", ticket.state, ticket.number)
        if on_paper.printer.trouble:
            raise Refused(
                "printer-in-trouble",
                "这台打印机现在印不了。请换一台，或者用手机扫码。",
                "This printer cannot print now. Please use another one, or scan the code with a phone.",
            )
        if put_out(ticket, on_paper, now=now, by=by) is not None and ticket.state == _State.UNISSUED:
            ticket.paper = _Paper.PRINTING
            ticket.save(update_fields=["paper"])
        _record(ticket, "print-again", now=now, by=by, printer=on_paper.printer.station)
    return ticket


def in_hand(*, centre: str, ticket_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Ticket:
    """The resident has the number without paper: told by word (`by` staff), or on their phone. It enters the queue.

    Raises Refused for one that is in the queue already, or beyond.
    """
    return take(_ISSUE, ticket_id=ticket_id, centre=centre, now=now, by=by, key=key, paper=_Paper.NONE)


def settle(job: PrintJob, *, now: datetime, by: str) -> None:
    """What becomes of a number when its print has ended; told by `devices`, in the same transaction.

    Printed: into the queue. Perhaps printed: into the queue too, because somebody who holds the paper would otherwise
    wait for ever, and a call that nobody answers costs half a minute. Failed: it stays out, and says so; what became of
    a second paper changes nothing for a number that is in the queue.
    """
    ticket = Ticket.objects.select_for_update().filter(pk=job.reference).first()
    if ticket is None:
        return
    if job.state == PrintJob.State.FAILED:
        if ticket.state == _State.UNISSUED and not _another_under_way(job):
            Ticket.objects.filter(pk=ticket.pk).update(paper=_Paper.FAILED)
            _record(ticket, "no-paper", now=now, by=by, reason=job.reason)
        return
    paper = _Paper.PRINTED if job.state == PrintJob.State.PRINTED else _Paper.UNSURE
    if ticket.state == _State.UNISSUED:
        take(_ISSUE, ticket_id=ticket.pk, now=now, by=by, key=requests.further(job.pk, f"issue {paper}"), paper=paper)
    elif ticket.paper != _Paper.PRINTED:
        Ticket.objects.filter(pk=ticket.pk).update(paper=paper)


def _another_under_way(job: PrintJob) -> bool:
    """Whether the same number is being printed once more, so that this failure is not the last word."""
    others = PrintJob.objects.filter(kind=job.kind, reference=job.reference, state__in=("queued", "taken", "sent"))
    return others.exclude(pk=job.pk).exists()


def _record(ticket: Ticket, verb: str, *, now: datetime, by: str, **data: str) -> None:
    events.record(
        now=now,
        centre=ticket.centre_id,
        actor=by,
        thing="ticket",
        thing_id=ticket.pk,
        verb=verb,
        from_state=ticket.state,
        to_state=ticket.state,
        data={"number": ticket.number, **data},
    )
