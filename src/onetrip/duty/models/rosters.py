"""Rosters: who works when, and who changed places with whom."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from onetrip.centres.models import Centre
from onetrip.duty.models.staffing import ShiftPattern


class Roster(models.Model):
    """排班表 of a centre from `first` to `last`: a draft, then published, then replaced by another one of the same days.

    `told` is what the proposal was judged by: points by part, bound, status, seconds, version of the weights.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草稿 draft"
        PUBLISHED = "published", "公布了 published"
        REPLACED = "replaced", "被替换 replaced"
        DROPPED = "dropped", "不用了 dropped"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    told = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="roster_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "dropped"], published_at=None, published_by="")
                | Q(state__in=["published", "replaced"], published_at__isnull=False) & ~Q(published_by=""),
                name="roster_published_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["centre", "first", "last"], condition=Q(state="draft"), name="roster_one_draft_of_the_days"
            ),
        ]
        indexes = [models.Index(fields=["centre", "-first"], name="roster_centre_newest")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.first} {self.state}"


class RosterDay(models.Model):
    """A day of a roster with what it asked for: people by post and half hour, and where that comes from (`basis`).

    `counts`: its roster is the published one of the day; no day of a centre has two.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="days")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    needs = models.JSONField(default=dict)
    arrivals = models.JSONField(default=dict)
    basis = models.CharField(max_length=8)
    counts = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roster", "day"], name="roster_day_once"),
            models.UniqueConstraint(
                fields=["centre", "day"], condition=Q(counts=True), name="roster_day_published_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.roster_id} {self.day}"


class Assignment(models.Model):
    """Somebody works a shift at a post on a day. `by_hand`: a person decided it, and a proposal leaves it alone; without
    a `pattern` the person is to have the day off.

    `counts`: its roster is published; nobody works twice on a day, in whatever centre. `is_freed`: leave was granted after
    the roster was out, and nobody works there any more.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="assignments")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    pattern = models.ForeignKey(ShiftPattern, on_delete=models.PROTECT, null=True, related_name="+")
    post = models.CharField(max_length=12, blank=True)
    by_hand = models.BooleanField(default=False)
    counts = models.BooleanField(default=False)
    is_freed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roster", "account", "day"], name="assignment_once_a_day"),
            models.UniqueConstraint(
                fields=["account", "day"], condition=Q(counts=True), name="assignment_published_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(pattern__isnull=False) & ~Q(post="") | Q(pattern=None, post="", by_hand=True),
                name="assignment_has_pattern_and_post",
            ),
            models.CheckConstraint(condition=Q(counts=False) | Q(is_freed=False), name="assignment_freed_counts_not"),
        ]
        indexes = [models.Index(fields=["centre", "day"], condition=Q(counts=True), name="assignment_centre_day")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.day} {self.post}"


class RosterSeen(models.Model):
    """Somebody has seen the roster that concerns them."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="seen")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roster", "account"], name="roster_seen_once")]

    def __str__(self) -> str:
        return f"{self.roster_id} {self.account_id}"


class Swap(models.Model):
    """换班: somebody offers a day of theirs to a colleague, or to whoever can (`to` None), for a day of the colleague's
    (`takes`) or for nothing. Both have agreed once it is agreed, and the rules did too."""

    class State(models.TextChoices):
        OFFERED = "offered", "等同事答应 offered"
        AGREED = "agreed", "换好了 agreed"
        DECLINED = "declined", "同事没答应 declined"
        WITHDRAWN = "withdrawn", "收回 withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    gives = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="+")
    takes = models.ForeignKey(Assignment, on_delete=models.CASCADE, null=True, related_name="+")
    day = models.DateField()
    day_back = models.DateField(null=True)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    words = models.CharField(max_length=200, blank=True)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.OFFERED)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gives"], condition=Q(state="offered"), name="swap_one_open_offer"),
            models.CheckConstraint(
                condition=Q(state__in=["offered", "agreed", "declined", "withdrawn"]), name="swap_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="offered", answered_by=None, answered_at=None)
                | ~Q(state="offered") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="swap_answered_by_somebody",
            ),
            models.CheckConstraint(condition=Q(to=None) | ~Q(to=F("offered_by")), name="swap_between_two"),
        ]
        indexes = [
            models.Index(fields=["centre", "state"], name="swap_centre_state"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.state}"
