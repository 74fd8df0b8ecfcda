"""The guide on paper, which needs no account; the work manual as pages, prints and one book, for everybody who works here."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from onetrip.catalogue import queries
from onetrip.catalogue.book import Catalogue, Matter
from onetrip.catalogue.saying import MOST_SAID
from onetrip.catalogue.search import search
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.manuals import press
from onetrip.manuals.book import figures_since
from onetrip.manuals.manual import in_order, manual_chapter, numbers
from onetrip.manuals.sheets import guide_sheet, manual_sheet
from onetrip.prints import guide_pdf, manual_pdf
from onetrip.prints.chapters import Imprint
from onetrip.prints.sheets import Language
from onetrip.staff.access import account_of, requires
from onetrip.staff.permissions import Permission

_AGAIN_SECONDS = "3"


@requires(Permission.ANYONE)
@never_cache
@require_GET
def guide_print(request: HttpRequest, matter: str) -> HttpResponse:
    """The guide of a matter on A4; `?language=` zh or en, else that of the page."""
    catalogue = queries.current()
    found = _matter(catalogue, matter)
    path = reverse("guide-matter", args=[found.id])
    address = f"{settings.PUBLIC_ADDRESS}{path}" if settings.PUBLIC_ADDRESS else request.build_absolute_uri(path)
    sheet = guide_sheet(catalogue, found, _imprint(catalogue), address)
    return _pdf(guide_pdf(sheet, _language(request)), f"{found.id}.pdf")


@requires(Permission.READ_MANUAL)
@never_cache
@require_GET
def contents(request: HttpRequest) -> HttpResponse:
    """Every matter by category, `?q=` some of them; the book to download."""
    catalogue = queries.current()
    words = request.GET.get("q", "").replace("\0", "").strip()[:MOST_SAID]
    numbered = numbers(catalogue)
    listed = [
        (category, [(numbered[matter.id], matter) for matter in in_order(catalogue, category.id)])
        for category in catalogue.categories.values()
    ]
    context = {
        "account": account_of(request),
        "catalogue_version": catalogue.number,
        "catalogue": catalogue,
        "listed": listed,
        "words": words,
        "found": [(numbered[hit.matter.id], hit.matter) for hit in search(catalogue, words)] if words else None,
    }
    return render(request, "manuals/contents.html", context)


@requires(Permission.READ_MANUAL)
@never_cache
@require_GET
def manual(request: HttpRequest, matter: str) -> HttpResponse:
    """The manual of a matter as a page, laid out like the print."""
    catalogue = queries.current()
    found = _matter(catalogue, matter)
    numbered = numbers(catalogue)
    order = list(numbered)
    place = order.index(found.id)
    chapter = manual_chapter(catalogue, found, numbered[found.id], timezone.localdate(), with_expressions=True)
    context = {
        "account": account_of(request),
        "catalogue_version": catalogue.number,
        "chapter": chapter,
        "parts": [(part, [(type(block).__name__, block) for block in part.blocks]) for part in chapter.parts],
        "other_language": "zh-CN" if _page_language(request) == "en" else "en",
        "before": catalogue.matters[order[place - 1]] if place else None,
        "after": catalogue.matters[order[place + 1]] if place + 1 < len(order) else None,
    }
    return render(request, "manuals/manual.html", context)


@requires(Permission.READ_MANUAL)
@never_cache
@require_GET
def manual_print(request: HttpRequest, matter: str) -> HttpResponse:
    """The manual of a matter on A4; `?language=` zh or en, else that of the page."""
    catalogue = queries.current()
    found = _matter(catalogue, matter)
    sheet = manual_sheet(catalogue, found, _imprint(catalogue))
    return _pdf(manual_pdf(sheet, _language(request)), f"manual-{found.id}.pdf")


@requires(Permission.READ_MANUAL)
@never_cache
@require_http_methods(["GET", "POST"])
def book(request: HttpRequest) -> HttpResponseBase:
    """The book of all manuals. GET opens it, or says how far it is; POST with a `language` has it made."""
    edition = _edition(request.POST.get("language", "") if request.method == "POST" else _language(request))
    here = f"{request.path}?language={edition.language}"
    if request.method == "POST":
        _ask(edition)
        return redirect(here)
    told = press.state(settings.MANUALS_ROOT, edition)
    if isinstance(told, press.Made):
        answer = FileResponse(told.path.open("rb"), content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="manual-{edition.imprint.version}-{edition.language}.pdf"'
        return answer
    context = {"account": account_of(request), "catalogue_version": edition.imprint.version, "edition": edition}
    if not isinstance(told, press.Making):
        return render(request, "manuals/book_ask.html", context | {"failed": isinstance(told, press.Failed)})
    page = render(request, "manuals/book_making.html", context | {"seconds": told.seconds}, status=202)
    page["Refresh"] = f"{_AGAIN_SECONDS}; url={here}"
    return page


def _edition(language: str) -> press.Edition:
    """The book of the version in force, with the figures that hold today."""
    catalogue = queries.current()
    imprint = _imprint(catalogue)
    day = press.day_of(figures_since(catalogue, imprint.day), imprint.published or imprint.day)
    return press.Edition(replace(imprint, day=day), _known(language))


def _ask(edition: press.Edition) -> None:
    try:
        press.ask(settings.MANUALS_ROOT, edition, queries.texts(edition.imprint.version))
    except OSError as error:
        raise Refused(
            "book-folder",
            "放书的文件夹写不了，请管理员看一下磁盘。每一件事的手册照样能打开。",
            "The folder for the book cannot be written; an operator has to look. The manual of each matter still opens.",
            status=503,
        ) from error


def _matter(catalogue: Catalogue, matter: str) -> Matter:
    found = catalogue.matter(matter)
    if found is None:
        raise NotFound(
            "matter-unknown",
            "目录里没有这件事。可能改过名字，请搜一下。",
            "The catalogue has no such matter. It may have been renamed; please search.",
        )
    return found


def _imprint(catalogue: Catalogue) -> Imprint:
    return Imprint(
        version=catalogue.number,
        published=timezone.localdate(queries.published_at(catalogue.number)),
        day=timezone.localdate(),
        digest=catalogue.digest,
        demonstration=settings.DEMONSTRATION,
    )


def _page_language(request: HttpRequest) -> Language:
    return cast(Language, getattr(request, "language", "zh"))


def _language(request: HttpRequest) -> Language:
    return _known(request.GET.get("language") or _page_language(request))


def _known(language: str) -> Language:
    if language not in ("zh", "en"):
        raise NotFound("language-unknown", "只有中文和英文两种。", "There are Chinese and English only.")
    return cast(Language, language)


def _pdf(pdf: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
