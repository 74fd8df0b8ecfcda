"""Licences at the window: looked up for whoever is there, and seen whole for a purpose."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.cases import queries
from onetrip.cases.ticks import Ticks, by_proxy, read_ticks, to_look_up
from onetrip.cases.views.window import read_id, work
from onetrip.centres.queries import duty_of, settled
from onetrip.ledger import brakes
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.licences import actions
from onetrip.licences import queries as lookups
from onetrip.lobby import queries as hall
from onetrip.lobby.models import Ticket
from onetrip.people.actions import PLAIN_VIEWS
from onetrip.people.models import Resident
from onetrip.people.purposes import read_purpose
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_POST
def look_up(request: HttpRequest) -> HttpResponse:
    """Look up the licences of the chosen matters: the resident is here and agrees, which pressing it says."""
    now = timezone.now()
    ticks = read_ticks({name: list(texts) for name, texts in request.POST.lists()})
    ticket = _served_here(request, sent(request, "ticket"))
    listed = queries.checklist(ticket.pk, now=now, added=ticket.visit.wanted, by_proxy=ticks.by_proxy)
    resident = _resident_here(ticket, listed_by_proxy=by_proxy(listed, ticks))
    codes = to_look_up(listed, ticks)
    if not codes:
        raise Malformed(
            "no-licence-to-look-up",
            "要的材料都没有本人的电子证照可查，或者都查到了。",
            "None of the papers has an electronic licence of the resident's own to look up, or all were found.",
        )
    names = "、".join(one.at.name.zh for one in listed.open if ticks.is_chosen(one.matter))
    actions.look_up(
        resident=resident,
        licences=codes,
        wanted=actions.Wanted(
            centre=centre_of(request), channel="window", occasion=ticket.visit_id, purpose=f"窗口受理：{names}"[:200]
        ),
        day=settled(centre_of(request)).centre.day_of(now),
        now=now,
        by=actor_of(request),
        key=sent_key(request),
    )
    return work(request, ticks)


@requires(Permission.SEE_IDENTITY)
@never_cache
@sensitive_post_parameters()
@require_POST
def plain(request: HttpRequest) -> HttpResponse:
    """One licence found in this visit with its whole number, kept on record with its purpose."""
    ticket = _served_here(request, sent(request, "ticket"))
    _resident_here(ticket, listed_by_proxy=ticket.visit.proxy_id is not None)
    found = lookups.of_occasion(ticket.visit_id, ticket.visit.resident_id).get(sent(request, "licence", most=20))
    if found is None:
        raise NotFound("licence-unknown", "这次没有查到过这张证照。", "No such licence was looked up in this visit.")
    now = timezone.now()
    purpose = read_purpose(sent(request, "purpose", most=20), sent(request, "words", most=400))
    brakes.count(PLAIN_VIEWS, actor_of(request), now)
    seen = actions.show_plain(lookup=found, purpose=purpose, by=actor_of(request), centre=centre_of(request), now=now)
    if request.headers.get("HX-Request"):
        return render(request, "cases/parts/plain_licence.html", {"plain_licence": seen})
    return work(request, Ticks())


def _served_here(request: HttpRequest, ticket_id: str) -> Ticket:
    """The ticket, while it is served at this account's window: nobody looks up whoever is somewhere else."""
    ticket = hall.ticket(read_id(ticket_id))
    duty = duty_of(account_of(request).pk)
    if duty is None or ticket.state != Ticket.State.SERVING or ticket.window_id != duty.window_id:
        raise Refused(
            "ticket-elsewhere", f"{ticket.number} 不在您的窗口。", f"Ticket {ticket.number} is not at your window."
        )
    return ticket


def _resident_here(ticket: Ticket, *, listed_by_proxy: bool) -> Resident:
    """The resident, who has to be here in person and known by their card."""
    resident = ticket.visit.resident
    if resident is None:
        raise Refused(
            "nobody-known",
            "窗口前没有读过证件的居民。先读身份证，再查。",
            "Nobody whose ID was read is at this window. Read the ID card first.",
        )
    if listed_by_proxy:
        raise Refused(
            "proxy-sees-no-licence",
            "代办人来的，不能查居民本人的证照：请看原件。",
            "Somebody else came, so that the resident's licences may not be looked up: ask for the originals.",
        )
    return resident
