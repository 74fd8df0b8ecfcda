"""The door of the carrier: what it tells of its parcels by itself, signed as its client knows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from onetrip.cases.delivering import actions
from onetrip.cases.delivering.carriers import registry
from onetrip.cases.delivering.carriers.base import Unreadable
from onetrip.ledger.refusals import NotFound
from onetrip.staff.access import requires
from onetrip.staff.permissions import Permission

MOST = 256 * 1024


@requires(Permission.ANYONE, everywhere="a carrier tells of parcels of every centre")
@csrf_exempt
@require_POST
def tracks(request: HttpRequest, name: str) -> HttpResponse:
    """Take in what the carrier says; the same told twice changes nothing.

    200 taken · 401 wrongly signed · 404 no such carrier, or parcels that nobody here knows (yet): tell them again later ·
    413 too long · 422 unreadable, nothing of it was taken.
    """
    carrier = registry.carrier()
    if carrier is None or carrier.name != name:
        raise NotFound("carrier-unknown", "没有接这家快递。", "There is no such carrier.")
    body = request.body if int(request.META.get("CONTENT_LENGTH") or 0) <= MOST else None
    if body is None:
        return JsonResponse({"code": "too-long"}, status=413)
    now = timezone.now()
    try:
        said = carrier.read_push(body, request.headers, now=now)
    except Unreadable as error:
        status, code = (401, "wrongly-signed") if error.is_forged else (422, "unreadable")
        return JsonResponse({"code": code}, status=status)
    unknown = actions.hear(carrier=carrier.name, said=said, now=now, by=f"carrier:{carrier.name}")
    return JsonResponse({"unknown": sorted(unknown)}, status=404 if unknown else 200)
