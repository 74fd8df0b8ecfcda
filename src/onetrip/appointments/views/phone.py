"""Booking on a phone: which day, which half hour, and it is done. No account, no name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onetrip.advice import queries as advice
from onetrip.advice.forms import sent, sent_key
from onetrip.advice.models import Slip
from onetrip.appointments import actions, brakes, queries
from onetrip.appointments.actions import Booker
from onetrip.appointments.actions.booking import matters_of
from onetrip.appointments.expected_queries import expected_on
from onetrip.appointments.queries import DayNow, Setting
from onetrip.appointments.quotas import Mode, Offer
from onetrip.appointments.reading import read_centre, read_day, read_starts
from onetrip.appointments.showing import Matters
from onetrip.appointments.visitors import device_of
from onetrip.appointments.wording import SlotFull, day_words
from onetrip.centres.elsewhere import refuse_elsewhere, run_elsewhere
from onetrip.centres.models import Centre
from onetrip.centres.queries import branches_of, settled
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.ledger.visitors import place_of
from onetrip.ledger.words import is_id
from onetrip.notices.providers import registry
from onetrip.people.contacts import LONGEST, read_contact
from onetrip.staff.access import ONLY_ITS_OWNER, centre_of, requires
from onetrip.staff.permissions import Permission

RESIDENT = "resident"


@dataclass(frozen=True)
class Wanting:
    """What somebody wants to be booked for: with a slip (its matters come along), for one matter, or for anything; where."""

    centre: str
    slip: Slip | None = None
    matters: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """The same behind the addresses of the following pages; "" for anything at the usual place."""
        said = {"slip": self.slip.token if self.slip else "", "at": self.centre}
        if self.matters and self.slip is None:
            said["matter"] = self.matters[0]
        return urlencode({name: value for name, value in said.items() if value})


def wanting(request: HttpRequest, said: Any) -> Wanting:
    """Out of an address or a form. Raises NotFound for a slip or a centre that does not exist, Refused for a centre whose
    own node takes its bookings."""
    token, matter = str(said.get("slip", ""))[:40], str(said.get("matter", ""))[:80]
    slip = advice.slip_by_token(token) if token else None
    code = read_centre(str(said.get("at", "")) or (slip.centre_id if slip else centre_of(request)))
    refuse_elsewhere(settled(code).centre)
    if slip is not None:
        return Wanting(code, slip, tuple(matters_of(slip)))
    return Wanting(code, None, (matter,) if is_id(matter) else ())


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def days(request: HttpRequest) -> HttpResponse:
    """The days that can be booked, those with a place first."""
    wanted, now = wanting(request, request.GET), timezone.now()
    context = days_context(wanted.centre, wanted.matters, now)
    context |= {"wanted": wanted, "matters": Matters.of(wanted.matters), "day_address": reverse("book")}
    return render(request, "appointments/phone/days.html", context)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def day(request: HttpRequest, day: str) -> HttpResponse:
    """The half hours of a day."""
    wanted = wanting(request, request.GET)
    return _day_page(request, wanted, read_day(day))


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@sensitive_post_parameters("contact")
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Book it."""
    wanted = wanting(request, request.POST)
    on = read_day(sent(request, "day"))
    now = timezone.now()
    try:
        starts = read_starts(sent(request, "starts"))
        contact = read_contact(sent(request, "contact", most=LONGEST), email=registry.sends("email"))
        key = sent_key(request)
        brakes.count(brakes.BOOKINGS, place_of(request), now)
        appointment = actions.book(
            centre=wanted.centre,
            day=on,
            starts=starts,
            channel="phone",
            booker=Booker(wanted.slip, contact, device_of(request)),
            matters=wanted.matters,
            language=request.language,  # type: ignore[attr-defined]  # set by LanguageMiddleware
            now=now,
            by=RESIDENT,
            key=key,
        )
    except Refused as refused:
        return _day_page(request, wanted, on, refused=refused)
    return redirect(f"{reverse('booking', args=[appointment.token])}?done=booked")


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@sensitive_post_parameters("last_four")
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Find a booking again by its number and the last four of the contact."""
    refused: Refused | None = None
    said = request.POST if request.method == "POST" else request.GET
    code = read_centre(str(said.get("at", "")) or centre_of(request))
    if request.method == "POST":
        try:
            return redirect("booking", _found_again(request, code, timezone.now()))
        except Refused as why:
            refused = why
    places = [settled(code).centre, *branches_of(code)]
    context = {"refused": refused, "number": request.POST.get("number", "")[:12], "at": code, "places": places}
    return render(request, "appointments/phone/find.html", context, status=refused.status if refused else 200)


def days_context(centre: str, matters: tuple[str, ...], now: datetime) -> dict[str, Any]:
    """What the page of days shows: those with a place, those without and why, and where else there is one."""
    setting, offer = _setting(centre, matters, now)
    shown = _days(setting, offer, now)
    free = [each for each in shown if each.free]
    elsewhere = [] if free else _elsewhere(centre, matters, now)
    return {
        "place": setting.place.centre,
        "free": free,
        "come": [each for each in shown if each.mode is Mode.OPEN and not each.is_closed],
        "without": [each for each in shown if not each.free and (each.mode is not Mode.OPEN or each.is_closed)],
        "until": queries.last_day(setting, now),
        "elsewhere": elsewhere,
        "only_bookings": any(each.mode is Mode.BOOKINGS_ONLY for each in shown),
        "today": setting.place.centre.day_of(now),
    }


def day_context(centre: str, matters: tuple[str, ...], on: date, now: datetime) -> dict[str, Any]:
    """What the page of a day shows. Raises Malformed for a day that cannot be booked at all."""
    setting, offer = _setting(centre, matters, now)
    today = setting.place.centre.day_of(now)
    if not today <= on <= queries.last_day(setting, now):
        until = day_words(queries.last_day(setting, now))
        raise Malformed(
            "day-out-of-reach",
            f"这一天现在约不了，只能约今天到 {until.zh} 的。",
            f"This day cannot be booked now: only those from today to {until.en}.",
            field="day",
        )
    shown = setting.day(offer, on, now, quiet=expected_on(centre, on, now).quiet)
    to_come = [slot for slot in shown.slots if not slot.is_over]
    return {
        "place": setting.place.centre,
        "on": shown,
        "morning": [slot for slot in to_come if slot.starts.hour < 12],
        "afternoon": [slot for slot in to_come if slot.starts.hour >= 12],
        "following": None if shown.free else queries.next_free(setting, offer, now, after=on),
        "sends_mail": registry.sends("email"),
        "sends_sms": registry.sends("sms"),
        "is_simulated": registry.is_simulated("sms"),
        "rules": setting.rules,
    }


def _day_page(request: HttpRequest, wanted: Wanting, on: date, *, refused: Refused | None = None) -> HttpResponse:
    context = day_context(wanted.centre, wanted.matters, on, timezone.now())
    context |= {
        "wanted": wanted,
        "matters": Matters.of(wanted.matters),
        "refused": refused,
        "wrong_field": getattr(refused, "field", None),
        "chosen": request.POST.get("starts", "")[:5],
        "contact": request.POST.get("contact", "")[:LONGEST],
        "nearest": refused if isinstance(refused, SlotFull) and refused.day else None,
    }
    return render(request, "appointments/phone/day.html", context, status=refused.status if refused else 200)


def _setting(centre: str, matters: tuple[str, ...], now: datetime) -> tuple[Setting, Offer]:
    place = settled(centre)
    today = place.centre.day_of(now)
    setting = queries.setting(centre, today, queries.last_day_of(queries.rules_of(centre), today, place.calendar))
    return setting, queries.offer_of(setting, matters)


def _days(setting: Setting, offer: Offer, now: datetime) -> list[DayNow]:
    first = setting.place.centre.day_of(now)
    number = (queries.last_day(setting, now) - first).days + 1
    shown = [setting.day(offer, first + timedelta(days=offset), now) for offset in range(number)]
    # An evening's today, when everything is over, is no day to come.
    return [each for each in shown if each.is_closed or not all(slot.is_over for slot in each.slots)]


def _elsewhere(centre: str, matters: tuple[str, ...], now: datetime) -> list[tuple[Centre, queries.Place]]:
    """The other places of the same family that still have a half hour, with their first one."""
    found = []
    for other in branches_of(centre):
        if other.code in run_elsewhere():
            continue
        setting, offer = _setting(other.code, matters, now)
        if free := queries.next_free(setting, offer, now):
            found.append((other, free))
    return found


def _found_again(request: HttpRequest, centre: str, now: datetime) -> str:
    """The token of the booking. Wrong tries are counted by number, however it is written and whether or not it was ever
    given, and by where they come from."""
    number, last_four = sent(request, "number", most=12).upper(), sent(request, "last_four", most=8)
    if not number or not last_four:
        raise Malformed(
            "both-needed", "预约号和后四位都要填。", "The number and the last four characters are both needed."
        )
    tried, here = f"{centre} {queries.plain_number(number)}", place_of(request)
    brakes.refuse_if_over(brakes.WRONG_FINDINGS, tried, now)
    brakes.refuse_if_over(brakes.WRONG_FINDINGS_FROM_HERE, here, now)
    try:
        found = queries.by_number_and_contact(number, last_four, centre)
    except Refused:
        brakes.count(brakes.WRONG_FINDINGS_FROM_HERE, here, now)
        brakes.count(brakes.WRONG_FINDINGS, tried, now)
        raise
    return str(found.token)
