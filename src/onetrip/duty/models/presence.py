"""Who was there: what the house cannot see by itself, breaks away from the window, and overtime earned."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from onetrip.centres.models import Centre


class Attendance(models.Model):
    """When somebody came and left on a day, put down by hand with its reason; it counts instead of what windows and
    sign-ins tell. `came` None: was not there. The newest of a day counts, earlier ones stay for the record."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    came = models.DateTimeField(null=True)
    left = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "centre", "day", "version"], name="attendance_version_once"),
            models.CheckConstraint(
                condition=Q(came=None, left=None) | Q(came__isnull=False, left__isnull=False, left__gt=F("came")),
                name="attendance_left_after_coming",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="attendance_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.day}"


class Break(models.Model):
    """Somebody is away from a post that is no window (a window has a pause of its own), for a reason of the house's list."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(ended_at=None), name="break_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="break_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="break_has_a_reason"),
        ]
        indexes = [models.Index(fields=["account", "began_at"], name="break_account_began")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.began_at:%F %R}"


class Overtime(models.Model):
    """Minutes of a day after closing with a number at the window that was drawn before closing, as a person confirmed or
    refused them. `tickets` is how many numbers they are; which, follows from the tickets themselves."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    minutes = models.PositiveIntegerField()
    tickets = models.PositiveIntegerField()
    is_confirmed = models.BooleanField()
    words = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "centre", "day"], name="overtime_once_a_day"),
            models.CheckConstraint(condition=Q(is_confirmed=True) | ~Q(words=""), name="overtime_refused_with_a_word"),
            models.CheckConstraint(condition=Q(minutes__gt=0, tickets__gt=0), name="overtime_of_numbers_alone"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.day} {self.minutes}"
