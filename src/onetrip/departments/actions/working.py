"""The work of a system on a case: taking it, and every step a department may do."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from onetrip.cases import actions as cases
from onetrip.cases import queries
from onetrip.cases.actions.moving import locked
from onetrip.cases.models import Case
from onetrip.cases.where import worked_at
from onetrip.departments.models import System, Taking
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ledger.words import one_line
from onetrip.people.actions import view_plain
from onetrip.people.models import Resident
from onetrip.people.purposes import MOST_WORDS, For, Purpose

MOST_REFERENCE = 60

STEPS: dict[str, Callable[..., Case]] = {
    "ask-supplement": cases.ask_supplement,
    "supplement": cases.supplement,
    "begin-procedure": cases.begin_procedure,
    "end-procedure": cases.end_procedure,
    "decide": cases.decide,
    "complete": cases.complete,
}
"""The steps of a case that are a department's."""


def step(verb: str, *, system: System, number: str, now: datetime, key: uuid.UUID, **given: Any) -> Case:
    """Bring a case one step further, one of STEPS, with what its action in `cases` wants.

    Raises NotFound where the case is none of this department's, Refused where another system works on it, and what the
    action raises.
    """
    with transaction.atomic():
        case = mine(system, number)
        return STEPS[verb](centre=worked_at(case), case_id=case.pk, now=now, by=system.actor, key=key, **given)


def take(*, system: System, number: str, reference: str, now: datetime, key: uuid.UUID) -> Taking:
    """From now on this system works on the case, and no other one does. Taken by it already: a new reference is kept.

    Raises NotFound, Refused where another system has it or its work is over.
    """
    said = one_line(reference, MOST_REFERENCE)
    with transaction.atomic():
        case = mine(system, number)
        if requests.claim(key, action=f"take {case.pk}", actor=system.actor, now=now, result={"case": number}):
            return Taking.objects.filter(case=case, system=system).latest("taken_at")
        if case.state not in (Case.State.ACCEPTED, Case.State.SUPPLEMENT, Case.State.PROCEDURE, Case.State.DECIDED):
            raise Refused(
                "case-over",
                f"{case.number} 已经走完，不用再领。",
                f"{case.number} has run its course; nothing is to be taken.",
            )
        taking, made = Taking.objects.get_or_create(
            case=case, given_back_at=None, defaults={"system": system, "reference": said, "taken_at": now}
        )
        if not made and taking.reference != said:
            taking.reference = said
            taking.save(update_fields=["reference"])
        _record(case, "take", said, system=system, now=now)
    return taking


def give_back(*, system: System, number: str, now: datetime, key: uuid.UUID) -> Case:
    """This system does not work on the case any more. Raises NotFound, Refused where it does not now."""
    with transaction.atomic():
        case = mine(system, number)
        if requests.claim(key, action=f"give-back {case.pk}", actor=system.actor, now=now, result={"case": number}):
            return case
        taking = Taking.objects.filter(case=case, system=system, given_back_at=None).first()
        if taking is None:
            raise Refused("not-taken", f"{case.number} 不在你们手上。", f"{case.number} is not with you.")
        taking.given_back_at = max(now, taking.taken_at)  # a clock that was set back ends nothing before it began
        taking.save(update_fields=["given_back_at"])
        _record(case, "give-back", taking.reference, system=system, now=now)
    return case


def view_identity(*, system: System, number: str, purpose: str, now: datetime) -> Resident:
    """The unmasked identity behind a case, on record with its purpose (个人信息保护法: as little as the work needs).

    Raises NotFound, Malformed without a purpose, Refused (403) for a system that may not.
    """
    case = queries.case_of_departments(number, system.account.departments())
    if not system.may_see_identity:
        raise Refused(
            "identity-not-allowed",
            "这个系统没有看完整身份的权限。确实需要的话，请管账号的人开通。",
            "This system may not see the unmasked identity. Whoever manages accounts can allow it where the work needs it.",
            status=403,
        )
    if case.resident_id is None:
        raise NotFound("resident-unknown", "这件没有登记身份。", "No identity is on record with this case.")
    said = one_line(purpose, MOST_WORDS)
    if len(said) < 2:
        raise Malformed(
            "purpose-missing",
            "请写清楚为什么要看完整号码，这条会留下记录。",
            "Please write why you need the full number; this is kept on record.",
            field="purpose",
        )
    return view_plain(
        resident_id=case.resident_id,
        purpose=For(Purpose.DECIDE, f"{said} ({case.number})"),
        by=system.actor,
        centre=worked_at(case),
        now=now,
    )


def mine(system: System, number: str) -> Case:
    """The case, locked, if it is this department's and no other system works on it. Raises NotFound, Refused."""
    found = queries.case_of_departments(number, system.account.departments())
    case = locked(found.pk, worked_at(found))
    taking = (
        Taking.objects.filter(case=case, given_back_at=None).exclude(system=system).select_related("system").first()
    )
    if taking is not None:
        raise Refused(
            "taken-by-another",
            f"{case.number} 正由你们部门的另一个系统（{taking.system_id}）办。",
            f"{case.number} is being worked on by another system of your department ({taking.system_id}).",
        )
    return case


def _record(case: Case, verb: str, reference: str, *, system: System, now: datetime) -> None:
    events.record(
        now=now,
        centre=worked_at(case),
        actor=system.actor,
        thing="case",
        thing_id=case.pk,
        verb=verb,
        from_state=case.state,
        to_state=case.state,
        data={"number": case.number, "note": reference, "system": system.pk},
        public={"changed": True},
    )
