"""Which identity provider stands at which door; a city adds its own kind under `contrib/`."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from onetrip.signin.models import IdentityRequest
from onetrip.signin.providers.base import IdentityProvider, ProviderSettings


def settings_of(door: str) -> ProviderSettings | None:
    """The provider at the door of `IdentityRequest.Door`; None where there is none."""
    if door == IdentityRequest.Door.STAFF:
        named: ProviderSettings | None = settings.STAFF_IDENTITY
    else:
        named = settings.RESIDENT_IDENTITY
    return named


def provider_at(door: str) -> IdentityProvider | None:
    """The provider itself."""
    named = settings_of(door)
    if named is None:
        return None
    made: IdentityProvider = import_module(f"onetrip.signin.providers.contrib.{named.kind}").provider(named)
    return made
