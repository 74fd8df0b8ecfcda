"""What an identity provider of the city does for this house, and how one is named in the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class ProviderSettings:
    """One provider, at one door (staff, residents).

    `kind` names its folder under `contrib/`. `claim` is by which a person is recognised here: for staff the claim that
    holds the username (looked at once, to link the account), for residents the one that holds the ID number; `name_claim`
    holds a resident's name. `new_accounts` ("guide@LF") is what somebody gets whom no account fits; "" gives nobody one.
    `counts_as_two`: the provider says in `amr` whether a second factor was shown, and is believed.
    """

    kind: str
    issuer: str
    client_id: str
    client_secret: str
    name_zh: str
    name_en: str
    claim: str
    name_claim: str = "name"
    scopes: str = "openid profile"
    new_accounts: str = ""
    counts_as_two: bool = False


def provider_settings(door: str, environ: Mapping[str, str]) -> ProviderSettings | None:
    """The provider of a door ("STAFF", "RESIDENT") as the environment names it; None where it names none."""

    def said(name: str, otherwise: str = "") -> str:
        return environ.get(f"ONETRIP_{door}_OIDC_{name}", otherwise)

    if not said("ISSUER"):
        return None
    return ProviderSettings(
        kind="oidc",
        issuer=said("ISSUER").rstrip("/"),
        client_id=said("CLIENT_ID"),
        client_secret=said("CLIENT_SECRET"),
        name_zh=said("NAME_ZH", "市统一身份认证"),
        name_en=said("NAME_EN", "the city’s identity"),
        claim=said("CLAIM", "preferred_username" if door == "STAFF" else "id_number"),
        name_claim=said("NAME_CLAIM", "name"),
        scopes=said("SCOPES", "openid profile"),
        new_accounts=said("NEW_ACCOUNTS"),
        counts_as_two=said("COUNTS_AS_TWO") == "1",
    )


@dataclass(frozen=True)
class Asked:
    """A browser is to be sent to `address`; `kept` has to be there when it comes back, and `state` finds it."""

    address: str
    state: str
    kept: dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """Who the provider says it was. `factors`: how they showed it there, in the provider's words (`amr`)."""

    issuer: str
    subject: str
    claims: Mapping[str, Any]
    factors: frozenset[str] = field(default_factory=frozenset)


class NotShown(Exception):
    """What came back proves nothing: `reason` is a word for the record, never for the screen."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ProviderAway(Exception):
    """The provider does not answer, or not as it should: nothing is known of anybody."""


class IdentityProvider(Protocol):
    """A provider of identities."""

    def ask(self, *, callback: str, again: bool = False) -> Asked:
        """Where the browser has to go; `again` makes the provider ask even somebody whom it knows. Raises ProviderAway."""
        ...

    def read(self, *, answer: Mapping[str, str], callback: str, kept: Mapping[str, Any]) -> Shown:
        """Who came back with `answer` (the query of the callback). Raises NotShown, ProviderAway."""
        ...

    def way_out(self, *, onward: str) -> str:
        """Where the browser signs out of the provider too, and then comes back to `onward`; "" where there is no such place."""
        ...
