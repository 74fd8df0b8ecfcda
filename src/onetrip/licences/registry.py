"""Which store this house asks; a city adds its own under `contrib/` and names it in the settings."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from django.conf import settings

from onetrip.licences.base import Store

_chosen: Store | None = None


def store() -> Store | None:
    """The store of this house; None where none is connected."""
    if _chosen is not None:
        return _chosen
    given = settings.LICENCE_STORE
    return _made(given["provider"], given["address"], given["key"]) if given["provider"] else None


def use(chosen: Store | None) -> None:
    """Ask this store from now on (tests); None: back to that of the settings."""
    global _chosen
    _chosen = chosen


@lru_cache(maxsize=4)
def _made(provider: str, address: str, key: str) -> Store:
    made: Store = import_module(f"onetrip.licences.contrib.{provider}").store(address, key)
    return made
