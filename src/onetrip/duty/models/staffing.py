"""Who is on the roster of which centre, and the shifts there are."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from onetrip.centres.models import Centre
from onetrip.duty.forecasting import half_of
from onetrip.rules import Text
from onetrip.simulation.roster import Pattern


def of_account() -> Func:
    """The account as a range of one number: two of these overlap where it is the same account, which needs no extension."""
    account = F("account_id")
    return Func(account, account, Value("[]"), function="int8range", output_field=BigIntegerRangeField())


def between(first: str, last: str) -> Func:
    """The days from one column to another, both counted; no end where the other is empty."""
    return Func(F(first), F(last), Value("[]"), function="daterange", output_field=DateRangeField())


class ShiftPattern(models.Model):
    """班次: a shift with its lunch, in versions; the newest of a code counts, and a retired one is offered no more.

    Rosters keep the version they were made with.
    """

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    name_zh = models.CharField(max_length=20)
    name_en = models.CharField(max_length=40)
    begins = models.TimeField()
    ends = models.TimeField()
    lunch_from = models.TimeField(null=True)
    lunch_until = models.TimeField(null=True)
    on_working_days = models.BooleanField()
    is_late = models.BooleanField(default=False)
    is_retired = models.BooleanField(default=False)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "code", "version"], name="shift_pattern_version_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="shift_pattern_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(lunch_from=None, lunch_until=None)
                | Q(lunch_from__isnull=False, lunch_until__isnull=False)
                & Q(lunch_from__gte=F("begins"), lunch_until__gt=F("lunch_from"), lunch_until__lte=F("ends")),
                name="shift_pattern_lunch_inside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.code} v{self.version}"

    @property
    def name(self) -> Text:
        """As colleagues call it."""
        return Text(self.name_zh, self.name_en)

    @property
    def pattern(self) -> Pattern:
        """The same as the roster counts it."""
        lunch = None
        if self.lunch_from is not None and self.lunch_until is not None:
            lunch = half_of(self.lunch_from), half_of(self.lunch_until)
        return Pattern(self.code, half_of(self.begins), half_of(self.ends), lunch, self.is_late)

    @property
    def minutes(self) -> int:
        """At work, without lunch."""
        return 30 * len(self.pattern.working)


class Contract(models.Model):
    """Somebody is on the roster of a centre from a day until a day (None: for good), at these posts, for so many minutes a
    week. Nobody is on two at once: whoever moves in mid-month ends here and begins there."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    posts = models.JSONField()
    minutes_a_week = models.PositiveIntegerField()
    from_day = models.DateField()
    until_day = models.DateField(null=True)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_day=None) | Q(until_day__gte=F("from_day")), name="contract_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(minutes_a_week__lte=7 * 24 * 60), name="contract_within_a_week"),
            ExclusionConstraint(
                name="contract_one_at_a_time",
                expressions=[
                    (of_account(), RangeOperators.OVERLAPS),
                    (between("from_day", "until_day"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.centre_id} {self.from_day}"
