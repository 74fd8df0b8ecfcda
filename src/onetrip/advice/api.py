"""Consulting over HTTP: one API for phone, desk, kiosk and window, with the actions and the sessions of the pages.

A resident's consultation belongs to the browser that began it; one of the desk belongs to the staff of its centre, who
carry the token of the page (X-CSRFToken). For everybody else it does not exist. `compute` and `find` keep nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from onetrip.advice import actions, queries, sessions
from onetrip.advice.addresses import slip_address
from onetrip.advice.asked import (
    Answer,
    Asked,
    Begin,
    ByProxy,
    Fact,
    Heard,
    HeldPaper,
    Identity,
    Issue,
    Matter,
    Paper,
    Said,
    Spoken,
)
from onetrip.advice.computing import compute as computed
from onetrip.advice.models import Consultation, Slip
from onetrip.advice.priors import prior
from onetrip.advice.searching import found
from onetrip.advice.told import (
    ConsultationTold,
    FoundAll,
    Language,
    PlanTold,
    SlipTold,
    computed_told,
    consultation_told,
    found_told,
    slip_told,
)
from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import settled
from onetrip.ledger import requests
from onetrip.ledger.api import REFUSALS, Key
from onetrip.ledger.refusals import Refused
from onetrip.planning import Scope
from onetrip.staff.access import ONLY_ITS_OWNER, May, account_of, actor_of, centre_of, insist
from onetrip.staff.permissions import Permission

router = Router(tags=["advice"])

RESIDENT = "resident"
PHONE = "phone"
"""The channel of residents themselves; every other is held by staff."""

_ANYONE = May(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
_CONSULTATION: dict[Any, Any] = {200: ConsultationTold, **REFUSALS}


@router.post("/find", auth=_ANYONE, response={200: FoundAll, **REFUSALS}, operation_id="find_matters")
def find(request: HttpRequest, said: Said) -> dict[str, Any]:  # noqa: ARG001 -- ninja's signature
    """Matters that fit what somebody says, the best first. Reads only, keeps nothing, takes no key."""
    return found_told(found(said.said) if said.said.strip() else [])


@router.post("/compute", auth=_ANYONE, response={200: PlanTold, **REFUSALS}, operation_id="compute_plan")
def compute(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """The plan for what is sent, in data and in sentences, and the next question. Reads only, keeps nothing, takes no key.

    What is not in the catalogue is refused by name, with the nearest right one. The plan is no promise before it is a slip.
    """
    catalogue = catalogues.current()
    scope: Scope = "everything" if asked.everything else "usual"
    place = settled(centre_of(request))
    answer = computed(
        catalogue,
        wanted=asked.wanted,
        facts=asked.facts,
        skipped=asked.skipped,
        declined=asked.declined,
        held=asked.held,
        lacking=asked.lacking,
        by_proxy=asked.by_proxy,
        day=asked.day or place.centre.day_of(timezone.now()),
        scope=scope,
        calendar=place.calendar,
        prior=prior(catalogue),
    )
    return computed_told(answer, catalogue, asked.language)


@router.post("/consultations", auth=_ANYONE, response=_CONSULTATION, operation_id="begin_consultation")
def begin(request: HttpRequest, key: Key, where: Begin) -> dict[str, Any]:
    """Begin to ask. On a desk's channel this takes the right to consult; on a phone it belongs to this session."""
    if where.channel != PHONE:
        insist(request, Permission.CONSULT_AT_DESK)
        by = account_of(request).actor
    else:
        by = RESIDENT
    now = timezone.now()
    begun = actions.begin(centre=centre_of(request), channel=where.channel, now=now, by=by, key=key)
    _keep(request, begun, now)
    return _told(request, begun.pk, now)


@router.get("/consultations/{uuid:consultation}", auth=_ANYONE, response=_CONSULTATION, operation_id="consultation")
def consultation(request: HttpRequest, consultation: uuid.UUID) -> dict[str, Any]:
    """Where a consultation stands: what is known and where it comes from, the plan, its sentences, the next question."""
    _actor(request, consultation)
    return _told(request, consultation, timezone.now())


@router.post("/consultations/{uuid:consultation}/hear", auth=_ANYONE, response=_CONSULTATION, operation_id="hear")
def hear(request: HttpRequest, consultation: uuid.UUID, key: Key, heard: Heard) -> dict[str, Any]:
    """The resident asks for a matter, also for one that was offered or declined before."""
    return _once(request, consultation, key, "hear", partial(actions.hear, said=heard.said, matter=heard.matter))


@router.post("/consultations/{uuid:consultation}/unhear", auth=_ANYONE, response=_CONSULTATION, operation_id="unhear")
def unhear(request: HttpRequest, consultation: uuid.UUID, key: Key, which: Matter) -> dict[str, Any]:
    """The resident did not ask for this matter after all."""
    return _once(request, consultation, key, "unhear", partial(actions.unhear, matter=which.matter))


@router.post("/consultations/{uuid:consultation}/decline", auth=_ANYONE, response=_CONSULTATION, operation_id="decline")
def decline(request: HttpRequest, consultation: uuid.UUID, key: Key, which: Matter) -> dict[str, Any]:
    """The resident does not want this matter, though entitled to it."""
    return _once(request, consultation, key, "decline", partial(actions.decline, matter=which.matter))


@router.post("/consultations/{uuid:consultation}/answer", auth=_ANYONE, response=_CONSULTATION, operation_id="answer")
def answer(request: HttpRequest, consultation: uuid.UUID, key: Key, said: Answer) -> dict[str, Any]:
    """Answer the question about a fact; answering again corrects the earlier answer."""
    return _once(request, consultation, key, "answer", partial(actions.answer, fact=said.fact, raw=said.answer))


@router.post("/consultations/{uuid:consultation}/skip", auth=_ANYONE, response=_CONSULTATION, operation_id="skip")
def skip(request: HttpRequest, consultation: uuid.UUID, key: Key, which: Fact) -> dict[str, Any]:
    """The resident does not know, or would rather not say; the plan then says what depends on it."""
    return _once(request, consultation, key, "skip", partial(actions.skip, fact=which.fact))


@router.post(
    "/consultations/{uuid:consultation}/take-back", auth=_ANYONE, response=_CONSULTATION, operation_id="take_back"
)
def take_back(request: HttpRequest, consultation: uuid.UUID, key: Key, which: Fact) -> dict[str, Any]:
    """Take the answer about a fact back, or that it was skipped."""
    return _once(request, consultation, key, "take-back", partial(actions.take_back, fact=which.fact))


@router.post("/consultations/{uuid:consultation}/proxy", auth=_ANYONE, response=_CONSULTATION, operation_id="proxy")
def proxy(request: HttpRequest, consultation: uuid.UUID, key: Key, who: ByProxy) -> dict[str, Any]:
    """Somebody else will come for the resident, or the resident after all."""
    return _once(request, consultation, key, "proxy", partial(actions.come_by_proxy, by_proxy=who.by_proxy))


@router.post("/consultations/{uuid:consultation}/have", auth=_ANYONE, response=_CONSULTATION, operation_id="have_paper")
def have(request: HttpRequest, consultation: uuid.UUID, key: Key, which: HeldPaper) -> dict[str, Any]:
    """The resident has this paper; with `instead_of` it is brought in place of that one."""
    return _once(
        request, consultation, key, "have", partial(actions.have_paper, paper=which.paper, instead_of=which.instead_of)
    )


@router.post("/consultations/{uuid:consultation}/lack", auth=_ANYONE, response=_CONSULTATION, operation_id="lack_paper")
def lack(request: HttpRequest, consultation: uuid.UUID, key: Key, which: Paper) -> dict[str, Any]:
    """The resident does not have this paper, or cannot bring it now."""
    return _once(request, consultation, key, "lack", partial(actions.lack_paper, paper=which.paper))


@router.post(
    "/consultations/{uuid:consultation}/forget", auth=_ANYONE, response=_CONSULTATION, operation_id="forget_paper"
)
def forget(request: HttpRequest, consultation: uuid.UUID, key: Key, which: Paper) -> dict[str, Any]:
    """Nothing is said of this paper any more."""
    return _once(request, consultation, key, "forget", partial(actions.forget_paper, paper=which.paper))


@router.post(
    "/consultations/{uuid:consultation}/everything", auth=_ANYONE, response=_CONSULTATION, operation_id="ask_everything"
)
def everything(request: HttpRequest, consultation: uuid.UUID, key: Key) -> dict[str, Any]:
    """Go on until everything this resident may be entitled to is decided."""
    return _once(request, consultation, key, "everything", actions.ask_everything)


@router.post(
    "/consultations/{uuid:consultation}/identity",
    auth=May(Permission.CONSULT_AT_DESK),
    response=_CONSULTATION,
    operation_id="read_identity",
)
def identity(request: HttpRequest, consultation: uuid.UUID, key: Key, card: Identity) -> dict[str, Any]:
    """The ID card was read: what follows from the number is known. Residents' own phones are not asked for it."""
    queries.require_of_desk(consultation, centre_of(request))
    return _once(
        request, consultation, key, "identity", partial(actions.read_identity, id_number=card.id_number, name=card.name)
    )


@router.post(
    "/consultations/{uuid:consultation}/reuse",
    auth=May(Permission.CONSULT_AT_DESK),
    response=_CONSULTATION,
    operation_id="reuse_answers",
)
def reuse(request: HttpRequest, consultation: uuid.UUID, key: Key) -> dict[str, Any]:
    """The resident, who is known, agrees that earlier answers are used again: those that still count are carried over."""
    queries.require_of_desk(consultation, centre_of(request))
    return _once(request, consultation, key, "reuse", _agree_and_reuse)


@router.post(
    "/consultations/{uuid:consultation}/withdraw",
    auth=May(Permission.CONSULT_AT_DESK),
    response=_CONSULTATION,
    operation_id="withdraw_reuse",
)
def withdraw(request: HttpRequest, consultation: uuid.UUID, key: Key) -> dict[str, Any]:
    """The resident no longer agrees: what was carried over is dropped."""
    queries.require_of_desk(consultation, centre_of(request))
    return _once(request, consultation, key, "withdraw", actions.withdraw_reuse)


@router.post(
    "/consultations/{uuid:consultation}/channel",
    auth=May(Permission.CONSULT_AT_DESK),
    response=_CONSULTATION,
    operation_id="switch_channel",
)
def channel(request: HttpRequest, consultation: uuid.UUID, key: Key, where: Spoken) -> dict[str, Any]:
    """The resident is on the telephone, or stands at the desk after all."""
    queries.require_of_desk(consultation, centre_of(request))
    return _once(request, consultation, key, "channel", partial(actions.switch_channel, channel=where.channel))


@router.post(
    "/consultations/{uuid:consultation}/slip",
    auth=_ANYONE,
    response={200: SlipTold, **REFUSALS},
    operation_id="issue_slip",
)
def issue(request: HttpRequest, consultation: uuid.UUID, key: Key, how: Issue) -> dict[str, Any]:
    """Make the plan a promise with a number; the same key, or the same plan again, gives the same slip."""
    slip = actions.issue(
        consultation_id=consultation,
        last_four=how.last_four,
        language=how.language,
        key=key,
        now=timezone.now(),
        by=_actor(request, consultation),
    )
    return _slip_told(request, slip)


@router.get("/slips/{token}", auth=_ANYONE, response={200: SlipTold, **REFUSALS}, operation_id="slip")
def slip(request: HttpRequest, token: str) -> dict[str, Any]:
    """A slip by the token in its code: what it promised, until when, how things stand with it, what differs since."""
    return _slip_told(request, queries.slip_by_token(token))


@router.post("/slips/{token}/again", auth=_ANYONE, response=_CONSULTATION, operation_id="ask_again")
def again(request: HttpRequest, token: str, key: Key, where: Begin) -> dict[str, Any]:
    """Something has changed: ask anew what the slip was about. At the desk the answers are carried over; whoever merely
    holds the slip starts without them."""
    earlier, now = queries.slip_by_token(token), timezone.now()
    of_desk = where.channel != PHONE
    if of_desk:
        insist(request, Permission.CONSULT_AT_DESK)
    begun = actions.begin_again(
        slip=earlier,
        centre=centre_of(request),
        channel=where.channel,
        with_facts=of_desk,
        now=now,
        by=actor_of(request) if of_desk else RESIDENT,
        key=key,
    )
    _keep(request, begun, now)
    return _told(request, begun.pk, now)


def _actor(request: HttpRequest, consultation_id: uuid.UUID) -> str:
    """Who acts in a consultation: the resident whose browser began it, or staff for one of their centre's desk.

    Raises NotFound for everybody else, as for one that does not exist.
    """
    if sessions.is_mine(request, consultation_id):
        return RESIDENT
    if not request.user.is_authenticated:
        raise queries.not_there()
    try:
        insist(request, Permission.CONSULT_AT_DESK)
    except Refused as refused:
        raise queries.not_there() if refused.code == "not-allowed" else refused from refused
    queries.require_of_desk(consultation_id, centre_of(request))
    return account_of(request).actor


def _keep(request: HttpRequest, begun: Consultation, now: datetime) -> None:
    """Let this session go on with a resident's consultation that it has just begun.

    A key that began one before opens it only where it was begun: whoever repeats somebody else's key learns nothing.
    """
    if begun.channel != PHONE or sessions.is_mine(request, begun.pk):
        return
    if begun.started_at != now:
        raise requests.used_otherwise()
    sessions.keep(request, begun)


def _agree_and_reuse(*, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    actions.agree_to_reuse(consultation_id=consultation_id, now=now, by=by)
    actions.reuse_answers(consultation_id=consultation_id, now=now, by=by)


def _once(
    request: HttpRequest, consultation_id: uuid.UUID, key: uuid.UUID, verb: str, act: Callable[..., object]
) -> dict[str, Any]:
    """Do it, unless this very request did it before: one that arrives late, after a newer answer, changes nothing.

    `act` is an action of a consultation that lacks only `consultation_id`, `now` and `by`.
    """
    by, now = _actor(request, consultation_id), timezone.now()
    with transaction.atomic():
        queries.lock(consultation_id)
        if requests.claim(key, action=f"{verb} {consultation_id}", actor=by, now=now) is None:
            act(consultation_id=consultation_id, now=now, by=by)
    return _told(request, consultation_id, now)


def _told(request: HttpRequest, consultation_id: uuid.UUID, now: datetime) -> dict[str, Any]:
    state = queries.state(consultation_id, now=now)
    slip = queries.latest_slip(state.consultation)
    language: Language = request.language  # type: ignore[attr-defined]  # set by LanguageMiddleware
    if slip is None or queries.says_the_same(slip, state):
        return consultation_told(state, slip, (), language)
    return consultation_told(state, None, queries.differs(slip, state), language)


def _slip_told(request: HttpRequest, found: Slip) -> dict[str, Any]:
    issued = queries.read(found)
    today = settled(found.centre_id).centre.day_of(timezone.now())
    return slip_told(
        found,
        issued.plan,
        address=slip_address(request, found),
        lapsed=found.has_lapsed(today),
        changed=queries.changed_since(issued, today),
    )
