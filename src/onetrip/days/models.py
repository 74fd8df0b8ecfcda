"""A day of a centre on record: the director's round before the doors open, and the account when it is over."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from onetrip.centres.models import Centre
from onetrip.days.judging import State


class Round(models.Model):
    """晨检: one walk through everything before the doors open. A day may have several; the newest counts.

    `opened_at` is when the director said that the hall is ready; what was red by then has been answered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at=None, opened_by="") | (Q(opened_at__gte=F("begun_at")) & ~Q(opened_by="")),
                name="round_opened_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["centre", "-begun_at"], name="round_centre_newest")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.day}"


class RoundFinding(models.Model):
    """What one check of a round found, the last time it was made; `answer` is what somebody did or decided about it."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="findings")
    check_code = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=[(state.value, state.value) for state in State])
    said = models.JSONField()
    to_do = models.JSONField(null=True)
    details = models.JSONField(default=list)
    at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    answer = models.CharField(max_length=200, blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "check_code"], name="round_finding_once"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="round_finding_state"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by="", answered_at=None)
                | (~Q(answer="") & ~Q(answered_by="") & Q(answered_at__isnull=False)),
                name="round_finding_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_code} {self.state}"


class DayAccount(models.Model):
    """日结: what became of every number of a day, written when nobody is left, and never changed.

    Where somebody draws a number afterwards all the same, a further `version` tells of everybody; the newest counts.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    version = models.PositiveSmallIntegerField(default=1, db_default=1)
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=80)
    left_open = models.PositiveIntegerField(help_text="numbers that nobody had ended, let go of by the closing")
    figures = models.JSONField()
    lines = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "day", "version"], name="day_account_once")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.day}"
