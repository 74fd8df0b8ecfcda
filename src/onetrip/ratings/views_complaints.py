"""办不成事: telling it from a phone or at the desk, and following what comes of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import settled
from onetrip.ledger import brakes
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ledger.visitors import place_of
from onetrip.people.actions import PLAIN_VIEWS
from onetrip.ratings import actions, queries
from onetrip.ratings.models import Complaint, Rectification
from onetrip.rules import Text
from onetrip.staff.access import (
    ONLY_ITS_OWNER,
    account_of,
    actor_of,
    centre_of,
    insist_on_data,
    insist_on_proof,
    requires,
)
from onetrip.staff.permissions import Permission

COMPLAINTS = brakes.Limit("complaints", 6, timedelta(hours=1))
"""Complaints from one address: a family, but no machine. Staff who write for others are not counted."""
WRONG_TOKENS = brakes.Limit("wrong-complaints", 20, timedelta(minutes=15))

KINDS = {
    Complaint.Kind.COULD_NOT: Text("事情没办成", "I could not get it done"),
    Complaint.Kind.COMPLAINT: Text("有意见、要投诉", "I have a complaint"),
}
OUTCOMES = {
    Rectification.Outcome.CONTENT: Text("居民认可", "The resident is content"),
    Rectification.Outcome.NOT_CONTENT: Text("居民不认可", "The resident is not content"),
    Rectification.Outcome.NOT_REACHED: Text("没联系上", "Could not be reached"),
}
_STAGES = (
    ("answer", Text("跟您联系", "Somebody contacts you")),
    ("handle", Text("处理好", "It is put right")),
    ("close", Text("了结，告诉您结果", "Closed, and you are told")),
)
_PASSED = {
    Rectification.State.OPEN: 0,
    Rectification.State.ANSWERED: 1,
    Rectification.State.HANDLED: 2,
    Rectification.State.CLOSED: 3,
    Rectification.State.APPEALED: 2,
}


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def could_not(request: HttpRequest) -> HttpResponse:
    """The form; `?visit=` the token of a receipt's or notice's invitation, `?matter=` what it was about."""
    return _form(request)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Take it down, and go to the page that follows it."""
    now, is_staff = timezone.now(), request.user.is_authenticated
    try:
        if not is_staff:
            brakes.count(COMPLAINTS, place_of(request), now)
        complaint = actions.complain(
            centre=centre_of(request),
            kind=sent(request, "kind"),
            words=sent(request, "words", most=4000),
            matter=sent(request, "matter"),
            telephone=sent(request, "telephone", most=40),
            visit_token=sent(request, "visit"),
            channel="desk" if is_staff else "phone",
            now=now,
            by=actor_of(request),
            key=sent_key(request),
        )
    except (Malformed, NotFound) as refused:
        return _form(request, refused)
    return redirect("complaint", complaint.token)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def complaint(request: HttpRequest, token: str) -> HttpResponse:
    """How far it is, what was answered, and asking for a second look."""
    return _followed(request, token)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@require_POST
def appeal(request: HttpRequest, token: str) -> HttpResponse:
    """The resident is not content with the answer."""
    try:
        actions.appeal(
            token=_known(request, token).token,
            words=sent(request, "words", most=4000),
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Malformed as malformed:
        return _followed(request, token, malformed)
    return redirect("complaint", token)


@requires(Permission.HANDLE_RECTIFICATION)
@require_POST
def show_telephone(request: HttpRequest, rectification_id: Any) -> HttpResponse:
    """The number to call back, for whoever has taken it on; each look is on record."""
    insist_on_data(request, Permission.SEE_TELEPHONE)
    insist_on_proof(request)
    brakes.count(PLAIN_VIEWS, actor_of(request), timezone.now())
    number = actions.show_telephone(
        centre=centre_of(request),
        rectification_id=rectification_id,
        account_id=account_of(request).pk,
        now=timezone.now(),
        by=actor_of(request),
    )
    return render(request, "ratings/parts/telephone.html", {"telephone": number})


def _form(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    matters = sorted(catalogues.current().matters.values(), key=lambda matter: (matter.terms.category, matter.id))
    context = {
        "kinds": [(kind.value, words) for kind, words in KINDS.items()],
        "kind": given.get("kind", Complaint.Kind.COULD_NOT.value)[:10],
        "matters": [(matter.id, matter.terms.name) for matter in matters],
        "matter": given.get("matter", "")[:60],
        "visit": given.get("visit", "")[:40],
        "words": given.get("words", "")[:1000],
        "telephone": given.get("telephone", "")[:40],
        "refused": refused,
        "place": settled(centre_of(request)).centre,
    }
    return render(request, "ratings/could_not.html", context, status=refused.status if refused else 200)


def _followed(request: HttpRequest, token: str, refused: Malformed | None = None) -> HttpResponse:
    found = _known(request, token)
    one, today = found.rectification, found.centre.day_of(timezone.now())
    context = {
        "complaint": found,
        "one": one,
        "stages": _stages(one),
        "matter": catalogues.current().matter(found.matter) if found.matter else None,
        "may_appeal": one.state == Rectification.State.CLOSED
        and one.appealed_at is None
        and (one.appeal_until is None or today <= one.appeal_until),
        "refused": refused,
        "words": request.POST.get("words", "")[:1000] if refused else "",
    }
    return render(request, "ratings/complaint.html", context, status=refused.status if refused else 200)


def _stages(one: Rectification) -> list[tuple[Text, date, bool, bool]]:
    """Each stage: what it is, by when, whether it is done, whether it is the one under way."""
    passed = _PASSED[Rectification.State(one.state)]
    days = (one.answer_by, one.handle_by, one.finish_by)
    return [
        (words, day, number < passed, number == passed)
        for number, ((_, words), day) in enumerate(zip(_STAGES, days, strict=True))
    ]


def _known(request: HttpRequest, token: str) -> Complaint:
    """The complaint behind a secret link; whoever guesses tokens is stopped after some."""
    who, now = place_of(request), timezone.now()
    brakes.refuse_if_over(WRONG_TOKENS, who, now)
    try:
        return queries.complaint(token)
    except NotFound:
        brakes.count(WRONG_TOKENS, who, now)
        raise
