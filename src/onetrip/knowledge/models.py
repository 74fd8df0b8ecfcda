from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from onetrip.centres.models import Centre

OPEN_STATES = ("asked", "coming")
"""A question is open until somebody answered it, settled it in person, or it was taken back."""


class Answer(models.Model):
    """What was answered to a question, as knowledge: the current words are its version `number`.

    It names no resident, ticket, visit or asker. `mended_at`: when it was last corrected or withdrawn; whoever was given
    it before is told. `taken_up` is what the editor of the catalogue made of it; from then on (`shared_at`) every centre
    reads it.
    """

    class State(models.TextChoices):
        CURRENT = "current", "有效 current"
        WITHDRAWN = "withdrawn", "撤回 withdrawn"

    class TakenUp(models.TextChoices):
        NOT_YET = "", "还没看 not looked at yet"
        FINDING = "finding", "改规则 a change of the catalogue"
        TRAINING = "training", "进培训 a training item"
        NOTHING = "nothing", "不用改 nothing needed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+", db_index=False)
    matter = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CURRENT)
    number = models.PositiveSmallIntegerField(default=1)
    given_at = models.DateTimeField()
    mended_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)
    taken_up = models.CharField(max_length=8, choices=TakenUp.choices, default=TakenUp.NOT_YET, blank=True)
    taken_up_at = models.DateTimeField(null=True)
    taken_up_by = models.CharField(max_length=80, blank=True)
    taken_up_why = models.CharField(max_length=200, blank=True)
    finding = models.UUIDField(null=True, help_text="the entry of the catalogue's editor that came of it")
    shared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["current", "withdrawn"]), name="answer_state_known"),
            models.CheckConstraint(
                condition=Q(state="current", withdrawn_why="")
                | Q(state="withdrawn", mended_at__isnull=False) & ~Q(withdrawn_why=""),
                name="answer_withdrawn_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(taken_up="", taken_up_at=None, taken_up_by="", taken_up_why="", finding=None)
                | Q(taken_up__in=["finding", "training", "nothing"], taken_up_at__isnull=False) & ~Q(taken_up_by=""),
                name="answer_taken_up_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(taken_up="finding", finding__isnull=False) | ~Q(taken_up="finding") & Q(finding=None),
                name="answer_finding_of_its_own",
            ),
            models.CheckConstraint(
                condition=~Q(taken_up="nothing") | ~Q(taken_up_why=""), name="answer_nothing_needed_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(taken_up__in=["finding", "training"], shared_at__isnull=False)
                | ~Q(taken_up__in=["finding", "training"]) & Q(shared_at=None),
                name="answer_shared_once_taken_up",
            ),
        ]
        indexes = [models.Index(fields=["centre", "-given_at"], name="answer_centre_newest")]

    def __str__(self) -> str:
        return f"{self.matter} {self.number}"


class AnswerVersion(models.Model):
    """An answer as it read from a moment on; never changed. `catalogue` is the version it was given under, `bound_to` the
    fingerprint of its matter then (knowledge.binding; "" where it is about none)."""

    class How(models.TextChoices):
        GIVEN = "given", "答复 given"
        CORRECTED = "corrected", "改正 corrected"
        CONFIRMED = "confirmed", "核对过 confirmed"

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    how = models.CharField(max_length=10, choices=How.choices)
    question = models.CharField(max_length=500)
    words = models.CharField(max_length=1000)
    why = models.CharField(max_length=200, blank=True)
    catalogue = models.PositiveIntegerField()
    bound_to = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="answer_version_once"),
            models.CheckConstraint(
                condition=Q(how="given", number=1) | Q(how__in=["corrected", "confirmed"], number__gt=1),
                name="answer_version_begins_given",
            ),
            models.CheckConstraint(condition=~Q(question="") & ~Q(words=""), name="answer_version_in_words"),
            models.CheckConstraint(
                condition=~Q(how="corrected") | ~Q(why=""), name="answer_version_corrected_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.number}"


class Question(models.Model):
    """A difficult case: what a window or the front desk asks whoever may answer.

    `ticket`, `visit` and `slip` are ids and no keys: a question keeps nothing of a resident alive, and outlives them.
    `window` None: the front desk. `passed_to` None: whoever may answer; `for_director`: nobody had, or it was given to
    them. `helper` came or answered. `helped` is the asker's own word.
    """

    class State(models.TextChoices):
        ASKED = "asked", "在叫 asked"
        COMING = "coming", "正在过来 coming"
        ANSWERED = "answered", "答了 answered"
        SETTLED = "settled", "当面说好 settled in person"
        WITHDRAWN = "withdrawn", "不用了 withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+", db_index=False)
    window = models.PositiveSmallIntegerField(null=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="questions", db_index=False
    )
    ticket = models.UUIDField(null=True)
    ticket_number = models.CharField(max_length=8, blank=True)
    visit = models.UUIDField(null=True)
    slip = models.UUIDField(null=True)
    matter = models.CharField(max_length=80, blank=True)
    catalogue = models.PositiveIntegerField()
    words = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    seen_at = models.DateTimeField(null=True)
    passed_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    for_director = models.BooleanField(default=False)
    reminded_at = models.DateTimeField(null=True)
    helper = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    coming_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, related_name="questions")
    helped = models.CharField(max_length=3, blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "ticket"],
                condition=Q(state__in=["asked", "coming"]),
                nulls_distinct=False,
                name="question_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", helper=None, ended_at=None, answer=None)
                | Q(state="coming", helper__isnull=False, coming_at__isnull=False, ended_at=None, answer=None)
                | Q(state="answered", helper__isnull=False, ended_at__isnull=False, answer__isnull=False)
                | Q(state="settled", helper__isnull=False, ended_at__isnull=False)
                | Q(state="withdrawn", ended_at__isnull=False, answer=None),
                name="question_whole_in_its_state",
            ),
            models.CheckConstraint(
                condition=Q(helper=None) | ~Q(helper=F("account")), name="question_not_answered_by_its_asker"
            ),
            models.CheckConstraint(
                condition=Q(helped="") | Q(helped__in=["yes", "no"], state__in=["answered", "settled"]),
                name="question_judged_once_over",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "-asked_at"], name="question_centre_newest"),
            models.Index(fields=["centre", "ended_at"], name="question_centre_ended"),
            models.Index(fields=["account", "-asked_at"], name="question_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.asked_at:%F %R}"

    @property
    def is_open(self) -> bool:
        """Whether somebody is still to help."""
        return self.state in OPEN_STATES


class Given(models.Model):
    """Somebody was given an answer: `version` of it, to their question, or found before they had to ask (spared).

    `told_at`: when they last said that they had read of its being mended or withdrawn since.
    """

    class How(models.TextChoices):
        ANSWERED = "answered", "新答的 answered anew"
        REUSED = "reused", "用了以前的 an earlier answer"
        SPARED = "spared", "没问就找到了 found before asking"

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="given", db_index=False)
    version = models.PositiveSmallIntegerField()
    how = models.CharField(max_length=8, choices=How.choices)
    question = models.OneToOneField(Question, on_delete=models.CASCADE, null=True, related_name="given")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(how="spared", question=None) | Q(how__in=["answered", "reused"], question__isnull=False),
                name="given_to_a_question_or_spared",
            ),
        ]
        indexes = [
            models.Index(fields=["answer", "at"], name="given_of_answer"),
            models.Index(fields=["centre", "at"], name="given_centre_at"),
            models.Index(fields=["account", "-at"], name="given_to_account"),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.how}"
