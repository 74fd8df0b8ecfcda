"""The tables of the 24-hour hall."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from onetrip.advice.models import Consultation, Slip
from onetrip.cases.models import Receipt, Record
from onetrip.catalogue.models import CatalogueVersion
from onetrip.centres.models import Centre, Device
from onetrip.kiosk.stay.models import Stay as Stay
from onetrip.people.fields import EncryptedJSON, EncryptedText
from onetrip.people.models import Resident

# --- errands: one matter run at a kiosk ---


class Errand(models.Model):
    """One matter run at a kiosk, from "for whom" to the receipt and what became of it.

    `resident` is for whom, `proxy` who stands there instead. `consultation` holds the answers, `form` what was typed,
    `papers` how each paper came ({paper: {"way": fetched | read | none | unusable | unavailable | later}}; pictures are rows of
    their own). `catalogue` is the version it keeps until its end, whatever is published meanwhile. `seat` is the
    sitting in which it is open: whoever holds it may go on; None: nobody. `tag` names it in live events and says
    nothing. `returned_at`: its person is back and has not said yet whether to go on. `step` is the last one shown.
    `token` opens its public page (the receipt's QR code).
    """

    class State(models.TextChoices):
        OPEN = "open", "在填 being filled in"
        REVIEW = "review", "在审 under review"
        ASKED = "asked", "等补 asked again"
        READY = "ready", "能打印 ready to print"
        PRINTED = "printed", "已打印 printed"
        ANSWERED = "answered", "已查到 answered"
        ACCEPTED = "accepted", "已受理 accepted"
        REFUSED = "refused", "未受理 refused"
        ABANDONED = "abandoned", "没办完 given up"
        LAPSED = "lapsed", "等过了期 nobody came back in time"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    kiosk = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, related_name="errands")
    consultation = models.OneToOneField(Consultation, on_delete=models.PROTECT, related_name="errand")
    catalogue = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, to_field="number", related_name="+")
    slip = models.ForeignKey(Slip, on_delete=models.PROTECT, null=True, related_name="errands")
    matter = models.CharField(max_length=60)
    matter_name = models.JSONField()
    kind = models.CharField(max_length=8)
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, related_name="errands")
    proxy = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, related_name="errands_for_others")
    by_proxy = models.BooleanField(default=False)
    card_read = models.BooleanField(default=False, help_text="the resident's card lay on the reader")
    proxy_card_read = models.BooleanField(default=False)
    seat = models.UUIDField(null=True)
    tag = models.CharField(max_length=24, unique=True)
    step = models.CharField(max_length=12, default="who")
    notes = models.JSONField(default=list, help_text="what the next page has to say, as codes")
    confirmed = models.JSONField(default=list, help_text="steps that the person has said are right")
    form = EncryptedJSON(default=dict)
    papers = EncryptedJSON(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    number = models.CharField(max_length=24, null=True, unique=True)
    token = models.CharField(max_length=40, null=True, unique=True)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    ready_from = models.DateTimeField(null=True, help_text="when a print was said to be ready, as it was told")
    ended_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True, help_text="when papers were asked for once more")
    words = EncryptedText(null=True)
    wanted_again = models.JSONField(default=list, help_text="papers that were asked for once more")
    decided_at = models.DateTimeField(null=True, help_text="when the review desk last said something of it")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, null=True, related_name="errand")
    refusal = models.ForeignKey(Record, on_delete=models.PROTECT, null=True, related_name="errands", db_index=False)
    prints = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "open",
                        "review",
                        "asked",
                        "ready",
                        "printed",
                        "answered",
                        "accepted",
                        "refused",
                        "abandoned",
                        "lapsed",
                    ]
                ),
                name="errand_state_known",
            ),
            models.CheckConstraint(
                condition=Q(resident=None) | Q(proxy=None) | ~Q(proxy=F("resident")), name="errand_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "abandoned", "answered"])
                | Q(number__isnull=False, token__isnull=False, submitted_at__isnull=False, resident__isnull=False),
                name="errand_submitted_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(receipt__isnull=False), name="errand_accepted_has_receipt"
            ),
            models.UniqueConstraint(
                fields=["resident", "proxy", "matter"],
                condition=Q(state="open", resident__isnull=False),
                nulls_distinct=False,
                name="errand_one_open_per_person",
            ),
            models.UniqueConstraint(fields=["seat"], condition=Q(seat__isnull=False), name="errand_one_per_seat"),
        ]
        indexes = [
            models.Index(fields=["centre", "submitted_at"], condition=Q(state="review"), name="errand_review"),
            models.Index(fields=["centre", "started_at"], name="errand_centre_at"),
            models.Index(fields=["centre", "decided_at"], condition=Q(decided_at__isnull=False), name="errand_decided"),
            models.Index(fields=["refusal"], name="errand_refusal"),
            models.Index(fields=["touched_at"], condition=Q(state="open"), name="errand_open"),
            models.Index(fields=["centre"], condition=Q(state__in=["asked", "ready"]), name="errand_waits"),
        ]

    def __str__(self) -> str:
        return self.number or str(self.pk)


class Picture(models.Model):
    """A picture of a paper (page by page), or of the signature (`paper` ""); the bytes lie encrypted in a file of this id.

    `digest` finds the same picture sent twice. `looked` is what the machine says of it; it advises, a person decides.
    """

    class Source(models.TextChoices):
        CAMERA = "camera", "高拍仪 document camera"
        PHONE = "phone", "手机 phone"
        SCREEN = "screen", "屏幕签名 signed on screen"

    class Looking(models.TextChoices):
        WAITING = "waiting", "正在看 being looked at"
        DONE = "done", "看过 looked at"
        NONE = "none", "没看 not looked at"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    errand = models.ForeignKey(Errand, on_delete=models.PROTECT, related_name="pictures")
    paper = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=8, choices=Source.choices)
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    bytes = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    looking = models.CharField(max_length=8, choices=Looking.choices, default=Looking.NONE)
    looked = EncryptedJSON(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(source__in=["camera", "phone", "screen"]), name="picture_source_known"),
            models.CheckConstraint(condition=Q(looking__in=["waiting", "done", "none"]), name="picture_looking_known"),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0, bytes__gt=0), name="picture_has_size"),
            models.UniqueConstraint(
                fields=["errand", "paper", "digest"], condition=Q(removed_at=None), name="picture_kept_once"
            ),
            models.UniqueConstraint(
                fields=["errand"], condition=Q(paper="", removed_at=None), name="picture_one_signature"
            ),
        ]
        indexes = [models.Index(fields=["taken_at"], condition=Q(removed_at=None), name="picture_kept")]

    def __str__(self) -> str:
        return f"{self.errand_id} {self.paper or 'signature'}"


class HandOver(models.Model):
    """A paper handed over to the resident's own phone: the address in the QR code works once, for one phone, for minutes.

    `phone_hash` is set by the first phone that opens it; no other may send a picture afterwards.
    """

    errand = models.ForeignKey(Errand, on_delete=models.PROTECT, related_name="hand_overs")
    paper = models.CharField(max_length=60)
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    phone_hash = models.BinaryField(max_length=32, null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="hand_over_expires_later"),
            models.UniqueConstraint(
                fields=["errand", "paper"], condition=Q(closed_at=None), name="hand_over_one_open_per_paper"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.errand_id} {self.paper}"
