"""The front desk: who is expected, and booking for somebody who stands here or is on the telephone."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice import queries as advice
from onetrip.advice.forms import sent, sent_key
from onetrip.appointments import actions, door, queries
from onetrip.appointments.actions import Booker
from onetrip.appointments.models import Appointment
from onetrip.appointments.reading import read_code, read_day, read_starts
from onetrip.appointments.showing import Matters, masked_contact
from onetrip.appointments.wording import SlotFull
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Refused
from onetrip.notices.providers import registry
from onetrip.people.contacts import LONGEST, read_contact
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

_CHANNELS = (Appointment.Channel.TELEPHONE, Appointment.Channel.DESK, Appointment.Channel.DOOR)
_VERBS = {"cancel": actions.cancel, "late": actions.say_late, "restore": actions.restore}


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_GET
def bookings(request: HttpRequest) -> HttpResponse:
    """The day's bookings and the form; `?day=` another day, `?booking=` the one just made or looked up."""
    return _page(request)


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_GET
def day_list(request: HttpRequest) -> HttpResponse:
    """The list beside the form, when something of today has changed."""
    return render(request, "appointments/desk/list.html", _list(request, timezone.now()))


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_POST
def look_up(request: HttpRequest) -> HttpResponse:
    """Find a booking by what was scanned or said."""
    code = read_code(sent(request, "code", most=300))
    centre = centre_of(request)
    try:
        if code is None:
            raise queries.unknown()
        found = queries.by_token(code.value) if code.kind == "token" else queries.by_number(code.value, centre)
        queries.by_id(found.pk, centre)  # one of another centre is not shown here
    except Refused as refused:
        return _page(request, refused=refused)
    return redirect(f"{reverse('desk-bookings')}?day={found.day:%Y-%m-%d}&booking={found.pk}")


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@sensitive_post_parameters("contact")
@require_POST
def book(request: HttpRequest) -> HttpResponse:
    """Book for somebody, or give the booking on screen another half hour."""
    try:
        appointment = _change(request) if sent(request, "booking") else _book(request)
    except Refused as refused:
        return _page(request, refused=refused)
    return redirect(f"{reverse('desk-bookings')}?day={appointment.day:%Y-%m-%d}&booking={appointment.pk}")


@requires(Permission.CONSULT_AT_DESK)
@never_cache
@require_POST
def press(request: HttpRequest, appointment_id: uuid.UUID, verb: str) -> HttpResponse:
    """Cancel, keep after all, or note that somebody called and will be late."""
    found = queries.by_id(appointment_id, centre_of(request))
    action = _VERBS.get(verb)
    if action is None:
        raise queries.unknown()
    try:
        action(appointment_id=found.pk, now=timezone.now(), by=actor_of(request), key=sent_key(request))
    except Refused as refused:
        return _page(request, refused=refused, shown=found)
    return redirect(f"{reverse('desk-bookings')}?day={found.day:%Y-%m-%d}&booking={found.pk}")


def _book(request: HttpRequest) -> Appointment:
    centre = centre_of(request)
    channel = sent(request, "channel")
    slip_number = sent(request, "slip", most=40)
    return actions.book(
        centre=centre,
        day=read_day(sent(request, "day")),
        starts=read_starts(sent(request, "starts")),
        channel=channel if channel in _CHANNELS else Appointment.Channel.DESK,
        booker=Booker(
            advice.slip_by_number(centre=centre, number=slip_number) if slip_number else None,
            read_contact(sent(request, "contact", most=LONGEST), email=registry.sends("email")),
        ),
        language="en" if sent(request, "language") == "en" else "zh",
        beyond_quota=sent(request, "beyond") == "1",
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )


def _change(request: HttpRequest) -> Appointment:
    try:
        found = queries.by_id(uuid.UUID(sent(request, "booking")), centre_of(request))
    except ValueError as error:
        raise queries.unknown() from error
    return actions.change(
        appointment_id=found.pk,
        day=read_day(sent(request, "day")),
        starts=read_starts(sent(request, "starts")),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
        by_staff=True,
    )


def _page(request: HttpRequest, *, refused: Refused | None = None, shown: Appointment | None = None) -> HttpResponse:
    now = timezone.now()
    context = _list(request, now)
    centre, on = centre_of(request), context["day"]
    setting = queries.setting(
        centre,
        context["today"],
        max(on, queries.last_day_of(context["rules"], context["today"], settled(centre).calendar)),
    )
    offer = setting.anything
    shown = shown or _shown(request, centre)
    last = queries.last_day(setting, now)
    ahead = [setting.day(offer, each, now) for each in _days(context["today"], last)]
    context |= {
        "on": setting.day(offer, on, now) if context["today"] <= on <= last else None,
        "ahead": ahead,
        "door": door.door_of(centre, now),
        "shown": shown,
        "matters": Matters.of(shown.matters) if shown else None,
        "can_restore": shown is not None and actions.may_be_restored(shown, now),
        "contact": masked_contact(shown) if shown else "",
        "refused": refused,
        "is_full": isinstance(refused, SlotFull),
        "typed": {name: request.POST.get(name, "")[:120] for name in ("slip", "contact", "starts", "channel", "code")},
        "is_simulated": registry.is_simulated("sms"),
    }
    return render(request, "appointments/desk/bookings.html", context, status=refused.status if refused else 200)


def _list(request: HttpRequest, now: datetime) -> dict[str, Any]:
    centre = settled(centre_of(request)).centre
    raw = request.POST.get("day") or request.GET.get("day") or ""
    today = centre.day_of(now)
    try:
        day = read_day(raw) if raw else today
    except Refused:
        day = today
    booked = queries.of_day(centre.code, day)
    return {
        "centre": centre,
        "rules": queries.rules_of(centre.code),
        "today": today,
        "day": day,
        "booked": [(each, Matters.of(each.matters).names) for each in booked],
        "to_come": sum(each.state == Appointment.State.BOOKED for each in booked),
    }


def _shown(request: HttpRequest, centre: str) -> Appointment | None:
    try:
        return queries.by_id(uuid.UUID(request.POST.get("booking") or request.GET.get("booking", "")), centre)
    except (ValueError, Refused):
        return None


def _days(first: date, last: date) -> list[date]:
    return [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]
