"""How a department's system signs a call: HTTP Message Signatures (RFC 9421) with Ed25519, and a digest of the body
(RFC 9530). Pure.

One signature a call. It covers at least method, path and query, the digest of a body where there is one, and the
idempotency key where there is one, and says when it was made (`created`) and a number that is never used again (`nonce`).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FAR = timedelta(minutes=5)
"""How far the clocks may be apart; a nonce is remembered for twice as long."""

ALWAYS = frozenset({"@method", "@path", "@query"})
"""What every signature covers."""

COVERABLE = ALWAYS | {"@authority", "content-digest", "content-type", "idempotency-key"}
MOST_HEADER = 2000

_INPUT = re.compile(
    r"(?P<label>[a-z*][a-z0-9_.*-]{0,30})=(?P<parameters>"
    r'\((?P<covered>"[a-z@-]{1,30}"(?: "[a-z@-]{1,30}"){0,9})\)'
    r'(?P<told>(?:;[a-z]{1,12}=(?:[0-9]{1,15}|"[\x20-\x21\x23-\x5b\x5d-\x7e]{0,100}")){1,8}))'
)
_PARAMETER = re.compile(r';([a-z]+)=(?:([0-9]+)|"([^"]*)")')
_BYTES = re.compile(r"(?P<name>[a-z*][a-z0-9_.*-]{0,30})=:(?P<value>[A-Za-z0-9+/]{0,200}={0,2}):")
_NONCE = re.compile(r"[A-Za-z0-9_~.+/=-]{16,64}")


class Unreadable(ValueError):
    """The headers of a signature do not say what they have to; the argument is the word for what is wrong."""


@dataclass(frozen=True)
class Call:
    """A call as it is signed: `path` as it is sent, `query` with its "?" ("?" alone without one), header names in small
    letters."""

    method: str
    path: str
    query: str
    authority: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Signed:
    """What the headers of a signature say; `base` is what was signed, `expires` None where the caller set no end."""

    key: str
    created: datetime
    nonce: str
    base: bytes
    signature: bytes
    expires: datetime | None = None


def read(call: Call) -> Signed:
    """What a call's signature says; whether it is right, `is_right` says. Raises Unreadable."""
    found = _INPUT.fullmatch(_header(call, "signature-input"))
    if found is None:
        raise Unreadable("signature-input")
    covered = re.findall(r'"([^"]+)"', found["covered"])
    told = {name: number or text for name, number, text in _PARAMETER.findall(found["told"])}
    _refuse_too_little(call, covered)
    if told.get("alg", "ed25519") != "ed25519":
        raise Unreadable("alg")
    if not _NONCE.fullmatch(told.get("nonce", "")):
        raise Unreadable("nonce")
    created = _moment(told, "created")
    if created is None:
        raise Unreadable("created")
    return Signed(
        key=told.get("keyid", ""),
        created=created,
        nonce=told["nonce"],
        base=base(call, covered, found["parameters"]),
        signature=_signature(call, found["label"]),
        expires=_moment(told, "expires"),
    )


def base(call: Call, covered: list[str], parameters: str) -> bytes:
    """The signature base (RFC 9421, 2.5): a line for each thing that is covered, and one for the parameters."""
    lines = [f'"{name}": {_component(call, name)}' for name in covered]
    return "\n".join([*lines, f'"@signature-params": {parameters}']).encode()


def is_right(signed: Signed, public: bytes) -> bool:
    """Whether the owner of this public key made the signature."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signed.signature, signed.base)
    except (InvalidSignature, ValueError):
        return False
    return True


def digest(body: bytes) -> str:
    """The header Content-Digest for a body (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def has_digest(call: Call) -> bool:
    """Whether the body is the one that the header Content-Digest speaks of."""
    return digest(call.body) in [one.strip() for one in call.headers.get("content-digest", "").split(",")]


def sign(
    call: Call, private: Ed25519PrivateKey, *, key: str, created: datetime, nonce: str, label: str = "sig1"
) -> dict[str, str]:
    """The headers with which a department's system signs a call: for our own tests, and to be read by whoever writes one.

    `call.headers` holds those that are sent already.
    """
    headers = dict(call.headers)
    covered = ["@method", "@path", "@query"]
    if call.body:
        headers["content-digest"] = digest(call.body)
        covered.append("content-digest")
    if "idempotency-key" in headers:
        covered.append("idempotency-key")
    names = " ".join(f'"{name}"' for name in covered)
    parameters = f'({names});created={int(created.timestamp())};nonce="{nonce}";keyid="{key}";alg="ed25519"'
    said = Call(call.method, call.path, call.query, call.authority, headers, call.body)
    signature = base64.b64encode(private.sign(base(said, covered, parameters))).decode()
    return {**headers, "signature-input": f"{label}={parameters}", "signature": f"{label}=:{signature}:"}


def _refuse_too_little(call: Call, covered: list[str]) -> None:
    if len(set(covered)) < len(covered) or not set(covered) <= COVERABLE:
        raise Unreadable("covered")
    needed = set(ALWAYS)
    if call.body:
        needed.add("content-digest")
    if "idempotency-key" in call.headers:
        needed.add("idempotency-key")
    for name in sorted(needed - set(covered)):
        raise Unreadable(name)


def _moment(told: Mapping[str, str], name: str) -> datetime | None:
    if name not in told:
        return None
    try:
        return datetime.fromtimestamp(int(told[name]), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Unreadable(name) from error


def _component(call: Call, name: str) -> str:
    derived = {"@method": call.method, "@path": call.path, "@query": call.query, "@authority": call.authority}
    if name in derived:
        return derived[name]
    if name not in call.headers:
        raise Unreadable(name)
    return " ".join(call.headers[name].split())


def _signature(call: Call, label: str) -> bytes:
    found = _BYTES.fullmatch(_header(call, "signature"))
    if found is None or found["name"] != label:
        raise Unreadable("signature")
    try:
        return base64.b64decode(found["value"], validate=True)
    except binascii.Error as error:
        raise Unreadable("signature") from error


def _header(call: Call, name: str) -> str:
    return call.headers.get(name, "")[:MOST_HEADER].strip()
