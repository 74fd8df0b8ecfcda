"""Photographs of a case's papers: at the window, which takes them, and at the department, which decides by them.

No address shows a whole picture: it is the answer to a POST with a purpose, and lies in that one page alone.
"""

from __future__ import annotations

import base64
import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent
from onetrip.cases import queries as cases
from onetrip.cases.kinds import insist_on_matters
from onetrip.cases.models import Case
from onetrip.cases.photographs import actions, queries
from onetrip.cases.photographs.models import Photograph
from onetrip.cases.where import worked_at
from onetrip.ledger import brakes
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.people.actions import PLAIN_VIEWS
from onetrip.people.keeping import rule
from onetrip.people.purposes import NAMES, Purpose, read_purpose
from onetrip.staff.access import account_of, actor_of, centre_of, insist_on_proof, requires
from onetrip.staff.permissions import Permission
from onetrip.storage.backings.base import Gone
from onetrip.storage.collections import PHOTOGRAPHS
from onetrip.storage.receiving import answered
from onetrip.storage.serving import given


@dataclass(frozen=True)
class _Side:
    """From where somebody looks: the window, or the department; the names of its addresses."""

    case: Case
    centre: str
    back: str
    small: str
    look: str
    takes: bool = False


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_GET
def page(request: HttpRequest, number: str) -> HttpResponse:
    """Every paper of a case with its photographs, and what takes more."""
    return _page(request, _at_window(request, number))


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_GET
def camera(request: HttpRequest, number: str, paper: str = "") -> HttpResponse:
    """The desk camera over one paper, page after page."""
    side = _at_window(request, number)
    found = next((one for one in queries.by_paper(side.case) if one.paper == paper), None)
    if found is None:
        raise NotFound("paper-not-in-case", "这件没有这份材料。", "This case has no such paper.")
    return render(request, "cases/photographs/camera.html", {"side": side, "case": side.case, "one": found})


@requires(Permission.SERVE_AT_WINDOW)
@require_POST
def take(request: HttpRequest, number: str, source: str, paper: str = "") -> HttpResponse:
    """A picture in the body of the request."""
    side = _at_window(request, number)
    insist_on_matters(request, [side.case.matter])
    return answered(
        request,
        lambda raw: actions.take(
            case=side.case,
            paper=paper,
            raw=raw,
            source=Photograph.Source(source),
            centre=side.centre,
            now=timezone.now(),
            by=actor_of(request),
        ),
    )


@requires(Permission.SERVE_AT_WINDOW)
@require_POST
def take_back(request: HttpRequest, number: str, photograph_id: uuid.UUID) -> HttpResponse:
    """It was taken by mistake."""
    side = _at_window(request, number)
    insist_on_matters(request, [side.case.matter])
    found = queries.of_case(side.case, photograph_id)
    actions.take_back(photograph=found, centre=side.centre, now=timezone.now(), by=actor_of(request))
    return redirect("case-photographs", side.case.number)


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_GET
def small(request: HttpRequest, number: str, photograph_id: uuid.UUID) -> HttpResponse:
    """A photograph so small that nothing can be read on it."""
    side = _at_window(request, number)
    insist_on_matters(request, [side.case.matter])
    return _small(side, photograph_id)


@requires(Permission.SEE_IDENTITY)
@never_cache
@require_POST
def look(request: HttpRequest, number: str, photograph_id: uuid.UUID) -> HttpResponse:
    """A whole photograph, kept on record with its purpose."""
    side = _at_window(request, number)
    insist_on_matters(request, [side.case.matter], Permission.SEE_IDENTITY)
    return _look(request, side, photograph_id)


@requires(Permission.DECIDE_CASES)
@never_cache
@require_GET
def department_page(request: HttpRequest, number: str) -> HttpResponse:
    """The photographs of a case of this department."""
    return _page(request, _at_department(request, number))


@requires(Permission.DECIDE_CASES)
@never_cache
@require_GET
def department_small(request: HttpRequest, number: str, photograph_id: uuid.UUID) -> HttpResponse:
    """A photograph so small that nothing can be read on it."""
    return _small(_at_department(request, number), photograph_id)


@requires(Permission.DECIDE_CASES)
@never_cache
@require_POST
def department_look(request: HttpRequest, number: str, photograph_id: uuid.UUID) -> HttpResponse:
    """A whole photograph, kept on record with its purpose, for whoever has just shown that it is them."""
    insist_on_proof(request)
    return _look(request, _at_department(request, number), photograph_id)


def _at_window(request: HttpRequest, number: str) -> _Side:
    centre = centre_of(request)
    case = cases.case_by_number(number, centre=centre)
    takes = case.state in queries.TAKEN_IN
    return _Side(case, centre, "case", "case-photograph-small", "case-photograph-look", takes=takes)


def _at_department(request: HttpRequest, number: str) -> _Side:
    case = cases.case_of_departments(number, account_of(request).departments())
    names = ("department-case", "department-photograph-small", "department-photograph-look")
    return _Side(case, worked_at(case), *names)


def _page(request: HttpRequest, side: _Side, refused: Malformed | None = None, wrong: str = "") -> HttpResponse:
    papers = queries.by_paper(side.case)
    context: dict[str, Any] = {
        "side": side,
        "case": side.case,
        "papers": papers,
        "has_any": any(one.photographs for one in papers),
        "rule": rule("photographs"),
        "refused": refused,
        "wrong": wrong,
    }
    return render(request, "cases/photographs/photographs.html", context, status=refused.status if refused else 200)


def _small(side: _Side, photograph_id: uuid.UUID) -> HttpResponse:
    found = queries.of_case(side.case, photograph_id)
    try:
        content = PHOTOGRAPHS.get_small(found.pk)
    except Gone as error:
        raise queries.no_photograph() from error
    return given(content, content_type="image/jpeg", name=f"{found.pk}.jpg", inline=True)


def _look(request: HttpRequest, side: _Side, photograph_id: uuid.UUID) -> HttpResponse:
    found, now = queries.of_case(side.case, photograph_id), timezone.now()
    try:
        purpose = read_purpose(sent(request, "purpose", most=20), sent(request, "words", most=400))
    except Malformed as malformed:
        return _page(request, side, malformed, str(found.pk))
    brakes.count(PLAIN_VIEWS, actor_of(request), now)
    content = actions.look(photograph=found, purpose=purpose, centre=side.centre, now=now, by=actor_of(request))
    if sent(request, "save", most=1):
        return given(content, content_type="image/jpeg", name=f"{side.case.number}-{str(found.pk)[:8]}.jpg")
    context = {
        "side": side,
        "case": side.case,
        "photograph": found,
        "paper_name": queries.papers_of(side.case).get(found.paper, queries.OTHER),
        "purpose": NAMES[purpose.purpose] if purpose.purpose is not Purpose.OTHER else None,
        "words": purpose.words,
        "picture": base64.b64encode(content).decode(),
    }
    return render(request, "cases/photographs/look.html", context)
