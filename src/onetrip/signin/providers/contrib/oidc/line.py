"""The line to an OpenID provider: what is fetched, kept for a while, and never believed beyond its own address."""

from __future__ import annotations

import json
import threading
import time
from typing import Any
from urllib.parse import quote, urlsplit

import jwt
import requests

from onetrip.signin.providers.base import NotShown, ProviderAway

PATIENCE = 5.0
"""Seconds that a browser's request waits for the provider, each time it is asked."""

_KEEP_SECONDS = 600.0
_ASK_AGAIN_AFTER = 30.0
"""Seconds in which keys are not fetched again because a token names one that is not there."""

_MOST_BYTES = 256 * 1024
_lock = threading.Lock()
_metadata: dict[str, tuple[float, dict[str, Any]]] = {}
_keys: dict[str, tuple[float, jwt.PyJWKSet]] = {}


def metadata(issuer: str) -> dict[str, Any]:
    """What the provider says of itself, at most ten minutes old. Raises ProviderAway, also where it says it is another one."""
    known = _metadata.get(issuer)
    if known is not None and known[0] + _KEEP_SECONDS > time.monotonic():
        return known[1]
    told = get(f"{issuer}/.well-known/openid-configuration")
    if str(told.get("issuer", "")).rstrip("/") != issuer:
        raise ProviderAway("the metadata are of another issuer")
    with _lock:
        _metadata[issuer] = (time.monotonic(), told)
    return told


def key_of(address: str, kid: str | None) -> jwt.PyJWK:
    """The provider's key called `kid`, or its only one. Keys change: one that is not there is asked for once more.

    Raises NotShown for a key that the provider does not have, ProviderAway.
    """
    known = _keys.get(address)
    age = time.monotonic() - known[0] if known is not None else _KEEP_SECONDS
    if known is not None and age < _KEEP_SECONDS:
        found = _pick(known[1], kid)
        if found is not None:
            return found
        if age < _ASK_AGAIN_AFTER:
            raise NotShown("unknown key")
    try:
        fresh = jwt.PyJWKSet.from_dict(get(address))
    except jwt.PyJWTError as error:
        raise ProviderAway("its keys cannot be read") from error
    with _lock:
        _keys[address] = (time.monotonic(), fresh)
    found = _pick(fresh, kid)
    if found is None:
        raise NotShown("unknown key")
    return found


def forget() -> None:
    """Drop what is kept in memory (between tests)."""
    with _lock:
        _metadata.clear()
        _keys.clear()


def get(address: str, *, bearer: str = "") -> dict[str, Any]:
    """A JSON object from the provider. Raises ProviderAway."""
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
    return _asked("GET", address, headers=headers)


def post(address: str, form: dict[str, str], *, who: tuple[str, str] | None) -> dict[str, Any]:
    """The JSON object that answers a form; `who` are the client's name and secret. Raises NotShown where the provider refuses
    what was sent, ProviderAway."""
    # RFC 6749 2.3.1: name and secret are form-encoded before they become a password.
    auth = (quote(who[0], safe=""), quote(who[1], safe="")) if who else None
    return _asked("POST", address, headers={"Accept": "application/json"}, data=form, auth=auth)


def _asked(method: str, address: str, **given: Any) -> dict[str, Any]:
    _refuse_unsafe(address)
    try:
        with requests.request(method, address, timeout=PATIENCE, allow_redirects=False, stream=True, **given) as answer:
            body = answer.raw.read(_MOST_BYTES + 1, decode_content=True)
            status = answer.status_code
    except (requests.RequestException, OSError) as error:
        raise ProviderAway(type(error).__name__) from error
    if 400 <= status < 500 and method == "POST":
        raise NotShown(f"the provider answered {status}")
    if status != 200 or len(body) > _MOST_BYTES:
        raise ProviderAway(f"it answered {status}")
    return _read(body)


def _read(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError as error:
        raise ProviderAway("no JSON") from error
    if not isinstance(told, dict):
        raise ProviderAway("no JSON object")
    return told


def _refuse_unsafe(address: str) -> None:
    """Nothing goes unencrypted but to this very machine."""
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")):
        return
    raise ProviderAway("its address is not https")


def _pick(keys: jwt.PyJWKSet, kid: str | None) -> jwt.PyJWK | None:
    usable = [key for key in keys.keys if key.public_key_use in (None, "sig")]
    if kid is None:
        return usable[0] if len(usable) == 1 else None
    return next((key for key in usable if key.key_id == kid), None)
