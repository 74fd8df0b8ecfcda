"""The editor's table: what the counter found out, drafts that are under way, what nobody has verified, the matters."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.catalogue import drafts, findings, queries
from onetrip.catalogue.models import CatalogueVersion
from onetrip.catalogue.problems import Problem
from onetrip.catalogue.schema import read
from onetrip.editing.views.common import named, page
from onetrip.staff.access import requires
from onetrip.staff.permissions import Permission


@requires(Permission.READ_CATALOGUE_WORK)
@never_cache
@require_GET
def work(request: HttpRequest) -> HttpResponse:
    """Findings, drafts, open points matter by matter, weak entitlements, warnings, all matters by kind."""
    catalogue = queries.current()
    open_matters = [matter for matter in catalogue.matters.values() if matter.open]
    under_way = list(drafts.open_drafts())
    found = findings.open_findings(catalogue)
    context = {
        **page(request),
        "catalogue": catalogue,
        "in_force": queries.current_version(),
        "findings": found,
        "drafts": under_way,
        "names": named([each.opened_by for each in under_way]),
        "scheduled": drafts.scheduled(),
        "open_matters": sorted(open_matters, key=lambda matter: -len(matter.open)),
        "open_points": sum(len(matter.open) for matter in open_matters),
        "weak": [
            (matter, founded)
            for matter in catalogue.matters.values()
            if (founded := matter.confidence("entitled")) in (None, "low")
        ],
        "warnings": _warnings(catalogue.number),
        "kinds": [(category, catalogue.in_category(category.id)) for category in catalogue.categories.values()],
    }
    return render(request, "editing/work.html", context)


@lru_cache(maxsize=2)
def _warnings(number: int) -> tuple[Problem, ...]:
    """What was warned about in a published version; a version never changes, so it is read once."""
    return read(CatalogueVersion.objects.get(number=number).source).problems
