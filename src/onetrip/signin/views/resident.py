"""Residents by the city's identity, where there is one: who I am here, and my own code for the machines of the hall."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.centres.queries import settled
from onetrip.ledger.addresses import public_address
from onetrip.ledger.refusals import NotFound
from onetrip.people.personal_code import LASTS, make_code
from onetrip.signin import actions, calling, residents
from onetrip.signin.models import IdentityRequest
from onetrip.signin.providers import registry
from onetrip.signin.providers.base import ProviderAway
from onetrip.staff.access import ONLY_ITS_OWNER, requires
from onetrip.staff.permissions import Permission

_DOOR = IdentityRequest.Door.RESIDENT


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """My own page; for somebody who is not signed in, the way to be. Raises NotFound where the city has no identity."""
    named = registry.settings_of(_DOOR)
    if named is None:
        raise NotFound("provider-none", "这里没有接统一身份认证。", "No identity provider is connected here.")
    now = timezone.now()
    resident = residents.resident_of(request, now)
    context: dict[str, Any] = {"provider": named, "resident": resident}
    if resident is not None:
        context |= {
            "code": make_code(resident.pk, now),
            "code_until": now + LASTS,
            "until": residents.until(request, now),
        }
    return render(request, "signin/me.html", context)


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def to_provider(request: HttpRequest) -> HttpResponse:
    """Send the resident's browser to the provider."""
    return redirect(calling.send(request, _DOOR, "me-back", kept={}, now=timezone.now()))


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """The resident's browser comes back."""
    now = timezone.now()
    back = calling.receive(request, _DOOR, "me-back", now=now)
    day = settled(settings.DEFAULT_CENTRE).centre.day_of(now)
    resident = actions.resident_of_identity(shown=back.shown, named=back.named, now=now, day=day)
    residents.remember(request, resident, now)
    return redirect("me")


@requires(Permission.ANYONE, everywhere=ONLY_ITS_OWNER)
@never_cache
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The resident leaves, here; the page says where to leave the provider too."""
    residents.forget(request)
    provider, way_out = registry.provider_at(_DOOR), ""
    if provider is not None:
        try:
            way_out = provider.way_out(onward=public_address(request, "/my/"))
        except ProviderAway:
            way_out = ""
    answer = render(request, "signin/me_left.html", {"way_out": way_out, "provider": registry.settings_of(_DOOR)})
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer
