"""The tables of delivery: how a result is handed over, the cabinet it lies in, the parcel it went with."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from onetrip.centres.models import Centre
from onetrip.people.fields import EncryptedJSON, SealedBytes


class Way(models.TextChoices):
    """How the resident gets the result."""

    WINDOW = "window", "窗口 at a window"
    POST = "post", "邮寄 by post"
    CABINET = "cabinet", "取件柜 from a cabinet"
    ELECTRONIC = "electronic", "电子 electronic"


class Delivery(models.Model):
    """How the result of one case is handed over, and what came of it.

    A case without one is collected at the window of `Case.collect_at`, and nobody has said or done anything about it yet:
    the row is made when somebody chooses otherwise, or when the result is there. `ready_at`: since when the result lies
    where it is handed over from. `address` ({"name", "telephone", "address"}) is wiped when it is handed over. Whoever
    took it is kept masked.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等结果 waiting for the result"
        READY = "ready", "可以取 ready"
        STORED = "stored", "在取件柜 in the cabinet"
        POSTED = "posted", "在寄 in the post"
        LOST = "lost", "寄丢 lost"
        COMING_BACK = "coming-back", "退回途中 coming back"
        DONE = "done", "已送达 handed over"
        GIVEN_BACK = "given-back", "已退回部门 returned to the department"

    class Taker(models.TextChoices):
        SELF = "self", "本人 the resident"
        PROXY = "proxy", "代办人 a proxy"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="delivery")
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.WINDOW)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    address = EncryptedJSON(null=True)
    ready_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True, help_text="when the resident was last reminded or called")
    reminders = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    taken_by = models.CharField(max_length=8, blank=True, choices=Taker.choices)
    taker_name = models.CharField(max_length=60, blank=True, help_text="masked")
    taker_number = models.CharField(max_length=24, blank=True, help_text="masked")
    signature = SealedBytes(null=True, help_text="a small PNG, encrypted under the id of this row")
    remark = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=["window", "post", "cabinet", "electronic"]), name="delivery_way_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "waiting",
                        "ready",
                        "stored",
                        "posted",
                        "lost",
                        "coming-back",
                        "done",
                        "given-back",
                    ]
                ),
                name="delivery_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["posted", "lost", "coming-back"]) | Q(way="post"),
                name="delivery_posted_by_post",
            ),
            models.CheckConstraint(condition=~Q(state="stored") | Q(way="cabinet"), name="delivery_stored_in_cabinet"),
            models.CheckConstraint(
                condition=~Q(way="post", state__in=["waiting", "ready", "posted"]) | Q(address__isnull=False),
                name="delivery_post_has_address",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(address=None), name="delivery_address_wiped_at_the_end"
            ),
            models.CheckConstraint(
                condition=Q(state="done", ended_at__isnull=False) | (~Q(state="done") & Q(ended_at=None)),
                name="delivery_done_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "done"]) | Q(ready_at__isnull=False), name="delivery_ready_since"
            ),
            models.CheckConstraint(
                condition=Q(taken_by__in=["", "self"]) | Q(taken_by="proxy") & ~Q(taker_number=""),
                name="delivery_proxy_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["ready_at"], condition=Q(state="ready"), name="delivery_ready"),
            models.Index(fields=["-ready_at"], condition=Q(state="given-back"), name="delivery_given_back"),
            models.Index(
                fields=["state"], condition=Q(state__in=["posted", "lost", "coming-back"]), name="delivery_on_its_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.way} {self.state}"


class Cabinet(models.Model):
    """A cabinet of compartments (取件柜), as a rule in the 24-hour hall."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="cabinets")
    number = models.PositiveSmallIntegerField()
    where_zh = models.CharField(max_length=80, blank=True)
    where_en = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["centre", "number"], name="cabinet_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=99), name="cabinet_number_of_two_digits"),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.number}"


class Compartment(models.Model):
    """One door of a cabinet."""

    cabinet = models.ForeignKey(Cabinet, on_delete=models.PROTECT, related_name="compartments")
    number = models.PositiveSmallIntegerField()
    is_out_of_order = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cabinet", "number"], name="compartment_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=99), name="compartment_number_of_two_digits"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """1-07: what stands on the door, and what is typed beside the code."""
        return f"{self.cabinet.number}-{self.number:02d}"


class StoredResult(models.Model):
    """A result in a compartment, from putting it in until the code opened the door or somebody took it out.

    `code_hash` None: nobody has been given a code yet. The code itself is kept nowhere. `wrong_tries` counts up to the
    limit, after which only a person helps. `opened_at` and `taken_out_at`: how it ended.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="stored")
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="stored")
    code_hash = models.BinaryField(max_length=32, null=True)
    put_in_at = models.DateTimeField()
    put_in_by = models.CharField(max_length=80)
    expires_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    wrong_asks = models.PositiveSmallIntegerField(
        default=0, help_text="wrong last four characters when asking for a code"
    )
    opened_at = models.DateTimeField(null=True)
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["compartment"],
                condition=Q(opened_at=None, taken_out_at=None),
                name="stored_one_per_compartment",
            ),
            models.UniqueConstraint(
                fields=["delivery"], condition=Q(opened_at=None, taken_out_at=None), name="stored_in_one_place"
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(taken_out_at=None), name="stored_opened_or_taken_out"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("put_in_at")), name="stored_expires_later"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.compartment_id}"


class Parcel(models.Model):
    """A result that goes by post: asked for at the carrier, on its way, and how that ended.

    Its id is the reference under which the carrier is asked, however often. `waybill` "" until the carrier has taken the
    order. `heard_at`: when the carrier last said anything new; `ask_at`: when it is asked (again) for a pick-up or for news.
    """

    class State(models.TextChoices):
        ORDERED = "ordered", "已下单 asked for"
        TAKEN = "taken", "承运 the carrier takes it"
        REFUSED = "refused", "不收寄 not taken"
        LOST = "lost", "丢失 lost"
        COMING_BACK = "coming-back", "退回 coming back"
        SIGNED = "signed", "签收 signed for"
        BACK = "back", "已退回 back here"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="parcels")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="parcels")
    carrier = models.CharField(max_length=40)
    waybill = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ORDERED)
    is_under_way = models.BooleanField(default=True)
    ordered_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=80)
    heard_at = models.DateTimeField()
    ask_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=120, blank=True, help_text="why the carrier did not take it")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["carrier", "waybill"], condition=~Q(waybill=""), name="parcel_waybill_once"
            ),
            models.UniqueConstraint(fields=["delivery"], condition=Q(is_under_way=True), name="parcel_one_under_way"),
            models.CheckConstraint(
                condition=Q(state__in=["ordered", "taken", "refused", "lost", "coming-back", "signed", "back"]),
                name="parcel_state_known",
            ),
            models.CheckConstraint(
                condition=Q(is_under_way=True, state__in=["ordered", "taken", "lost", "coming-back"])
                | Q(is_under_way=False, state__in=["refused", "signed", "back"]),
                name="parcel_under_way_until_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["ordered", "refused", "back"]) | ~Q(waybill=""), name="parcel_has_a_waybill"
            ),
        ]
        indexes = [models.Index(fields=["ask_at"], condition=Q(is_under_way=True), name="parcel_to_ask")]

    def __str__(self) -> str:
        return self.waybill or str(self.pk)


class Track(models.Model):
    """What a carrier said of a parcel, once, however often and in whichever order it was said. Nothing personal."""

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="tracks")
    event = models.CharField(max_length=64, help_text="the carrier's own id of it")
    what = models.CharField(max_length=16)
    at = models.DateTimeField()
    heard_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["parcel", "event"], name="track_once")]

    def __str__(self) -> str:
        return f"{self.parcel_id} {self.what}"
