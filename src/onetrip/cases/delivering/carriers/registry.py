"""Which carrier is used; a city adds its own under `contrib/` and names it in the settings."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from onetrip.cases.delivering.carriers.base import Carrier


def carrier() -> Carrier | None:
    """The carrier of this house; None where it sends nothing by post."""
    name: str = settings.CARRIER
    if not name:
        return None
    made: Carrier = import_module(f"onetrip.cases.delivering.carriers.contrib.{name}").carrier()
    return made


def sends() -> bool:
    """Whether the house sends anything by post."""
    return bool(settings.CARRIER)
