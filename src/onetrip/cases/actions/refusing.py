"""不予受理 at a window: whoever cannot be accepted gets it in writing, with the reason and how to object."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from onetrip.advice import actions as advice
from onetrip.cases import numbers
from onetrip.cases.actions.moving import sentence
from onetrip.cases.basis import AtWindow, Basis, refuse_ill_formed
from onetrip.cases.models import Case, Record
from onetrip.cases.records import wording
from onetrip.cases.records.appeals import appeal
from onetrip.cases.records.issuing import issue_of_visit
from onetrip.cases.wording import as_json
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Refused
from onetrip.lobby.actions import Served, note_matters
from onetrip.ratings import actions as ratings
from onetrip.ratings.models import BrokenPromise
from onetrip.rules import Text


def refuse_at_window(
    *, ticket_id: uuid.UUID, account_id: int, matter: str, reason: str, now: datetime, by: str, key: uuid.UUID
) -> Record:
    """Refuse `matter` to whoever is served at this account's window, in writing. Where the slip had promised it, that is a
    broken promise, recorded in the same transaction.

    Raises Refused (not served here, accepted in this visit), NotFound for an unknown matter, Malformed without a reason.
    """
    refuse_ill_formed([matter], field="refuse")
    note = sentence(reason, field="reason")
    record_id = uuid.uuid4()
    with transaction.atomic():
        action, result = f"refuse {ticket_id}", {"record": str(record_id)}
        if earlier := requests.claim(key, action=action, actor=by, now=now, result=result):
            return Record.objects.get(pk=earlier["record"])
        served = note_matters(ticket_id=ticket_id, account_id=account_id, wanted=[matter])
        place = settled(served.visit.centre_id)
        day = place.centre.day_of(now)
        basis = Basis(served.visit, day)
        at = basis.at_window(matter, by_proxy=False)
        _refuse_if_accepted(served, at)
        ratings.invite(visit=served.visit, served_by=account_id, window=served.window, now=now)
        (number,) = numbers.take(place.centre.code, day, refusal=1)["refusal"]
        record = issue_of_visit(
            record_id,
            number,
            served.visit,
            came=served.visit.proxy,
            matter=matter,
            name=at.name,
            department=at.catalogue.matters[matter].department or "",
            words=wording.refusal_without_case(day, reason=note, how=appeal()),
            place=place,
            now=now,
            by=by,
        )
        events.record(
            now=now,
            centre=place.centre.code,
            actor=by,
            thing="refusal",
            thing_id=record.pk,
            verb="refuse",
            data={"number": number, "ticket": served.number, "window": served.window, "matter": matter, "note": note},
            public={"changed": True},
        )
        if at.promised:
            _break(basis, served, at, note, now=now, by=by)
    return record


def _refuse_if_accepted(served: Served, at: AtWindow) -> None:
    cases = Case.objects.filter(visit=served.visit, matter=at.matter).exclude(state=Case.State.WITHDRAWN)
    if (case := cases.first()) is not None:
        raise Refused(
            "accepted-before",
            f"“{at.name.zh}”这次已经收下了（{case.number}）。要退，请在办件里撤回。",
            f"“{at.name.en}” was taken in this visit already ({case.number}). To undo it, withdraw the case.",
        )


def _break(basis: Basis, served: Served, at: AtWindow, reason: str, *, now: datetime, by: str) -> None:
    if basis.slip is None:
        return
    ratings.record_broken_promise(
        slip=basis.slip,
        visit=served.visit,
        matter=at.matter,
        paper="",
        slip_said=as_json(Text(f"单子写了可以办{at.name.zh}。", f"The slip says that {at.name.en} is possible.")),
        window_asked=as_json(Text(f"窗口没有受理：{reason}", f"The window did not accept it: {reason}")),
        cause=BrokenPromise.Cause.UNKNOWN.value,
        window=served.window,
        now=now,
        by=by,
    )
    advice.break_promise(slip_id=basis.slip.pk, now=now, by=by, centre=served.visit.centre_id)
