"""A print leaves the machine. Whether paper came out is said by whoever sees it: the printer, or the person."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from onetrip.centres.queries import settled
from onetrip.kiosk.errands.actions.changing import RELATED, changing, move, over, record
from onetrip.kiosk.models import Errand
from onetrip.ledger import requests
from onetrip.ledger.refusals import Refused
from onetrip.people import queries as people
from onetrip.people.identity import read_number
from onetrip.walls.scope import everywhere

MOST_PRINTS = 5
"""How often one errand may be printed; then a person looks what is wrong."""


def print_out(
    *, seat: uuid.UUID, now: datetime, by: str, key: uuid.UUID, ask: Callable[[Errand], None] | None = None
) -> Errand:
    """Give the print to the printer. `ask` asks the machine's own printer for the paper, in the same transaction: what
    counts as printed was asked for, and what could not be asked for does not count.

    Raises Refused before it is ready, and once it was printed often enough.
    """
    with changing(seat, now, states=(Errand.State.READY, Errand.State.PRINTED)) as errand:
        if requests.claim(key, action=f"print errand {errand.pk}", actor=by, now=now, result={}) is not None:
            return errand
        if errand.prints >= MOST_PRINTS:
            raise Refused(
                "printed-often",
                f"这份已经打了 {MOST_PRINTS} 次。还没拿到纸的话，请找工作人员看看机器。",
                f"This was printed {MOST_PRINTS} times. If no paper came out, please ask the staff to look at the machine.",
            )
        before = move(errand, "print")
        errand.prints += 1
        errand.ended_at = now
        errand.save(update_fields=["state", "prints", "ended_at", "touched_at"])
        record(errand, "print", now=now, by=by, before=before, data={"number": errand.number, "time": errand.prints})
        if ask is not None:
            ask(errand)
    return errand


def print_failed(*, seat: uuid.UUID, now: datetime, by: str) -> Errand:
    """No paper came out: it is ready to be printed as before, here or at another machine. Nothing happens where that is
    known already: the printer said so, or the same press was sent twice."""
    with changing(seat, now, states=(Errand.State.PRINTED, Errand.State.READY)) as errand:
        if errand.state == Errand.State.READY:
            return errand
        before = move(errand, "print-failed")
        errand.ended_at = None
        errand.save(update_fields=["state", "ended_at", "touched_at"])
        record(errand, "print-failed", now=now, by=by, before=before, data={"number": errand.number}, public=True)
    return errand


def no_paper(*, errand_id: uuid.UUID, now: datetime, by: str) -> None:
    """The printer says that no paper came out, in the transaction in which it does; nothing for a run that is elsewhere."""
    errand = Errand.objects.select_for_update(of=("self",)).filter(pk=errand_id, state=Errand.State.PRINTED).first()
    if errand is None:
        return
    before = move(errand, "print-failed")
    errand.ended_at = None
    errand.save(update_fields=["state", "ended_at"])
    record(errand, "print-failed", now=now, by=by, before=before, data={"number": errand.number}, public=True)


def come_for_print(
    *, errand_id: uuid.UUID, seat: uuid.UUID, id_number: str, now: datetime, by: str, kiosk_id: int | None
) -> Errand:
    """Its person is back with the card: the print is open in this sitting. Raises Refused for anybody else.

    Whoever merely found the receipt gets nothing but its state.
    """
    with everywhere("a print is fetched at any machine"), transaction.atomic():
        errand = Errand.objects.select_for_update(of=("self",)).select_related(*RELATED).filter(pk=errand_id).first()
        if errand is None or errand.state not in (Errand.State.READY, Errand.State.PRINTED):
            raise over()
        day = settled(errand.centre_id).centre.day_of(now)
        person = people.find(read_number(id_number, day=day))
        if person is None or person.pk not in (errand.resident_id, errand.proxy_id):
            raise Refused(
                "not-your-print",
                "这张回执不是这位的，打不了。请放上办的时候用的身份证。",
                "This receipt belongs to somebody else, so nothing is printed. Please lay down the card that was used for it.",
            )
        errand.seat, errand.touched_at = seat, now
        errand.kiosk_id = kiosk_id
        errand.save(update_fields=["seat", "touched_at", "kiosk"])
        record(errand, "come-for-print", now=now, by=by, data={"number": errand.number})
    return errand
