"""By post: a pick-up is written down first and ordered afterwards, outside of any transaction, as often as it takes."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from onetrip.cases.actions.moving import locked
from onetrip.cases.delivering.actions.stepping import refuse_in_a_parcel, row_of, step, tell
from onetrip.cases.delivering.carriers import registry
from onetrip.cases.delivering.carriers.base import Carrier, Order, Ordered, Party
from onetrip.cases.delivering.models import Delivery, Parcel, Way
from onetrip.cases.models import Case
from onetrip.ledger import requests
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.people.crypto import Undecipherable

CLAIM = timedelta(minutes=2)
"""How long one process may take over asking a carrier before another does."""
NEWS_EVERY = timedelta(minutes=30)
_WAITS = (1, 5, 15, 60)
"""Minutes until a carrier that did not answer is asked again; the last one for ever."""
_AT_ONCE = 50


def post(*, centre: str, case_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Parcel:
    """Have a result that is ready picked up here. The carrier is asked by `place_orders`, however long that takes.

    Raises Refused where the resident did not choose the post, the result does not lie here, or there is no carrier.
    """
    with transaction.atomic():
        case = locked(case_id, centre)
        parcel = Parcel(centre_id=centre, ordered_at=now, ordered_by=by, heard_at=now, ask_at=now)
        if earlier := requests.claim(key, action=f"post {case_id}", actor=by, now=now, result={"of": str(parcel.pk)}):
            return Parcel.objects.get(pk=earlier["of"])
        carrier, row = registry.carrier(), row_of(case)
        if carrier is None:
            raise Refused("no-carrier", "这里没有接快递，寄不了。", "No carrier is connected here.")
        if row.way != Way.POST or case.result_at_id != centre:
            raise Refused("not-for-the-post", f"{case.number} 不从这里寄。", f"{case.number} is not posted from here.")
        refuse_in_a_parcel(case)
        case.result_at_id = None
        case.save(update_fields=["result_at"])
        step(row, "post", centre=centre, now=now, by=by, carrier=carrier.name)
        parcel.delivery, parcel.carrier = row, carrier.name
        parcel.save(force_insert=True)
    return parcel


def place_orders(*, now: datetime, by: str, parcel_id: uuid.UUID | None = None) -> int:
    """Ask the carrier for every pick-up that is due, or for one; how many it has taken."""
    carrier = registry.carrier()
    if carrier is None:
        return 0
    due = Q(state=Parcel.State.ORDERED, carrier=carrier.name, ask_at__lte=now)
    return sum(_order(pk, carrier, now=now, by=by) for pk in claim_due(due, parcel_id, now + CLAIM))


def claim_due(due: Q, parcel_id: uuid.UUID | None, until: datetime) -> list[uuid.UUID]:
    """Parcels to ask about, nobody else's until then."""
    with transaction.atomic():
        found = Parcel.objects.filter(due, is_under_way=True)
        if parcel_id is not None:
            found = found.filter(pk=parcel_id)
        claimed = list(
            found.order_by("ask_at").select_for_update(skip_locked=True).values_list("pk", flat=True)[:_AT_ONCE]
        )
        Parcel.objects.filter(pk__in=claimed).update(ask_at=until)
    return claimed


def _order(parcel_id: uuid.UUID, carrier: Carrier, *, now: datetime, by: str) -> bool:
    parcel = Parcel.objects.select_related("centre").get(pk=parcel_id)
    to: Any
    try:
        to = Delivery.objects.values_list("address", flat=True).get(pk=parcel.delivery_id)
    except Undecipherable:
        to = None  # written with another key: no try will help
    if to is None:
        answer = Ordered(answer="address unreadable", is_final=True)
    else:
        centre = parcel.centre
        sender = Party(centre.name_zh, centre.telephone, centre.address_zh or centre.name_zh)
        answer = carrier.order(Order(str(parcel.pk), sender, Party(to["name"], to["telephone"], to["address"])))
    return _note(parcel_id, answer, now=now, by=by)


def _note(parcel_id: uuid.UUID, answer: Ordered, *, now: datetime, by: str) -> bool:
    """What the carrier answered; True when it takes the parcel."""
    with transaction.atomic():
        case, parcel = locked_parcel(parcel_id)
        if parcel.state != Parcel.State.ORDERED:
            return False  # somebody else was faster, or took it back
        row = row_of(case)
        parcel.tries += 1
        parcel.answer = answer.answer[:120]
        if answer.waybill:
            parcel.state, parcel.waybill = Parcel.State.TAKEN, answer.waybill
            parcel.heard_at, parcel.ask_at = now, now + NEWS_EVERY
            parcel.save()
            tell(row, "carrier-takes", row.state, centre=parcel.centre_id, now=now, by=by, waybill=parcel.waybill)
        elif answer.is_final:
            parcel.state, parcel.is_under_way, parcel.ask_at = Parcel.State.REFUSED, False, None
            parcel.save()
            _lie_here_again(case, parcel)
            step(row, "not-taken", centre=parcel.centre_id, now=now, by=by, answer=parcel.answer)
        else:
            minutes = _WAITS[min(parcel.tries, len(_WAITS)) - 1]
            parcel.ask_at = now + timedelta(minutes=minutes)
            parcel.save()
    return bool(answer.waybill)


def come_back(*, centre: str, case_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> Delivery:
    """A parcel is here again: returned, found, or never picked up. It waits at the window, and the address is forgotten."""
    with transaction.atomic():
        case = locked(case_id, centre)
        row = row_of(case)
        if requests.claim(key, action=f"come-back {case_id}", actor=by, now=now, result={"of": str(case_id)}):
            return row
        parcel = Parcel.objects.select_for_update().filter(delivery=row.pk, is_under_way=True, centre=centre).first()
        if parcel is None:
            raise NotFound("no-parcel", f"{case.number} 没有寄出去。", f"{case.number} is not in the post.")
        parcel.state, parcel.is_under_way, parcel.ask_at = Parcel.State.BACK, False, None
        parcel.save()
        _lie_here_again(case, parcel)
        row.way, row.address, row.ready_at = Way.WINDOW, None, now
        step(row, "be-back", centre=centre, now=now, by=by, waybill=parcel.waybill)
    return row


def locked_parcel(parcel_id: uuid.UUID) -> tuple[Case, Parcel]:
    """A parcel and its case, locked: the case first, as everywhere."""
    case = Case.objects.select_for_update(of=("self",)).get(delivery__parcels=parcel_id)
    return case, Parcel.objects.select_for_update().get(pk=parcel_id)


def _lie_here_again(case: Case, parcel: Parcel) -> None:
    case.result_at_id = case.collect_at_id = parcel.centre_id
    case.save(update_fields=["result_at", "collect_at"])
