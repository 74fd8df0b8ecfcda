"""The end of a stay: by a press, or because nobody is there. Afterwards neither server nor browser shows anything of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from onetrip.kiosk.frame import CHOICES, KioskRequest, at_kiosk
from onetrip.kiosk.leaving import let_go
from onetrip.kiosk.stay import actions
from onetrip.kiosk.stay.models import Stay
from onetrip.staff.access import actor_of


# Both are exempt from the CSRF check: the one changes nothing, the other only lets go, and must work whatever became of the page's token.
@csrf_exempt
@at_kiosk
@require_POST
def still_here(request: KioskRequest) -> HttpResponse:  # noqa: ARG001 -- that it came is all it says
    """Somebody touches the screen and sends nothing, as one does who reads a long plan: their stay goes on."""
    return HttpResponse(status=204)


@csrf_exempt
@at_kiosk
@require_POST
def done(request: KioskRequest) -> HttpResponse:
    """Wipe everything and go back to the first page. `how` is "idle" where the page counted down by itself; `unfinished`
    is "drop" where somebody was asked what becomes of a matter half done, and had it deleted."""
    how = Stay.End.IDLE if request.POST.get("how") == "idle" else Stay.End.DONE
    if request.stay is not None:
        let_go(request, how, drop=request.POST.get("unfinished") == "drop")
        actions.end(stay_id=request.stay.pk, how=how, now=timezone.now(), by=actor_of(request))
        request.stay = None
    response = HttpResponse(status=303, headers={"Location": "/kiosk/", "Clear-Site-Data": '"storage"'})
    for cookie in CHOICES:
        if cookie in request.COOKIES:
            response.delete_cookie(cookie, samesite="Lax")
    return response
