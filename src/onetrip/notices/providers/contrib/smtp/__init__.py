"""E-mail through Django's mail, to the server that the settings name; the calendar file goes with it.

SMTP has no way to ask whether a letter was taken when its answer was lost. It is sent again then, under the same Message-ID,
which most mailboxes show once. What the server took may still bounce later: no report of that comes here.
"""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from onetrip.notices.providers.base import Letter, NotGenuine, Outcome, Receipt

_FOR_GOOD = 500
"""Replies from here on mean no for ever, those below later (RFC 5321, 4.2.1)."""


class Smtp:
    """See the module."""

    name = "smtp"
    reports = False

    def send(self, letter: Letter) -> Outcome:
        """Hand the letter to the mail server. The Message-ID is the reference, so that a repeat is one letter."""
        host = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].strip("> ")
        mail = EmailMultiAlternatives(
            letter.subject,
            letter.words,
            to=[letter.to],
            headers={"Message-ID": f"<{letter.reference}@{host}>", "Auto-Submitted": "auto-generated"},
        )
        if letter.calendar is not None:
            mail.attach("onetrip.ics", letter.calendar.decode(), f"text/calendar; method={letter.calendar_method}")
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            is_final = all(code >= _FOR_GOOD for code, _ in error.recipients.values())
            return Outcome(succeeded=False, answer="recipient refused", is_final=is_final)
        except smtplib.SMTPResponseException as error:
            words = f"{type(error).__name__} {error.smtp_code}"
            is_final = isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= _FOR_GOOD
            return Outcome(succeeded=False, answer=words, is_final=is_final)
        except (ConnectionRefusedError, socket.gaierror) as error:
            return Outcome(succeeded=False, answer=type(error).__name__)
        except (smtplib.SMTPException, OSError) as error:
            # The line broke, or was silent too long: before or after the server took the letter.
            return Outcome(succeeded=False, answer=type(error).__name__, is_certain=False)
        return Outcome(succeeded=True, answer="accepted")

    def read_receipts(self, headers: Mapping[str, str], body: bytes, now: datetime) -> tuple[Receipt, ...]:  # noqa: ARG002 -- as every provider
        """None: nothing that calls is a mail server."""
        raise NotGenuine("smtp reports nothing")


def provider() -> Smtp:
    """The way to the mail server."""
    return Smtp()
