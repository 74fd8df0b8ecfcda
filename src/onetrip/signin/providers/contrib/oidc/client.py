"""The house as a client of an OpenID provider (OpenID Connect Core 1.0, RFC 7636, RFC 9207).

Everything is checked that can be: the issuer of the metadata, of the answer and of the token; the state (by who asks us),
the nonce, the audience and its authorised party, the signature under the provider's own keys, and the times.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt

from onetrip.signin.providers.base import Asked, NotShown, ProviderAway, ProviderSettings, Shown
from onetrip.signin.providers.contrib.oidc import line

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures of a key pair alone: with a shared secret, or with none, anybody could make a token."""

LEEWAY = 30
"""Seconds by which the provider's clock may be wrong."""


class OpenIdProvider:
    """One OpenID provider, as the settings name it."""

    def __init__(self, settings: ProviderSettings) -> None:
        self._settings = settings

    def ask(self, *, callback: str, again: bool = False) -> Asked:
        """Where the browser has to go, with everything new: state, nonce and verifier."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": callback,
            "scope": self._settings.scopes,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        if again:
            query |= {"prompt": "login", "max_age": "0"}
        where = self._metadata("authorization_endpoint")
        address = f"{where}{'&' if '?' in where else '?'}{urlencode(query)}"
        return Asked(address, state, {"nonce": nonce, "verifier": verifier})

    def read(self, *, answer: Mapping[str, str], callback: str, kept: Mapping[str, Any]) -> Shown:
        """Who came back."""
        if "error" in answer:
            raise NotShown(f"refused: {answer['error'][:40]}")
        if answer.get("iss", self._settings.issuer).rstrip("/") != self._settings.issuer:
            raise NotShown("issuer of the answer")
        if not answer.get("code"):
            raise NotShown("no code")
        tokens = self._tokens(answer["code"], callback, str(kept["verifier"]))
        claims = self._claims(str(tokens.get("id_token", "")), nonce=str(kept["nonce"]))
        if self._settings.claim not in claims and tokens.get("access_token"):
            claims = {**self._more(str(tokens["access_token"]), str(claims["sub"])), **claims}
        factors = claims.get("amr", ())
        return Shown(
            self._settings.issuer,
            str(claims["sub"]),
            claims,
            frozenset(str(one) for one in factors) if isinstance(factors, list) else frozenset(),
        )

    def way_out(self, *, onward: str) -> str:
        """The end-session address (OpenID Connect RP-Initiated Logout 1.0)."""
        where = str(line.metadata(self._settings.issuer).get("end_session_endpoint", ""))
        if not where:
            return ""
        query = {"client_id": self._settings.client_id, "post_logout_redirect_uri": onward}
        return f"{where}{'&' if '?' in where else '?'}{urlencode(query)}"

    def _metadata(self, name: str) -> str:
        value = line.metadata(self._settings.issuer).get(name)
        if not isinstance(value, str) or urlsplit(value).scheme not in ("http", "https"):
            raise ProviderAway(f"no {name}")
        return value

    def _tokens(self, code: str, callback: str, verifier: str) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": callback,
            "code_verifier": verifier,
            "client_id": self._settings.client_id,
        }
        supported = line.metadata(self._settings.issuer).get("token_endpoint_auth_methods_supported", [])
        basic = not supported or "client_secret_basic" in supported
        who = (self._settings.client_id, self._settings.client_secret)
        if not basic:
            form["client_secret"] = self._settings.client_secret
        return line.post(self._metadata("token_endpoint"), form, who=who if basic else None)

    def _claims(self, token: str, *, nonce: str) -> dict[str, Any]:
        try:
            key = line.key_of(self._metadata("jwks_uri"), jwt.get_unverified_header(token).get("kid"))
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=list(ALGORITHMS),
                audience=self._settings.client_id,
                issuer=[self._settings.issuer, f"{self._settings.issuer}/"],
                leeway=LEEWAY,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except jwt.PyJWTError as error:
            raise NotShown(type(error).__name__) from error
        if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
            raise NotShown("nonce")
        party = claims.get("azp")
        if party is not None and party != self._settings.client_id:
            raise NotShown("authorised party")
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and party is None:
            raise NotShown("authorised party missing")
        return claims

    def _more(self, access_token: str, subject: str) -> dict[str, Any]:
        """What the provider says of the person besides the token; of somebody else it is not taken."""
        told = line.get(self._metadata("userinfo_endpoint"), bearer=access_token)
        if told.get("sub") != subject:
            raise NotShown("subject of the user info")
        return told
