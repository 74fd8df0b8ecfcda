"""The public guide, which needs no account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from onetrip.catalogue import actions, queries
from onetrip.catalogue.exports import schema_org
from onetrip.catalogue.guide import guide_page
from onetrip.catalogue.saying import MOST_SAID, holds_long_number
from onetrip.catalogue.search import search
from onetrip.catalogue.telling import Telling
from onetrip.ledger.addresses import public_address
from onetrip.ledger.refusals import NotFound
from onetrip.rules import Text
from onetrip.staff.access import centre_of, requires
from onetrip.staff.permissions import Permission

_GUIDE = Text(
    "社区事务受理服务中心能办的事：谁能办、带什么、多久、要不要钱，一件一页。",
    "What the community service centres handle: who may have it, what to bring, how long, what it costs; a page each.",
)
_TOO_LONG = Text("说短一点，一两句就行。", "Please say it in a sentence or two.")
_A_NUMBER = Text(
    "这里不用填证件号、手机号，说要办什么就行。",
    "No ID or telephone number is needed here; just say what it is about.",
)


@requires(Permission.ANYONE)
@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    """Every matter by its kind; `?q=` finds one by what people call it."""
    words = request.GET.get("q", "").strip()
    wrong = None
    if len(words) > MOST_SAID or "\0" in words:
        wrong = _TOO_LONG
    elif holds_long_number(words):
        wrong = _A_NUMBER
    catalogue = queries.current()
    hits = search(catalogue, words) if words and not wrong else []
    if words and not wrong and not (hits and hits[0].sure):
        now, centre = timezone.now(), centre_of(request)
        actions.note_unanswered(words=words, channel="guide", centre=centre, now=now, by="resident")
    context = {
        "catalogue": catalogue,
        "kinds": [(category, catalogue.in_category(category.id)) for category in catalogue.categories.values()],
        "words": "" if wrong else words,
        "wrong": wrong,
        "description": _GUIDE,
        "here": public_address(request, request.path),
        "found": [hit.matter for hit in search(catalogue, words)] if words and not wrong else None,
        "catalogue_version": catalogue.number,
    }
    return render(request, "catalogue/guide.html", context, status=422 if wrong else 200)


@requires(Permission.ANYONE)
@require_GET
def guide_matter(request: HttpRequest, matter: str) -> HttpResponse:
    """One matter: who may have it, papers, steps, limits, fees, what people ask, what nobody has verified, sources."""
    catalogue = queries.current()
    found = catalogue.matter(matter)
    if found is None:
        raise NotFound(
            "matter-unknown",
            "办事指南里没有这件事。可能改过名字，请搜一下。",
            "The guide has no such matter. It may have been renamed; please search.",
        )
    day = timezone.localdate()
    page = guide_page(catalogue, found, day)
    base = public_address(request, "/").rstrip("/")
    language: schema_org.Language = "en" if getattr(request, "language", "zh") == "en" else "zh"
    context = {
        "page": page,
        "matter": found,
        "terms": found.terms,
        "description": Telling(catalogue, day).description(found),
        "here": public_address(request, request.path),
        "structured": schema_org.in_page(catalogue, found, day, base, language),
        "catalogue_version": catalogue.number,
    }
    return render(request, "catalogue/matter.html", context)
