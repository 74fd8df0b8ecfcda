"""Which provider is used for which way; a city adds its own under `contrib/` and names it in the settings."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from onetrip.notices.providers.base import Provider
from onetrip.people.contacts import WAYS, Way

_REACHES_NOBODY = frozenset({"simulated_sms"})


def provider(way: str) -> Provider | None:
    """The provider for "sms", "email" or "app"; None where the house has none."""
    name: str = settings.MESSAGE_PROVIDERS.get(way, "")
    if not name:
        return None
    made: Provider = import_module(f"onetrip.notices.providers.contrib.{name}").provider()
    return made


def sends(way: str) -> bool:
    """Whether the house sends anything this way: "sms", "email", "app"."""
    return bool(settings.MESSAGE_PROVIDERS.get(way))


def ways() -> tuple[Way, ...]:
    """The ways in which the house sends anything."""
    return tuple(way for way in WAYS if sends(way))


def is_simulated(way: str) -> bool:
    """Whether messages of this way reach nobody, which a screen has to say."""
    return settings.MESSAGE_PROVIDERS.get(way) in _REACHES_NOBODY
