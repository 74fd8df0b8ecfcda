from __future__ import annotations

import uuid
from datetime import datetime, time

from django.db import models
from django.db.models import Q

from onetrip.advice.models import Slip
from onetrip.appointments.fairness import Manners
from onetrip.appointments.quotas import Mode, Offer
from onetrip.appointments.slots import LENGTH, moment
from onetrip.centres.models import Centre
from onetrip.people.fields import EncryptedText
from onetrip.people.models import Resident

MODES = [
    (Mode.OPEN.value, "不预约 no bookings"),
    (Mode.MIXED.value, "预约和现场 mixed"),
    (Mode.BOOKINGS_ONLY.value, "只办预约 bookings only"),
]


class Rules(models.Model):
    """How a centre books. All figures are examples of this house until the centre has set its own; each change is an event.

    Minutes: `early`, `late`, `head_start`, `late_credit`, `told_late` (see `fairness.Manners`). `windows` is what quotas
    count with, None: every window that is not tidal. `working_days_ahead` in place of `days_ahead` where it is not None.
    """

    centre = models.OneToOneField(Centre, on_delete=models.CASCADE, primary_key=True, related_name="booking_rules")
    mode = models.CharField(max_length=16, choices=MODES, default=Mode.MIXED)
    day_number = models.PositiveSmallIntegerField(default=60, help_text="bookings of a day of bookings only")
    windows = models.PositiveSmallIntegerField(null=True)
    days_ahead = models.PositiveSmallIntegerField(default=14)
    working_days_ahead = models.PositiveSmallIntegerField(null=True)
    early = models.PositiveSmallIntegerField(default=15)
    late = models.PositiveSmallIntegerField(default=15)
    head_start = models.PositiveSmallIntegerField(default=20)
    late_credit = models.PositiveSmallIntegerField(default=10)
    told_late = models.PositiveSmallIntegerField(default=15)
    most_upcoming = models.PositiveSmallIntegerField(default=2, help_text="bookings to come of one person or device")
    most_a_day = models.PositiveSmallIntegerField(default=4, help_text="bookings made by one person or device in a day")
    remind_hours = models.PositiveSmallIntegerField(default=20, help_text="hours before, when the reminder is due")
    quiet_from = models.TimeField(default=time(21))
    quiet_until = models.TimeField(default=time(8))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=[mode for mode, _ in MODES]), name="rules_mode_known"),
            models.CheckConstraint(condition=Q(days_ahead__range=(1, 90)), name="rules_days_ahead"),
            models.CheckConstraint(
                condition=Q(working_days_ahead=None) | Q(working_days_ahead__range=(1, 60)),
                name="rules_working_days_ahead",
            ),
            models.CheckConstraint(
                condition=Q(most_upcoming__gte=1, most_a_day__gte=1), name="rules_let_somebody_book"
            ),
            models.CheckConstraint(
                condition=Q(early__lte=120, late__lte=120, head_start__lte=120, late_credit__lte=60, told_late__lte=60),
                name="rules_minutes_sane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.mode}"

    @property
    def manners(self) -> Manners:
        """What is early and late here."""
        return Manners(self.early, self.late, self.head_start, self.late_credit, self.told_late)


class Service(models.Model):
    """What is booked: a matter, a category or anything, with its share of the hall in per cent and minutes for one."""

    class Kind(models.TextChoices):
        ANYTHING = "anything", "任何事项 anything"
        CATEGORY = "category", "一类事项 a category"
        MATTER = "matter", "一个事项 a matter"

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="booking_services")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    of = models.CharField(max_length=80, blank=True, help_text="id of the matter or the category")
    share = models.PositiveSmallIntegerField(default=50, help_text="per cent of the hall kept for bookings")
    minutes = models.DecimalField(max_digits=4, decimal_places=1, default=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "kind", "of"], name="service_once"),
            models.CheckConstraint(
                condition=Q(kind="anything", of="") | (Q(kind__in=["category", "matter"]) & ~Q(of="")),
                name="service_says_of_what",
            ),
            models.CheckConstraint(condition=Q(share__lte=100), name="service_share_is_a_share"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="service_takes_time"),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.code}"

    @property
    def code(self) -> str:
        """anything, category:ageing, matter:elder-card."""
        return f"{self.kind}:{self.of}" if self.of else self.kind

    @property
    def offer(self) -> Offer:
        """The same as plain values."""
        return Offer(self.code, self.kind, self.of, self.share, float(self.minutes))


class BookingDay(models.Model):
    """What was said of a single day (None: as the rules say), and the row by which bookings of a day wait for one another."""

    centre = models.ForeignKey(Centre, on_delete=models.CASCADE, related_name="booking_days")
    day = models.DateField()
    mode = models.CharField(max_length=16, choices=MODES, null=True)
    number = models.PositiveSmallIntegerField(null=True, help_text="bookings in all, on a day of bookings only")
    windows = models.PositiveSmallIntegerField(null=True)
    reason_zh = models.CharField(max_length=80, blank=True)
    reason_en = models.CharField(max_length=120, blank=True)
    said_by = models.CharField(max_length=80, blank=True)
    said_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "day"], name="booking_day_once"),
            models.CheckConstraint(
                condition=Q(mode=None) | Q(mode__in=[mode for mode, _ in MODES]), name="booking_day_mode_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.day}"


class SaidQuota(models.Model):
    """A quota that somebody set for one half hour of a service, on one day or (None) on every day."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="said")
    day = models.DateField(null=True)
    starts = models.TimeField()
    number = models.PositiveSmallIntegerField()
    said_by = models.CharField(max_length=80)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "day", "starts"], nulls_distinct=False, name="said_quota_once"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.day} {self.starts} {self.number}"


class BookingCounter(models.Model):
    """The last booking number given in a centre."""

    centre = models.OneToOneField(Centre, on_delete=models.PROTECT, primary_key=True, related_name="+")
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.centre_id} {self.last}"


class Appointment(models.Model):
    """Somebody is expected for a half hour.

    `number` (B00482) names it aloud, for staff; only the token opens it, found by its hash. `booker_hash` stands for who
    comes, as far as that is known, so that nobody has two bookings for one half hour. `sequence` counts changes, as a
    calendar file does. `ticket` is the number drawn on arrival; the hall is above this room, so it is no key.
    """

    class State(models.TextChoices):
        BOOKED = "booked", "已约 booked"
        ARRIVED = "arrived", "已到 arrived"
        CANCELLED = "cancelled", "已取消 cancelled"
        MISSED = "missed", "没有来 did not come"

    class Channel(models.TextChoices):
        PHONE = "phone", "手机自助 own phone"
        DESK = "desk", "前台 front desk"
        TELEPHONE = "telephone", "电话 telephone"
        DOOR = "door", "到了现场 on the spot"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="appointments")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="appointments")
    day = models.DateField()
    starts = models.TimeField()
    number = models.CharField(max_length=12)
    token = EncryptedText()
    token_hash = models.BinaryField(max_length=32, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.BOOKED)
    matters = models.JSONField(default=list)
    slip = models.ForeignKey(Slip, on_delete=models.PROTECT, null=True, related_name="appointments")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, related_name="appointments")
    contact = EncryptedText(null=True)
    contact_hash = models.BinaryField(max_length=32, null=True)
    device_hash = models.BinaryField(max_length=32, null=True)
    booker_hash = models.BinaryField(max_length=32, null=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    language = models.CharField(max_length=2, default="zh")
    beyond_quota = models.BooleanField(default=False, help_text="given by staff although the half hour was full")
    sequence = models.PositiveSmallIntegerField(default=0)
    booked_at = models.DateTimeField()
    booked_by = models.CharField(max_length=80)
    told_late_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    counts_since = models.DateTimeField(null=True)
    ticket = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "number"], name="appointment_number_once"),
            models.UniqueConstraint(
                fields=["booker_hash", "day", "starts"],
                condition=Q(state__in=["booked", "arrived"], booker_hash__isnull=False),
                name="appointment_one_of_a_person_per_half_hour",
            ),
            models.UniqueConstraint(
                fields=["slip"], condition=Q(state="booked", slip__isnull=False), name="appointment_one_open_per_slip"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["booked", "arrived", "cancelled", "missed"]), name="appointment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(starts__minute__in=[0, 30], starts__second=0), name="appointment_on_the_half_hour"
            ),
            models.CheckConstraint(
                condition=~Q(state="arrived") | Q(arrived_at__isnull=False, counts_since__isnull=False),
                name="appointment_arrived_at_some_time",
            ),
            models.CheckConstraint(
                condition=(~Q(state__in=["booked", "arrived"]) | Q(ended_at=None))
                & (~Q(state__in=["cancelled", "missed"]) | Q(ended_at__isnull=False)),
                name="appointment_ended_at_some_time",
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "day", "starts"], name="appointment_day"),
            models.Index(fields=["day", "starts"], condition=Q(state="booked"), name="appointment_to_come"),
            models.Index(fields=["day"], condition=Q(contact__isnull=False), name="appointment_known_contact"),
            models.Index(
                fields=["contact_hash", "day"], condition=Q(contact_hash__isnull=False), name="appointment_contact"
            ),
            models.Index(
                fields=["device_hash", "day"], condition=Q(device_hash__isnull=False), name="appointment_device"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.day} {self.starts}"

    @property
    def starts_at(self) -> datetime:
        """The moment its half hour begins."""
        return moment(self.day, self.starts, self.centre.zone)

    @property
    def ends_at(self) -> datetime:
        """The moment its half hour is over."""
        return self.starts_at + LENGTH


class Message(models.Model):
    """Something to tell the one who booked, when it is due; the outbox. Its words are made when it is sent."""

    class Kind(models.TextChoices):
        BOOKED = "booked", "约好 booked"
        CHANGED = "changed", "改了 changed"
        CANCELLED = "cancelled", "取消 cancelled"
        REMINDER = "reminder", "提醒 reminder"
        CLOSED = "closed", "那天不开门 closed that day"
        REOPENED = "reopened", "又开门了 open after all"

    class State(models.TextChoices):
        DUE = "due", "待发 due"
        SENT = "sent", "已发 sent"
        FAILED = "failed", "没发成 failed"
        DROPPED = "dropped", "不用发了 no longer needed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sequence = models.PositiveSmallIntegerField(help_text="of the booking, when this was written")
    state = models.CharField(max_length=8, choices=State.choices, default=State.DUE)
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "kind", "sequence"], name="message_once_per_change"),
            models.CheckConstraint(
                condition=Q(state__in=["due", "sent", "failed", "dropped"]), name="message_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="due", ended_at=None) | (~Q(state="due") & Q(ended_at__isnull=False)),
                name="message_ended_at_some_time",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(state="due"), name="message_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Attempt(models.Model):
    """One try to send a message: by which provider, and what it answered, without the words or the number."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    provider = models.CharField(max_length=20)
    succeeded = models.BooleanField()
    answer = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.provider} {self.at:%F %R}"
