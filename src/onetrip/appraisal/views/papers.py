"""What leaves the screen: the sheet to sign as PDF, and the table for the pay office."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.appraisal import actions, exporting, queries
from onetrip.appraisal.paper import sheet_print
from onetrip.centres.queries import settled
from onetrip.prints.sheets import Language
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.SEE_OWN_SHEET)
@never_cache
@require_GET
def own_pdf(request: HttpRequest, month: date) -> HttpResponse:
    """One's own sheet on paper."""
    return _pdf(request, month, account_of(request).pk)


@requires(Permission.SEE_SHEETS)
@never_cache
@require_GET
def pdf(request: HttpRequest, month: date, account: int) -> HttpResponse:
    """Somebody's sheet on paper; a look like any other."""
    response = _pdf(request, month, account)
    _note(request, month, account)
    return response


@requires(Permission.SEE_SHEETS)
@never_cache
@require_GET
def table(request: HttpRequest, month: date, form: str) -> HttpResponse:
    """The month as a table for the pay office: sheets.xlsx or sheets.csv. Each is a look at the list."""
    if form not in exporting.FORMS:
        raise Http404
    centre = settled(centre_of(request)).centre
    shown = queries.shown(centre, month, timezone.now())
    _note(request, month, None)
    kind, make = exporting.FORMS[form]
    content = make(exporting.rows_of(shown, _language(request)))
    name = f"{centre.code}-{month:%Y-%m}.{form}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _language(request: HttpRequest) -> Language:
    """The language asked for, else that of this browser."""
    asked = request.GET.get("language", getattr(request, "language", "zh"))
    return "en" if asked == "en" else "zh"


def _pdf(request: HttpRequest, month: date, account: int) -> HttpResponse:
    centre = settled(centre_of(request)).centre
    shown = queries.shown(centre, month, timezone.now())
    sheet = shown.sheets.of(account)
    if sheet is None:
        raise Http404
    name = queries.names([account])[account]
    made = sheet_print(shown, sheet, centre, name, _language(request))
    return HttpResponse(
        made.pdf(),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="sheet-{month:%Y-%m}.pdf"'},
    )


def _note(request: HttpRequest, month: date, account: int | None) -> None:
    actions.note_look(
        centre=centre_of(request),
        month=month,
        account_id=account,
        by_id=account_of(request).pk,
        now=timezone.now(),
        by=actor_of(request),
    )
