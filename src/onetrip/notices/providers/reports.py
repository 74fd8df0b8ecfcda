"""Reports of a gateway that speaks the house's own plain protocol: signed, dated, several receipts in one call. Pure."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from onetrip.notices.providers.base import NotGenuine, Receipt, Unreadable

TIME_HEADER, SIGNATURE_HEADER = "X-Gateway-Time", "X-Gateway-Signature"
SPAN = timedelta(minutes=5)
"""How far the clocks may be apart; an old report that somebody kept is worth nothing."""
MOST = 500
"""Receipts of one call."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]{0,39}")
_REFERENCE = re.compile(r"[0-9a-f-]{1,60}")


def sign(secret: str, at: str, body: bytes) -> str:
    """The signature of a report: HMAC-SHA-256 over its time and its body, in hexadecimal."""
    return hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()


def read(headers: Mapping[str, str], body: bytes, *, secret: str, now: datetime) -> tuple[Receipt, ...]:
    """The receipts of a report. Raises NotGenuine, Unreadable; without a secret nothing is genuine."""
    at, signature = headers.get(TIME_HEADER, ""), headers.get(SIGNATURE_HEADER, "")
    if not secret or not hmac.compare_digest(sign(secret, at, body).encode(), signature.encode()):
        raise NotGenuine("signature")
    if not (at.isascii() and at.isdigit() and len(at) <= 12):
        raise NotGenuine("time")
    if abs(datetime.fromtimestamp(int(at), UTC) - now) > SPAN:
        raise NotGenuine("too old")
    try:
        listed = json.loads(body)["receipts"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable("no receipts") from error
    if not isinstance(listed, list) or len(listed) > MOST:
        raise Unreadable("no list, or too many")
    return tuple(_receipt(each, now) for each in listed)


def _receipt(said: Any, now: datetime) -> Receipt:
    if not isinstance(said, dict):
        raise Unreadable("a receipt is an object")
    reference, fate, code = said.get("reference"), said.get("state"), said.get("code", "")
    if not isinstance(reference, str) or not _REFERENCE.fullmatch(reference):
        raise Unreadable("reference")
    if fate not in ("delivered", "failed", "unknown"):
        raise Unreadable("state")
    kept = code if isinstance(code, str) and _CODE.fullmatch(code) else ""
    return Receipt(reference, fate, _moment(said.get("at"), now), kept)


def _moment(said: Any, now: datetime) -> datetime:
    """When it was delivered, as the gateway says; now where it says nothing that can be."""
    try:
        at = datetime.fromisoformat(said)
    except (TypeError, ValueError):
        return now
    return at if at.tzinfo is not None and abs(at - now) < timedelta(days=7) else now
