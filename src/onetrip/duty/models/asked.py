"""What somebody asks of the roster: a day off or not late, and leave."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from onetrip.centres.models import Centre
from onetrip.duty.models.staffing import between, of_account


class Wish(models.Model):
    """Somebody would like a day off, or not to work late on it. `was_granted` is what the first roster published for the
    day made of it; until then nothing."""

    class Wants(models.TextChoices):
        OFF = "off", "休息 a day off"
        EARLY = "early", "不上晚班 not late"

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    wants = models.CharField(max_length=5, choices=Wants.choices)
    asked_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    was_granted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "day"], condition=Q(withdrawn_at=None), name="wish_one_for_a_day"
            ),
            models.CheckConstraint(condition=Q(wants__in=["off", "early"]), name="wish_wants_known"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.day} {self.wants}"


class Leave(models.Model):
    """请假: asked for, then granted or refused with a word, and taken back by whoever asked.

    `kind` is of the house's list; colleagues are told that somebody is away, never why.
    """

    class State(models.TextChoices):
        ASKED = "asked", "等答复 asked"
        GRANTED = "granted", "同意 granted"
        REFUSED = "refused", "没同意 refused"
        WITHDRAWN = "withdrawn", "收回 taken back"

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    kind = models.CharField(max_length=20)
    words = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="leave_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "granted", "refused", "withdrawn"]), name="leave_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at=None, decided_by="")
                | ~Q(state="asked") & Q(decided_at__isnull=False) & ~Q(decided_by=""),
                name="leave_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(decided_words=""), name="leave_refused_with_a_word"
            ),
            ExclusionConstraint(
                name="leave_never_twice_for_a_day",
                expressions=[
                    (of_account(), RangeOperators.OVERLAPS),
                    (between("first", "last"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["asked", "granted"]),
            ),
        ]
        indexes = [models.Index(fields=["centre", "first"], name="leave_centre_first")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.first} {self.state}"
