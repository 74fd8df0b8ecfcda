"""At the window: who came, for whom, and on what; the letter of authority to sign."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.addresses import public_address, slip_address
from onetrip.advice.forms import sent, sent_key
from onetrip.cases import queries
from onetrip.cases.proxies import actions, letter
from onetrip.cases.queries import Checklist
from onetrip.cases.ticks import Ticks, read_ticks
from onetrip.cases.views.window import read_id, work
from onetrip.centres.queries import duty_of, settled
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.lobby import actions as lobby
from onetrip.lobby import queries as hall
from onetrip.lobby.models import Ticket
from onetrip.lobby.scanning import LONGEST, Kind, read_scan
from onetrip.people.actions import correct, know
from onetrip.people.identity import read_number
from onetrip.people.personal_code import read_code
from onetrip.prints.authority import authority_pdf
from onetrip.prints.sheets import Language
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@sensitive_post_parameters("scan", "name")
@require_POST
def who_came(request: HttpRequest) -> HttpResponse:
    """Say who came (`verb` came: their card; theirs: the card that was read is theirs), or put it right (swap, self)."""
    verb = sent(request, "verb", most=8)
    common: dict[str, Any] = {
        "ticket_id": read_id(sent(request, "ticket")),
        "account_id": account_of(request).pk,
        "now": timezone.now(),
        "by": actor_of(request),
        "key": sent_key(request),
    }
    if verb == "self":
        lobby.came_in_person(**common)
        return work(request, Ticks(by_proxy=False))
    if verb == "swap":
        lobby.swap_persons(**common)
        return work(request)
    if verb == "theirs":
        proxy_id = _read_before(common["ticket_id"])
    elif verb == "came":
        proxy_id = _person(request, common["now"])
    else:
        raise NotFound("verb-unknown", "没有这个按键。", "There is no such button.")
    lobby.somebody_came(proxy_id=proxy_id, relation=sent(request, "relation", most=20), **common)
    return work(request, Ticks(by_proxy=True))


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@sensitive_post_parameters("principal_last_four", "agent_last_four")
@require_POST
def register(request: HttpRequest) -> HttpResponse:
    """Enter the letter or the proof that whoever came has shown; what is ticked on the checklist stays."""
    actions.register_at_window(
        ticket_id=read_id(sent(request, "ticket")),
        account_id=account_of(request).pk,
        shown=actions.read_shown(
            proof=sent(request, "proof", most=20),
            matters=request.POST.getlist("letter_matter")[: 2 * actions.MOST_MATTERS],
            until=sent(request, "until", most=10),
            principal_last_four=sent(request, "principal_last_four", most=8),
            agent_last_four=sent(request, "agent_last_four", most=8),
        ),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return work(request, _ticks(request))


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_POST
def end(request: HttpRequest, authority_id: uuid.UUID) -> HttpResponse:
    """The person who gave a letter is here and revokes it; or it was entered by mistake just now."""
    actions.end_authority(
        ticket_id=read_id(sent(request, "ticket")),
        account_id=account_of(request).pk,
        authority_id=authority_id,
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return work(request, _ticks(request))


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_GET
def letter_pdf(request: HttpRequest, ticket_id: uuid.UUID) -> HttpResponse:
    """The letter of authority to sign, for what whoever is at this window wants done."""
    language = request.GET.get("language", "zh")
    if language not in ("zh", "en"):
        raise NotFound("language-unknown", "只有中文和英文两种。", "There are Chinese and English only.")
    ticket = _served_here(request, ticket_id)
    now = timezone.now()
    listed = queries.checklist(ticket.pk, now=now, added=ticket.visit.wanted)
    sheet = letter.of_visit(
        listed,
        settled(centre_of(request)),
        address=_opens(request, listed),
        until=actions.read_shown(proof="", matters=(), until=request.GET.get("until", "")[:10]).until,
        now=now,
        demonstration=settings.DEMONSTRATION,
    )
    response = HttpResponse(authority_pdf(sheet, cast(Language, language)), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="authority-{language}.pdf"'
    return response


def _opens(request: HttpRequest, listed: Checklist) -> str:
    """What the code on the letter opens: the slip, else what is to be known of the first matter."""
    if listed.slip is not None:
        return slip_address(request, listed.slip)
    matter = next((one.matter for one in listed.open), "")
    return public_address(request, reverse("guide-matter", args=[matter]) if matter else reverse("guide"))


def _person(request: HttpRequest, now: datetime) -> uuid.UUID:
    """Whose card lies there: the number as the reader or the clerk gives it, with the name that belongs to it."""
    scanned = read_scan(sent(request, "scan", most=LONGEST))
    if scanned.kind is Kind.PERSONAL:
        return read_code(scanned.value, now)
    if scanned.kind is not Kind.ID_NUMBER:
        raise Malformed(
            "not-an-id-card",
            "要来的人的身份证号。小贴士是办件人的，扫在下面。",
            "The ID number of whoever came is needed. The slip belongs to the person concerned and is scanned below.",
            field="scan",
        )
    day = settled(centre_of(request)).centre.day_of(now)
    name = sent(request, "name", most=40) or None
    person = know(identity=read_number(scanned.value, day=day), now=now, name=name)
    correct(resident=person, name=name, source="window", by=actor_of(request), centre=centre_of(request), now=now)
    return person.pk


def _read_before(ticket_id: uuid.UUID) -> uuid.UUID:
    visit = hall.ticket(ticket_id).visit
    if visit.resident_id is None:
        raise Refused("nobody-known", "还没有读过证件。", "No card was read yet.")
    found: uuid.UUID = visit.resident_id
    return found


def _served_here(request: HttpRequest, ticket_id: uuid.UUID) -> Ticket:
    ticket = hall.ticket(ticket_id)
    duty = duty_of(account_of(request).pk)
    if duty is None or ticket.state != Ticket.State.SERVING or ticket.window_id != duty.window_id:
        raise Refused(
            "ticket-elsewhere", f"{ticket.number} 不在您的窗口。", f"Ticket {ticket.number} is not at your window."
        )
    return ticket


def _ticks(request: HttpRequest) -> Ticks:
    return read_ticks({name: list(texts) for name, texts in request.POST.lists()})
