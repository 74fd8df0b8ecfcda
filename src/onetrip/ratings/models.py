from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from onetrip.advice.models import Slip
from onetrip.centres.models import Centre
from onetrip.lobby.models import Visit
from onetrip.people.fields import EncryptedText


class Invitation(models.Model):
    """What the QR code of a receipt opens: one visit, what was done in it, and a page to rate it once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=40, unique=True)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="invitation")
    served_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    window = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"invitation {self.visit_id}"


class Rating(models.Model):
    """A resident's judgement of a visit: 5 非常满意, 4 满意, 3 基本满意, 2 不满意, 1 非常不满意; 1 and 2 are bad."""

    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="rating")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    words = models.CharField(max_length=500, blank=True)
    channel = models.CharField(max_length=12, default="receipt")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="rating_level_1_to_5")]
        indexes = [models.Index(fields=["centre", "at"], name="rating_centre_at")]

    def __str__(self) -> str:
        return f"{self.level}"


class BrokenPromise(models.Model):
    """A slip said one thing and the window another. Not a punishment: it corrects the catalogue, the training or a system."""

    class Cause(models.TextChoices):
        RULE = "rule", "规则写错 the rule was wrong"
        TRAINING = "training", "没培训到 not trained"
        SYSTEM = "system", "系统、接口 a system failed"
        UNKNOWN = "unknown", "还没查清 not known yet"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    slip = models.ForeignKey(Slip, on_delete=models.PROTECT, related_name="broken_promises")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="broken_promises")
    matter = models.CharField(max_length=60)
    paper = models.CharField(max_length=60, blank=True)
    slip_said = models.JSONField()
    window_asked = models.JSONField()
    cause = models.CharField(max_length=10, choices=Cause.choices, default=Cause.UNKNOWN)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    window = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slip", "visit", "matter", "paper"], name="broken_promise_once"),
            models.CheckConstraint(
                condition=Q(cause__in=["rule", "training", "system", "unknown"]), name="broken_promise_cause_known"
            ),
        ]
        indexes = [models.Index(fields=["centre", "recorded_at"], name="broken_promise_centre_at")]

    def __str__(self) -> str:
        return f"{self.slip_id} {self.matter} {self.paper}"


class Complaint(models.Model):
    """办不成事: somebody could not get it done, or has a complaint, in their own words; `code` is what they are told.

    Words and telephone are encrypted: people write their names and numbers into such words. `token` opens the page on
    which they follow it.
    """

    class Kind(models.TextChoices):
        COULD_NOT = "could-not", "办不成事 could not get it done"
        COMPLAINT = "complaint", "投诉 complaint"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=10, unique=True)
    token = models.CharField(max_length=40, unique=True)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    matter = models.CharField(max_length=60, blank=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="complaints")
    words = EncryptedText()
    telephone = EncryptedText(null=True)
    channel = models.CharField(max_length=12)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["could-not", "complaint"]), name="complaint_kind_known"),
        ]

    def __str__(self) -> str:
        return self.code


class Rectification(models.Model):
    """The work order that a bad rating, a broken promise or a complaint opens: answer in 1, handle in 5, finish in 15
    working days.

    `cause` is what was found out (of a broken promise it stands with that). `reply` is what the resident reads, `outcome`
    what they said to it when called back. Whoever complained may ask once, until `appeal_until`, that somebody else looks
    at it: `appeal` holds their words.
    """

    class State(models.TextChoices):
        OPEN = "open", "没人认领 open"
        ANSWERED = "answered", "已联系 answered"
        HANDLED = "handled", "已处理 handled"
        CLOSED = "closed", "已了结 closed"
        APPEALED = "appealed", "要求复核 appealed"

    class Outcome(models.TextChoices):
        CONTENT = "content", "认可 content"
        NOT_CONTENT = "not-content", "不认可 not content"
        NOT_REACHED = "not-reached", "没联系上 not reached"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    rating = models.OneToOneField(Rating, on_delete=models.PROTECT, null=True, related_name="rectification")
    broken_promise = models.OneToOneField(
        BrokenPromise, on_delete=models.PROTECT, null=True, related_name="rectification"
    )
    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, null=True, related_name="rectification")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    cause = models.CharField(
        max_length=10,
        choices=BrokenPromise.Cause.choices,
        default=BrokenPromise.Cause.UNKNOWN,
        db_default=BrokenPromise.Cause.UNKNOWN,
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    answer_by = models.DateField()
    handle_by = models.DateField()
    finish_by = models.DateField()
    closed_at = models.DateTimeField(null=True)
    reply = models.CharField(max_length=1000, blank=True, default="", db_default="")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True, default="", db_default="")
    appeal_until = models.DateField(null=True)
    appealed_at = models.DateTimeField(null=True)
    appeal = EncryptedText(null=True)
    notes = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__isnull=False, broken_promise=None, complaint=None)
                | Q(rating=None, broken_promise__isnull=False, complaint=None)
                | Q(rating=None, broken_promise=None, complaint__isnull=False),
                name="rectification_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "answered", "handled", "closed", "appealed"]),
                name="rectification_state_known",
            ),
            models.CheckConstraint(
                condition=Q(cause__in=["rule", "training", "system", "unknown"]), name="rectification_cause_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "content", "not-content", "not-reached"]),
                name="rectification_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(appealed_at=None, appeal=None) & ~Q(state="appealed")
                | Q(appealed_at__isnull=False, appeal__isnull=False, complaint__isnull=False),
                name="rectification_appealed_in_words",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "opened_at"], condition=~Q(state="closed"), name="rectification_open")
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"
