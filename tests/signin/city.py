"""A city with an identity provider: who lives and works there, what the provider lies about, and browsers that come by it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

from onetrip.signin.providers.base import ProviderSettings
from onetrip.signin.providers.contrib.oidc import line


@dataclass(frozen=True)
class City:
    """The provider at `address`."""

    address: str

    def provider(self, **more: Any) -> ProviderSettings:
        """What the settings of the house say of it."""
        given: dict[str, Any] = {
            "kind": "oidc",
            "issuer": self.address,
            "client_id": "onetrip-house",
            "client_secret": "a secret & more",
            "name_zh": "随申办",
            "name_en": "the city’s identity",
            "claim": "preferred_username",
        }
        return ProviderSettings(**given | more)

    def knows(self, sub: str, **claims: Any) -> None:
        """Somebody with these claims."""
        requests.put(f"{self.address}/users/{sub}", json=claims, timeout=5).raise_for_status()

    def lies(self, **faults: Any) -> None:
        """From now on tokens say this; with nothing, the truth."""
        requests.put(f"{self.address}/faults", json=faults, timeout=5).raise_for_status()

    def asked(self) -> list[dict[str, str]]:
        """Every request for an identity so far."""
        return requests.get(f"{self.address}/asked", timeout=5).json()

    def confirm(self, address: str, sub: str) -> str:
        """Somebody signs in at the provider; where their browser is sent then (path and query of the house)."""
        answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=5)
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"


@contextmanager
def running() -> Iterator[City]:
    """The provider, while it is needed."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.signin.city_process"], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        try:
            yield City(f"http://127.0.0.1:{port}")
        finally:
            line.forget()
            process.kill()
