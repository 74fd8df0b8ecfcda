from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from onetrip.centres.models import Centre
from onetrip.training.courses.models import CourseEdition as CourseEdition
from onetrip.training.courses.models import CourseNote as CourseNote
from onetrip.training.courses.models import Studied as Studied
from onetrip.training.practice.models import FollowedVersion as FollowedVersion
from onetrip.training.practice.models import PracticeCard as PracticeCard
from onetrip.training.practice.models import PracticeReview as PracticeReview
from onetrip.training.practice.models import PracticeTerms as PracticeTerms
from onetrip.training.practice.models import RuleChange as RuleChange


class Rules(models.Model):
    """How a centre trains, one row for each version; `values` are those of `training.rules.TrainingRules`. Without a row the
    examples of the house hold (version 0)."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    values = models.JSONField()
    reason = models.CharField(max_length=200)
    said_at = models.DateTimeField()
    said_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "version"], name="training_rules_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="training_rules_version_from_1"),
            models.CheckConstraint(condition=~Q(reason=""), name="training_rules_have_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.version}"


class Plan(models.Model):
    """What somebody learns next, in order, as it was worked out in the week from `week` (a Monday).

    `lines` holds each line with everything it was worked out from, so that "why is this first?" can be answered later;
    `catalogue` and `rules` are the versions it rests on.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    week = models.DateField()
    made_at = models.DateTimeField()
    catalogue = models.PositiveIntegerField()
    rules = models.PositiveSmallIntegerField()
    lines = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "account", "week"], name="training_plan_once_a_week"),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="training_plan_week_from_monday"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.week}"


class Quiz(models.Model):
    """测验: a test of a category, or of one matter of it (`matter`); chosen by `seed`, so that it can be made again.

    It goes on by the catalogue it began with; `seen_catalogue` is the version in force when somebody last looked, and what
    changed until then was struck out. `day` is the day that ages and time limits are counted at. `rules` is the version of
    the rules, `pass_percent` what that asked for. An abandoned one counts for nothing.
    """

    class State(models.TextChoices):
        OPEN = "open", "在考 open"
        PASSED = "passed", "通过 passed"
        FAILED = "failed", "没通过 failed"
        ABANDONED = "abandoned", "放弃 abandoned"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    category = models.CharField(max_length=60)
    matter = models.CharField(max_length=60, blank=True)
    seed = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    catalogue = models.PositiveIntegerField()
    seen_catalogue = models.PositiveIntegerField()
    rules = models.PositiveSmallIntegerField()
    pass_percent = models.PositiveSmallIntegerField()
    day = models.DateField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    right = models.PositiveSmallIntegerField(default=0, help_text="right answers, once it is over")
    counted = models.PositiveSmallIntegerField(default=0, help_text="questions that count, once it is over")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(state="open"), name="quiz_one_open_a_person"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "passed", "failed", "abandoned"]), name="quiz_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None)
                | (~Q(state="open") & Q(ended_at__isnull=False, ended_at__gte=F("begun_at"))),
                name="quiz_over_has_its_moment",
            ),
            models.CheckConstraint(condition=Q(pass_percent__range=(1, 100)), name="quiz_pass_percent"),
            models.CheckConstraint(condition=Q(right__lte=F("counted")), name="quiz_right_of_counted"),
            models.CheckConstraint(condition=~Q(category=""), name="quiz_of_a_category"),
        ]
        indexes = [models.Index(fields=["account", "-begun_at"], name="quiz_account_newest")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.category} {self.state}"


class QuizItem(models.Model):
    """One question of a test, kept as it was shown (`shown`), with the version of the catalogue that it was made and judged
    by. `right` and `why` are written with the answer, never before. `struck_at`: the rule changed; it does not count."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="items", db_index=False)
    position = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=140)
    catalogue = models.PositiveIntegerField()
    shown = models.JSONField()
    chosen = models.JSONField(null=True)
    right = models.JSONField(null=True)
    why = models.JSONField(null=True)
    is_right = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    struck_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quiz", "position"], name="quiz_item_place_once"),
            models.UniqueConstraint(fields=["quiz", "item", "catalogue"], name="quiz_item_asked_once"),
            models.CheckConstraint(
                condition=Q(answered_at=None, chosen=None, right=None, why=None, is_right=None)
                | Q(
                    answered_at__isnull=False,
                    chosen__isnull=False,
                    right__isnull=False,
                    why__isnull=False,
                    is_right__isnull=False,
                ),
                name="quiz_item_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id} {self.position}"


class Path(models.Model):
    """The way of somebody to one category of matters, from learning to qualified for good; `lifecycle.PATH` has the steps.

    `quiz` is the test that was passed last. A trial runs from `trial_from`; `follow_up_on` is the day on which the figures
    are looked at. The qualification itself stands in staff, until `until_day`: longer than the trial, so that nobody falls
    out by themselves before somebody has decided. `centre` is where they are trained now.
    """

    class State(models.TextChoices):
        LEARNING = "learning", "在学 learning"
        TESTED = "tested", "考过了 tested"
        TRIAL = "trial", "试岗 trial"
        DUE = "due", "该看数据了 follow-up due"
        CONFIRMED = "confirmed", "已确认 confirmed"
        PRACTISE = "practise", "补练 practises"
        AGAIN = "again", "要重考 to be tested again"
        WITHDRAWN = "withdrawn", "已收回 withdrawn"

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    category = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.LEARNING)
    since = models.DateTimeField()
    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, null=True, related_name="+")
    trial_from = models.DateField(null=True)
    follow_up_on = models.DateField(null=True)
    until_day = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "category"], name="path_once_a_category"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        *("learning", "tested", "trial", "due", "confirmed", "practise", "again", "withdrawn"),
                    ]
                ),
                name="path_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["trial", "due", "practise"])
                | Q(
                    trial_from__isnull=False,
                    follow_up_on__isnull=False,
                    until_day__isnull=False,
                    until_day__gt=F("follow_up_on"),
                ),
                name="path_trial_has_its_days",
            ),
        ]
        indexes = [
            models.Index(
                fields=["follow_up_on"], condition=Q(state__in=["trial", "practise"]), name="path_follow_up_comes"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.category} {self.state}"


class FollowUp(models.Model):
    """The figures of somebody on trial, months later, with what the house proposes and what a person decided.

    `figures` and `reason` are kept as they were read; `rules` is the version of the rules the proposal follows.
    """

    class Decision(models.TextChoices):
        CONFIRM = "confirm", "确认 confirm"
        PRACTISE = "practise", "补练 practise"
        AGAIN = "again", "重考 test again"
        EXTEND = "extend", "延长试岗 extend"
        WITHDRAW = "withdraw", "收回 withdraw"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    path = models.ForeignKey(Path, on_delete=models.PROTECT, related_name="follow_ups", db_index=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    brought_at = models.DateTimeField()
    figures = models.JSONField()
    proposal = models.CharField(max_length=10, choices=Decision.choices)
    reason = models.JSONField()
    rules = models.PositiveSmallIntegerField()
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    words = models.CharField(max_length=400, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path", "due_on"], name="follow_up_once_a_day"),
            models.UniqueConstraint(fields=["path"], condition=Q(decision=""), name="follow_up_one_open"),
            models.CheckConstraint(
                condition=Q(decision="", words="", decided_at=None, decided_by=None)
                | (
                    Q(decision__in=["confirm", "practise", "again", "extend", "withdraw"])
                    & ~Q(words="")
                    & Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
                name="follow_up_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("account")), name="follow_up_not_about_oneself"
            ),
            models.CheckConstraint(
                condition=Q(proposal__in=["confirm", "practise", "again", "extend"]), name="follow_up_proposal_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path_id} {self.due_on}"


class Oral(models.Model):
    """A role-play on one matter, judged by a colleague."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    examiner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    matter = models.CharField(max_length=60)
    catalogue = models.PositiveIntegerField()
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    words = models.CharField(max_length=400)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(examiner=F("account")), name="oral_of_somebody_else"),
            models.CheckConstraint(condition=Q(minutes__range=(1, 240)), name="oral_minutes"),
            models.CheckConstraint(condition=~Q(words=""), name="oral_has_words"),
        ]
        indexes = [models.Index(fields=["centre", "day"], name="oral_centre_day")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.matter}"


class Teaching(models.Model):
    """带教: somebody taught a colleague something for some minutes. It counts once the learner has said that it was so."""

    class State(models.TextChoices):
        SAID = "said", "等学员确认 to be confirmed"
        CONFIRMED = "confirmed", "已确认 confirmed"
        DENIED = "denied", "学员说没有 denied"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+", db_index=False)
    teacher = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=120)
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.SAID)
    recorded_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(teacher=F("learner")), name="teaching_of_somebody_else"),
            models.CheckConstraint(condition=Q(minutes__range=(5, 480)), name="teaching_minutes"),
            models.CheckConstraint(condition=~Q(about=""), name="teaching_about_something"),
            models.CheckConstraint(
                condition=Q(state="said", answered_at=None)
                | Q(state__in=["confirmed", "denied"], answered_at__isnull=False),
                name="teaching_answered_whole",
            ),
        ]
        indexes = [models.Index(fields=["centre", "day"], name="teaching_centre_day")]

    def __str__(self) -> str:
        return f"{self.teacher_id} {self.learner_id}"
