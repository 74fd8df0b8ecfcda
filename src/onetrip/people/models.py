from __future__ import annotations

import uuid
from datetime import date

from django.db import models

from onetrip.ledger.refusals import Malformed
from onetrip.people.fields import EncryptedText, IndexHash
from onetrip.people.identity import mask_name, mask_number, read_number
from onetrip.people.keeping import minors
from onetrip.rules import age_on

NUMBER = "id-number"
"""What the blind index of residents is a hash for."""


class Resident(models.Model):
    """A resident known by ID number. Number, name and what reaches them are encrypted; `number_hash` finds the row.

    `language` is that of messages to them, `notice_way` the way they prefer: "" leaves it to the house, "none" wants none.
    `email` and `app_account` (the account of the city's app) are used only while the consent to messages holds.
    """

    class NoticeWay(models.TextChoices):
        ANY = "", "都行 whichever"
        SMS = "sms", "短信 SMS"
        APP = "app", "应用消息 app message"
        EMAIL = "email", "邮件 e-mail"
        NONE = "none", "不要发 none"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number_hash = IndexHash(max_length=32, unique=True, of="number", purpose=NUMBER)
    number = EncryptedText()
    name = EncryptedText(null=True)
    telephone = EncryptedText(null=True)
    email = EncryptedText(null=True)
    app_account = EncryptedText(null=True)
    # Defaults of the database too: an older node tells rows that do not have these columns yet.
    language = models.CharField(max_length=2, default="zh", db_default="zh")
    notice_way = models.CharField(
        max_length=5, choices=NoticeWay.choices, default=NoticeWay.ANY, db_default="", blank=True
    )
    first_seen = models.DateTimeField()
    wiped_at = models.DateTimeField(null=True, help_text="when number, name and contacts went for good")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(language__in=["zh", "en"]), name="resident_language_known"),
            models.CheckConstraint(
                condition=models.Q(notice_way__in=["", "sms", "app", "email", "none"]),
                name="resident_notice_way_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def age_on(self, day: date) -> int | None:
        """Completed years on a day, by the number; None once it was wiped."""
        try:
            return age_on(read_number(str(self.number), day=day).birth_date, day)
        except Malformed:
            return None

    def is_child_on(self, day: date) -> bool:
        """Whether a guardian agrees for them (under 14)."""
        age = self.age_on(day)
        return age is not None and age < minors().child_under

    def listed_name(self, day: date) -> str:
        """The name in lists of many people: masked; of a minor not even the first character."""
        age = self.age_on(day)
        return "＊＊＊" if age is not None and age < minors().minor_under else self.masked_name

    @property
    def masked_number(self) -> str:
        """The number as screens and prints show it."""
        return mask_number(str(self.number))

    @property
    def masked_name(self) -> str:
        """The name as screens and prints show it; empty when not known."""
        return mask_name(str(self.name)) if self.name else ""


class Consent(models.Model):
    """A resident lets the house do something with what it knows of them; it holds until it is withdrawn.

    At most one consent for a purpose holds at a time; those withdrawn stay, as a record. `guardian`: who agreed for a child
    under 14 (PIPL, article 31), as the clerk wrote it down: name, and in which relation.
    """

    class Purpose(models.TextChoices):
        REUSE_ANSWERS = "reuse_answers", "用以前答过的 use earlier answers"
        MESSAGES = "messages", "邮件和应用消息 messages by e-mail and app"

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=24, choices=Purpose.choices)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=80)
    channel = models.CharField(max_length=12)
    centre = models.CharField(max_length=16)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=80, blank=True)
    guardian = EncryptedText(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "purpose"], condition=models.Q(withdrawn_at=None), name="consent_holds_once"
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=["reuse_answers", "messages"]), name="consent_purpose_known"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by="")
                | models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_by=""),
                name="consent_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.given_at:%F}"


class IdentityView(models.Model):
    """Somebody looked at an unmasked number or name: who, whose, when and what for.

    `reason` is the purpose chosen from the list (`purposes`), None for looks from before there was one; `purpose` says it in words.
    """

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="views")
    by = models.CharField(max_length=80)
    centre = models.CharField(max_length=16)
    purpose = models.CharField(max_length=200)
    reason = models.CharField(max_length=12, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(purpose=""), name="identity_view_has_purpose")]

    def __str__(self) -> str:
        return f"{self.by} {self.at}"
