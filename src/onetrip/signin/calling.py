"""Sending a browser to an identity provider, and receiving it again: once, in the same browser, within ten minutes."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from onetrip.ledger import brakes
from onetrip.ledger.addresses import public_address
from onetrip.ledger.brakes import Limit
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.ledger.visitors import place_of
from onetrip.people.crypto import keyed_hash
from onetrip.signin.models import IdentityRequest
from onetrip.signin.providers import registry
from onetrip.signin.providers.base import NotShown, ProviderAway, ProviderSettings, Shown

log = logging.getLogger("onetrip.sign_in")

LASTS = timedelta(minutes=10)
STARTS = Limit("identity-starts", 60, timedelta(minutes=10))
"""Times that browsers at one address are sent to a provider: each is a row, and a question to the provider."""

_STATE = "identity-state"


@dataclass(frozen=True)
class Back:
    """A browser that came back: who it is, by which provider, and what was kept for it."""

    shown: Shown
    named: ProviderSettings
    kept: dict[str, Any]


def send(
    request: HttpRequest, door: str, callback: str, *, kept: dict[str, Any], now: datetime, again: bool = False
) -> str:
    """The provider's address for this browser. Raises NotFound where the door has no provider, Refused while it is away."""
    provider = registry.provider_at(door)
    if provider is None:
        raise NotFound("provider-none", "这里没有接统一身份认证。", "No identity provider is connected here.")
    brakes.count(STARTS, place_of(request), now)
    try:
        asked = provider.ask(callback=_address(request, callback), again=again)
    except ProviderAway as why:
        raise _away(why) from why
    IdentityRequest.objects.create(
        state_hash=_hash(asked.state), door=door, kept={"provider": asked.kept, "ours": kept}, at=now
    )
    request.session[_STATE] = asked.state
    return asked.address


def receive(request: HttpRequest, door: str, callback: str, *, now: datetime) -> Back:
    """Who came back. Raises Refused for a browser that was not sent, or came before, and for an answer that proves nothing:
    one sentence for all of them."""
    provider, named = registry.provider_at(door), registry.settings_of(door)
    answer = {name: str(value)[:4000] for name, value in request.GET.items()}
    expected, state = str(request.session.pop(_STATE, "")), answer.get("state", "")
    if provider is None or named is None or not expected or not constant_time_compare(state, expected):
        raise _not_shown("state")
    waiting = IdentityRequest.objects.filter(state_hash=_hash(state), door=door, at__gt=now - LASTS).first()
    if waiting is None or not IdentityRequest.objects.filter(pk=waiting.pk).delete()[0]:
        raise _not_shown("state over")
    try:
        shown = provider.read(answer=answer, callback=_address(request, callback), kept=waiting.kept["provider"])
    except ProviderAway as why:
        raise _away(why) from why
    except NotShown as why:
        raise _not_shown(why.reason) from why
    return Back(shown, named, waiting.kept["ours"])


def _address(request: HttpRequest, callback: str) -> str:
    return public_address(request, reverse(callback))


def _hash(state: str) -> bytes:
    return keyed_hash("identity-state", state)


def _not_shown(reason: str) -> Refused:
    log.warning("an identity was not shown: %s", reason)
    return Refused(
        "identity-not-shown",
        "这次身份没有核对成功，没有登录。请从登录页重新开始。",
        "Your identity could not be confirmed, and nobody was signed in. Please begin again at the sign-in page.",
        status=422,
    )


def _away(why: ProviderAway) -> Refused:
    log.error("the identity provider is away: %s", why)
    return Refused(
        "provider-away",
        "市统一身份认证暂时连不上。请过一会儿再试，或用账号密码登录。",
        "The city’s identity cannot be reached at the moment. Please try again soon, or sign in with a password.",
        status=502,
    )
