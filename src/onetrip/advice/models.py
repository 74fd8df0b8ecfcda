from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from onetrip.catalogue.models import CatalogueVersion
from onetrip.centres.models import Centre
from onetrip.people.fields import EncryptedJSON
from onetrip.people.models import Resident


class Consultation(models.Model):
    """Somebody asks, at the desk, by telephone, on their own phone or at a kiosk: what they want, what is known, what was skipped.

    `facts` maps a fact's id to {"value": …, "origin": …}; `asked` lists the questions put so far, answered or skipped, in
    order, so that the last one can be taken back; `heard` keeps the words people used, for the catalogue's editor;
    `held` and `lacking` are the papers they say they have and cannot bring, encrypted because such a paper tells of a life;
    `renews` is the earlier slip whose circumstances have changed.
    """

    class Channel(models.TextChoices):
        DESK = "desk", "前台 front desk"
        TELEPHONE = "telephone", "电话 telephone"
        PHONE = "phone", "手机自助 own phone"
        WINDOW = "window", "窗口 window"
        KIOSK = "kiosk", "自助机 kiosk"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel.choices)
    catalogue = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="+")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, related_name="consultations")
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=80)
    facts = EncryptedJSON()
    wanted = models.JSONField(default=list)
    declined = models.JSONField(default=list)
    skipped = models.JSONField(default=list)
    asked = models.JSONField(default=list)
    heard = models.JSONField(default=list)
    everything = models.BooleanField(default=False)
    held = EncryptedJSON(default=list)
    lacking = EncryptedJSON(default=list)
    renews = models.ForeignKey("Slip", on_delete=models.PROTECT, null=True, related_name="renewals")

    class Meta:
        indexes = [models.Index(fields=["centre", "started_at"], name="consultation_centre_at")]

    def __str__(self) -> str:
        return f"{self.channel} {self.started_at:%F %R}"


class AskingPrior(models.Model):
    """What residents are like, learnt at some moment from `consultations` and `invented` residents: shares, nobody's answers.

    The newest one decides in which order questions come.
    """

    learnt_at = models.DateTimeField(primary_key=True)
    consultations = models.PositiveIntegerField()
    invented = models.PositiveIntegerField()
    shares = models.JSONField()

    class Meta:
        ordering = ["-learnt_at"]
        get_latest_by = "learnt_at"

    def __str__(self) -> str:
        return f"{self.learnt_at:%F %R}"


class SlipCounter(models.Model):
    """The last slip number given in a centre on a day."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "day"], name="slip_counter_once")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.day} {self.last}"


class Slip(models.Model):
    """A promise: the plan as it was computed, with the facts and the catalogue version behind it.

    Until `valid_until` it is honoured on the catalogue version it was made with, whatever changed since; afterwards the
    version in force counts, and the difference is shown. `token` (in the QR code) opens it; `number` (LF11240386) names it aloud and, with the last four characters of the
    ID number (`last_four_hash`), finds it again. `plan` and `facts` never change after issue.
    """

    class State(models.TextChoices):
        ISSUED = "issued", "有效承诺 valid promise"
        HONOURED = "honoured", "已兑现 kept"
        BROKEN = "broken", "失约 broken"
        REPLACED = "replaced", "已换新单 replaced"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="slips")
    day = models.DateField()
    valid_until = models.DateField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=20)
    token = models.CharField(max_length=40, unique=True)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="slips")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, related_name="slips")
    catalogue = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="+")
    plan = EncryptedJSON()
    facts = EncryptedJSON()
    questions_asked = models.PositiveSmallIntegerField(default=0)
    papers_asked = models.PositiveSmallIntegerField(default=0)
    last_four_hash = models.BinaryField(max_length=32, null=True)
    language = models.CharField(max_length=2, default="zh")
    state = models.CharField(max_length=12, choices=State.choices, default=State.ISSUED)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "day", "serial"], name="slip_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=["issued", "honoured", "broken", "replaced"]), name="slip_state_known"
            ),
            models.CheckConstraint(condition=Q(valid_until__gte=F("day")), name="slip_valid_from_its_day_on"),
        ]
        indexes = [models.Index(fields=["number", "-day"], name="slip_number")]

    def __str__(self) -> str:
        return self.number

    def has_lapsed(self, day: date) -> bool:
        """Whether its day is over: it is still read, but the rules in force count."""
        return day > self.valid_until


class LookupBrake(models.Model):
    """Wrong tries at finding a slip by its number. Numbers that were never given have a row too: the brake tells nothing."""

    number = models.CharField(max_length=20, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.number
