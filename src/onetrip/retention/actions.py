"""What can be done about what is kept: let go what is over, hold a case, and erase what somebody asks for."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from onetrip.cases.queries import case_by_number
from onetrip.centres.elsewhere import run_elsewhere
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ledger.words import one_line
from onetrip.nodes.queries import here
from onetrip.people.actions import withdraw_consent
from onetrip.people.holdings import Going, Holding, holdings
from onetrip.people.keeping import Rule, rule
from onetrip.people.models import Consent, Resident
from onetrip.retention import identity
from onetrip.retention.models import Erasure, Hold
from onetrip.rules import Text
from onetrip.walls.scope import everywhere

log = logging.getLogger("onetrip.retention")

AT_ONCE = 500
"""Rows of one transaction."""

ANSWER_WITHIN = 30
"""Days in which an erasure is answered (GB/T 35273-2020, 8.7: thirty; an assumption of this house that it holds for centres)."""

ALONE = frozenset({"residents", "views", "consents", "authorities"})
"""Kinds of which both ends of a line to the city have whole rows: where there is a line, one end alone lets none of them go."""

BEGINS_AT = 2
"""Hour of the night from which on the day's letting go is done."""

MOST_REASON = 400

AT_EVERY_CENTRE = "what is known of somebody is told and goes whole, whichever centre keeps it"
"""Why the rows of every centre are seen (`walls.scope`)."""


@dataclass(frozen=True)
class Went:
    """How much of one kind went, or would go."""

    rule: Rule
    number: int


def run(*, now: datetime, by: str, dry: bool = False) -> tuple[Went, ...]:
    """Let go whatever has had its time, kind by kind; with `dry` it is only counted. What goes wrong with one kind is logged,
    keeps no other one, and is tried again the next day."""
    done = []
    with everywhere(AT_EVERY_CENTRE):
        for one in goes_by_the_clock():
            said = rule(one.kind)
            before = said.cutoff(now)
            if before is None:
                continue
            going = going_before(before, now=now, by=by)
            try:
                number = count(one, going) if dry else _let_go(one, said, going)
            except Exception:
                log.exception("retention of %s", one.kind)
                continue
            done.append(Went(said, number))
    if not dry:
        with transaction.atomic():
            went = {one.rule.kind: one.number for one in done if one.number}
            events.record(
                now=now, centre="", actor=by, thing="retention", thing_id=_day(now), verb="run", data={"went": went}
            )
    return tuple(done)


def tend(*, now: datetime, by: str) -> None:
    """Let go what is over, once a day and at night; of a day on which the house stood still, at the next look."""
    late = timezone.localtime(now).hour >= BEGINS_AT
    if late and not Event.objects.filter(thing="retention", thing_id=_day(now), verb="run").exists():
        run(now=now, by=by)


def goes_by_the_clock() -> tuple[Holding, ...]:
    """The holdings that the clock of this house lets go."""
    left = ALONE if here() is not None else frozenset()
    return tuple(one for one in holdings() if one.let_go is not None and one.kind not in left)


def going_before(before: datetime, *, now: datetime, by: str, resident: uuid.UUID | None = None) -> Going:
    """What goes that was over before a moment, with all that is held left out."""
    held = Hold.objects.filter(lifted_at=None)
    persons = held.values_list("case__resident_id", "case__proxy_id")
    return Going(
        before=before,
        now=now,
        by=by,
        resident=resident,
        held_cases=frozenset(held.values_list("case_id", flat=True)),
        held_people=frozenset(person for two in persons for person in two if person is not None),
        elsewhere=run_elsewhere(),
    )


def count(one: Holding, going: Going) -> int:
    """How many rows would go."""
    return one.due(going).count() if one.due is not None else 0


def _let_go(one: Holding, said: Rule, going: Going) -> int:
    if one.due is None or one.let_go is None:
        return 0
    gone = 0
    while True:
        with transaction.atomic():
            ids = list(one.due(going).values_list("pk", flat=True)[:AT_ONCE])
            if not ids:
                return gone
            went = one.let_go(ids, going)
            if not went:
                raise RuntimeError(f"{one.kind}: {len(ids)} rows are over and stay")
            gone += len(ids)
            events.record(
                now=going.now,
                centre="",
                actor=going.by,
                thing="retention",
                thing_id=one.kind,
                verb="let-go",
                data={"number": len(ids), "days": said.days, "before": going.before.isoformat()},
            )


def hold(*, number: str, reason: str, centre: str, now: datetime, by: str, key: uuid.UUID) -> Hold:
    """Nothing of this case goes until it is lifted. Raises NotFound, Malformed without a reason, Refused for one held already."""
    said = _reason(reason)
    with transaction.atomic():
        case = case_by_number(number, centre=centre)
        found = requests.claim(key, action=f"hold {case.pk}", actor=by, now=now, result={})
        held = Hold.objects.filter(case=case, lifted_at=None).first()
        if held is not None:
            if found is not None:
                return held
            raise Refused("held-already", f"{case.number} 已经保全了。", f"{case.number} is held already.")
        held = Hold.objects.create(case=case, reason=said, placed_at=now, placed_by=by)
        _record(held, case.number, "hold", centre=centre, now=now, by=by)
    return held


def lift(*, hold_id: int, centre: str, now: datetime, by: str) -> None:
    """It is held no more. Raises NotFound."""
    with transaction.atomic():
        held = Hold.objects.select_for_update(of=("self",)).filter(pk=hold_id, lifted_at=None).first()
        if held is None:
            raise NotFound("hold-unknown", "这件没有保全，或者已经解除。", "This case is not held, or not any more.")
        case_by_number(held.case.number, centre=centre)
        held.lifted_at, held.lifted_by = max(now, held.placed_at), by
        held.save(update_fields=["lifted_at", "lifted_by"])
        _record(held, held.case.number, "lift", centre=centre, now=now, by=by)


def _record(held: Hold, number: str, verb: str, *, centre: str, now: datetime, by: str) -> None:
    events.record(
        now=now,
        centre=centre,
        actor=by,
        thing="hold",
        thing_id=held.pk,
        verb=verb,
        data={"number": number, "note": held.reason},
    )


def ask_erasure(
    *, resident_id: uuid.UUID, proof: Erasure.Proof, centre: str, now: datetime, by: str, key: uuid.UUID
) -> Erasure:
    """Take a resident's wish that what is known of them goes; asked twice, it is one wish."""
    with everywhere(AT_EVERY_CENTRE), transaction.atomic():
        open_one = Erasure.objects.filter(resident_id=resident_id, state=Erasure.State.OPEN).first()
        if open_one is not None:
            return open_one
        requests.claim(key, action=f"ask-erasure {resident_id}", actor=by, now=now, result={})
        day = settled(centre).centre.day_of(now)
        made = Erasure.objects.create(
            resident_id=resident_id,
            centre_id=centre,
            proof=proof,
            asked_at=now,
            asked_by=by,
            answer_by=day + timedelta(days=ANSWER_WITHIN),
        )
        _note(made, "ask", {"proof": proof.value}, now=now, by=by)
    return made


def erase(*, erasure_id: int, centre: str, now: datetime, by: str) -> Erasure:
    """Do it: what may go goes at once, and what stays is written down with the reason.

    Raises NotFound, Refused where it has ended, or for whoever took the wish (four eyes).
    """
    # What is kept and held at other centres counts: nobody may become nobody while something of theirs is kept anywhere.
    with everywhere(AT_EVERY_CENTRE), transaction.atomic():
        one = _open(erasure_id, centre, by)
        # Whoever comes in this very moment waits: nothing may begin for somebody who is about to be nobody.
        Resident.objects.select_for_update().get(pk=one.resident_id)
        going = going_before(now, now=now, by=by, resident=one.resident_id)
        if one.resident_id in going.held_people:
            raise Refused(
                "erasure-held",
                "这位居民有办件在保全中，现在不能删。解除保全后再办。",
                "A case of this resident is held, so nothing may be erased now. Lift the hold first.",
            )
        one.went, one.stays = _erase(one.resident, going)
        one.state, one.ended_at, one.ended_by = Erasure.State.DONE, now, by
        one.save(update_fields=["state", "ended_at", "ended_by", "went", "stays"])
        _note(one, "erase", {"went": {w["kind"]: w["number"] for w in one.went}}, now=now, by=by)
    return one


def refuse_erasure(*, erasure_id: int, reason: str, centre: str, now: datetime, by: str) -> Erasure:
    """It is not done, with the reason in a sentence for the resident. Raises NotFound, Malformed, Refused."""
    said = _reason(reason)
    with transaction.atomic():
        one = _open(erasure_id, centre, by)
        one.state, one.ended_at, one.ended_by, one.reason = Erasure.State.REFUSED, now, by, said
        one.save(update_fields=["state", "ended_at", "ended_by", "reason"])
        _note(one, "refuse", {}, now=now, by=by)
    return one


_STILL_NEEDED = Text(
    "还在办，办完要用；了结以后再来要求", "it is still needed for what goes on; ask again once that has ended"
)


def _may_be_nobody(resident: Resident) -> bool:
    """Whether nothing that is kept by law leads to this person, and nothing goes on, so that even who they are may go."""
    return here() is None and not (identity.is_on_file(resident) or identity.goes_on(resident))


def _erase(resident: Resident, going: Going) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    went: list[dict[str, Any]] = []
    stays: list[dict[str, Any]] = []
    for one in goes_by_the_clock():
        if one.kind == "residents" or one.let_go is None or one.due is None or not rule(one.kind).erasable:
            continue
        ids = list(one.due(going).values_list("pk", flat=True))
        if ids:
            one.let_go(ids, going)
            went.append({"kind": one.kind, "number": len(ids)})
    for purpose in Consent.Purpose:
        withdraw_consent(resident_id=resident.pk, purpose=purpose, by=going.by, centre="", now=going.now)
    contacts = identity.forget_contacts(resident)
    if _may_be_nobody(resident):
        identity.wipe([resident.pk], going)
        went.append({"kind": "residents", "number": 1})
    elif contacts:
        went.append({"kind": "contacts", "number": contacts})
    resident.refresh_from_db()
    for one in holdings():
        left = sum(1 for _ in one.tell(resident)) if one.kind != "residents" else int(resident.wiped_at is None)
        if left:
            said = rule(one.kind)
            on_file = one.kind == "residents" and identity.is_on_file(resident)
            why = _STILL_NEEDED if said.erasable and not on_file else said.basis
            stays.append({"kind": one.kind, "number": left, "why": {"zh": why.zh, "en": why.en}})
    return went, stays


def _open(erasure_id: int, centre: str, by: str) -> Erasure:
    found = Erasure.objects.select_for_update(of=("self",)).select_related("resident")
    one = found.filter(pk=erasure_id, centre_id=centre).first()
    if one is None:
        raise NotFound("erasure-unknown", "没有这张删除申请。", "There is no such request for erasure.")
    if one.state != Erasure.State.OPEN:
        raise Refused("erasure-ended", f"{one.number} 已经办过了。", f"{one.number} has been dealt with.")
    if one.asked_by == by:
        raise Refused(
            "erasure-four-eyes",
            "收下申请的人不能自己删。请另一位值班长或主任来办。",
            "Whoever took the request may not carry it out. Another supervisor or the director does.",
        )
    return one


def _note(one: Erasure, verb: str, data: dict[str, Any], *, now: datetime, by: str) -> None:
    events.record(
        now=now,
        centre=one.centre_id,
        actor=by,
        thing="erasure",
        thing_id=one.pk,
        verb=verb,
        data={"number": one.number, **data},
    )


def _reason(raw: str) -> str:
    said = one_line(raw, MOST_REASON)
    if len(said) < 2:
        raise Malformed("reason-missing", "请写清楚为什么。", "Please write why.", field="reason")
    return said


def _day(now: datetime) -> str:
    return f"{timezone.localtime(now):%Y-%m-%d}"
