"""My duty: one's own two weeks, and what one asks for."""

from __future__ import annotations

import uuid
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.centres.actions import PAUSES
from onetrip.centres.queries import settled
from onetrip.duty import actions
from onetrip.duty import own as queries
from onetrip.duty.forms import sent_day, sent_day_or_none, sent_number_or_none
from onetrip.duty.house import house
from onetrip.duty.models import Wish
from onetrip.rules import Text
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission

MOST_WORDS = 400


@requires(Permission.SEE_OWN_DUTY)
@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """My two weeks, leave, wishes, swaps, breaks and overtime."""
    centre, account, now = settled(centre_of(request)).centre, account_of(request), timezone.now()
    context = {
        "centre": centre,
        "today": centre.day_of(now),
        "own": queries.own(centre.code, account, now),
        "kinds": house().leave_kinds.items(),
        "reasons": [(code, Text(*words)) for code, words in PAUSES.items()],
        "wants": [(each.value, Text(*each.label.split(" ", 1))) for each in Wish.Wants],
        "may_plan": account.may(Permission.PLAN_DUTY, centre.code),
    }
    return render(request, "duty/own.html", context)


@requires(Permission.SEE_OWN_DUTY)
@never_cache
@require_GET
def why(request: HttpRequest, day: date) -> HttpResponse:
    """Why I work on this day."""
    centre = settled(centre_of(request)).centre
    found, said = queries.why(centre.code, account_of(request), day, timezone.now())
    context = {
        "centre": centre,
        "assignment": found,
        "post": house().posts[found.post],
        "said": said,
        "may_plan": account_of(request).may(Permission.PLAN_DUTY, centre.code),
    }
    return render(request, "duty/why.html", context)


@requires(Permission.SEE_OWN_DUTY)
@require_POST
def seen(request: HttpRequest, roster_id: uuid.UUID) -> HttpResponse:
    """I have seen the new roster."""
    sent_key(request)  # seen once is seen
    centre, account = centre_of(request), account_of(request)
    actions.mark_seen(centre=centre, roster_id=roster_id, account_id=account.pk, now=timezone.now())
    return redirect("duty")


@requires(Permission.SEE_OWN_DUTY)
@require_POST
def wish(request: HttpRequest) -> HttpResponse:
    """I would like a day off, or not late."""
    actions.wish(
        centre=centre_of(request),
        account_id=account_of(request).pk,
        day=sent_day(request, "day"),
        wants=sent(request, "wants"),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("duty")


@requires(Permission.SEE_OWN_DUTY)
@require_POST
def withdraw_wish(request: HttpRequest, wish_id: int) -> HttpResponse:
    """Take a wish back."""
    sent_key(request)  # taken back once is taken back
    actions.withdraw_wish(
        centre=centre_of(request),
        account_id=account_of(request).pk,
        wish_id=wish_id,
        now=timezone.now(),
        by=actor_of(request),
    )
    return redirect("duty")


@requires(Permission.SEE_OWN_DUTY)
@require_POST
def ask_leave(request: HttpRequest) -> HttpResponse:
    """Ask for leave."""
    first = sent_day(request, "first")
    actions.ask_leave(
        centre=centre_of(request),
        account_id=account_of(request).pk,
        first=first,
        last=sent_day_or_none(request, "last") or first,
        kind=sent(request, "kind"),
        words=sent(request, "words", most=MOST_WORDS),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("duty")


@requires(Permission.SEE_OWN_DUTY)
@require_POST
def take_back_leave(request: HttpRequest, leave_id: int) -> HttpResponse:
    """Take leave back."""
    sent_key(request)  # taken back once is taken back
    actions.take_back_leave(
        centre=centre_of(request),
        account_id=account_of(request).pk,
        leave_id=leave_id,
        now=timezone.now(),
        by=actor_of(request),
    )
    return redirect("duty")


@requires(Permission.SEE_OWN_DUTY)
@require_POST
def offer_swap(request: HttpRequest) -> HttpResponse:
    """Offer a day of mine."""
    actions.offer_swap(
        centre=centre_of(request),
        account_id=account_of(request).pk,
        day=sent_day(request, "day"),
        to=sent_number_or_none(request, "to"),
        day_back=sent_day_or_none(request, "back"),
        words=sent(request, "words", most=MOST_WORDS),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("duty")


@requires(Permission.SEE_OWN_DUTY)
@require_POST
def accept_swap(request: HttpRequest, swap_id: uuid.UUID) -> HttpResponse:
    """I take the day."""
    actions.accept_swap(
        centre=centre_of(request),
        swap_id=swap_id,
        account_id=account_of(request).pk,
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("duty")


@requires(Permission.SEE_OWN_DUTY)
@require_POST
def decline_swap(request: HttpRequest, swap_id: uuid.UUID) -> HttpResponse:
    """I do not."""
    sent_key(request)  # said once is said
    actions.decline_swap(
        centre=centre_of(request),
        swap_id=swap_id,
        account_id=account_of(request).pk,
        now=timezone.now(),
        by=actor_of(request),
    )
    return redirect("duty")


@requires(Permission.SEE_OWN_DUTY)
@require_POST
def withdraw_swap(request: HttpRequest, swap_id: uuid.UUID) -> HttpResponse:
    """I offer it no more."""
    sent_key(request)  # taken back once is taken back
    actions.withdraw_swap(
        centre=centre_of(request),
        swap_id=swap_id,
        account_id=account_of(request).pk,
        now=timezone.now(),
        by=actor_of(request),
    )
    return redirect("duty")


@requires(Permission.SEE_OWN_DUTY)
@require_POST
def begin_break(request: HttpRequest) -> HttpResponse:
    """I am away for a while."""
    actions.begin_break(
        centre=centre_of(request),
        account_id=account_of(request).pk,
        reason=sent(request, "reason"),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("duty")


@requires(Permission.SEE_OWN_DUTY)
@require_POST
def end_break(request: HttpRequest) -> HttpResponse:
    """I am back."""
    sent_key(request)  # whoever is back is back
    centre, account = centre_of(request), account_of(request)
    actions.end_break(centre=centre, account_id=account.pk, now=timezone.now(), by=actor_of(request))
    return redirect("duty")
