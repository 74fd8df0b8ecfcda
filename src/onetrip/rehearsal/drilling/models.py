"""What the real house keeps of a drill: its report, and the to-do list that came of it. Nobody in it is real."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from onetrip.centres.models import Centre


class Drill(models.Model):
    """实战演练: one run of a scenario in a copy of the centre.

    `told` is `report.Report.as_json`, final. `scenario` is the file's name, `name_*` what it was called then; `day` the day
    that was acted, `opens` its first moment, `speed` how much faster than life. `staffed`: windows that people played.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    scenario = models.CharField(max_length=80)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160)
    opens = models.DateTimeField()
    speed = models.FloatField()
    residents = models.PositiveIntegerField()
    staffed = models.JSONField(default=list)
    is_clean = models.BooleanField()
    told = models.JSONField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ended_at__gte=F("began_at")), name="drill_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(speed__gte=1), name="drill_never_slower_than_life"),
        ]
        indexes = [models.Index(fields=["centre", "-began_at"], name="drill_centre_newest")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.scenario} {self.began_at:%F %R}"


class DrillTask(models.Model):
    """A line of a drill's to-do list. `owner` is whoever said they would; `done_at` when somebody ticked it off, and `done_by` who."""

    drill = models.ForeignKey(Drill, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    link = models.CharField(max_length=12)
    text_zh = models.TextField()
    text_en = models.TextField()
    owner = models.CharField(max_length=60, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["drill", "position"], name="drill_task_position_once"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by="") | Q(done_at__isnull=False) & ~Q(done_by=""),
                name="drill_task_done_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.drill_id} {self.position}"
