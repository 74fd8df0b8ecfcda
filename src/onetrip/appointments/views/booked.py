"""A booking behind its secret link: what it says, another time, being late, giving it up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.appointments import actions, queries
from onetrip.appointments.actions.changing import LATE_FROM
from onetrip.appointments.calendar_file import calendar_file, method
from onetrip.appointments.fairness import last_moment
from onetrip.appointments.lifecycle import APPOINTMENT
from onetrip.appointments.models import Appointment
from onetrip.appointments.reading import read_day, read_starts
from onetrip.appointments.showing import Matters, entry_of, is_told, masked_contact
from onetrip.appointments.views.phone import RESIDENT, day_context, days_context
from onetrip.appointments.visitors import open_booking
from onetrip.appointments.wording import SlotFull
from onetrip.centres.elsewhere import refuse_elsewhere, run_elsewhere
from onetrip.centres.opening import is_open
from onetrip.centres.queries import settled
from onetrip.ledger.addresses import public_address
from onetrip.ledger.refusals import Refused
from onetrip.staff.access import ONLY_ITS_OWNER, requires
from onetrip.staff.permissions import Permission

_DONE = ("booked", "changed", "late", "cancelled", "restored")


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def booking(request: HttpRequest, token: str) -> HttpResponse:
    """When, where, by which number; and what can still be done."""
    return _page(request, open_booking(request, token))


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def other_days(request: HttpRequest, token: str) -> HttpResponse:
    """The days to which it can be changed."""
    appointment = _to_change(request, token)
    _refuse_unless_open(appointment)
    context = days_context(appointment.centre_id, tuple(appointment.matters), timezone.now())
    context |= {"changing": appointment, "day_address": reverse("booking-change", args=[token])}
    return render(request, "appointments/phone/days.html", context)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def other_day(request: HttpRequest, token: str, day: str) -> HttpResponse:
    """The half hours of a day to which it can be changed."""
    return _other_day(request, _to_change(request, token), day)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_POST
def change(request: HttpRequest, token: str) -> HttpResponse:
    """Take the other half hour."""
    appointment = _to_change(request, token)
    day = sent(request, "day")
    try:
        actions.change(
            appointment_id=appointment.pk,
            day=read_day(day),
            starts=read_starts(sent(request, "starts")),
            now=timezone.now(),
            by=RESIDENT,
            key=sent_key(request),
        )
    except Refused as refused:
        if refused.code.endswith("not-allowed"):
            return _page(request, appointment, refused=refused)
        return _other_day(request, appointment, day, refused=refused)
    return _done(token, "changed")


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_POST
def late(request: HttpRequest, token: str) -> HttpResponse:
    """On the way, and late."""
    return _press(request, token, actions.say_late, "late")


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_POST
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Give it up."""
    return _press(request, token, actions.cancel, "cancelled")


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_POST
def restore(request: HttpRequest, token: str) -> HttpResponse:
    """Cancelled by a slip of the finger: keep it after all."""
    return _press(request, token, actions.restore, "restored")


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The half hour for a calendar; the same event each time, and gone when it was cancelled."""
    appointment = open_booking(request, token)
    language: str = request.language  # type: ignore[attr-defined]  # set by LanguageMiddleware
    entry = entry_of(appointment, language, timezone.now())
    return HttpResponse(
        calendar_file(entry),
        content_type=f"text/calendar; charset=utf-8; method={method(entry)}",
        headers={"Content-Disposition": f'attachment; filename="{appointment.number}.ics"'},
    )


def _to_change(request: HttpRequest, token: str) -> Appointment:
    """The booking behind a link, to change something of it. Raises as `open_booking`, and Refused where its centre's own
    node keeps it."""
    appointment = open_booking(request, token)
    refuse_elsewhere(appointment.centre)
    return appointment


def _press(request: HttpRequest, token: str, action: Any, done: str) -> HttpResponse:
    appointment = _to_change(request, token)
    try:
        action(appointment_id=appointment.pk, now=timezone.now(), by=RESIDENT, key=sent_key(request))
    except Refused as refused:
        return _page(request, open_booking(request, token), refused=refused)
    return _done(token, done)


def _done(token: str, what: str) -> HttpResponse:
    return redirect(f"{reverse('booking', args=[token])}?done={what}")


def _page(request: HttpRequest, appointment: Appointment, *, refused: Refused | None = None) -> HttpResponse:
    now = timezone.now()
    done = request.GET.get("done", "")
    context = {
        "appointment": appointment,
        "place": appointment.centre,
        "matters": Matters.of(appointment.matters),
        "contact": masked_contact(appointment),
        "is_told": is_told(appointment),
        "address": public_address(request, reverse("booking", args=[appointment.token])),
        "done": done if done in _DONE else "",
        "refused": refused,
        "today": appointment.centre.day_of(now),
        "is_elsewhere": appointment.centre_id in run_elsewhere(),
        **_possible(appointment, now),
    }
    return render(request, "appointments/phone/booked.html", context, status=refused.status if refused else 200)


def _possible(appointment: Appointment, now: datetime) -> dict[str, Any]:
    """What can still be done with it."""
    rules, place = queries.rules_of(appointment.centre_id), settled(appointment.centre_id)
    local = appointment.centre.local(now)
    told = appointment.told_late_at is not None
    is_booked = appointment.state == Appointment.State.BOOKED
    kept_until = last_moment(appointment.starts_at, rules.manners, told_late=told)
    return {
        "rules": rules,
        "kept_until": kept_until,
        "may_still_come": appointment.day == appointment.centre.day_of(now)
        and is_open(place.hours, place.calendar, local),
        "may_be_late": is_booked and not told and appointment.starts_at - LATE_FROM <= now <= kept_until,
        "can_change": is_booked or appointment.state == Appointment.State.MISSED,
        "can_restore": actions.may_be_restored(appointment, now),
        "is_closed": is_booked and not queries.is_open_then(appointment),
    }


def _other_day(
    request: HttpRequest, appointment: Appointment, day: str, *, refused: Refused | None = None
) -> HttpResponse:
    _refuse_unless_open(appointment)
    context = day_context(appointment.centre_id, tuple(appointment.matters), read_day(day), timezone.now())
    context |= {
        "changing": appointment,
        "refused": refused,
        "wrong_field": getattr(refused, "field", None),
        "chosen": request.POST.get("starts", "")[:5],
        "nearest": refused if isinstance(refused, SlotFull) and refused.day else None,
    }
    return render(request, "appointments/phone/day.html", context, status=refused.status if refused else 200)


def _refuse_unless_open(appointment: Appointment) -> None:
    APPOINTMENT.move("change", appointment.state, appointment.number)
