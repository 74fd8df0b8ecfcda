"""What a scanner, a card reader or a hand types into the one field at the door. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from onetrip.ledger.refusals import Malformed
from onetrip.people.personal_code import PREFIX

LONGEST = 300
"""Characters: a slip's address with a long host name has less than half of it."""

_TICKET_ADDRESS = re.compile(r"/t/([0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12})(?:[/?#]|$)")
_SLIP_ADDRESS = re.compile(r"/s/([A-Za-z0-9_-]{16,40})(?:[/?#.]|$)")
_ERRAND_ADDRESS = re.compile(r"/e/([A-Za-z0-9_-]{16,40})(?:[/?#.]|$)")
_BOOKING_ADDRESS = re.compile(r"/b/([A-Za-z0-9_-]{16,40})(?:[/?#.]|$)")
_BOOKING_NUMBER = re.compile(r"B[0-9]{4,8}")
_PERSONAL = re.compile(re.escape(PREFIX) + r"[A-Z2-7]{60,120}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,40}")
_SLIP_NUMBER = re.compile(r"[A-Z]{2,6}[0-9]{8,10}")
_ID_NUMBER = re.compile(r"[0-9]{15,18}[0-9X]?")


class Kind(StrEnum):
    """What was scanned."""

    SLIP_TOKEN = "slip-token"  # noqa: S105 -- the name of a kind
    SLIP_NUMBER = "slip-number"
    ID_NUMBER = "id-number"
    TICKET = "ticket"
    PERSONAL = "personal"
    BOOKING_TOKEN = "booking-token"  # noqa: S105 -- the name of a kind
    BOOKING_NUMBER = "booking-number"
    ERRAND_TOKEN = "errand-token"  # noqa: S105 -- the name of a kind


@dataclass(frozen=True)
class Scanned:
    """The value without the address around it, blanks and full-width characters."""

    kind: Kind
    value: str


def read_scan(raw: str) -> Scanned:
    """Tell a slip's QR code (its address or its token), a slip number, an ID number, a ticket's QR code, a booking's
    code or number, the receipt of a kiosk and a resident's own code apart.

    Raises Malformed (field "scan") for anything else; the sentence never repeats what was read.
    """
    text = unicodedata.normalize("NFKC", raw[:LONGEST]).strip()
    ticket = _TICKET_ADDRESS.search(text)
    if ticket:
        return Scanned(Kind.TICKET, ticket[1])
    address = _SLIP_ADDRESS.search(text)
    if address:
        return Scanned(Kind.SLIP_TOKEN, address[1])
    booking = _BOOKING_ADDRESS.search(text)
    if booking:
        return Scanned(Kind.BOOKING_TOKEN, booking[1])
    errand = _ERRAND_ADDRESS.search(text)
    if errand:
        return Scanned(Kind.ERRAND_TOKEN, errand[1])
    personal = _PERSONAL.fullmatch(text.upper())
    if personal:
        return Scanned(Kind.PERSONAL, personal[0])
    plain = re.sub(r"[\s\-—.·]", "", text).upper()
    if _BOOKING_NUMBER.fullmatch(plain):
        return Scanned(Kind.BOOKING_NUMBER, plain)
    if _SLIP_NUMBER.fullmatch(plain):
        return Scanned(Kind.SLIP_NUMBER, plain)
    if _ID_NUMBER.fullmatch(plain):
        return Scanned(Kind.ID_NUMBER, plain)
    if _TOKEN.fullmatch(text):
        return Scanned(Kind.SLIP_TOKEN, text)
    raise Malformed(
        "scan-unreadable",
        "没认出来。请把小贴士的方块码对准小窗，或放身份证；都没有，也可以直接取号。",
        "This was not recognised. Hold the square code of the slip to the reader or lay down the ID card; "
        "without either you can draw a number all the same.",
        field="scan",
    )
