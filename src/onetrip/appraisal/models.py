"""What of an appraisal is kept: the model in versions, the coefficients, frozen months, objections, and who looked."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from onetrip.appraisal.model.inputs import FAULTS
from onetrip.appraisal.model.rules import DIMENSIONS
from onetrip.centres.models import Centre


class ModelVersion(models.Model):
    """The rules a centre appraises by from a month on; of those of a month the newest counts, earlier ones stay.

    `rules` has the shape of `example.yaml`. Without a version a centre appraises by the example, and is told so.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField()
    from_month = models.DateField()
    rules = models.JSONField()
    reason = models.CharField(max_length=400)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "version"], name="appraisal_model_once"),
            models.CheckConstraint(condition=Q(from_month__day=1), name="appraisal_model_from_a_first"),
            models.CheckConstraint(condition=~Q(reason=""), name="appraisal_model_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.version}"


class Coefficient(models.Model):
    """What a matter weighs in a centre from a month on, as people reviewed it; in thousandths. `proposed`: what the figures
    gave when it was reviewed. Of those of a month the newest version counts."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+", db_index=False)
    matter = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    from_month = models.DateField()
    value = models.PositiveIntegerField()
    proposed = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=400)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "matter", "version"], name="coefficient_once"),
            models.CheckConstraint(condition=Q(from_month__day=1), name="coefficient_from_a_first"),
            models.CheckConstraint(condition=Q(value__gte=1, value__lte=20_000), name="coefficient_in_range"),
            models.CheckConstraint(condition=~Q(reason=""), name="coefficient_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.matter} {self.value}"


class FrozenMonth(models.Model):
    """A month as it was settled: what it was computed from, by which rules, and the sheets that came out. Never changed.

    A correction is a further version with its reason; the newest counts. `inputs` are compressed canonical JSON without any
    resident; `sheets` canonical JSON, `digest` their SHA-256, which a recomputation has to give again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    version = models.PositiveIntegerField()
    reason = models.CharField(max_length=400, blank=True)
    rules = models.JSONField()
    rules_version = models.PositiveIntegerField(help_text="of ModelVersion; 0: the example")
    inputs = models.BinaryField()
    sheets = models.BinaryField()
    digest = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "month", "version"], name="frozen_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="frozen_month_is_a_first"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(reason=""), name="frozen_month_corrected_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.month:%Y-%m} {self.version}"


class Objection(models.Model):
    """A clerk says what is not right with their sheet; somebody who did not set it answers, and both stay.

    Objecting changes no point. `spared` lists what an answer found not to be the person's doing, as [case, fault].
    """

    class Outcome(models.TextChoices):
        KEPT = "kept", "维持 kept"
        CHANGED = "changed", "更改 changed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    dimension = models.CharField(max_length=12, blank=True)
    words = models.CharField(max_length=1000)
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    spared = models.JSONField(default=list)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="objection_to_a_month"),
            models.CheckConstraint(condition=~Q(words=""), name="objection_in_words"),
            models.CheckConstraint(condition=Q(dimension__in=["", *DIMENSIONS]), name="objection_dimension_known"),
            models.CheckConstraint(
                condition=Q(answer="", outcome="", answered_at=None, answered_by=None)
                | (
                    ~Q(answer="")
                    & Q(outcome__in=["kept", "changed"], answered_at__isnull=False, answered_by__isnull=False)
                ),
                name="objection_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("account")), name="objection_four_eyes"
            ),
        ]
        indexes = [models.Index(fields=["centre", "month"], name="objection_centre_month")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.month:%Y-%m} {self.account_id}"


class Spared(models.Model):
    """A fault of a case that an answer to an objection found not to be the person's doing: it counts in no sheet any more."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.CharField(max_length=24, help_text="the number of the case")
    fault = models.CharField(max_length=12)
    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "case", "fault"], name="spared_once"),
            models.CheckConstraint(condition=Q(fault__in=list(FAULTS)), name="spared_fault_known"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.fault}"


class Signature(models.Model):
    """A clerk has seen their sheet of a frozen month, and said so. It is no consent: objecting stays open."""

    frozen = models.ForeignKey(FrozenMonth, on_delete=models.PROTECT, related_name="signatures", db_index=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["frozen", "account"], name="signature_once")]

    def __str__(self) -> str:
        return f"{self.frozen_id} {self.account_id}"


class Look(models.Model):
    """Somebody looked at a sheet that is not theirs: whose (None: the list of the centre), of which month, when."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(account=None) | ~Q(account=F("by")), name="look_at_somebody_else")
        ]
        indexes = [models.Index(fields=["centre", "month", "account"], name="look_at_sheet")]

    def __str__(self) -> str:
        return f"{self.by_id} {self.account_id} {self.month:%Y-%m}"
