"""What editors add to courseware, and what somebody has studied."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from onetrip.centres.models import Centre


class CourseNote(models.Model):
    """A remark of a centre's editors on a category or a matter; what it says stands in its editions, the newest counts."""

    class Of(models.TextChoices):
        CATEGORY = "category", "类别 category"
        MATTER = "matter", "事项 matter"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+", db_index=False)
    of = models.CharField(max_length=8, choices=Of.choices)
    name = models.CharField(max_length=80, help_text="id of the category or the matter in the catalogue")
    newest = models.PositiveIntegerField(default=1, help_text="number of its newest edition")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(of__in=["category", "matter"]), name="course_note_of_known"),
            models.CheckConstraint(condition=Q(newest__gte=1), name="course_note_has_an_edition"),
        ]
        indexes = [models.Index(fields=["centre", "of", "name"], name="course_note_of")]

    def __str__(self) -> str:
        return f"{self.of} {self.name}"


class CourseEdition(models.Model):
    """One state of a note; never changed. `is_removed`: from here on it is not shown, until an edition brings it back.

    `catalogue` is the version it was written for. `picture` is the id under which the picture lies in the store, with what
    it shows in words (`shows_zh`, `shows_en`).
    """

    note = models.ForeignKey(CourseNote, on_delete=models.PROTECT, related_name="editions", db_index=False)
    number = models.PositiveIntegerField()
    text_zh = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    picture = models.UUIDField(null=True)
    shows_zh = models.CharField(max_length=200, blank=True)
    shows_en = models.CharField(max_length=200, blank=True)
    is_removed = models.BooleanField(default=False)
    catalogue = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="course_edition_once"),
            models.CheckConstraint(
                condition=Q(is_removed=True) | ~Q(text_zh="") & ~Q(text_en=""), name="course_edition_in_both_languages"
            ),
            models.CheckConstraint(
                condition=Q(picture=None) | ~Q(shows_zh="") & ~Q(shows_en=""), name="course_edition_picture_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.note_id} {self.number}"


class Studied(models.Model):
    """Somebody says of themselves that they have worked through a category or a matter, as of a version of the catalogue."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    of = models.CharField(max_length=8, choices=CourseNote.Of.choices)
    name = models.CharField(max_length=80)
    catalogue = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "of", "name"], name="studied_once"),
            models.CheckConstraint(condition=Q(of__in=["category", "matter"]), name="studied_of_known"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.of} {self.name}"
