"""What somebody practises, how well it is remembered, and which changes of the rules made it due again."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from onetrip.centres.models import Centre


class RuleChange(models.Model):
    """A matter whose rule changes: known beforehand from an approved draft with a day, or noticed when it was published.

    `differs` says in words what is different, [{"zh": …, "en": …}]. `draft` is the draft that brings it, with the `edition`
    and the version (`based_on`) from which it was worked out; None where nobody had scheduled it. `number` is the version in
    which it came into force.
    """

    class State(models.TextChoices):
        COMING = "coming", "还没生效 not in force yet"
        IN_FORCE = "in-force", "已生效 in force"
        WITHDRAWN = "withdrawn", "不改了 withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.CharField(max_length=80)
    from_day = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices)
    differs = models.JSONField(default=list)
    draft = models.UUIDField(null=True)
    edition = models.PositiveIntegerField(default=0)
    based_on = models.PositiveIntegerField()
    number = models.PositiveIntegerField(null=True)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "matter"], name="rule_change_once_a_draft"),
            models.UniqueConstraint(fields=["number", "matter", "from_day"], name="rule_change_once_a_version"),
            models.CheckConstraint(
                condition=Q(state__in=["coming", "in-force", "withdrawn"]), name="rule_change_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="in-force", number__isnull=False)
                | ~Q(state="in-force") & Q(number=None, draft__isnull=False),
                name="rule_change_in_force_by_a_version",
            ),
        ]
        indexes = [models.Index(fields=["matter", "-from_day"], name="rule_change_of_matter")]

    def __str__(self) -> str:
        return f"{self.matter} {self.from_day} ({self.state})"


class FollowedVersion(models.Model):
    """The cards were brought in line with this version as of `day`, and with the scheduled `drafts` as [id, edition, day].

    A day counts because amounts are dated: what is asked may change without a new version.
    """

    number = models.PositiveIntegerField(unique=True)
    day = models.DateField()
    drafts = models.JSONField(default=list)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.number}"


class PracticeCard(models.Model):
    """One question as one person remembers it: `memory` is FSRS's own card, `due_at` when it is asked next.

    The question itself is never kept; it is made anew from the catalogue. `edition` is the number of reviews so far.
    `change`: the change of the rule that made it due; it is let go of with the first right answer under the new rule.
    A card that is COMING is judged by the rule of its change, and becomes one IN_FORCE when that is published.
    """

    class State(models.TextChoices):
        IN_FORCE = "in-force", "现行 in force"
        COMING = "coming", "还没生效 not in force yet"
        RETIRED = "retired", "不再问 not asked any more"

    class Why(models.TextChoices):
        RULE_CHANGED = "rule-changed", "规则变了 the rule changed"
        CHANGE_WITHDRAWN = "change-withdrawn", "改动没有生效 the change did not come"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.CharField(max_length=160)
    matter = models.CharField(max_length=80)
    category = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.IN_FORCE)
    memory = models.JSONField()
    due_at = models.DateTimeField()
    edition = models.PositiveIntegerField(default=0)
    change = models.ForeignKey(RuleChange, on_delete=models.PROTECT, null=True, related_name="cards")
    inherits = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    retired_why = models.CharField(max_length=20, choices=Why.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "item"], name="practice_card_once"),
            models.CheckConstraint(
                condition=Q(state__in=["in-force", "coming", "retired"]), name="practice_card_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="retired", retired_at__isnull=False) & ~Q(retired_why="")
                | ~Q(state="retired") & Q(retired_at=None, retired_why=""),
                name="practice_card_retired_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="coming") | Q(change__isnull=False), name="practice_card_coming_by_a_change"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "due_at"], condition=~Q(state="retired"), name="practice_card_due"),
            models.Index(fields=["item"], name="practice_card_item"),
            models.Index(fields=["state"], condition=Q(item__contains=":case:"), name="practice_card_of_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.item}"


class PracticeReview(models.Model):
    """One answer. Kept for good, so that the weights of FSRS can be fitted one day.

    `before` and `after` are the memory around it. `rating` follows from whether it was right and how that felt: wrong 1,
    guessed 2, right 3, known at once 4. `felt` may be changed until the next question is answered, `felt_undone` once.
    `number` counts the reviews of the card from 1.
    """

    class Felt(models.TextChoices):
        NOTHING = "", "没说 nothing said"
        GUESSED = "guessed", "猜的 guessed"
        KNEW = "knew", "一看就会 known at once"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    card = models.ForeignKey(PracticeCard, on_delete=models.PROTECT, related_name="reviews", db_index=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    chosen = models.JSONField()
    was_right = models.BooleanField()
    felt = models.CharField(max_length=8, choices=Felt.choices, blank=True, default="")
    felt_undone = models.BooleanField(default=False)
    rating = models.PositiveSmallIntegerField()
    before = models.JSONField()
    after = models.JSONField()
    catalogue = models.PositiveIntegerField(help_text="number of the version by which it was judged")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["card", "number"], name="practice_review_once"),
            models.CheckConstraint(
                condition=Q(was_right=False, felt="", rating=1)
                | Q(was_right=True, felt="", rating=3)
                | Q(was_right=True, felt="guessed", rating=2)
                | Q(was_right=True, felt="knew", rating=4),
                name="practice_review_rating_follows",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="practice_review_from_one"),
        ]
        indexes = [
            models.Index(fields=["account", "-at"], name="practice_review_account_at"),
            models.Index(fields=["centre", "at"], name="practice_review_centre_at"),
        ]

    def __str__(self) -> str:
        return f"{self.card_id} {self.number}"


class PracticeTerms(models.Model):
    """How a centre practises, in versions; until there is one the example of the house counts (`example.yaml`)."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField()
    minutes = models.PositiveSmallIntegerField()
    new_a_day = models.PositiveSmallIntegerField()
    retention = models.FloatField(help_text="share of questions that are to be remembered when they are asked again")
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "version"], name="practice_terms_once"),
            models.CheckConstraint(
                condition=Q(version__gte=1, minutes__gte=1, minutes__lte=60, new_a_day__lte=100)
                & Q(retention__gte=0.7, retention__lte=0.97),
                name="practice_terms_within_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.version}"
