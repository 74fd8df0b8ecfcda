"""Records are issued in the transaction of the act they tell of: number, words and token, all at once and for ever."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

from onetrip.advice.presenting import hours_in_words
from onetrip.cases.models import Case, MissingNotice, Receipt, Record
from onetrip.cases.records.wording import Words
from onetrip.cases.wording import as_json
from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import Settled, settled
from onetrip.ledger import rows
from onetrip.ledger.refusals import Malformed
from onetrip.lobby.models import Visit
from onetrip.people.models import Resident
from onetrip.prints.privacy import FullNumberOnPaper, refuse_full_numbers
from onetrip.ratings.models import Invitation
from onetrip.rules import Text

TEMPLATE = 1
"""How records are set from now on; what was set otherwise before stays as it was (`papers.SET_AS`)."""


def issue(case: Case, kind: Record.Kind, words: Words, *, centre: str, now: datetime, by: str) -> dict[str, str]:
    """Give a record on `case`, which the caller has locked and brought to its new state; `centre` gives it.

    What it returns belongs into the event of the act. Raises Malformed where a full ID number stands in somebody's
    sentence, and RuntimeError outside a transaction: a word without its act, or the reverse, would be a lie.
    """
    _refuse_outside_transaction()
    _refuse_numbers(words)
    last = Record.objects.filter(case=case).aggregate(last=Max("serial"))["last"] or 0
    place = settled(centre)
    record = _of_case(case, last + 1, kind, words, place, _masked(case.resident), now=now, by=by)
    rows.insert(record)
    return {"record": record.number}


def issue_with_receipt(
    receipt: Receipt,
    of_cases: Sequence[tuple[Case, Record.Kind, Words]],
    *,
    place: Settled,
    window: int | None,
    now: datetime,
    by: str,
) -> None:
    """Give what goes with an acceptance: the receipt itself as a record, and the records of its cases, in one statement."""
    _refuse_outside_transaction()
    whom = _masked(receipt.visit.resident)
    records = [
        Record(
            number=receipt.number,
            kind=Record.Kind.RECEIPT,
            receipt=receipt,
            content={**_given_by(place), "for_whom": whom, "window": window, **_who_came(receipt.visit.proxy)},
            **_common(place, now=now, by=by),
        )
    ]
    serials: dict[str, int] = {}
    for case, kind, words in of_cases:
        serials[case.number] = serials.get(case.number, 0) + 1
        records.append(_of_case(case, serials[case.number], kind, words, place, whom, now=now, by=by))
    rows.insert(*records)


def issue_with_notice(
    notice: MissingNotice, accepted: Sequence[Case], *, place: Settled, window: int | None, now: datetime, by: str
) -> None:
    """Give the notice of what is missing as a record, with the cases `accepted` in the same visit until then."""
    _refuse_outside_transaction()
    content = {
        **_given_by(place),
        "for_whom": _masked(notice.visit.resident),
        **_who_came(notice.visit.proxy),
        "window": window,
        "slip": notice.slip.number if notice.slip else "",
        "hours": [as_json(each) for each in hours_in_words(place.hours, place.centre.day_of(now))],
        "accepted": [{"matter": case.matter, "name": case.matter_name, "number": case.number} for case in accepted],
    }
    rows.insert(
        Record(
            number=notice.number,
            kind=Record.Kind.NOTICE,
            notice=notice,
            content=content,
            **_common(place, now=now, by=by),
        )
    )


def issue_of_visit(
    record_id: uuid.UUID,
    number: str,
    visit: Visit,
    *,
    came: Resident | None,
    matter: str,
    name: Text,
    department: str,
    words: Words,
    place: Settled,
    now: datetime,
    by: str,
) -> Record:
    """Give the refusal of `matter` in this visit, of which there is no case; `came`: who came for the person concerned.

    Raises Malformed as `issue` does.
    """
    _refuse_outside_transaction()
    _refuse_numbers(words)
    record = Record(
        id=record_id,
        number=number,
        kind=Record.Kind.REFUSAL,
        visit=visit,
        content={
            **_given_by(place),
            "for_whom": _masked(visit.resident),
            "by_proxy": came is not None,
            **_who_came(came),
            "matter_id": matter,
            "matter": as_json(name),
            "department": _department(department),
            "words": _stored(words),
        },
        **_common(place, now=now, by=by),
    )
    rows.insert(record)
    return record


def record_of_receipt(receipt: Receipt) -> Record:
    """The record that a receipt is; one of the time before there were records becomes one when it is first asked for."""
    if (found := Record.objects.filter(receipt=receipt).first()) is not None:
        return found
    window = _window(receipt.visit)

    def give() -> None:
        place = settled(receipt.centre_id)
        issue_with_receipt(receipt, (), place=place, window=window, now=receipt.issued_at, by=receipt.issued_by)

    _unless_somebody_was_first(give)
    return Record.objects.get(receipt=receipt)


def record_of_notice(notice: MissingNotice) -> Record:
    """The record that a notice is, as for receipts."""
    if (found := Record.objects.filter(notice=notice).first()) is not None:
        return found
    accepted = list(notice.visit.cases.exclude(state=Case.State.WITHDRAWN).order_by("number"))
    window = _window(notice.visit)

    def give() -> None:
        place = settled(notice.centre_id)
        issue_with_notice(notice, accepted, place=place, window=window, now=notice.told_at, by=notice.told_by)

    _unless_somebody_was_first(give)
    return Record.objects.get(notice=notice)


def _window(visit: Visit) -> int | None:
    invitation: Invitation | None = getattr(visit, "invitation", None)
    return invitation.window if invitation else None


def _unless_somebody_was_first(give: Callable[[], None]) -> None:
    try:
        with transaction.atomic():
            give()
    except IntegrityError as error:
        if "cases_record_" not in str(error):
            raise


def _of_case(
    case: Case, serial: int, kind: Record.Kind, words: Words, place: Settled, whom: str, *, now: datetime, by: str
) -> Record:
    return Record(
        number=f"{case.number}-{serial}",
        kind=kind,
        case=case,
        serial=serial,
        state=case.state,
        content={
            **_given_by(place),
            "for_whom": whom,
            "by_proxy": case.by_proxy,
            **_who_came(case.proxy),
            "matter": case.matter_name,
            "department": _department(case.department),
            "words": _stored(words),
        },
        **_common(place, now=now, by=by),
    )


def _department(department: str) -> dict[str, str] | None:
    """What the department is called today; None where nobody said whose matter it is."""
    found = catalogues.current().departments.get(department)
    return as_json(found.name) if found else None


def _common(place: Settled, *, now: datetime, by: str) -> dict[str, Any]:
    return {
        "token": secrets.token_urlsafe(16),
        "centre_id": place.centre.code,
        "template": TEMPLATE,
        "issued_at": now,
        "issued_by": by,
    }


def _given_by(place: Settled) -> dict[str, Any]:
    """Who gives it, and whom to ask, as it is on this day."""
    centre = place.centre
    return {
        "centre": as_json(Text(centre.name_zh, centre.name_en)),
        "ask": centre.telephone,
        "demonstration": settings.DEMONSTRATION,
    }


def _stored(words: Words) -> dict[str, Any]:
    """The words as JSON, what is empty left out."""
    return {
        field.name: _as_stored(value)
        for field in fields(words)
        if (value := getattr(words, field.name)) not in ((), None)
    }


def _as_stored(value: Any) -> Any:
    return as_json(value) if isinstance(value, Text) else [_as_stored(each) for each in value]


def _refuse_numbers(words: Words) -> None:
    """What would not be printed is not issued either; nobody could ever read it."""
    try:
        refuse_full_numbers(words)
    except FullNumberOnPaper as error:
        raise Malformed(
            "number-in-words",
            "这句话里有完整的证件号码，会印到纸上。请去掉或只写后四位。",
            "A full ID number stands in this sentence, which is printed. Please leave it out or give its last four characters.",
            field="note",
        ) from error


def _masked(resident: Resident | None) -> str:
    return resident.masked_name if resident is not None else ""


def _who_came(proxy: Resident | None) -> dict[str, str]:
    """The masked name of whoever came for the person concerned; nothing where they came themselves."""
    return {"proxy": proxy.masked_name} if proxy is not None else {}


def _refuse_outside_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a record is given in the transaction of its act")
