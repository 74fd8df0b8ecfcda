from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from onetrip.advice.models import Consultation, Slip
from onetrip.centres.models import Centre, Device
from onetrip.people.fields import EncryptedText

LASTS = timedelta(minutes=10)
"""A stay nobody has sent anything from for so long is over, whether or not its browser could still say so."""


class Stay(models.Model):
    """Somebody stands at a kiosk. `kiosk` is None where one of the staff looks at it on a screen of their own.

    What was typed, asked and taken hangs on it, so that a reload finds it again and the end lets go of it all: afterwards
    the row says only when it was, at which machine, and at which step it was left (`step`, `matter`).
    """

    class End(models.TextChoices):
        DONE = "done", "按了“好了” pressed done"
        IDLE = "idle", "没人了，自动清除 nobody there, wiped"
        NEXT = "next", "下一位开始了 the next began"
        LAPSED = "lapsed", "断了以后过时 lapsed after the machine was gone"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    kiosk = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="stays")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=8, choices=End.choices, blank=True)
    step = models.CharField(max_length=16, blank=True)
    matter = models.CharField(max_length=80, blank=True)
    words = EncryptedText(null=True)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, null=True, related_name="+")
    slip = models.ForeignKey(Slip, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kiosk"], condition=Q(ended_at=None), name="stay_one_person_per_kiosk"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended="")
                | Q(ended_at__isnull=False, ended__in=["done", "idle", "next", "lapsed"]),
                name="stay_says_how_it_ended",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(words=None, consultation=None, slip=None),
                name="stay_keeps_nothing_after_its_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kiosk_id} {self.began_at:%F %R}"

    def is_going_on(self, now: datetime) -> bool:
        """Whether somebody may still be standing there."""
        return self.ended_at is None and now - self.seen_at < LASTS
