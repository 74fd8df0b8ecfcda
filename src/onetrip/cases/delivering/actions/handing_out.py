"""At a window: everything that is ready goes to whoever stands there, in one press."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from onetrip.cases.actions.moving import MOST_NOTE, done_elsewhere
from onetrip.cases.delivering.actions.stepping import finish, refuse_in_a_parcel, row_of
from onetrip.cases.delivering.models import Delivery
from onetrip.cases.delivering.signatures import sealed
from onetrip.cases.models import Case
from onetrip.cases.proxies import queries as proxies
from onetrip.cases.proxies.actions import Shown, register
from onetrip.cases.proxies.models import Authority
from onetrip.cases.where import is_concerned
from onetrip.centres.elsewhere import run_elsewhere
from onetrip.centres.queries import settled
from onetrip.ledger import requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ledger.words import one_line
from onetrip.people.actions import know
from onetrip.people.crypto import is_hash_of
from onetrip.people.identity import mask_name, mask_number, read_number
from onetrip.people.models import NUMBER, Resident
from onetrip.people.queries import find

_AT_ONCE = 200
_LATELY = timedelta(days=7)
"""How far back the clock looks for visits that were finished otherwise than at the window's page."""


@dataclass(frozen=True)
class Taker:
    """Who takes it. `number` as the card says it: a proxy's has to be there, the resident's own is compared where it was
    read. `signature` is a tidied picture. A proxy takes it on an authority on file, or on one that is `shown` now, as what
    they are (`relation`) to the resident."""

    is_proxy: bool = False
    name: str = ""
    number: str = ""
    signature: bytes | None = None
    remark: str = ""
    relation: str = ""
    shown: Shown | None = None


def hand_out(
    *, centre: str, case_ids: Collection[uuid.UUID], taker: Taker, now: datetime, by: str, key: uuid.UUID
) -> list[Case]:
    """Hand over the results of these cases, all or none. The clerk has looked at the card of whoever takes them.

    Raises Refused where one of them does not lie here, is in a cabinet or on a list, where the number that was read is not
    the resident's, or where a proxy has no authority for it; Malformed for a proxy without a card, NotFound.
    """
    if not case_ids:
        raise Malformed("nothing-chosen", "请勾上要交的。", "Please tick what is handed over.", field="case")
    with transaction.atomic():
        cases = list(
            Case.objects.select_for_update(of=("self",))
            .select_related("resident")
            .filter(pk__in=set(case_ids))
            .order_by("number")
        )
        if len(cases) != len(set(case_ids)) or not all(is_concerned(case, centre) for case in cases):
            raise NotFound("case-unknown", "这个中心没有这个办件。", "This centre has no such case.")
        if requests.claim(key, action=f"hand-out {cases[0].pk}", actor=by, now=now, result={"cases": len(cases)}):
            return cases
        authorised = _authorised(cases, taker, centre=centre, now=now, by=by)
        for case in cases:
            _hand_over(case, taker, authorised.get(case.pk), centre=centre, now=now, by=by)
    return cases


def _authorised(
    cases: Sequence[Case], taker: Taker, *, centre: str, now: datetime, by: str
) -> dict[uuid.UUID, Authority]:
    """By case on what a proxy takes its result: what is on file, else what is shown now, which is entered. Raises Refused."""
    if not taker.is_proxy:
        return {}
    for case in cases:
        _looked_at(case.resident, taker, centre, now)  # their card first
    day, found = settled(centre).centre.day_of(now), {}
    identity = read_number(taker.number, day=day)
    agent = find(identity)
    for case in cases:
        held = proxies.may_act(case.resident_id, agent.pk if agent else None, case.matter, day)
        if held is not None:
            found[case.pk] = held
    lacking = [case for case in cases if case.pk not in found and case.resident is not None]
    if lacking and taker.shown is None:
        names = "、".join(case.matter_name["zh"] for case in lacking)
        raise Refused(
            "authority-missing",
            f"{mask_name(one_line(taker.name, 40))} 没有在效的委托：{names}。看过委托书或监护证明，登记了再交；没有，就请本人来取。",
            "Whoever is here has no authority that holds for these results. Enter the letter or the proof of guardianship that "
            "you have looked at, or the resident collects them.",
        )
    if lacking and taker.shown is not None and lacking[0].resident is not None:
        agent = agent or know(identity=identity, name=one_line(taker.name, 40), now=now)
        shown = replace(taker.shown, matters=tuple(dict.fromkeys(case.matter for case in lacking)))
        new = register(
            principal=lacking[0].resident,
            agent=agent,
            relation=taker.relation,
            shown=shown,
            centre=centre,
            now=now,
            by=by,
        )
        found |= {case.pk: new for case in lacking if case.resident_id == new.principal_id}
    return found


def _hand_over(case: Case, taker: Taker, authority: Authority | None, *, centre: str, now: datetime, by: str) -> None:
    if taker.is_proxy and authority is None and case.resident is not None:
        raise Refused(
            "authority-missing",
            f"{case.number} 是另一位的，这份委托不管它。",
            f"{case.number} is somebody else's; this authority is not for it.",
        )
    row = row_of(case)
    refuse_in_a_parcel(case)
    if case.state == Case.State.COMPLETED and case.result_at_id != centre:
        raise done_elsewhere(case, "deliver")
    row.taken_by = Delivery.Taker.PROXY if taker.is_proxy else Delivery.Taker.SELF
    row.taker_name, row.taker_number = _looked_at(case.resident, taker, centre, now)
    row.remark = one_line(taker.remark, MOST_NOTE)
    row.ready_at = row.ready_at or now
    if taker.signature is not None:
        row.signature = sealed(taker.signature, row.pk)
    more = {"authority": authority.kind} if authority is not None else None
    finish(row, "hand-over", centre=centre, now=now, by=by, more=more)


def _looked_at(resident: Resident | None, taker: Taker, centre: str, now: datetime) -> tuple[str, str]:
    """Name and number of whoever takes it, masked. Raises Malformed, Refused."""
    identity = None
    if taker.number:
        identity = read_number(taker.number, day=settled(centre).centre.day_of(now))
    is_resident = (
        identity is not None and resident is not None and is_hash_of(resident.number_hash, NUMBER, identity.number)
    )
    if taker.is_proxy:
        if identity is None or len(one_line(taker.name, 40)) < 2:
            raise Malformed(
                "proxy-unknown",
                "代取要看代办人的身份证：请写姓名和号码。",
                "Somebody else takes it: please read their ID card, name and number.",
                field="taker_number",
            )
        if is_resident:
            raise Malformed(
                "proxy-is-resident", "这是本人的号码。", "This is the resident's own number.", field="taker_number"
            )
        return mask_name(one_line(taker.name, 40)), mask_number(identity.number)
    if resident is None:
        if identity is None:
            raise Malformed(
                "taker-unknown",
                "受理时没有读过身份证，请读一下证件。",
                "No ID card was read at acceptance: please read it now.",
                field="taker_number",
            )
        return mask_name(one_line(taker.name, 40)), mask_number(identity.number)
    if identity is not None and not is_resident:
        raise Refused(
            "not-the-resident",
            "证件不是办件人本人的。代取请选“代办人”。",
            "This is not the card of the resident. For somebody else choose “a proxy”.",
        )
    return resident.masked_name, resident.masked_number


def close_on_the_spot(*, now: datetime, by: str, visit_id: uuid.UUID | None = None) -> int:
    """What was done on the spot went with whoever came to a window, once the visit is over and nothing else was chosen;
    how many.

    The window does it for its visit when it finishes it, the clock of the house for every other.
    """
    with transaction.atomic():
        found = Case.objects.filter(
            state=Case.State.COMPLETED,
            completed_at=F("accepted_at"),
            result_at=F("collect_at"),
            completed_at__gte=now - _LATELY,
            visit__finished_at__isnull=False,
            visit__ticket__isnull=False,
            delivery=None,
        ).exclude(collect_at__in=run_elsewhere())
        if visit_id is not None:
            found = found.filter(visit=visit_id)
        locked = found.order_by("completed_at").select_for_update(of=("self",), skip_locked=True)
        cases = list(locked.select_related("proxy")[:_AT_ONCE])
        for case in cases:
            row = Delivery(case=case, ready_at=case.completed_at)
            if case.proxy is not None:
                row.taken_by = Delivery.Taker.PROXY
                row.taker_name, row.taker_number = case.proxy.masked_name, case.proxy.masked_number
            finish(row, "hand-over", centre=str(case.result_at_id), now=now, by=by, more={"on_the_spot": True})
        return len(cases)
