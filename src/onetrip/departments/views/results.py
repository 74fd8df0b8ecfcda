"""What a department sent as a result, for the window that hands it over."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.departments import actions, checking, queries
from onetrip.departments.models import Result
from onetrip.ledger.refusals import NotFound
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.permissions import Permission
from onetrip.storage.backings.base import Gone
from onetrip.storage.collections import RESULTS
from onetrip.storage.serving import given


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_GET
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """The files of one case's result, for its page."""
    files = list(queries.result_files(number, centre=centre_of(request)))
    result = Result.objects.filter(case__number=number.strip().upper()[:24]).first()
    return render(request, "departments/parts/results.html", {"files": files, "result": result})


@requires(Permission.SERVE_AT_WINDOW)
@never_cache
@require_GET
def file(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    """One file, to be saved and never to be opened inside a page; who fetched it is on record."""
    found = queries.result_file(file_id, centre=centre_of(request))
    try:
        content = RESULTS.get(found.pk)
    except Gone as error:
        raise NotFound(
            "result-gone",
            "这份文件不在了，请找运维。",
            "This file is not in the store any more; please ask an operator.",
        ) from error
    actions.note_fetched(file=found, centre=centre_of(request), now=timezone.now(), by=actor_of(request))
    types = {kind.value: name for name, kind in checking.TYPES.items()}
    name = f"{found.case.number}-{str(found.pk)[:8]}.{found.kind}"
    return given(content, content_type=types[found.kind], name=name)
