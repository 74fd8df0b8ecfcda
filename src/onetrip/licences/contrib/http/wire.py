"""What goes over the wire to a store of licences and what may come back: JSON, read with suspicion. Pure.

A question: {"request", "code", "holder": {"id_number"}, "day", "purpose", "basis"}.
An answer:  {"request", "licences": [{"code", "number", "holder_id_number", "issuer", "issued_on", "valid_until", "status"}]}
"""

from __future__ import annotations

import hmac
import json
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from onetrip.licences.base import Enquiry, Held, NoAnswer, Trouble

MOST_BYTES = 256 * 1024
"""The longest answer that is read."""

MOST_LICENCES = 50
STATUSES = ("valid", "expired", "revoked", "lost")
_LONGEST_WORD = 120
_LONGEST_REST = 3600.0


def question(enquiry: Enquiry) -> bytes:
    """The body of a request."""
    asked = {
        "request": enquiry.reference,
        "code": enquiry.code,
        "holder": {"id_number": enquiry.holder.number},
        "day": enquiry.day.isoformat(),
        "purpose": enquiry.purpose,
        "basis": enquiry.basis,
    }
    return json.dumps(asked, ensure_ascii=False).encode()


def read(body: bytes, enquiry: Enquiry) -> tuple[Held, ...]:
    """The licences of an answer. Raises NoAnswer: MALFORMED for whatever it should not be, an answer to another enquiry and a
    licence of another kind among it; OTHER_PERSON where a licence is somebody else's, and then nothing of it is used."""
    if len(body) > MOST_BYTES:
        raise NoAnswer(Trouble.MALFORMED)
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NoAnswer(Trouble.MALFORMED) from error
    if not isinstance(answer, dict) or answer.get("request") != enquiry.reference:
        raise NoAnswer(Trouble.MALFORMED)
    licences = answer.get("licences")
    if not isinstance(licences, list) or len(licences) > MOST_LICENCES:
        raise NoAnswer(Trouble.MALFORMED)
    return tuple(_held(one, enquiry) for one in licences)


def _held(stored: Any, enquiry: Enquiry) -> Held:
    if not isinstance(stored, dict) or stored.get("code") != enquiry.code:
        raise NoAnswer(Trouble.MALFORMED)
    holder = stored.get("holder_id_number")
    if not isinstance(holder, str):
        raise NoAnswer(Trouble.MALFORMED)
    if not hmac.compare_digest(holder.upper().encode(), enquiry.holder.number.encode()):
        raise NoAnswer(Trouble.OTHER_PERSON)
    status = stored.get("status")
    if status not in STATUSES:
        raise NoAnswer(Trouble.MALFORMED)
    issued_on, until = stored.get("issued_on"), stored.get("valid_until")
    return Held(
        number=_word(stored.get("number")),
        issuer=_word(stored.get("issuer")),
        issued_on=_day(issued_on),
        valid_until=None if until is None else _day(until),
        status=status,
    )


def _word(said: Any) -> str:
    if not isinstance(said, str) or not 0 < len(said) <= _LONGEST_WORD or "\0" in said:
        raise NoAnswer(Trouble.MALFORMED)
    return said


def _day(said: Any) -> date:
    try:
        return date.fromisoformat(said)
    except (TypeError, ValueError) as error:
        raise NoAnswer(Trouble.MALFORMED) from error


def retry_after(said: str | None, date_said: str | None) -> float | None:
    """The seconds of a Retry-After header (RFC 9110 10.2.3), at most an hour; a date is counted from the answer's own Date,
    so that two clocks need not agree. None where it cannot be read."""
    if said is None:
        return None
    said = said.strip()
    if said.isascii() and said.isdigit() and len(said) < 10:
        return min(float(said), _LONGEST_REST)
    try:
        seconds = (parsedate_to_datetime(said) - parsedate_to_datetime(date_said or "")).total_seconds()
    except (TypeError, ValueError):
        return None
    return min(max(seconds, 0.0), _LONGEST_REST)
