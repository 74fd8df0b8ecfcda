"""The resident chooses how and where to get the result, at acceptance or later, until it is under way."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from onetrip.cases.actions.moving import locked
from onetrip.cases.delivering.actions.stepping import refuse_in_a_parcel, result_is_there, row_of, step
from onetrip.cases.delivering.addresses import Address
from onetrip.cases.delivering.carriers import registry
from onetrip.cases.delivering.models import Cabinet, Delivery, Way
from onetrip.cases.models import Case, Receipt
from onetrip.cases.proxies import queries as proxies
from onetrip.centres.queries import settled
from onetrip.ledger import brakes, requests
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.people.identity import is_same_name
from onetrip.walls.scope import everywhere

LAST_FOUR = brakes.Limit("choose-last-four", 5, timedelta(hours=24))
"""Of tries with the last characters for one receipt, until one is right; after them only a window changes it (example)."""

_OVER = (Case.State.REFUSED, Case.State.DELIVERED, Case.State.WITHDRAWN, Case.State.TERMINATED)


def choose(
    *,
    centre: str,
    case_id: uuid.UUID,
    way: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
    at: str = "",
    address: Address | None = None,
) -> Delivery:
    """How the result is handed over: at the window or from the cabinet of the centre `at`, by post to `address`, or
    electronically. Chosen anew until it is under way or handed over.

    Raises Refused for a case that is over, a result on its way, a centre without a cabinet, a house without a carrier, a
    cabinet for a resident whose ID number nobody has read, and what would give it to whoever came without an authority;
    Malformed, NotFound.
    """
    if way not in Way.values:
        raise Malformed("way-unknown", "没有这种取法。", "There is no such way.", field="way")
    if (way == Way.POST) != (address is not None):
        raise Malformed("post-address", "请写寄到哪里。", "Please say where to post it.", field="post_address")
    with transaction.atomic():
        case = locked(case_id, centre)
        row = row_of(case)
        if requests.claim(key, action=f"choose {case_id}", actor=by, now=now, result={"case": str(case_id)}):
            return row
        if case.state in _OVER:
            raise _over(case)
        refuse_in_a_parcel(case)
        _refuse_impossible(case, way, at)
        _refuse_to_others(case, way, address, settled(centre).centre.day_of(now))
        row.way, row.ready_at = way, None
        row.address = address.stored() if address else None
        case.collect_at_id = _from_where(case, way, at)
        with everywhere("a result that was to be collected here may be chosen to be collected elsewhere"):
            case.save(update_fields=["collect_at"])
            step(row, "choose", centre=centre, now=now, by=by)
            result_is_there(case, centre=centre, now=now, by=by)
            return Delivery.objects.get(pk=row.pk)


def choose_for(
    *,
    centre: str,
    case_ids: Collection[uuid.UUID],
    way: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
    at: str = "",
    address: Address | None = None,
) -> None:
    """The same for several cases of one receipt, all or none. Raises Malformed for no case, and as `choose`."""
    if not case_ids:
        raise Malformed("nothing-chosen", "请勾上是哪几件。", "Please tick which cases.", field="case")
    with transaction.atomic():
        for case_id in sorted(set(case_ids)):
            own = requests.further(key, str(case_id))
            choose(centre=centre, case_id=case_id, way=way, at=at, address=address, now=now, by=by, key=own)


def choose_by_resident(
    *,
    receipt: Receipt,
    case_ids: Collection[uuid.UUID],
    last_four: str,
    way: str,
    at: str,
    now: datetime,
    key: uuid.UUID,
) -> None:
    """The resident chooses where to collect, with the receipt and the last four characters of their ID number: a window or a
    cabinet, at any centre; all of the cases or none. By post, or where no card was read, a window does it.

    Raises Refused (429 after five wrong tries for this receipt), Malformed, and as `choose`.
    """
    if way not in (Way.WINDOW, Way.CABINET):
        raise Malformed(
            "way-at-a-window", "这样取，请到任何一个窗口改。", "Any window changes it to that.", field="way"
        )
    cases = list(receipt.cases.filter(pk__in=case_ids).select_related("resident"))
    if not cases or len(cases) != len(set(case_ids)):
        raise Malformed("nothing-chosen", "请勾上是哪几件。", "Please tick which cases.", field="case")
    numbers = [str(case.resident.number) for case in cases if case.resident is not None]
    if len(numbers) < len(cases):
        raise Refused(
            "no-card-was-read",
            "受理时没有读过身份证，网上认不出是您。请到任何一个窗口改。",
            "No ID card was read at acceptance, so you cannot be recognised here. Any window changes it.",
        )
    said = unicodedata.normalize("NFKC", last_four).strip().upper()
    brakes.count(LAST_FOUR, str(receipt.pk), now)  # before it is compared, or many at once would guess more often
    if any(number[-4:] != said for number in numbers):
        raise Malformed(
            "last-four-wrong",
            "和受理时的身份证对不上，请再看一遍后四位。",
            "This does not fit the ID card of the acceptance. Please look at its last four characters again.",
            field="last_four",
        )
    brakes.release(LAST_FOUR, str(receipt.pk))
    choose_for(centre=receipt.centre_id, case_ids=case_ids, way=way, at=at, now=now, by="resident", key=key)


def _from_where(case: Case, way: str, at: str) -> str | None:
    """The centre that hands it over; post goes from where the result lies, or will be made."""
    if way in (Way.WINDOW, Way.CABINET):
        return settled(at).centre.code
    return case.result_at_id or case.collect_at_id


def _refuse_impossible(case: Case, way: str, at: str) -> None:
    if way == Way.POST and not registry.sends():
        raise Refused(
            "no-carrier", "这里没有接快递，寄不了。", "No carrier is connected here, so nothing can be posted."
        )
    if way == Way.CABINET:
        if not Cabinet.objects.filter(centre=at).exists():
            raise Refused("no-cabinet", "那个中心没有取件柜。", "That centre has no cabinet.")
        if case.resident_id is None:
            raise Refused(
                "resident-unknown",
                "没有读过身份证，取件柜的码没法给对的人。请改到窗口取。",
                "No ID card was read, so the code could not be given to the right person. Please choose a window.",
            )


def _refuse_to_others(case: Case, way: str, address: Address | None, day: date) -> None:
    """Where somebody came for the resident, and may not collect it for them, it goes to nobody but the resident: neither into a
    cabinet that the receipt opens, nor to another name."""
    if case.proxy_id is None or proxies.may_act(case.resident_id, case.proxy_id, case.matter, day) is not None:
        return
    if way == Way.CABINET:
        raise Refused(
            "cabinet-needs-authority",
            "代办人没有在效的委托，不能放取件柜：码谁拿回执谁要得到。请改到窗口取，或寄给本人。",
            "Whoever came has no authority that holds, so it cannot go into a cabinet, which the receipt opens. Please choose a "
            "window, or have it posted to the resident.",
        )
    own = case.resident.name if case.resident is not None else None
    if address is not None and (own is None or not is_same_name(own, address.name)):
        raise Refused(
            "post-to-the-resident",
            "代办人没有在效的委托，只能寄给本人：收件人请写办件人的姓名。",
            "Whoever came has no authority that holds, so it is posted to the resident alone: please give their name.",
        )


def _over(case: Case) -> Refused:
    return Refused(
        "case-is-over", f"{case.number} 已经结束，没有要取的了。", f"{case.number} is over; nothing is to be collected."
    )
