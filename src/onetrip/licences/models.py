from __future__ import annotations

from django.db import models
from django.db.models import Q

from onetrip.people.fields import EncryptedJSON
from onetrip.people.models import Resident


class Basis(models.TextChoices):
    """Why a licence may be looked at: the resident who stands there applies and agrees; or a case was accepted on its being
    looked up, which is what the store is told when the clock asks again."""

    REQUEST = "request", "本人办事，当面同意 the resident's own application, agreed to there"
    PROMISED = "promised", "已受理，答应接着查 accepted on a look-up"


class Lookup(models.Model):
    """One licence of one resident, asked for once: by whom, what for, on which basis, and what came of it. The record of
    who looked, as IdentityView is; it is never deleted, what it brought is.

    `occasion` is the visit or the run at a kiosk for which it was asked. `held` is what the store said, encrypted, until
    `held_until`. A look-up that was accepted on waits: the clock repeats it (`tries`, `next_at`) until it is settled.
    """

    class State(models.TextChoices):
        FOUND = "found", "有 found"
        NONE = "none", "没有 not there"
        UNUSABLE = "unusable", "失效 no longer valid"
        UNANSWERED = "unanswered", "没有回音 no answer"
        WAITING = "waiting", "接着查 being repeated"
        GIVEN_UP = "given-up", "一直没有回音 never answered"
        DROPPED = "dropped", "不用查了 no longer needed"

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="lookups")
    licence = models.CharField(max_length=20)
    store = models.CharField(max_length=40)
    occasion = models.UUIDField()
    centre = models.CharField(max_length=16)
    channel = models.CharField(max_length=12)
    by = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200)
    basis = models.CharField(max_length=10, choices=Basis.choices)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices)
    answered_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=16, blank=True)
    valid_until = models.DateField(null=True)
    held = EncryptedJSON(null=True)
    held_until = models.DateTimeField(null=True)
    waits_since = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["found", "none", "unusable", "unanswered", "waiting", "given-up", "dropped"],
                ),
                name="lookup_state_known",
            ),
            models.CheckConstraint(condition=Q(basis__in=["request", "promised"]), name="lookup_basis_known"),
            models.CheckConstraint(condition=~Q(purpose=""), name="lookup_has_purpose"),
            models.CheckConstraint(
                condition=~Q(state__in=["found", "none", "unusable"]) | Q(answered_at__isnull=False),
                name="lookup_settled_was_answered",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", next_at__isnull=False, waits_since__isnull=False)
                | (~Q(state="waiting") & Q(next_at=None)),
                name="lookup_waiting_has_its_next_try",
            ),
            models.CheckConstraint(
                condition=Q(held=None, held_until=None) | Q(held__isnull=False, held_until__isnull=False),
                name="lookup_held_has_its_end",
            ),
        ]
        indexes = [
            models.Index(fields=["occasion", "licence"], name="lookup_occasion"),
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="lookup_due"),
            models.Index(fields=["held_until"], condition=Q(held_until__isnull=False), name="lookup_held"),
        ]

    def __str__(self) -> str:
        return f"{self.licence} {self.state}"


class StoreGate(models.Model):
    """The breaker of one store, shared by all processes of the house, with the last answer and the last trouble."""

    store = models.CharField(max_length=40, primary_key=True)
    state = models.CharField(max_length=10, default="closed")
    failures = models.PositiveIntegerField(default=0)
    openings = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["closed", "open", "half-open"]), name="gate_state_known"),
            models.CheckConstraint(
                condition=Q(state="closed", until=None) | (~Q(state="closed") & Q(until__isnull=False)),
                name="gate_shut_until_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.store} {self.state}"


class StoreMinute(models.Model):
    """What a store did in one minute: enquiries answered, enquiries that got no answer, and the time of all of them."""

    store = models.CharField(max_length=40)
    minute = models.DateTimeField()
    answered = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    milliseconds = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["store", "minute"], name="store_minute_once")]

    def __str__(self) -> str:
        return f"{self.store} {self.minute:%H:%M}"
