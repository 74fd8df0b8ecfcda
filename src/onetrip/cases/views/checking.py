"""Checking papers at the window: who is there, what for, what is at hand, and accepting it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice import queries as advice
from onetrip.advice.forms import sent, sent_key
from onetrip.advice.models import Slip
from onetrip.cases import actions, queries
from onetrip.cases.actions.moving import MOST_NOTE
from onetrip.cases.kinds import insist_on_matters
from onetrip.cases.queries import Checklist
from onetrip.cases.ticks import Ticks, read_ticks, to_accept, to_tell
from onetrip.cases.views.window import read_id, work
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.search import search
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.ledger.requests import further
from onetrip.lobby import actions as lobby
from onetrip.lobby import queries as hall
from onetrip.lobby.models import Ticket
from onetrip.lobby.scanning import LONGEST, Kind, read_scan
from onetrip.people.actions import correct, know
from onetrip.people.identity import read_number
from onetrip.people.personal_code import read_code
from onetrip.ratings.models import BrokenPromise
from onetrip.rules import Text
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

FOUND = 8
"""Matters that a search at the window shows."""


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@sensitive_post_parameters("scan", "name")
@require_POST
def recognise(request: HttpRequest) -> HttpResponse:
    """A slip is scanned or its number typed, or an ID number is read: who this is, and what for."""
    now, key, account = timezone.now(), sent_key(request), account_of(request)
    ticket_id = read_id(sent(request, "ticket"))
    scanned = read_scan(sent(request, "scan", most=LONGEST))
    slip: Slip | None = None
    resident_id: uuid.UUID | None = None
    if scanned.kind is Kind.SLIP_TOKEN:
        slip = advice.slip_by_token(scanned.value)
    elif scanned.kind is Kind.SLIP_NUMBER:
        slip = advice.slip_by_number(centre=centre_of(request), number=scanned.value)
    elif scanned.kind is Kind.ID_NUMBER:
        day = settled(centre_of(request)).centre.day_of(now)
        name = sent(request, "name", most=40) or None
        resident = know(identity=read_number(scanned.value, day=day), now=now, name=name)
        correct(resident=resident, name=name, source="window", by=account.actor, centre=centre_of(request), now=now)
        resident_id = resident.pk
    elif scanned.kind is Kind.PERSONAL:
        resident_id = read_code(scanned.value, now)
    else:
        raise Malformed(
            "not-a-slip",
            "这不是小贴士，也不是身份证。请扫小贴士，或放身份证。",
            "This is neither a slip nor an ID card. Scan the slip, or lay down the ID card.",
            field="scan",
        )
    _start_if_called(ticket_id, request, now, key)
    lobby.recognise(
        ticket_id=ticket_id,
        account_id=account.pk,
        now=now,
        by=account.actor,
        key=key,
        slip_id=slip.pk if slip else None,
        resident_id=resident_id,
    )
    return work(request)


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_GET
def find_matters(request: HttpRequest) -> HttpResponse:
    """Matters that fit what the resident says, to add to the checklist."""
    words = request.GET.get("q", "")[:80].replace("\0", "")
    catalogue = catalogues.current()
    hits = search(catalogue, words, FOUND) if words.strip() else []
    found = [(hit.matter, catalogue.categories[hit.matter.terms.category].seal) for hit in hits]
    return render(request, "cases/parts/found.html", {"found": found, "words": words})


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_POST
def change_matters(request: HttpRequest) -> HttpResponse:
    """Add a matter that the resident asks for here, or take off one that was added by mistake."""
    now, key, account = timezone.now(), sent_key(request), account_of(request)
    ticket_id = read_id(sent(request, "ticket"))
    add, drop = sent(request, "add"), sent(request, "drop")
    ticks = _ticks(request)
    if drop:
        lobby.unwant(ticket_id=ticket_id, account_id=account.pk, matter=drop, now=now, by=account.actor, key=key)
        return work(request, ticks)
    if catalogues.current().matter(add) is None:
        raise NotFound("matter-unknown", "事项目录里没有这件事。", "The catalogue has no such matter.")
    lobby.want(ticket_id=ticket_id, account_id=account.pk, matter=add, now=now, by=account.actor, key=key)
    chosen = None if ticks.chosen is None else ticks.chosen | {add}
    return work(request, replace(ticks, chosen=chosen))


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """The checklist anew, with what was ticked: after a change of who came, or of what is asked for beyond the slip."""
    ticks = _ticks(request)
    paper = sent(request, "extra_paper")
    if not paper:
        return work(request, ticks)
    matter, cause = sent(request, "extra_matter"), sent(request, "extra_cause") or BrokenPromise.Cause.UNKNOWN.value
    if cause not in BrokenPromise.Cause.values:
        raise Malformed("cause-unknown", "没有这种失约原因。", "There is no such cause.", field="extra_cause")
    catalogue = catalogues.current()
    if paper not in catalogue.papers or not matter:
        raise Malformed(
            "extra-incomplete",
            "请选哪件事、哪样材料。",
            "Please choose the matter and the paper.",
            field="extra_paper",
        )
    _refuse_if_listed(request, ticks, paper, catalogue.papers[paper].name)
    values = {name: list(texts) for name, texts in request.POST.lists()}
    values.setdefault("extra", []).append(f"{matter}|{paper}|{cause}")
    return work(request, read_ticks(values))


def _refuse_if_listed(request: HttpRequest, ticks: Ticks, paper: str, name: Text) -> None:
    """A paper that the checklist asks for anyway is ticked there: asking for it breaks no promise."""
    ticket = hall.ticket(read_id(sent(request, "ticket")))
    listed = queries.checklist(ticket.pk, now=timezone.now(), added=ticket.visit.wanted, by_proxy=ticks.by_proxy)
    if any(paper == line.needed.paper for one in listed.open for line in (*one.lines, *one.perhaps)):
        raise Malformed(
            "paper-listed",
            f"{name.zh}已经在清单上，直接在那里勾。没带的按 F8 告知。",
            f"The {name.en} is on the checklist already: please tick it there, or press F8 when it is missing.",
            field="extra_paper",
        )


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Accept everything that was chosen; what was asked for beyond the slip and is not there is told on a notice."""
    checklist, ticks, now, key = _asked(request)
    _accept(request, checklist, ticks, now, key, only_complete=False)
    _tell(request, checklist, ticks, now, further(key, "tell"), only_extras=True)
    return work(request, just_done=True)


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_POST
def accept_part(request: HttpRequest) -> HttpResponse:
    """Accept what is complete, and tell everything that is missing of the rest, at once, on one notice."""
    checklist, ticks, now, key = _asked(request)
    told = to_tell(checklist, ticks)
    if not told:
        raise Malformed(
            "nothing-missing",
            "没有缺的。直接“全部收下”就行。",
            "Nothing is missing: simply accept everything.",
            field="missing",
        )
    _accept(request, checklist, ticks, now, key, only_complete=True)
    _tell(request, checklist, ticks, now, further(key, "tell"), only_extras=False)
    return work(request, just_done=True)


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_POST
def refuse(request: HttpRequest) -> HttpResponse:
    """A matter cannot be accepted: the resident gets that in writing."""
    matter = sent(request, "refuse")
    insist_on_matters(request, [matter])
    actions.refuse_at_window(
        ticket_id=read_id(sent(request, "ticket")),
        account_id=account_of(request).pk,
        matter=matter,
        reason=sent(request, f"why-{matter}", most=MOST_NOTE),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    ticks = _ticks(request)
    chosen = None if ticks.chosen is None else ticks.chosen - {matter}
    left = Ticks(chosen, ticks.taken, ticks.follows, ticks.extras, ticks.reasons, ticks.by_proxy)
    return work(request, left, just_done=True)


def _asked(request: HttpRequest) -> tuple[Checklist, Ticks, datetime, uuid.UUID]:
    """The checklist of the ticket in the form, as the ticks change it, with the moment and the key of the request."""
    now, key = timezone.now(), sent_key(request)
    ticks = _ticks(request)
    ticket = hall.ticket(read_id(sent(request, "ticket")))
    listed = queries.checklist(ticket.pk, now=now, added=ticket.visit.wanted, by_proxy=ticks.by_proxy)
    return listed, ticks, now, key


def _accept(
    request: HttpRequest, checklist: Checklist, ticks: Ticks, now: datetime, key: uuid.UUID, *, only_complete: bool
) -> None:
    matters = to_accept(checklist, ticks, only_complete=only_complete)
    if only_complete and not matters:
        return
    insist_on_matters(request, [one.matter for one in matters])
    actions.accept(
        ticket_id=checklist.ticket.pk,
        account_id=account_of(request).pk,
        matters=matters,
        now=now,
        by=actor_of(request),
        key=key,
    )


def _tell(
    request: HttpRequest, checklist: Checklist, ticks: Ticks, now: datetime, key: uuid.UUID, *, only_extras: bool
) -> None:
    missing = to_tell(checklist, ticks, only_extras=only_extras)
    if missing:
        insist_on_matters(request, [one.matter for one in missing])
        actions.tell_missing(
            ticket_id=checklist.ticket.pk,
            account_id=account_of(request).pk,
            missing=missing,
            now=now,
            by=actor_of(request),
            key=key,
        )


def _ticks(request: HttpRequest) -> Ticks:
    return read_ticks({name: list(texts) for name, texts in request.POST.lists()})


def _start_if_called(ticket_id: uuid.UUID, request: HttpRequest, now: datetime, key: uuid.UUID) -> None:
    """Whoever hands over a slip has come: that begins the service."""
    if hall.ticket(ticket_id).state == Ticket.State.CALLED:
        lobby.start(
            ticket_id=ticket_id,
            account_id=account_of(request).pk,
            now=now,
            by=actor_of(request),
            key=further(key, "start"),
        )
