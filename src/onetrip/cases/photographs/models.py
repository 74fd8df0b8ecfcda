"""The table of the photographs of a case's papers."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Photograph(models.Model):
    """One page of a paper of a case; the bytes lie encrypted in the store under this id (`storage.collections`).

    `paper` is its id among the papers of the case, "" for a paper that stands in no list. `digest` finds the same picture sent
    twice. `removed_why`: taken by mistake, its time was over, or its owner asked for it.
    """

    class Source(models.TextChoices):
        CAMERA = "camera", "高拍仪 desk camera"
        FILE = "file", "文件 file"

    class Why(models.TextChoices):
        MISTAKE = "mistake", "拍错了 taken by mistake"
        TIME = "time", "到期 its time was over"
        ERASURE = "erasure", "本人要求 its owner asked for it"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="photographs")
    paper = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=8, choices=Source.choices)
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=80)
    removed_at = models.DateTimeField(null=True)
    removed_why = models.CharField(max_length=8, choices=Why.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(source__in=["camera", "file"]), name="photograph_source_known"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0, bytes__gt=0), name="photograph_has_size"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_why="")
                | Q(
                    removed_at__isnull=False,
                    removed_at__gte=models.F("taken_at"),
                    removed_why__in=["mistake", "time", "erasure"],
                ),
                name="photograph_removed_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["case", "paper", "digest"], condition=Q(removed_at=None), name="photograph_kept_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.paper}"
