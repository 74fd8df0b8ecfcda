from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class CatalogueVersion(models.Model):
    """One published state of all matters of a city. Append-only: a slip keeps pointing at the version it was made from.

    `source` maps each file's path inside the catalogue to its text, so that a version can be read again for ever.
    """

    number = models.PositiveIntegerField(unique=True)
    city = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    source = models.JSONField()
    notes = models.CharField(max_length=400, blank=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=80)

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"{self.city} {self.number}"


class Draft(models.Model):
    """Changes to the catalogue on their way to being published: written by some, looked at by somebody else.

    `authors` are all who saved something in it; none of them may be its reviewer (constraint draft_four_eyes).
    `edition` rises with every change, so that nobody approves what they have not seen. `publish_on` None: published
    when somebody presses the button. `trouble` says, {"zh": …, "en": …}, why it could not be published on its day.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "在写 being written"
        SUBMITTED = "submitted", "待审 to be reviewed"
        APPROVED = "approved", "审过 approved"
        PUBLISHED = "published", "已发布 published"
        WITHDRAWN = "withdrawn", "撤回 withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=120)
    base = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    edition = models.PositiveIntegerField(default=1)
    authors = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    changed_at = models.DateTimeField()
    reviewed_by = models.CharField(max_length=80, blank=True)
    publish_on = models.DateField(null=True)
    note = models.CharField(max_length=400, blank=True)
    returned_why = models.CharField(max_length=400, blank=True)
    trouble = models.JSONField(null=True)
    version = models.OneToOneField(CatalogueVersion, on_delete=models.PROTECT, null=True, related_name="draft")

    class Meta:
        ordering = ("-changed_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "approved", "published", "withdrawn"]),
                name="draft_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "published"]) | ~Q(reviewed_by=""),
                name="draft_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="published", version__isnull=False) | (~Q(state="published") & Q(version=None)),
                name="draft_published_as_a_version",
            ),
        ]
        indexes = [
            models.Index(fields=["publish_on"], condition=Q(state="approved"), name="draft_due"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.state})"


class DraftFile(models.Model):
    """One file that a draft changes: its new text, or None where the draft removes it.

    `base` is the version whose text the change started from: where the version in force has another text by now, the
    two have to be brought together first. `edition` is the one the draft came to with the last saving.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    text = models.TextField(null=True)
    base = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=80)

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["draft", "name"], name="draft_file_once")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.name}"


class Finding(models.Model):
    """What the counter found out about the catalogue: words that nobody could answer, a promise that was broken, a
    complaint whose cause was the rule, or a difficult case that the editor takes for a matter of the rules.

    The same finding is counted, not listed twice, as long as it is open. It holds no personal data.
    """

    class Kind(models.TextChoices):
        UNANSWERED = "unanswered", "没答上来 unanswered"
        BROKEN_PROMISE = "broken-promise", "失约 broken promise"
        COMPLAINT = "complaint", "办不成事 complaint"
        DIFFICULT_CASE = "difficult-case", "疑难 difficult case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    said = models.CharField(max_length=200, blank=True)
    same = models.CharField(max_length=200, blank=True, help_text="the words in the form in which they are compared")
    matter = models.CharField(max_length=80, blank=True)
    paper = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=12, blank=True)
    centre = models.CharField(max_length=16, blank=True)
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, related_name="findings")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "same", "matter", "paper"],
                condition=Q(settled_at=None),
                name="finding_once_while_open",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["unanswered", "broken-promise", "complaint", "difficult-case"]),
                name="finding_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | (~Q(settled_by="") & ~Q(note="")), name="finding_settled_with_a_note"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.said or self.matter} ×{self.times}"


class Meaning(models.Model):
    """What a saying means, as the numbers of a direction (catalogue/meaning.py). A store of work done: it can be emptied."""

    name = models.CharField(max_length=32, primary_key=True)
    numbers = models.BinaryField()

    def __str__(self) -> str:
        return self.name
