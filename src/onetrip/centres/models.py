from __future__ import annotations

import hashlib
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from onetrip.centres.working_days import DayKind
from onetrip.planning.capabilities import CAPABILITIES


class Centre(models.Model):
    """A service centre. Its code names it in events, slip numbers and addresses."""

    code = models.CharField(max_length=16, primary_key=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120)
    short_zh = models.CharField(max_length=20)
    short_en = models.CharField(max_length=60)
    district_zh = models.CharField(max_length=20)
    district_en = models.CharField(max_length=40)
    address_zh = models.CharField(max_length=120, blank=True)
    address_en = models.CharField(max_length=160, blank=True)
    telephone = models.CharField(max_length=30, default="12345")
    time_zone = models.CharField(max_length=40, default="Asia/Shanghai")
    is_demonstration = models.BooleanField(default=False)
    calls_before_missed = models.PositiveSmallIntegerField(default=3)
    numbers_at_any_hour = models.BooleanField(default=False, help_text="a demonstration can be tried at night")
    slip_valid_days = models.PositiveSmallIntegerField(
        default=90, help_text="how long a slip is honoured as it was made"
    )
    wait_threshold_minutes = models.PositiveSmallIntegerField(default=15)
    errand_waits_days = models.PositiveSmallIntegerField(
        default=15, help_text="working days that a self-service errand waits for its person (example)"
    )
    answer_within_working_days = models.PositiveSmallIntegerField(
        default=5,
        help_text="working days to say what papers lack, else they count as accepted (licensing law, article 32)",
    )
    warn_working_days = models.PositiveSmallIntegerField(
        default=2, help_text="working days before its limit that a case is warned of (example)"
    )
    long_late_working_days = models.PositiveSmallIntegerField(
        default=3, help_text="working days past its limit after which a case goes to the director (example)"
    )
    unclaimed_days = models.PositiveSmallIntegerField(
        default=7, help_text="days that a result waits at the window before somebody asks after it (example)"
    )
    give_back_days = models.PositiveSmallIntegerField(
        default=90, help_text="days after which an unclaimed result goes back to the department (example)"
    )
    cabinet_days = models.PositiveSmallIntegerField(
        default=3, help_text="days that a result lies in a cabinet, the day it is put in not counted (example)"
    )
    belongs_to = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="branches",
        help_text="of which centre this is a branch",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[A-Z]{2,6}$"), name="centre_code_form"),
            models.CheckConstraint(
                condition=Q(belongs_to=None) | ~Q(belongs_to=F("code")), name="centre_not_its_own_branch"
            ),
        ]

    def __str__(self) -> str:
        return self.name_zh

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which this centre's days begin and end."""
        return ZoneInfo(self.time_zone)

    def local(self, at: datetime) -> datetime:
        """`at` on the centre's clock."""
        return at.astimezone(self.zone)

    def day_of(self, at: datetime) -> date:
        """The centre's calendar day at the moment `at`."""
        return self.local(at).date()


class Hall(models.Model):
    """A room of a centre with windows, displays or kiosks of its own; one that `is_always_open` needs no opening hours."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="halls")
    number = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80)
    where_zh = models.CharField(max_length=80, blank=True, help_text="how to find it: the floor, the door")
    where_en = models.CharField(max_length=120, blank=True)
    is_always_open = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "number"], name="hall_number_once")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.name_zh}"


class Window(models.Model):
    """A counter at which any matter is handled. Without a hall it stands in the only one there is."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="windows")
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, null=True, related_name="windows")
    number = models.PositiveSmallIntegerField()
    is_low_counter = models.BooleanField(default=False)
    is_tidal = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "number"], name="window_number_once")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.number}"


class Device(models.Model):
    """A display, a ticket machine or a kiosk; `account` is what it signs in with.

    `capabilities` is what it has beside a screen, in the words of planning.capabilities.
    """

    class Kind(models.TextChoices):
        DISPLAY = "display", "大屏 display"
        CHECK_IN = "check-in", "取号机 ticket machine"
        KIOSK = "kiosk", "自助机 kiosk"

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="devices")
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, null=True, related_name="devices")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.PositiveSmallIntegerField()
    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="device")
    pairing_hash = models.BinaryField(max_length=32, null=True, unique=True)
    capabilities = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "kind", "number"], name="device_number_once"),
            models.CheckConstraint(
                condition=Q(capabilities__contained_by=list(CAPABILITIES)), name="device_capabilities_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.kind} {self.number}"


class OpeningHours(models.Model):
    """A stretch of opening of a centre, for working days or for days off."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="hours")
    on_working_days = models.BooleanField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="hours_close_after_opening")]

    def __str__(self) -> str:
        return f"{self.opens}–{self.closes}"


class ChangedDay(models.Model):
    """A day of a centre that is not as its week says: half a day, closed, or opened on its own; who said so, and why.

    A day without stretches is closed.
    """

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="changed_days")
    day = models.DateField()
    reason_zh = models.CharField(max_length=80)
    reason_en = models.CharField(max_length=120)
    said_by = models.CharField(max_length=80)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "day"], name="changed_day_once"),
            models.CheckConstraint(condition=~Q(reason_zh="") & ~Q(reason_en=""), name="changed_day_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.day}"


class ChangedStretch(models.Model):
    """A stretch of opening on a changed day."""

    changed = models.ForeignKey(ChangedDay, on_delete=models.CASCADE, related_name="stretches")
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="changed_stretch_closes_after_opening"),
            models.UniqueConstraint(fields=["changed", "opens"], name="changed_stretch_once"),
        ]

    def __str__(self) -> str:
        return f"{self.opens}–{self.closes}"


class CalendarYear(models.Model):
    """The yearly notice on holidays and make-up workdays, once per year and version; the newest version counts."""

    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    source = models.CharField(max_length=200)
    announced = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "version"], name="calendar_year_version_once")]

    def __str__(self) -> str:
        return f"{self.year} v{self.version}"


class CalendarDay(models.Model):
    """A day that the notice makes a holiday or a make-up workday."""

    notice = models.ForeignKey(CalendarYear, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in DayKind])
    name_zh = models.CharField(max_length=20, blank=True)
    name_en = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "day"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class Duty(models.Model):
    """Somebody works at a window from `began` until `ended`; one person per window, one window per person."""

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="duties")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="duties")
    began = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    paused = models.CharField(max_length=20, blank=True, help_text="reason of a pause that is going on")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["window"], condition=Q(ended=None), name="duty_one_person_per_window"),
            models.UniqueConstraint(fields=["account"], condition=Q(ended=None), name="duty_one_window_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.window_id} {self.account_id}"


def hash_pairing(secret: str) -> bytes:
    """What is stored of a pairing secret. The secret is 24 random bytes, so a plain SHA-256 gives nothing away."""
    return hashlib.sha256(secret.encode()).digest()
