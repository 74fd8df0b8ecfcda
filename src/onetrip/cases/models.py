from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from onetrip.advice.models import Slip
from onetrip.catalogue.models import CatalogueVersion
from onetrip.centres.models import Centre
from onetrip.lobby.models import Visit
from onetrip.people.models import Resident


class CaseCounter(models.Model):
    """The last case number and the last receipt or notice number given in a centre on a day."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=8)
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "day", "kind"], name="case_counter_once")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.day} {self.kind} {self.last}"


class Receipt(models.Model):
    """The one print of an acceptance: which papers were taken, a case number each, by when, where to ask. `lines` is final."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=24, unique=True)
    token = models.CharField(max_length=40, unique=True)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="receipts")
    lines = models.JSONField()
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.number


class Case(models.Model):
    """A matter begun for a resident, from receipt of the papers to delivery of the result.

    `accepting_centre` is None while the papers are on their way to another centre (收受分离). `papers` lists what was
    taken and what may follow, `limit` is the length of time the matter's source gives, as {"days", "unit"}; without one
    `due_on` is None. `due_certain` False: the holidays of that year are not announced yet.
    """

    class State(models.TextChoices):
        ACCEPTED = "accepted", "已受理 accepted"
        SUPPLEMENT = "supplement", "待补正 waiting for a paper"
        DECIDED = "decided", "已决定 decided"
        COMPLETED = "completed", "已办结 completed"
        DELIVERED = "delivered", "已送达 delivered"
        WITHDRAWN = "withdrawn", "已撤回 withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=24, unique=True)
    matter = models.CharField(max_length=60)
    matter_name = models.JSONField()
    catalogue = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, to_field="number", related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="cases")
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="cases")
    slip = models.ForeignKey(Slip, on_delete=models.PROTECT, null=True, related_name="cases")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, related_name="cases")
    receiving_centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="received_cases")
    accepting_centre = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, related_name="accepted_cases")
    clerk = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.ACCEPTED)
    by_proxy = models.BooleanField(default=False)
    papers = models.JSONField(default=list)
    accepted_at = models.DateTimeField()
    limit = models.JSONField(null=True)
    due_on = models.DateField(null=True)
    due_certain = models.BooleanField(default=True)
    clock_stopped_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True, help_text="what was decided; None: nothing yet")
    completed_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "matter"], condition=~Q(state="withdrawn"), name="case_once_per_visit_and_matter"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "supplement", "decided", "completed", "delivered", "withdrawn"]),
                name="case_state_known",
            ),
            models.CheckConstraint(
                condition=Q(completed_at=None) | Q(completed_at__gte=F("accepted_at")),
                name="case_completed_after_accepted",
            ),
        ]
        indexes = [
            models.Index(fields=["receiving_centre", "accepted_at"], name="case_centre_at"),
            models.Index(
                fields=["receiving_centre", "due_on"],
                condition=Q(state__in=["accepted", "supplement", "decided"]),
                name="case_open_due",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class MissingNotice(models.Model):
    """一次性告知: everything that is missing, told at once, on one print. `items` is final."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=24, unique=True)
    token = models.CharField(max_length=40, unique=True)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="missing_notices")
    slip = models.ForeignKey(Slip, on_delete=models.PROTECT, null=True, related_name="missing_notices")
    items = models.JSONField()
    told_at = models.DateTimeField()
    told_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.number
