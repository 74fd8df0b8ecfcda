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


# Exempt from the CSRF check: it only lets go, and must work whatever became of the page's token.
@csrf_exempt
@at_kiosk
@require_POST
def done(request: KioskRequest) -> HttpResponse:
    """Wipe everything and go back to the first page. `how` is "idle" where the page counted down by itself."""
    how = Stay.End.IDLE if request.POST.get("how") == "idle" else Stay.End.DONE
    if request.stay is not None:
        let_go(request, how)
        actions.end(stay_id=request.stay.pk, how=how, now=timezone.now(), by=actor_of(request))
        request.stay = None
    response = HttpResponse(status=303, headers={"Location": "/kiosk/", "Clear-Site-Data": '"storage"'})
    for cookie in CHOICES:
        if cookie in request.COOKIES:
            response.delete_cookie(cookie, samesite="Lax")
    return response
