from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from onetrip.centres.models import Centre


class KeptPlan(models.Model):
    """An answer that the director keeps: what was asked, what came of it, and all that it takes to compute it again.

    `inputs` is `asking.Asked`, the seed among it; `answer` is `answers.Answer.to_json`. It stands on the record from `first`
    to `last`; `days` were simulated, by the `version` of the rehearsal of that time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="kept_plans")
    question = models.CharField(max_length=12)
    inputs = models.JSONField()
    answer = models.JSONField()
    first = models.DateField()
    last = models.DateField()
    days = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField()
    kept_at = models.DateTimeField()
    kept_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["-kept_at"]
        constraints = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="kept_plan_stands_on_days"),
            models.CheckConstraint(condition=Q(days__gt=0), name="kept_plan_simulated_days"),
        ]
        indexes = [models.Index(fields=["centre", "kept_at"], name="kept_plan_centre_at")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.question} {self.kept_at:%F}"
