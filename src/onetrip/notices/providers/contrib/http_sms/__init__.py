"""Text messages through an HTTP gateway that speaks the house's own plain protocol (docs/notices.md).

A gateway of another tongue is a folder beside this one: it maps the same Letter to its own request, by the number of an
approved template (`kind`, `values`) where it takes no text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from onetrip.notices.providers import reports
from onetrip.notices.providers.base import Letter, Outcome, Receipt
from onetrip.notices.providers.calls import Gateway
from onetrip.notices.providers.handing import hand_over


class HttpSms:
    """See the module."""

    name = "http-sms"
    reports = True

    def send(self, letter: Letter) -> Outcome:
        """POST /messages. The gateway sends a reference once, however often it is handed over."""
        said = {
            "reference": letter.reference,
            "to": letter.to,
            "text": letter.words,
            "kind": letter.kind,
            "values": dict(letter.values),
        }
        return hand_over(_gateway(), "/messages", said, reference=letter.reference)

    def read_receipts(self, headers: Mapping[str, str], body: bytes, now: datetime) -> tuple[Receipt, ...]:
        """As the gateway signs them."""
        return reports.read(headers, body, secret=settings.SMS_GATEWAY["secret"], now=now)


def _gateway() -> Gateway:
    told = settings.SMS_GATEWAY
    return Gateway(told["address"], told["key"], patience=told["patience"])


def provider() -> HttpSms:
    """The way to the gateway."""
    return HttpSms()
