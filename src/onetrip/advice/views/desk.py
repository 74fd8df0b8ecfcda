"""The front desk: one page that is driven from the keyboard. Each press swaps the whole working area."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice import actions, queries, sessions
from onetrip.advice.addresses import slip_address
from onetrip.advice.finding import Said, read_said
from onetrip.advice.forms import sent
from onetrip.advice.models import Consultation, Slip
from onetrip.advice.searching import found
from onetrip.advice.views.acts import DESK_ACTS, MOST_TYPED, act_called
from onetrip.advice.views.desk_screen import FOUND_AT_ONCE, Screen, Wrong, acts_of, blank, going_on, reading
from onetrip.catalogue.actions import note_unanswered
from onetrip.ledger.refusals import Malformed
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The empty desk: who is next? `?open=identity` or `?open=slip` shows the field to read a card or a slip."""
    return _show(request, blank(request, timezone.now()))


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_GET
def consultation(request: HttpRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """A consultation that is going on; `?open=` as at the empty desk."""
    queries.require_of_desk(consultation_id, centre_of(request))
    return _show(request, going_on(request, consultation_id, timezone.now()))


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_GET
def slip(request: HttpRequest, token: str) -> HttpResponse:
    """An earlier slip, of whichever centre: what it promised, and how things stand with it."""
    return _show(request, reading(request, queries.slip_by_token(token), timezone.now()))


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_POST
@sensitive_post_parameters()
def search(request: HttpRequest) -> HttpResponse:
    """What matches the words typed so far, as one types; nothing is begun and nothing kept."""
    words = sent(request, "said", most=MOST_TYPED)
    hits = found(words)[:FOUND_AT_ONCE] if words and read_said(words) is None else []
    context = {"hits": hits, "words": words, "acts": acts_of(_named(request))}
    return render(request, "advice/desk/found.html", context)


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_POST
@sensitive_post_parameters()
def begin(request: HttpRequest, act: str) -> HttpResponse:
    """The first word of the next person begins a consultation; what cannot be understood begins none."""
    do = act_called(act, DESK_ACTS)
    now, by = timezone.now(), actor_of(request)
    try:
        if (scanned := _slip_scanned(request)) is not None:
            return _go(request, "desk-slip", scanned.token)
        with transaction.atomic():
            begun = actions.begin(centre=centre_of(request), channel=Consultation.Channel.DESK, now=now, by=by)
            do(request, begun.pk, now, by)
    except Malformed as malformed:
        _note_unanswered(request, malformed, now, by)
        return _show(request, blank(request, now, Wrong.of(malformed)))
    return _go(request, "desk-consultation", begun.pk)


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_POST
@sensitive_post_parameters()
def press(request: HttpRequest, consultation_id: uuid.UUID, act: str) -> HttpResponse:
    """One press at the desk; the answer is the working area as it is afterwards."""
    do = act_called(act, DESK_ACTS)
    queries.require_of_desk(consultation_id, centre_of(request))
    now, by = timezone.now(), actor_of(request)
    try:
        if (scanned := _slip_scanned(request)) is not None:
            return _go(request, "desk-slip", scanned.token)
        do(request, consultation_id, now, by)
    except Malformed as malformed:
        _note_unanswered(request, malformed, now, by)
        return _show(request, going_on(request, consultation_id, now, Wrong.of(malformed)))
    return _go(request, "desk-consultation", consultation_id, just_issued=act == "issue")


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_POST
def following(request: HttpRequest) -> HttpResponse:
    """The next person: the desk is cleared, and for a minute one press brings the last one back."""
    now = timezone.now()
    left = _named(request)
    if left is not None:
        sessions.put_aside(request, queries.require_of_desk(left, centre_of(request)), now)
    return _go(request, "desk")


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_POST
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Something has changed since this slip: ask anew, with the answers it was made from."""
    begun = actions.begin_again(
        slip=queries.slip_by_token(token),
        centre=centre_of(request),
        channel=Consultation.Channel.DESK,
        with_facts=True,
        now=timezone.now(),
        by=actor_of(request),
    )
    return _go(request, "desk-consultation", begun.pk)


def _note_unanswered(request: HttpRequest, malformed: Malformed, now: datetime, by: str) -> None:
    """The catalogue's editor hears of words that found nothing, outside of what was undone because of them."""
    if malformed.code == "nothing-found":
        words, channel = sent(request, "said", most=MOST_TYPED), Consultation.Channel.DESK
        note_unanswered(words=words, channel=channel, centre=centre_of(request), now=now, by=by)


def _named(request: HttpRequest) -> uuid.UUID | None:
    """The consultation that the form names, if it names one."""
    try:
        return uuid.UUID(sent(request, "consultation"))
    except ValueError:
        return None


def _slip_scanned(request: HttpRequest) -> Slip | None:
    """The slip whose code or number was put into the field for words, if it was one. Raises NotFound for an unknown one."""
    said: Said | None = read_said(sent(request, "said", most=MOST_TYPED))
    if said is None or said.kind == "id-number":
        return None
    if said.kind == "token":
        return queries.slip_by_token(said.value)
    return queries.slip_by_number(centre=centre_of(request), number=said.value)


def _go(request: HttpRequest, name: str, *arguments: object, just_issued: bool = False) -> HttpResponse:
    """The state after a press: swapped in by htmx under its own address, else by way of a redirect."""
    address = reverse(name, args=arguments)
    if not request.headers.get("HX-Request"):
        return redirect(address)
    now = timezone.now()
    if name == "desk-consultation":
        screen = replace(going_on(request, uuid.UUID(str(arguments[0])), now), just_issued=just_issued)
    elif name == "desk-slip":
        screen = reading(request, queries.slip_by_token(str(arguments[0])), now)
    else:
        screen = blank(request, now)
    response = _show(request, screen)
    response["HX-Push-Url"] = address
    return response


def _show(request: HttpRequest, screen: Screen) -> HttpResponse:
    part = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    template = "advice/desk/answer.html" if part else "advice/desk/page.html"
    context = {"screen": screen, "account": account_of(request), "catalogue_version": screen.version}
    if screen.slip is not None:
        context["slip_address"] = slip_address(request, screen.slip)
    return render(request, template, context, status=422 if screen.wrong else 200)
