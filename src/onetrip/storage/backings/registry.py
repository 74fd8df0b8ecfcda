"""Which place this house keeps its bytes in; a city adds its own under `contrib/` and names it in ONETRIP_OBJECTS."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from onetrip.storage.backings.base import Backing


def backing_of(collection: str) -> Backing:
    """The place of one collection, by the settings of now."""
    made: Backing = import_module(f"onetrip.storage.backings.contrib.{settings.OBJECTS}").backing(collection)
    return made
