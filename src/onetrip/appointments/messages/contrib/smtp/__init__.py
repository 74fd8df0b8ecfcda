"""E-mail through Django's mail, to the server that the settings name; the calendar file goes with it."""

from __future__ import annotations

import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from onetrip.appointments.messages.base import Letter, Outcome


class Smtp:
    """See the module."""

    name = "smtp"

    def send(self, letter: Letter) -> Outcome:
        """Hand the letter to the mail server. The Message-ID is the reference, so that a repeat is one letter."""
        host = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].strip("> ")
        mail = EmailMultiAlternatives(
            letter.subject, letter.words, to=[letter.to], headers={"Message-ID": f"<{letter.reference}@{host}>"}
        )
        if letter.calendar is not None:
            mail.attach("onetrip.ics", letter.calendar.decode(), f"text/calendar; method={letter.calendar_method}")
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused:
            return Outcome(succeeded=False, answer="recipient refused", is_final=True)
        except (smtplib.SMTPException, OSError) as error:
            return Outcome(succeeded=False, answer=type(error).__name__)
        return Outcome(succeeded=True, answer="accepted")


def provider() -> Smtp:
    """The way to the mail server."""
    return Smtp()
