from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from onetrip.advice.models import Slip
from onetrip.centres.models import Centre, Window
from onetrip.people.models import Resident


class Visit(models.Model):
    """Someone in the hall, from the door until done; the unit of the one-trip rate. At a kiosk, from the first touch on.

    `wanted` holds the matters they came for: those on the slip, and those asked for at a window; `accepted` the ones
    that were accepted. `outcome` follows from the two when they go, see `onetrip.lobby.outcome`; empty while they are here.
    """

    class Channel(models.TextChoices):
        HALL = "hall", "大厅 hall"
        KIOSK = "kiosk", "自助机 kiosk"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.HALL, db_default=Channel.HALL)
    day = models.DateField()
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, related_name="visits")
    slip = models.ForeignKey(Slip, on_delete=models.PROTECT, null=True, related_name="visits")
    wanted = models.JSONField(default=list)
    accepted = models.JSONField(default=list)
    arrived_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=["hall", "kiosk"]), name="visit_channel_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "all", "part", "none", "left"]), name="visit_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, outcome="") | (Q(finished_at__isnull=False) & ~Q(outcome="")),
                name="visit_finished_with_outcome",
            ),
            models.UniqueConstraint(
                fields=["slip", "day"], condition=Q(finished_at=None), name="visit_one_open_per_slip"
            ),
        ]
        indexes = [models.Index(fields=["centre", "day"], name="visit_centre_day")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.arrived_at:%F %R}"


class TicketCounter(models.Model):
    """The last ticket number given in a centre on a day under a prefix."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    prefix = models.CharField(max_length=2)
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "day", "prefix"], name="ticket_counter_once")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.day} {self.prefix}{self.last}"


class Ticket(models.Model):
    """A number in the hall. `queue_at` orders the queue: the moment it was drawn, made earlier by a priority in minutes.

    The id opens the resident's waiting page, so it is random.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等候 waiting"
        CALLED = "called", "已叫 called"
        SERVING = "serving", "在办 being served"
        DONE = "done", "办完 done"
        MISSED = "missed", "过号 missed"
        LEFT = "left", "离开 left"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="ticket")
    day = models.DateField()
    prefix = models.CharField(max_length=2)
    serial = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=20, blank=True, help_text="why it is called earlier: elder, disabled, …")
    drawn_at = models.DateTimeField()
    queue_at = models.DateTimeField()
    estimate_minutes = models.PositiveSmallIntegerField(null=True, help_text="the wait told when it was drawn")
    window = models.ForeignKey(Window, on_delete=models.PROTECT, null=True, related_name="tickets")
    served_by = models.ForeignKey("staff.Account", on_delete=models.PROTECT, null=True, related_name="+")
    calls = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "day", "prefix", "serial"], name="ticket_number_once"),
            models.UniqueConstraint(
                fields=["window"], condition=Q(state__in=["called", "serving"]), name="ticket_one_open_per_window"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "called", "serving", "done", "missed", "left"]),
                name="ticket_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["called", "serving"]) | Q(window__isnull=False), name="ticket_open_has_window"
            ),
        ]
        indexes = [
            models.Index(fields=["centre", "queue_at", "serial"], condition=Q(state="waiting"), name="ticket_waiting"),
            models.Index(fields=["centre", "day", "called_at"], name="ticket_called"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """A087: what is printed, shown and spoken."""
        return number_of(self.prefix, self.serial)


def number_of(prefix: str, serial: int) -> str:
    """The number as it is printed, shown and spoken."""
    return f"{prefix}{serial:03d}"
