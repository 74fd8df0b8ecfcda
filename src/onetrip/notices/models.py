from __future__ import annotations

import uuid
from datetime import time

from django.db import models
from django.db.models import Q

from onetrip.centres.models import Centre
from onetrip.people.models import Resident


class Rules(models.Model):
    """How a centre sends messages. All figures are examples of this house until the centre has set its own; each change is
    an event. Quiet from and until the same hour: there are no quiet hours."""

    centre = models.OneToOneField(Centre, on_delete=models.CASCADE, primary_key=True, related_name="notice_rules")
    quiet_from = models.TimeField(default=time(21))
    quiet_until = models.TimeField(default=time(8))
    most_a_day = models.PositiveSmallIntegerField(default=4, help_text="messages to one person in a day")
    collect_days = models.PositiveSmallIntegerField(default=30, help_text="days in which a result is to be collected")
    remind_days = models.PositiveSmallIntegerField(default=10, help_text="days after which an uncollected one comes up")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(most_a_day__range=(1, 10)), name="notice_rules_most_a_day"),
            models.CheckConstraint(condition=Q(collect_days__range=(1, 365)), name="notice_rules_collect_days"),
            models.CheckConstraint(condition=Q(remind_days__range=(1, 365)), name="notice_rules_remind_days"),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.quiet_from:%H:%M}–{self.quiet_until:%H:%M}"


class Notice(models.Model):
    """Something that a resident is told; the outbox. Written in the transaction of the change that makes it true.

    It is about a thing of another room (`about`, `about_id`, `number`: as it is named aloud), and written once for each of
    what happens to it (`kind`, `occasion`). `values` fill in the words, in both languages, without a person; `link` is a
    path of the house. The words, the way and the address are made when it is sent.
    `round` counts the times that it was begun anew: on another way, or by a person. A gateway knows it by `reference`, the
    same for every try of a round. `fresh_round`: ways that failed before it may be tried again. `reported_until`: when
    nobody waits for a receipt any longer. `why`: why it was not delivered, by a word of `showing.WHY`.
    """

    class State(models.TextChoices):
        DUE = "due", "待发 due"
        TAKEN = "taken", "已交出 handed over"
        DELIVERED = "delivered", "送到了 delivered"
        UNKNOWN = "unknown", "不知道 unknown"
        FAILED = "failed", "没送到 not delivered"
        DROPPED = "dropped", "不用发了 no longer needed"
        TOLD = "told", "打电话告诉了 told by telephone"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="notices", db_index=False)
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=24)
    about = models.CharField(max_length=20)
    about_id = models.UUIDField()
    occasion = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=24)
    values = models.JSONField()
    link = models.CharField(max_length=80, blank=True)
    must_arrive = models.BooleanField(default=False)
    is_urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    written_at = models.DateTimeField()
    due_at = models.DateTimeField()
    round = models.PositiveSmallIntegerField(default=1)
    fresh_round = models.PositiveSmallIntegerField(default=1)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    way = models.CharField(max_length=5, blank=True, help_text="the way of this round; empty until it is sent")
    reported_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=12, blank=True)
    remark = models.CharField(max_length=400, blank=True, help_text="what whoever telephoned wrote down")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about_id", "kind", "occasion"], name="notice_once_per_occasion"),
            models.CheckConstraint(
                condition=Q(
                    state__in=["due", "taken", "delivered", "unknown", "failed", "dropped", "told"],
                ),
                name="notice_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["due", "taken"], ended_at=None)
                | (~Q(state__in=["due", "taken"]) & Q(ended_at__isnull=False)),
                name="notice_ended_at_some_time",
            ),
            models.CheckConstraint(condition=Q(way__in=["", "sms", "app", "email"]), name="notice_way_known"),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(why=""), name="notice_failed_says_why"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="due"), name="notice_due"),
            models.Index(fields=["reported_until"], condition=Q(state="taken"), name="notice_waits_for_receipt"),
            models.Index(
                fields=["centre", "ended_at"], condition=Q(state__in=["failed", "unknown"]), name="notice_undelivered"
            ),
            models.Index(fields=["centre", "kind", "written_at"], name="notice_written"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} {self.state}"

    @property
    def reference(self) -> str:
        """What a provider knows it by, in this round."""
        return f"{self.pk}-{self.round}"


class NoticeTry(models.Model):
    """One try to hand a message over, written before it: what has no answer was cut off, and nobody knows whether it went
    out. `answer` is a word of the provider, without words or number of the message; `fate` what it reported later.
    `to_hash`, a keyed hash, tells whether a later try of the same round goes to the same address."""

    class Outcome(models.TextChoices):
        BEGUN = "begun", "没有下文 cut off"
        TAKEN = "taken", "收下了 taken"
        REFUSED = "refused", "不收 refused for good"
        LATER = "later", "过会儿再试 not taken"
        UNCERTAIN = "uncertain", "不知道收没收 nobody knows"

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="attempts")
    round = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=5)
    provider = models.CharField(max_length=20)
    to_hash = models.BinaryField(max_length=32)
    begun_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.BEGUN)
    answer = models.CharField(max_length=120, blank=True)
    gateway_number = models.CharField(max_length=64, blank=True)
    fate = models.CharField(max_length=10, blank=True)
    reported_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["begun_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["begun", "taken", "refused", "later", "uncertain"]),
                name="notice_try_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome="begun", answered_at=None) | (~Q(outcome="begun") & Q(answered_at__isnull=False)),
                name="notice_try_answered_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(fate__in=["", "delivered", "failed", "unknown"]), name="notice_try_fate_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.begun_at:%F %R} {self.outcome}"
