"""Passkeys (WebAuthn): what is asked of the browser, and whether its answer fits. The protocol is Yubico's `fido2`."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

_PREFERRED = UserVerificationRequirement.PREFERRED


class NotThatKey(Exception):
    """The browser's answer does not fit: another key, another challenge, another house, or nothing that can be read."""


@dataclass(frozen=True)
class NewKey:
    """A passkey as it is kept: its public part, its id, and how often it had signed."""

    credential: bytes
    credential_id: bytes
    signatures: int


@dataclass(frozen=True)
class ShownKey:
    """A passkey that has just signed the challenge."""

    credential_id: bytes
    signatures: int


def host_of(request: HttpRequest) -> str:
    """The name that passkeys of this house are bound to: a passkey made for it works under no other."""
    host = request.get_host()
    return host.rsplit(":", 1)[0] if not host.endswith("]") else host


def are_possible(request: HttpRequest) -> bool:
    """Whether browsers offer passkeys here: over TLS, or on one's own machine by name, and never for a bare address."""
    host = host_of(request)
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


def ask_to_register(
    host: str, *, account_id: int, username: str, name: str, held: Sequence[bytes]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser is asked, to make a new passkey, and what has to be kept until it answers. `held`: the public parts
    of those the account has, none of which is registered twice."""
    user = PublicKeyCredentialUserEntity(id=str(account_id).encode(), name=username, display_name=name)
    options, state = _server(host).register_begin(
        user,
        [AttestedCredentialData(each) for each in held],
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=_PREFERRED,
    )
    return dict(options), _plain(state)


def registered(host: str, *, kept: dict[str, Any], answer: Any) -> NewKey:
    """The passkey that the browser has made. Raises NotThatKey."""
    try:
        made = _server(host).register_complete(kept, answer)
    except _UNREADABLE as error:
        raise NotThatKey(type(error).__name__) from error
    credential = made.credential_data
    if credential is None:
        raise NotThatKey("no credential")
    return NewKey(bytes(credential), credential.credential_id, made.counter)


def ask_to_show(host: str, *, held: Sequence[bytes]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser is asked, to show one of the passkeys `held`, and what has to be kept until it answers."""
    options, state = _server(host).authenticate_begin(
        [AttestedCredentialData(each) for each in held], user_verification=_PREFERRED
    )
    return dict(options), _plain(state)


def shown(host: str, *, kept: dict[str, Any], held: Sequence[bytes], answer: Any) -> ShownKey:
    """Which of `held` has signed. Raises NotThatKey for any other."""
    try:
        read = AuthenticationResponse.from_dict(answer)
        used = _server(host).authenticate_complete(kept, [AttestedCredentialData(each) for each in held], read)
    except _UNREADABLE as error:
        raise NotThatKey(type(error).__name__) from error
    return ShownKey(used.credential_id, read.response.authenticator_data.counter)


_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, IndexError)
"""What reading an answer raises that somebody has made up: `fido2` takes it apart without checking its shape first."""


def _server(host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(name="一趟 Onetrip", id=host))


def _plain(state: dict[str, Any]) -> dict[str, Any]:
    verification = state["user_verification"]
    return {"challenge": state["challenge"], "user_verification": verification and str(verification)}
