"""At the door on a day of bookings only: the next free half hour, taken on the spot."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent_key
from onetrip.appointments import actions, brakes, door, queries
from onetrip.devices.beside import bridge_beside
from onetrip.ledger.addresses import public_address
from onetrip.ledger.refusals import Refused
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.CHECK_IN)
@require_POST
def book_next(request: HttpRequest) -> HttpResponse:
    """Book the next free half hour for who stands here. Without one left the guide is asked for."""
    centre, now = centre_of(request), timezone.now()
    following = door.door_of(centre, now).following
    if following is None:
        raise Refused(
            "nothing-free",
            "这些天都约满了。请找导办，给您安排。",
            "All these days are full. Please ask the guide, who will find you a time.",
        )
    brakes.count(brakes.AT_A_MACHINE, actor_of(request), now)
    booked = actions.book(
        centre=centre,
        day=following.day,
        starts=following.starts,
        channel="door",
        language=request.language,  # type: ignore[attr-defined]  # set by LanguageMiddleware
        now=now,
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("booked-on-the-spot", booked.pk)


@requires(Permission.CHECK_IN)
@never_cache
@require_GET
def booked(request: HttpRequest, appointment_id: uuid.UUID) -> HttpResponse:
    """When to come back, by which number, with the code to photograph."""
    appointment = queries.by_id(appointment_id, centre_of(request))
    context = {
        "appointment": appointment,
        "address": public_address(request, reverse("booking", args=[appointment.token])),
        "bridge": bridge_beside(request),
        "is_today": appointment.day == appointment.centre.day_of(timezone.now()),
    }
    return render(request, "appointments/spot.html", context)
