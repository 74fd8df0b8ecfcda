"""What each kiosk of the hall has beside its screen: said by the director, and decisive for what is offered there."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from onetrip.advice.forms import sent
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Matter
from onetrip.centres import actions
from onetrip.centres.models import Device
from onetrip.centres.queries import kiosks, settled
from onetrip.kiosk.errands.offered import Hindrance, hindrance
from onetrip.ledger.refusals import NotFound
from onetrip.planning.capabilities import CAPABILITIES
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.MANAGE_DEVICES)
@never_cache
@require_http_methods(["GET", "POST"])
def machines(request: HttpRequest) -> HttpResponse:
    """Each machine with what it has, to be ticked, and how many matters it therefore cannot offer."""
    centre = centre_of(request)
    if request.method == "POST":
        actions.set_capabilities(
            centre=centre,
            device_id=_device_id(request),
            capabilities=request.POST.getlist("capabilities"),
            now=timezone.now(),
            by=actor_of(request),
        )
        return redirect("kiosks")
    day = settled(centre).centre.day_of(timezone.now())
    rows = [
        (
            device,
            [(word, name, word in device.capabilities) for word, name in CAPABILITIES.items()],
            _not_offered(device, day),
        )
        for device in kiosks(centre)
    ]
    return render(request, "kiosk/machines.html", {"rows": rows, "account": account_of(request)})


def _device_id(request: HttpRequest) -> int:
    raw = sent(request, "device", most=12)
    if not (raw.isascii() and raw.isdigit()):
        raise NotFound("device-unknown", "这个中心没有这台设备。", "This centre has no such device.")
    return int(raw)


def _not_offered(device: Device, day: date) -> list[Matter]:
    """The matters that this kiosk cannot offer for want of something that others may have."""
    matters = catalogues.current().matters.values()
    return [matter for matter in matters if hindrance(matter, device, day) is Hindrance.DEVICE_MISSING]
