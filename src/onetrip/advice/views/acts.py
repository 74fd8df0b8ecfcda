"""The presses of desk and phone, by name: each reads what was sent and calls one action."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest

from onetrip.advice import actions
from onetrip.advice.finding import read_said
from onetrip.advice.forms import sent, sent_key
from onetrip.advice.models import Consultation, Slip
from onetrip.advice.searching import found
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.planning.questions import MOST_BESIDE

MOST_TYPED = 300
"""Characters that fit into the field for words; the address in a slip's QR code is the longest of them."""

Act = Callable[[HttpRequest, uuid.UUID, datetime, str], object]


def act_called(name: str, acts: Mapping[str, Act]) -> Act:
    """The press called `name` among `acts`. Raises NotFound."""
    act = acts.get(name)
    if act is None:
        raise NotFound("act-unknown", "没有这一步。请刷新页面。", "There is no such step. Please reload the page.")
    return act


def _say(request: HttpRequest, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    """Enter in the one field: an ID number is read, words are taken for the matter that fits them best."""
    words = sent(request, "said", most=MOST_TYPED)
    said = read_said(words)
    if said is not None and said.kind == "id-number":
        actions.read_identity(consultation_id=consultation_id, id_number=said.value, now=now, by=by)
        return
    hits = found(words) if words else []
    if not hits:
        raise Malformed(
            "nothing-found",
            "没听懂。换个说法试试，或者按 ↓ 从常问的里面选。",
            "Not understood. Try other words, or press ↓ to choose from what is asked most.",
            field="said",
        )
    actions.hear(consultation_id=consultation_id, said=words, matter=hits[0].matter.id, now=now, by=by)


def _hear(request: HttpRequest, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    words, matter = sent(request, "said", most=MOST_TYPED), sent(request, "matter")
    actions.hear(consultation_id=consultation_id, said=words, matter=matter, now=now, by=by)


def _unhear(request: HttpRequest, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    actions.unhear(consultation_id=consultation_id, matter=sent(request, "matter"), now=now, by=by)


def _offer(request: HttpRequest, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    actions.accept_offer(consultation_id=consultation_id, matter=sent(request, "matter"), now=now, by=by)


def _decline(request: HttpRequest, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    actions.decline(consultation_id=consultation_id, matter=sent(request, "matter"), now=now, by=by)


def _answer(request: HttpRequest, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    fact, raw = sent(request, "fact"), sent(request, "answer")
    beside = {name: sent(request, f"answer-{name}") for name in request.POST.getlist("beside")[:MOST_BESIDE]}
    with transaction.atomic():
        actions.answer(consultation_id=consultation_id, fact=fact, raw=raw, now=now, by=by)
        for name, told in beside.items():
            if told:
                _answer_beside(name, told, consultation_id, now, by)


def _answer_beside(fact: str, raw: str, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    """An answer that came on the same screen: what is wrong with it is said beside its own field."""
    try:
        actions.answer(consultation_id=consultation_id, fact=fact, raw=raw, now=now, by=by)
    except Malformed as malformed:
        if malformed.field != "answer":
            raise
        raise Malformed(malformed.code, malformed.text.zh, malformed.text.en, field=f"answer-{fact}") from malformed


def _skip(request: HttpRequest, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    actions.skip(consultation_id=consultation_id, fact=sent(request, "fact"), now=now, by=by)


def _back(request: HttpRequest, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    actions.take_back(consultation_id=consultation_id, fact=sent(request, "last") or None, now=now, by=by)


def _identity(request: HttpRequest, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    number, name = sent(request, "id_number"), sent(request, "name")
    actions.read_identity(consultation_id=consultation_id, id_number=number, name=name, now=now, by=by)


def _proxy(request: HttpRequest, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    by_proxy = sent(request, "by_proxy") == "yes"
    actions.come_by_proxy(consultation_id=consultation_id, by_proxy=by_proxy, now=now, by=by)


def _have(request: HttpRequest, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    paper, instead_of = sent(request, "paper"), sent(request, "instead_of") or None
    actions.have_paper(consultation_id=consultation_id, paper=paper, instead_of=instead_of, now=now, by=by)


def _lack(request: HttpRequest, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    actions.lack_paper(consultation_id=consultation_id, paper=sent(request, "paper"), now=now, by=by)


def _forget(request: HttpRequest, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    actions.forget_paper(consultation_id=consultation_id, paper=sent(request, "paper"), now=now, by=by)


def _channel(request: HttpRequest, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    on_telephone = sent(request, "channel") == "telephone"
    channel = Consultation.Channel.TELEPHONE if on_telephone else Consultation.Channel.DESK
    actions.switch_channel(consultation_id=consultation_id, channel=channel, now=now, by=by)


def _everything(_request: HttpRequest, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    actions.ask_everything(consultation_id=consultation_id, now=now, by=by)


def _reuse(request: HttpRequest, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    with transaction.atomic():
        actions.agree_to_reuse(
            consultation_id=consultation_id, now=now, by=by, guardian=sent(request, "guardian", most=120)
        )
        actions.reuse_answers(consultation_id=consultation_id, now=now, by=by)


def _withdraw(_request: HttpRequest, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    actions.withdraw_reuse(consultation_id=consultation_id, now=now, by=by)


def issue(request: HttpRequest, consultation_id: uuid.UUID, now: datetime, by: str) -> Slip:
    """Print the plan as a promise, once for each key."""
    return actions.issue(
        consultation_id=consultation_id,
        last_four=sent(request, "last_four"),
        language=request.language,  # type: ignore[attr-defined]  # set by LanguageMiddleware
        key=sent_key(request),
        now=now,
        by=by,
    )


PHONE_ACTS: dict[str, Act] = {
    "hear": _hear,
    "unhear": _unhear,
    "offer": _offer,
    "decline": _decline,
    "answer": _answer,
    "skip": _skip,
    "back": _back,
    "proxy": _proxy,
    "have": _have,
    "lack": _lack,
    "forget": _forget,
    "everything": _everything,
}
"""What residents do by themselves. The whole ID number is not asked for on a phone."""

DESK_ACTS: dict[str, Act] = PHONE_ACTS | {
    "say": _say,
    "identity": _identity,
    "channel": _channel,
    "issue": issue,
    "reuse": _reuse,
    "withdraw": _withdraw,
}
