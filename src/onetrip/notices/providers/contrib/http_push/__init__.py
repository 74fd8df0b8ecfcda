"""Messages to the city's app, through a push service that speaks the house's own plain protocol (docs/notices.md).

The service knows the resident by the account of the app; a telephone number never goes there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from onetrip.notices.providers import reports
from onetrip.notices.providers.base import Letter, Outcome, Receipt
from onetrip.notices.providers.calls import Gateway
from onetrip.notices.providers.handing import hand_over


class HttpPush:
    """See the module."""

    name = "http-push"
    reports = True

    def send(self, letter: Letter) -> Outcome:
        """POST /push. An account that has signed out for good is refused (410)."""
        said = {
            "reference": letter.reference,
            "account": letter.to,
            "title": letter.subject,
            "text": letter.words,
            "link": letter.link,
        }
        return hand_over(_gateway(), "/push", said, reference=letter.reference)

    def read_receipts(self, headers: Mapping[str, str], body: bytes, now: datetime) -> tuple[Receipt, ...]:
        """As the service signs them."""
        return reports.read(headers, body, secret=settings.PUSH_GATEWAY["secret"], now=now)


def _gateway() -> Gateway:
    told = settings.PUSH_GATEWAY
    return Gateway(told["address"], told["key"], patience=told["patience"])


def provider() -> HttpPush:
    """The way to the service."""
    return HttpPush()
