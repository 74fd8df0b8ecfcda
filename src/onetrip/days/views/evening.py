"""The accounts of the days that are over: what became of every number."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent_key
from onetrip.centres.queries import settled
from onetrip.days import actions, ending, queries
from onetrip.days.pictures import day_picture
from onetrip.staff.access import actor_of, centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.OPEN_THE_DAY)
@never_cache
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """The days that are over, newest first; what is to be closed by hand, and when today can be."""
    place, now = settled(centre_of(request)), timezone.now()
    today = place.centre.day_of(now)
    due = ending.days_due(place, now)
    context = {
        "centre": place.centre,
        "accounts": queries.accounts(place.centre.code),
        "is_today_due": today in due,
        "open_until": ending.open_until(place, today, now),
        "earlier": [day for day in due if day < today and ending.is_over(place, day, now)],
    }
    return render(request, "days/evening.html", context)


@requires(Permission.OPEN_THE_DAY)
@never_cache
@require_GET
def account(request: HttpRequest, day: date) -> HttpResponse:
    """One day: a picture of every number, the figures, and the numbers as a table."""
    centre = settled(centre_of(request)).centre
    found = queries.account_of(centre.code, day)
    picture = day_picture(found.lines, centre.zone)
    context = {"centre": centre, "account": found, "picture": picture, "earlier": queries.earlier_accounts(found)}
    return render(request, "days/account.html", context)


@requires(Permission.OPEN_THE_DAY)
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close today before the house does it by itself."""
    sent_key(request)  # a day with all its numbers is closed once, whoever asks how often
    centre = settled(centre_of(request)).centre
    now = timezone.now()
    closed = actions.close_day(centre=centre.code, day=centre.day_of(now), now=now, by=actor_of(request))
    return redirect("day-account", closed.day)


@requires(Permission.OPEN_THE_DAY)
@require_POST
def close_earlier(request: HttpRequest) -> HttpResponse:
    """Close the days before today that the house has not closed by itself."""
    sent_key(request)  # as above
    actions.close_earlier(centre=centre_of(request), now=timezone.now(), by=actor_of(request))
    return redirect("evening")
