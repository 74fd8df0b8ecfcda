from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from onetrip.advice.models import Slip
from onetrip.cases.delivering.models import Cabinet as Cabinet
from onetrip.cases.delivering.models import Compartment as Compartment
from onetrip.cases.delivering.models import Delivery as Delivery
from onetrip.cases.delivering.models import Parcel as Parcel
from onetrip.cases.delivering.models import StoredResult as StoredResult
from onetrip.cases.delivering.models import Track as Track
from onetrip.cases.photographs.models import Photograph as Photograph
from onetrip.cases.proxies.models import Authority as Authority
from onetrip.catalogue.models import CatalogueVersion
from onetrip.centres.models import Centre
from onetrip.licences.models import Lookup
from onetrip.lobby.models import Relation, Visit
from onetrip.people.fields import EncryptedJSON, SealedBytes
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


class Alarm(models.TextChoices):
    """How far the warnings of a limit have gone, each telling more people than the one before."""

    NONE = "none", "还早 not yet"
    SOON = "soon", "快到期 soon"
    LATE = "late", "过期 late"
    LONG = "long", "过期多日 long late"


class Case(models.Model):
    """A matter begun for a resident, from receipt of the papers to delivery of the result.

    Two persons: `resident` is whose matter it is, `proxy` who came for them, as what (`relation`) and on which `authority`
    (None: the matter asks for none, or the case is older than that was kept). `by_proxy` without a `proxy`: an older case, of
    which only that much is known.

    Three facts that may differ: the receiving centre took the papers, the accepting centre accepts (None: nobody has said
    which, 收受分离), and the papers lie at `papers_at` (None: on their way). The result lies at `result_at` (None: there is
    none yet, or it is on its way) and is handed over at `collect_at`. `accepted_at` is None until it is accepted, and for
    ever where that was refused. `papers` lists what was taken and what may follow, `limit` is the length of time the matter's source gives, as {"days", "unit"}; without one
    `due_on` is None. `due_certain` False: the holidays of that year are not announced yet. `legal_limit` and
    `legal_due_on`: what the law sets beside what is promised. `alarm`: how far the warnings of its limit have gone.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "已收件 received"
        LACKING = "lacking", "要补正 papers wanted before acceptance"
        REFUSED = "refused", "不予受理 not accepted"
        ACCEPTED = "accepted", "已受理 accepted"
        SUPPLEMENT = "supplement", "待补正 waiting for a paper"
        PROCEDURE = "procedure", "特别程序中 in a special procedure"
        DECIDED = "decided", "已决定 decided"
        COMPLETED = "completed", "已办结 completed"
        DELIVERED = "delivered", "已送达 delivered"
        WITHDRAWN = "withdrawn", "已撤回 withdrawn"
        TERMINATED = "terminated", "已终止 terminated"

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
    clerk = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ACCEPTED)
    by_proxy = models.BooleanField(default=False)
    proxy = models.ForeignKey(
        Resident, on_delete=models.PROTECT, null=True, related_name="cases_for_others", db_index=False
    )
    relation = models.CharField(max_length=16, choices=Relation.choices, blank=True, default="", db_default="")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, null=True, related_name="cases", db_index=False)
    papers = models.JSONField(default=list)
    department = models.CharField(
        max_length=40,
        blank=True,
        default="",
        db_default="",
        help_text="whose matter it is, by its id in the catalogue",
    )
    papers_at = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, related_name="+")
    collect_at = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, related_name="+")
    result_at = models.ForeignKey(Centre, on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    limit = models.JSONField(null=True)
    due_on = models.DateField(null=True)
    due_certain = models.BooleanField(default=True)
    legal_limit = models.JSONField(null=True)
    legal_due_on = models.DateField(null=True)
    alarm = models.CharField(max_length=8, choices=Alarm.choices, default=Alarm.NONE, db_default=Alarm.NONE)
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
                condition=Q(
                    state__in=[
                        "received",
                        "lacking",
                        "refused",
                        "accepted",
                        "supplement",
                        "procedure",
                        "decided",
                        "completed",
                        "delivered",
                        "withdrawn",
                        "terminated",
                    ]
                ),
                name="case_state_known",
            ),
            models.CheckConstraint(
                condition=Q(completed_at=None) | Q(completed_at__gte=F("accepted_at")),
                name="case_completed_after_accepted",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn")
                | Q(state__in=["received", "lacking", "refused"], accepted_at=None)
                | (~Q(state__in=["received", "lacking", "refused"]) & Q(accepted_at__isnull=False)),
                name="case_accepted_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(accepted_at__gte=F("received_at")),
                name="case_accepted_after_received",
            ),
            models.CheckConstraint(condition=Q(alarm__in=["none", "soon", "late", "long"]), name="case_alarm_known"),
            models.CheckConstraint(
                condition=Q(proxy=None) | Q(resident=None) | ~Q(proxy=F("resident")), name="case_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(proxy=None, relation="", authority=None)
                | Q(
                    proxy__isnull=False,
                    by_proxy=True,
                    relation__in=["agent", "guardian", "relative", "representative"],
                ),
                name="case_proxy_has_relation",
            ),
        ]
        indexes = [
            models.Index(fields=["proxy"], name="case_proxy"),
            models.Index(fields=["authority"], name="case_authority"),
            models.Index(fields=["receiving_centre", "received_at"], name="case_centre_at"),
            models.Index(fields=["clerk", "received_at"], name="case_clerk_at"),
            models.Index(
                fields=["accepting_centre", "alarm", "due_on"], condition=~Q(alarm="none"), name="case_warned_of"
            ),
            models.Index(
                fields=["accepting_centre", "received_at"],
                condition=Q(state__in=["received", "lacking"]),
                name="case_to_be_accepted",
            ),
            models.Index(
                fields=["department", "due_on"],
                condition=Q(state__in=["accepted", "supplement", "procedure", "decided"]),
                name="case_of_department",
            ),
            models.Index(
                fields=["accepting_centre", "due_on"],
                condition=Q(state__in=["accepted", "supplement", "decided"]),
                name="case_open_due",
            ),
            models.Index(
                fields=["result_at", "completed_at"], condition=Q(state="completed"), name="case_to_hand_over"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Stop(models.Model):
    """A time in which the clock of a case stands still: until a paper is here, or while a special procedure goes on.

    `procedure` is "supplement" or the id of a special procedure; `expected_on` the day by which it should be over, where
    somebody said one; `result` what came of it.
    """

    SUPPLEMENT = "supplement"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stops")
    procedure = models.CharField(max_length=24)
    reason = models.CharField(max_length=400)
    began_at = models.DateTimeField()
    expected_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="stop_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="stop_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="stop_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.procedure}"


class Gap(models.Model):
    """A paper that the case was accepted without.

    容缺: a minor paper that the resident promised to bring by a day (None: nobody knows how long it may take). Or, with a
    `lookup`, one whose electronic licence the house goes on looking for, because the store did not answer; from
    `asked_for_at` on it is wanted from the resident after all, because the store has none or never answered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="gaps")
    paper = models.CharField(max_length=60)
    name = models.JSONField()
    promised_at = models.DateTimeField()
    promised_by = models.DateField(null=True, help_text="the last day to bring it")
    brought_at = models.DateTimeField(null=True)
    lookup = models.ForeignKey(Lookup, on_delete=models.PROTECT, null=True, related_name="gaps")
    asked_for_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_for_at=None) | Q(asked_for_at__gte=F("promised_at")),
                name="gap_asked_for_after_promised",
            ),
            models.UniqueConstraint(fields=["case", "paper"], name="gap_once_per_paper"),
            models.CheckConstraint(
                condition=Q(brought_at=None) | Q(brought_at__gte=F("promised_at")), name="gap_brought_after_promised"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.paper}"


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


class HandOver(models.Model):
    """A list of papers or results that go together from one centre to another, signed by who gives and who takes it."""

    class State(models.TextChoices):
        OPEN = "open", "在装 being filled"
        SENT = "sent", "在路上 on its way"
        ARRIVED = "arrived", "已签收 arrived"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=24, unique=True)
    sender = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="hand_overs_sent")
    taker = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="hand_overs_taken")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_by = models.CharField(max_length=80, blank=True)
    carrier = models.CharField(max_length=60, blank=True, help_text="who carries it")
    arrived_at = models.DateTimeField(null=True)
    arrived_by = models.CharField(max_length=80, blank=True)
    remark = models.CharField(max_length=400, blank=True, help_text="what was not as the list says")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "taker"], condition=Q(state="open"), name="hand_over_one_open_per_way"
            ),
            models.CheckConstraint(condition=~Q(sender=F("taker")), name="hand_over_goes_somewhere"),
            models.CheckConstraint(
                condition=Q(state="open", sent_at=None, arrived_at=None)
                | Q(state="sent", sent_at__isnull=False, arrived_at=None)
                | Q(state="arrived", sent_at__isnull=False, arrived_at__gte=F("sent_at")),
                name="hand_over_moments_of_its_state",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class HandOverLine(models.Model):
    """What of a case lies in the parcel: its papers, or its result. `found` None: nobody has looked yet."""

    class Of(models.TextChoices):
        PAPERS = "papers", "材料 papers"
        RESULT = "result", "结果 result"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hand_over = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="lines")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hand_over_lines")
    of = models.CharField(max_length=6, choices=Of.choices)
    found = models.BooleanField(null=True)
    is_under_way = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "of"], condition=Q(is_under_way=True), name="hand_over_line_in_one_parcel"
            ),
            models.CheckConstraint(condition=Q(of__in=["papers", "result"]), name="hand_over_line_of_known"),
        ]

    def __str__(self) -> str:
        return f"{self.hand_over_id} {self.case_id} {self.of}"


class Record(models.Model):
    """文书: what one act on a case gives in writing, or what a visit left with: a receipt, a notice, a refusal.

    What it says (`content`, in both languages) and how it is set (`template`) are fixed in the transaction of the act, so
    that the paper can be made at any time afterwards. `serial` counts the records of a case, and its `number` is that of
    the case with it; the record of a receipt or a notice has their number, and `visit` is that of a refusal at a window,
    of which there is no case. `state` is that of the case after the act.
    `token` opens the page on which anybody may check a paper. The database changes nothing of it but the cipher.
    """

    class Kind(models.TextChoices):
        RECEIPT = "receipt", "受理回执 receipt"
        NOTICE = "notice", "一次性告知单 what is missing"
        ACCEPTANCE = "acceptance", "受理通知书 acceptance"
        SUPPLEMENT = "supplement", "补正告知书 papers wanted"
        REFUSAL = "refusal", "不予受理通知书 not accepted"
        PROMISE = "promise", "容缺受理承诺书 promise of minor papers"
        FOLLOW_UP = "follow-up", "容缺补正通知书 minor papers followed up"
        PROCEDURE = "procedure", "特别程序告知书 special procedure"
        DECISION = "decision", "决定书 decision"
        DELIVERY = "delivery", "送达回证 receipt of the result"
        ENDING = "ending", "终止办理通知书 ended"
        WITHDRAWAL = "withdrawal", "撤回确认书 withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=28, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    token = models.CharField(max_length=40, unique=True)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="records")
    serial = models.PositiveSmallIntegerField(null=True)
    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, null=True, related_name="record")
    notice = models.OneToOneField(MissingNotice, on_delete=models.PROTECT, null=True, related_name="record")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="refusals")
    state = models.CharField(max_length=12, blank=True)
    content = EncryptedJSON()
    template = models.PositiveSmallIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "serial"], name="record_serial_once"),
            models.CheckConstraint(
                condition=Q(kind="receipt", receipt__isnull=False, notice=None, visit=None, case=None, serial=None)
                | Q(kind="notice", receipt=None, notice__isnull=False, visit=None, case=None, serial=None)
                | Q(kind="refusal", receipt=None, notice=None, visit__isnull=False, case=None, serial=None)
                | (
                    Q(case__isnull=False, serial__isnull=False, serial__gte=1, receipt=None, notice=None, visit=None)
                    & ~Q(kind__in=["receipt", "notice"])
                    & ~Q(state="")
                ),
                name="record_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "receipt",
                        "notice",
                        "acceptance",
                        "supplement",
                        "refusal",
                        "promise",
                        "follow-up",
                        "procedure",
                        "decision",
                        "delivery",
                        "ending",
                        "withdrawal",
                    ]
                ),
                name="record_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def title(self) -> dict[str, str]:
        """What this kind of record is called in a list, without a look at its words."""
        zh, _, en = self.get_kind_display().partition(" ")
        return {"zh": zh, "en": en.capitalize()}


class RecordPrint(models.Model):
    """The A5 of a record as it went out, for ever the same: encrypted, with the SHA-256 hash of the plain bytes.

    A record has one for each language and public address of the house (`origin`, which the code on it opens) that it was
    asked for in; the key follows from those, so that two houses that make the same one make the same row.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="prints")
    language = models.CharField(max_length=2)
    origin = models.CharField(max_length=200)
    pdf = SealedBytes()
    sha256 = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "language", "origin"], name="record_print_once"),
            models.CheckConstraint(condition=Q(language__in=["zh", "en"]), name="record_print_known"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.language}"
