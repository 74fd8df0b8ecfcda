"""Which provider is used for which way; a city adds its own under `contrib/` and names it in the settings."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from onetrip.appointments.messages.base import Provider


def provider(way: str) -> Provider | None:
    """The provider for "sms" or "email"; None where the house has none."""
    name: str = settings.MESSAGE_PROVIDERS.get(way, "")
    if not name:
        return None
    made: Provider = import_module(f"onetrip.appointments.messages.contrib.{name}").provider()
    return made


def sends(way: str) -> bool:
    """Whether the house sends anything this way: "sms", "email"."""
    return bool(settings.MESSAGE_PROVIDERS.get(way))


def is_simulated(way: str) -> bool:
    """Whether messages of this way reach nobody, which a screen has to say."""
    return bool(settings.MESSAGE_PROVIDERS.get(way) == "simulated_sms")
