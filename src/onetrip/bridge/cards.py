"""What ID card readers say: the public interface of docs/devices.md, version 1. Pure.

The reader is the server of a WebSocket, the bridge its only client. Every message is a JSON object with `v` and `type`;
`card-reader.schema.json` beside this file says the same for programs. What nobody needs (photo, address, fingerprints)
is not part of it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from stdnum.iso7064 import mod_11_2

from onetrip.bridge import PROTOCOL

SCHEMA = Path(__file__).parent / "card-reader.schema.json"
LARGEST = 16_384
_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
ERRORS = frozenset({"half-read", "unreadable", "expired-sam", "busy", "timeout", "unknown-message"})


class Unclear(ValueError):
    """A message that does not keep the interface; says what is wrong with it and never what it held."""


@dataclass(frozen=True)
class Hello:
    """The first message of a reader."""

    vendor: str
    model: str


@dataclass(frozen=True)
class Present:
    """A card was laid down, or taken away."""

    is_there: bool


@dataclass(frozen=True, repr=False)
class Card:
    """A card that was read. Has no representation, so that no log can hold it by mistake."""

    number: str
    name: str
    valid_until: date | None


@dataclass(frozen=True)
class Trouble:
    """The reader could not read; `code` is one of ERRORS."""

    code: str


@dataclass(frozen=True)
class Pong:
    """The answer to a ping."""

    id: str


Message = Hello | Present | Card | Trouble | Pong


def read_message(text: str | bytes) -> Message:
    """A message of a reader. Raises Unclear."""
    if len(text) > LARGEST:
        raise Unclear("longer than 16 KB")
    try:
        said = json.loads(text)
    except ValueError as error:
        raise Unclear("no JSON") from error
    if not isinstance(said, dict):
        raise Unclear("no JSON object")
    if said.get("v") != PROTOCOL:
        raise Unclear(f"v is not {PROTOCOL}")
    kind = said.get("type")
    if kind == "hello":
        return Hello(_text(said, "vendor", 60), _text(said, "model", 60))
    if kind == "card":
        return _card(said)
    if kind == "error":
        code = _text(said, "code", 30)
        if code not in ERRORS:
            raise Unclear("an error code that the interface does not know")
        return Trouble(code)
    if kind == "pong":
        return Pong(_text(said, "id", 60))
    raise Unclear("a type that the interface does not know")


def _card(said: dict[str, Any]) -> Message:
    state = said.get("state")
    if state in ("present", "removed"):
        return Present(state == "present")
    if state != "read":
        raise Unclear("card.state is not present, read or removed")
    number, name = _text(said, "number", 18), _text(said, "name", 60)
    if not _NUMBER.fullmatch(number):
        raise Unclear("number has not 17 digits and a check sign")
    if not mod_11_2.is_valid(number):
        raise Unclear("the check sign of the number is wrong")
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        until = said.get("valid_until")
        valid = None if until in (None, "long-term") else date.fromisoformat(str(until))
    except ValueError as error:
        raise Unclear("a date that does not exist") from error
    return Card(number, name, valid)


def _text(said: dict[str, Any], name: str, longest: int) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= longest or not value.isprintable():
        raise Unclear(f"{name} is missing or no text of at most {longest} characters")
    return value


def message(kind: str, **what: Any) -> str:
    """A message to a reader: ping (with `id`), or of a reader in the simulator."""
    return json.dumps({"v": PROTOCOL, "type": kind, **what}, ensure_ascii=False)
