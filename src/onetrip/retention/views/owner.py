"""A person's own data: told to them at a window, whose clerk has compared card and person, or to whoever has just shown the
city's identity on their own phone; and the request that it goes."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.advice.queries import is_by_proxy
from onetrip.centres.queries import duty_of, settled
from onetrip.ledger import brakes, events
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.lobby import queries as hall
from onetrip.lobby.models import Ticket
from onetrip.people.actions import PLAIN_VIEWS, view_plain
from onetrip.people.keeping import rules
from onetrip.people.models import Resident
from onetrip.people.purposes import For, Purpose
from onetrip.retention import actions, telling
from onetrip.retention.models import Erasure
from onetrip.signin.residents import resident_of
from onetrip.staff.access import account_of, actor_of, centre_of, insist_on_data, requires
from onetrip.staff.permissions import DATA_CLASSES, Permission


@requires(Permission.SEE_IDENTITY)
@never_cache
@require_GET
def at_window(request: HttpRequest) -> HttpResponse:
    """What whoever is at this window may ask about themselves."""
    return _page(request)


@requires(Permission.SEE_IDENTITY)
@never_cache
@require_POST
def tell(request: HttpRequest) -> HttpResponse:
    """Everything that is known of whoever is at this window, to be printed for them, or as a file."""
    for data_class in DATA_CLASSES:  # all of it is in there
        insist_on_data(request, data_class)
    try:
        resident = _proved(request)
    except Malformed as malformed:
        return _page(request, malformed)
    now = timezone.now()
    brakes.count(PLAIN_VIEWS, actor_of(request), now)
    view_plain(
        resident_id=resident.pk,
        purpose=For(Purpose.OWNER, "给本人一份"),
        by=actor_of(request),
        centre=centre_of(request),
        now=now,
    )
    return _told(request, resident, as_data=bool(sent(request, "json", most=1)), at_window=True)


@requires(Permission.SEE_IDENTITY)
@require_POST
def ask_erasure(request: HttpRequest) -> HttpResponse:
    """Take the wish of whoever is at this window that what is known of them goes."""
    try:
        resident = _proved(request)
    except Malformed as malformed:
        return _page(request, malformed)
    taken = actions.ask_erasure(
        resident_id=resident.pk,
        proof=Erasure.Proof.CARD,
        centre=centre_of(request),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return _page(request, taken=taken)


@requires(Permission.ANYONE, everywhere=actions.AT_EVERY_CENTRE)
@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Everything that is known of the resident of this browser."""
    resident = resident_of(request, timezone.now())
    if resident is None:
        return redirect("me")
    return _told_to_owner(request, resident, as_data=False)


@requires(Permission.ANYONE, everywhere=actions.AT_EVERY_CENTRE)
@never_cache
@require_GET
def mine_as_data(request: HttpRequest) -> HttpResponse:
    """The same for a machine."""
    resident = resident_of(request, timezone.now())
    if resident is None:
        return redirect("me")
    return _told_to_owner(request, resident, as_data=True)


def _told_to_owner(request: HttpRequest, resident: Resident, *, as_data: bool) -> HttpResponse:
    with transaction.atomic():
        events.record(
            now=timezone.now(),
            centre="",
            actor="resident",
            thing="resident",
            thing_id=resident.pk,
            verb="export",
            data={"form": "json" if as_data else "page"},
        )
    return _told(request, resident, as_data=as_data, at_window=False)


def _told(request: HttpRequest, resident: Resident, *, as_data: bool, at_window: bool) -> HttpResponse:
    now, sections = timezone.now(), telling.everything(resident)
    if as_data:
        return HttpResponse(
            json.dumps(telling.as_data(sections, made_at=now), ensure_ascii=False, indent=1),
            content_type="application/json; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="personal-data.json"', "Cache-Control": "no-store"},
        )
    language = getattr(request, "language", "zh")
    context: dict[str, Any] = {
        "made_at": now,
        "at_window": at_window,
        "sections": [
            (
                section.rule,
                [
                    (
                        thing.title,
                        thing.at,
                        [(label, telling.in_words(value, language)) for _, label, value in thing.fields],
                    )
                    for thing in section.things
                ],
            )
            for section in sections
        ],
        "others": [one for kind, one in rules().items() if kind not in {section.rule.kind for section in sections}],
    }
    return render(request, "retention/mine.html", context)


def _here(request: HttpRequest) -> tuple[Ticket, Resident]:
    """Who is at this window in person, known by their card: of a visit for somebody else whoever came, never the one who did
    not. Raises Refused."""
    duty = duty_of(account_of(request).pk)
    ticket = hall.open_ticket(duty.window_id) if duty is not None else None
    visit = ticket.visit if ticket is not None and ticket.state == Ticket.State.SERVING else None
    resident = None if visit is None else visit.proxy or visit.resident
    if ticket is None or resident is None:
        raise Refused(
            "nobody-known",
            "窗口前没有读过证件的居民。先叫号、读身份证，再办。",
            "Nobody whose ID was read is at this window. Call a number and read the ID card first.",
        )
    return ticket, resident


def _proved(request: HttpRequest) -> Resident:
    """Whoever is here, once the clerk has said that card and person are one. Raises Refused also where somebody else has
    come to the window since the page was opened, or is said to have come with this number, Malformed (field "proof")."""
    ticket, resident = _here(request)
    if (sent(request, "ticket"), sent(request, "person")) != (str(ticket.pk), str(resident.pk)):
        raise Refused(
            "ticket-elsewhere",
            "窗口前已经换了人，这一页是上一位的。请重新打开。",
            "Somebody else is at the window by now; this page was of the one before. Please open it again.",
        )
    if sent(request, "proof", most=8) != Erasure.Proof.CARD:
        raise Malformed(
            "proof-missing",
            "请先看身份证原件、和来的人比对，再勾上。替别人要的不能办。",
            "Please compare the card with the person first, and tick it. Nobody gets what is known of somebody else.",
            field="proof",
        )
    return resident


def _said_by_proxy(ticket: Ticket) -> bool:
    """Whether somebody else was to come, by the slip; who came, nobody has said."""
    slip = ticket.visit.slip
    return slip is not None and is_by_proxy(slip.consultation)


def _page(request: HttpRequest, refused: Malformed | None = None, taken: Erasure | None = None) -> HttpResponse:
    ticket, resident = _here(request)
    context = {
        "ticket": ticket,
        "centre": settled(centre_of(request)).centre,
        "resident": resident,
        "came_for_another": ticket.visit.proxy_id is not None,
        "said_by_proxy": ticket.visit.proxy_id is None and _said_by_proxy(ticket),
        "asked": taken or resident.erasures.filter(state=Erasure.State.OPEN).first(),
        "just_taken": taken is not None,
        "erasable": [one for one in rules().values() if one.erasable],
        "kept": [one for one in rules().values() if not one.erasable],
        "within": actions.ANSWER_WITHIN,
        "refused": refused,
    }
    return render(request, "retention/owner.html", context, status=refused.status if refused else 200)
