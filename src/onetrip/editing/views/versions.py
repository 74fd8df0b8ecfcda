"""The versions there have been: who, when, why; what changed from one to another and for whom; going back; taking away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.catalogue import actions, drafts, queries
from onetrip.catalogue.archive import packed
from onetrip.catalogue.comparing import file_changes
from onetrip.catalogue.models import CatalogueVersion
from onetrip.editing.effects import effects
from onetrip.editing.views.common import named, page, today
from onetrip.ledger.refusals import Malformed
from onetrip.staff.access import actor_of, requires
from onetrip.staff.permissions import Permission

MOST_VERSIONS = 50


@requires(Permission.READ_CATALOGUE_WORK)
@never_cache
@require_GET
def versions(request: HttpRequest) -> HttpResponse:
    """The list, the newest first; `?before=&after=` goes on to comparing two of them."""
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    if before.isascii() and before.isdigit() and after.isascii() and after.isdigit():
        return redirect("versions-compare", int(before[:9]), int(after[:9]))
    return _list(request)


@requires(Permission.READ_CATALOGUE_WORK)
@never_cache
@require_GET
def compare(request: HttpRequest, before: int, after: int) -> HttpResponse:
    """What changed in the texts from one version to another; for whom is worked out apart."""
    old, new = _version(before), _version(after)
    context = {
        **page(request),
        "before": old,
        "after": new,
        "files": file_changes(old.source, new.source),
        "names": named([old.published_by, new.published_by]),
    }
    return render(request, "editing/compare.html", context)


@requires(Permission.READ_CATALOGUE_WORK)
@never_cache
@require_GET
def effects_between(request: HttpRequest, before: int, after: int) -> HttpResponse:
    """For whom it changed, over the synthetic residents."""
    found = effects(_version(before).source, _version(after).source, today(request))
    return render(request, "editing/parts/effects.html", {"effects": found, "catalogue": queries.current()})


@requires(Permission.READ_CATALOGUE_WORK)
@require_GET
def archive(_request: HttpRequest, number: int) -> HttpResponse:
    """All files of a version as a zip, byte for byte as they were published."""
    version = _version(number)
    response = HttpResponse(packed(version.source), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{version.city}-{version.number}.zip"'
    return response


@requires(Permission.PUBLISH_CATALOGUE)
@require_POST
def roll_back(request: HttpRequest, number: int) -> HttpResponse:
    """Publish the texts of an older version again, with a reason and after a second look (`sure`)."""
    try:
        if request.POST.get("sure") != "yes":
            raise Malformed(
                "not-sure",
                "退回会马上对所有人生效，请先勾上“看过改动，确定退回”。",
                "Going back takes effect for everybody at once. Please tick that you have looked at the changes.",
                field="sure",
            )
        actions.roll_back(
            to=number,
            reason=sent(request, "reason", most=300),
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Malformed as malformed:
        return _list(request, malformed=malformed, wrong_number=number)
    return redirect("catalogue-versions")


def _list(request: HttpRequest, **more: Any) -> HttpResponse:
    found = list(CatalogueVersion.objects.defer("source").select_related("draft")[:MOST_VERSIONS])
    scheduled = list(drafts.scheduled())
    people = [version.published_by for version in found]
    made_of = [version.draft for version in found if hasattr(version, "draft")]
    people += [actor for draft in made_of for actor in (*draft.authors, draft.reviewed_by)]
    people += [each.opened_by for each in scheduled]
    malformed = more.get("malformed")
    context = {**page(request), "versions": found, "scheduled": scheduled, "names": named(people), **more}
    return render(request, "editing/versions.html", context, status=malformed.status if malformed else 200)


def _version(number: int) -> CatalogueVersion:
    """The version with its texts. Raises NotFound."""
    found = CatalogueVersion.objects.filter(number=number).first() if number < 2**31 else None
    if found is None:
        raise queries.unknown_version(number)
    return found
