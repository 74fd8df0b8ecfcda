"""Records of cases: as the resident reads them, as PDF for those who work on the case, and open to anybody's check."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from onetrip.cases import queries
from onetrip.cases.models import Case, Record
from onetrip.cases.records import checking
from onetrip.cases.records.hashing import MOST_BYTES, HashedUpload, hashed
from onetrip.cases.records.papers import pdf_of, sheet_of
from onetrip.ledger.addresses import public_origin
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.lobby.models import Visit
from onetrip.prints.sheets import Language
from onetrip.staff.access import ONLY_ITS_OWNER, account_of, centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Whether a paper is genuine and the latest word, for whoever scanned its code; nothing personal."""
    try:
        found = checking.record_by_token(token)
    except NotFound as unknown:
        return render(request, "cases/not_ours.html", {"refused": unknown}, status=unknown.status)
    return _check_page(request, found)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@csrf_exempt  # of the outer view alone: the file must not be read before it is said how, see `_check_file`
@require_POST
def check_file(request: HttpRequest, token: str) -> HttpResponse:
    """Whether a file is the very one that we made: only its hash is taken, and nothing of it is kept."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > 2 * MOST_BYTES:
        raise _too_large()
    request.upload_handlers = [HashedUpload(request)]
    return _check_file(request, token)


@csrf_protect
def _check_file(request: HttpRequest, token: str) -> HttpResponse:
    record, given = checking.record_by_token(token), hashed(request)
    if given is None:
        return _check_page(request, record, malformed=_no_file())
    if given.is_too_large:
        return _check_page(request, record, malformed=_too_large())
    return _check_page(request, record, match=checking.match(record, given.sha256))


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def record(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """A record as a page, for whoever holds the receipt of its case."""
    found = _of_receipt(token, number)
    context = {
        "record": found,
        "sheet": sheet_of(found, origin=public_origin(request)),
        "receipt_token": token,
        "standing": checking.standing_of(found),
    }
    return render(request, "cases/record.html", context)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def record_paper(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """The same as PDF."""
    found = _of_receipt(token, number)
    return pdf_answer(request, found, "a5", language_of(request, found.case.visit if found.case else None))


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_GET
def case_record(request: HttpRequest, number: str, record_number: str) -> HttpResponse:
    """A record of a case with which this centre has to do, as PDF."""
    return _for_staff(request, queries.case_by_number(number, centre=centre_of(request)), record_number)


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_GET
def refusal(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """A refusal that a window of this centre gave, as PDF."""
    centre = centre_of(request)
    found = Record.objects.select_related("visit__slip").filter(pk=record_id, visit__isnull=False, centre=centre)
    given = found.first()
    if given is None:
        raise NotFound("record-unknown", "这个中心没有这份文书。", "This centre has no such record.")
    return pdf_answer(request, given, "a5", language_of(request, given.visit))


@requires(Permission.DECIDE_CASES)
@never_cache
@require_GET
def department_record(request: HttpRequest, number: str, record_number: str) -> HttpResponse:
    """A record of a case of the department, as PDF."""
    held = account_of(request).departments()
    return _for_staff(request, queries.case_of_departments(number, held), record_number)


def pdf_answer(request: HttpRequest, found: Record, layout: str, language: Language) -> HttpResponse:
    """The paper of a record, in a language, on A5 ("a5") or on the roll ("roll")."""
    pdf = pdf_of(
        found,
        language=language,
        layout="roll" if layout == "roll" else "a5",
        origin=public_origin(request),
        now=timezone.now(),
    )
    headers = {"Content-Disposition": f'inline; filename="{found.number}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def language_of(request: HttpRequest, visit: Visit | None) -> Language:
    """The language asked for, else that of the slip the resident brought, else that of this browser."""
    asked = request.GET.get("language", "")
    slip = visit.slip if visit is not None else None
    language = asked if asked in ("zh", "en") else slip.language if slip else getattr(request, "language", "zh")
    return "en" if language == "en" else "zh"


def _for_staff(request: HttpRequest, case: Case, number: str) -> HttpResponse:
    return pdf_answer(request, queries.record_of_case(case, number), "a5", language_of(request, case.visit))


def _of_receipt(token: str, number: str) -> Record:
    """The record with this number of a case on the receipt with this token. Raises NotFound."""
    receipt = queries.receipt_by_token(token)
    found = None
    if len(number) <= 28 and "\0" not in number:
        cases = Record.objects.select_related("case__visit__slip")
        found = cases.filter(case__receipt=receipt, number=number).first()
    if found is None:
        raise NotFound("record-unknown", "这张回执下没有这份文书。", "This receipt has no such record.")
    return found


def _check_page(
    request: HttpRequest, found: Record, *, match: checking.Match | None = None, malformed: Malformed | None = None
) -> HttpResponse:
    context = {
        "record": found,
        "heading": checking.heading_of(found),
        "for_whom": found.content["for_whom"],
        "demonstration": found.content["demonstration"],
        "standing": checking.standing_of(found),
        "hashes": [bytes(kept).hex() for kept in found.prints.values_list("sha256", flat=True)],
        "match": match,
        "malformed": malformed,
        "most_megabytes": MOST_BYTES // 1_000_000,
    }
    return render(request, "cases/check.html", context, status=malformed.status if malformed else 200)


def _no_file() -> Malformed:
    return Malformed("file-missing", "请先选一个 PDF 文件。", "Please choose a PDF file first.", field="file")


def _too_large() -> Malformed:
    most = MOST_BYTES // 1_000_000
    return Malformed(
        "file-too-large",
        f"这个文件超过 {most} MB，不会是我们发的单子。",
        f"This file is larger than {most} MB; our papers are not.",
        field="file",
    )
