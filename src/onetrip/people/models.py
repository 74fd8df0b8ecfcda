from __future__ import annotations

import uuid

from django.db import models

from onetrip.people.fields import EncryptedText
from onetrip.people.identity import mask_name, mask_number


class Resident(models.Model):
    """A resident known by ID number. Number, name and telephone are encrypted; `number_hash` finds the row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number_hash = models.BinaryField(max_length=32, unique=True)
    number = EncryptedText()
    name = EncryptedText(null=True)
    telephone = EncryptedText(null=True)
    first_seen = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)

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

    At most one consent for a purpose holds at a time; those withdrawn stay, as a record.
    """

    class Purpose(models.TextChoices):
        REUSE_ANSWERS = "reuse_answers", "用以前答过的 use earlier answers"

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=24, choices=Purpose.choices)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=80)
    channel = models.CharField(max_length=12)
    centre = models.CharField(max_length=16)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "purpose"], condition=models.Q(withdrawn_at=None), name="consent_holds_once"
            ),
            models.CheckConstraint(condition=models.Q(purpose__in=["reuse_answers"]), name="consent_purpose_known"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by="")
                | models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_by=""),
                name="consent_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.given_at:%F}"


class IdentityView(models.Model):
    """Somebody looked at an unmasked number or name: who, whose, when and what for."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="views")
    by = models.CharField(max_length=80)
    centre = models.CharField(max_length=16)
    purpose = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(purpose=""), name="identity_view_has_purpose")]

    def __str__(self) -> str:
        return f"{self.by} {self.at}"
