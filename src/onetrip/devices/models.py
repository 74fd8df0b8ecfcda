from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from onetrip.bridge.proof import secret_of
from onetrip.bridge.states import OFFLINE_AFTER, PRINTERS, PartKind, PartState
from onetrip.centres.models import Centre, Device

SCREEN_SILENT_AFTER = 8
"""Seconds: a page speaks every three (web/here.js); two missed words are a screen that is off, frozen or cut off."""


class Station(models.Model):
    """A place in the hall with devices at it, and the bridge that speaks for them.

    The bridge signs in with a key of its own; `instance` is the process that holds the place (two with one key would
    print everything twice), `seen_at` when it was last heard, by the clock of the house. `lost_at` is set by the sweep
    that noticed the silence, and `skew_seconds` says how far the bridge's own clock is off.
    """

    class Kind(models.TextChoices):
        CHECK_IN = "check-in", "取号机 ticket machine"
        KIOSK = "kiosk", "自助机 kiosk"
        WINDOW = "window", "窗口 window"
        DESK = "desk", "前台 front desk"

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="stations")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.PositiveSmallIntegerField()
    socket_port = models.PositiveIntegerField(
        default=8765, help_text="where the page at this place finds its bridge, on its own machine"
    )
    key_hash = models.BinaryField(max_length=32, null=True, unique=True)
    key_given_at = models.DateTimeField(null=True)
    instance = models.UUIDField(null=True)
    seen_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)
    rival_at = models.DateTimeField(null=True, help_text="when a second bridge last tried this place with the same key")
    skew_seconds = models.FloatField(null=True)
    version = models.CharField(max_length=20, blank=True)
    retired_at = models.DateTimeField(null=True, help_text="carried away; a new key brings it back")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "kind", "number"], name="station_number_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["check-in", "kiosk", "window", "desk"]), name="station_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(key_hash=None, key_given_at=None) | Q(key_hash__isnull=False, key_given_at__isnull=False),
                name="station_key_with_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.actor

    @property
    def actor(self) -> str:
        """Who acts, for events."""
        return f"bridge:{self.name}"

    @property
    def name(self) -> str:
        """check-in-1: how files, events and command lines call this place."""
        return f"{self.kind}-{self.number}"

    def is_heard(self, now: datetime) -> bool:
        """Whether its bridge was heard within the last seconds."""
        return self.seen_at is not None and now - self.seen_at <= timedelta(seconds=OFFLINE_AFTER)


class Part(models.Model):
    """One device at a station, as it was last reported: how it is, and since when."""

    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="parts")
    name = models.SlugField(max_length=30)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in PartKind])
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in PartState])
    since = models.DateTimeField()
    detail = models.CharField(max_length=80, blank=True, help_text="what the device calls it, for whoever repairs it")
    retired_at = models.DateTimeField(null=True, help_text="taken away for good; spoken of again, it is back")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "name"], name="part_name_once"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in PartKind]), name="part_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in PartState]), name="part_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.name}"

    @property
    def is_printer(self) -> bool:
        """Whether it puts out paper."""
        return self.kind in PRINTERS


class Screen(models.Model):
    """A machine of the hall that shows a page (display, ticket machine, kiosk), as its page was last heard.

    `lost_at` is set by the sweep that noticed the silence. `lacks_bridge`: the page reaches no bridge beside it, though there
    is to be one.
    """

    device = models.OneToOneField(Device, on_delete=models.CASCADE, primary_key=True, related_name="screen")
    seen_at = models.DateTimeField()
    showing = models.CharField(max_length=20, help_text="the first word of its page's address")
    lost_at = models.DateTimeField(null=True)
    lacks_bridge = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        return f"{self.device_id} {self.showing}"

    @property
    def name(self) -> str:
        """display-1/screen: how events call it."""
        return f"{self.device.kind}-{self.device.number}/screen"

    @property
    def is_astray(self) -> bool:
        """Whether a display shows something else than the calls."""
        return self.device.kind == Device.Kind.DISPLAY and self.showing != "display"

    def is_heard(self, now: datetime) -> bool:
        """Whether its page was heard within the last seconds."""
        return now - self.seen_at <= timedelta(seconds=SCREEN_SILENT_AFTER)


class PrintJob(models.Model):
    """One paper to come out of one printer. What stands on it is not kept: `reference` names what it is made from anew.

    `lease` is the bridge's own number for having taken it, good until `lease_until`; after that the job is somebody
    else's again (taken, nothing sent) or nobody knows what became of it (sent).
    """

    class Kind(models.TextChoices):
        TICKET = "ticket", "号 ticket"
        SLIP = "slip", "小贴士 slip"
        RECEIPT = "receipt", "回执 receipt"
        ERRAND = "errand", "自助回执 receipt of a kiosk"
        RECORD = "record", "证明、记录 proof or record"
        CASE_PAPER = "case-paper", "文书 record of a case"
        TRIAL = "trial", "试印 trial"

    class State(models.TextChoices):
        QUEUED = "queued", "等着印 queued"
        TAKEN = "taken", "已取走 taken"
        SENT = "sent", "正在印 printing"
        PRINTED = "printed", "印好了 printed"
        FAILED = "failed", "没印出来 failed"
        UNKNOWN = "unknown", "可能印出来了 perhaps printed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    printer = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="jobs")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reference = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    origin = models.CharField(max_length=200, help_text="the house as phones reach it, for the code to scan")
    is_copy = models.BooleanField(default=False, help_text="补打: an earlier paper may be about")
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=16, blank=True)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "taken", "sent", "printed", "failed", "unknown"]),
                name="print_job_state_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["ticket", "slip", "receipt", "trial", "errand", "record", "case-paper"]),
                name="print_job_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["taken", "sent"], lease__isnull=False, lease_until__isnull=False)
                | ~Q(state__in=["taken", "sent"]),
                name="print_job_under_way_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["printed", "failed", "unknown"], ended_at__isnull=False)
                | (~Q(state__in=["printed", "failed", "unknown"]) & Q(ended_at=None)),
                name="print_job_ended_at_its_end",
            ),
            models.UniqueConstraint(fields=["lease"], name="print_job_lease_once"),
        ]
        indexes = [
            models.Index(
                fields=["printer", "asked_at"],
                condition=Q(state__in=["queued", "taken", "sent"]),
                name="print_job_open",
            ),
            models.Index(fields=["kind", "reference", "asked_at"], name="print_job_reference"),
            models.Index(
                fields=["centre", "asked_at"], condition=Q(state__in=["failed", "unknown"]), name="print_job_unhappy"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


def hash_key(key: str) -> bytes:
    """What is stored of a bridge's key. The key is 32 random bytes, so a plain SHA-256 gives nothing away."""
    return secret_of(key)
