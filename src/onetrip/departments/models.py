from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from onetrip.cases.models import Case
from onetrip.people.fields import EncryptedText


class System(models.Model):
    """A department's own system that calls in. What it may do stands in the grants of its account: reviewer of one
    department, at some centres or at every one. Nobody can sign in with that account; the system proves itself by a key.
    """

    code = models.CharField(max_length=30, primary_key=True)
    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="system")
    department = models.CharField(max_length=40, help_text="its id in the catalogue")
    contact = models.CharField(max_length=120, help_text="whom to call when it fails: an office and a telephone number")
    may_see_identity = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z0-9][a-z0-9-]{1,29}$"), name="system_code_form"),
            models.CheckConstraint(condition=~Q(department=""), name="system_of_a_department"),
            models.CheckConstraint(condition=~Q(contact=""), name="system_has_a_contact"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def actor(self) -> str:
        """How events name it."""
        return self.account.actor


class SystemKey(models.Model):
    """The public half of a key pair (Ed25519). The other half is the department's: it is never stored here.

    Of one system at most two hold at a time, so that a new one can be brought in before the old one goes.
    """

    id = models.CharField(max_length=24, primary_key=True, help_text="the keyid of a signature")
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="keys")
    public = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    ends_at = models.DateTimeField(null=True, help_text="when it stops holding, once another has taken its place")
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["public"], name="system_key_of_one_system"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("made_at")), name="system_key_ends_after"
            ),
        ]

    def __str__(self) -> str:
        return self.id


class Nonce(models.Model):
    """A number that a signed call carried; the same one a second time is a replay. Forgotten when the clock refuses it."""

    key = models.ForeignKey(SystemKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    nonce = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "nonce"], name="nonce_once_per_key")]

    def __str__(self) -> str:
        return f"{self.key_id} {self.nonce}"


class Answer(models.Model):
    """What a changing call was answered, byte for byte, so that the same key gets the same answer."""

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.UUIDField()
    asked = models.BinaryField(max_length=32, help_text="SHA-256 of method, path and body")
    status = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "key"], name="answer_once_per_key")]

    def __str__(self) -> str:
        return f"{self.system_id} {self.key}"


class Taking(models.Model):
    """A system works on a case, under a file number of its own; until it is given back no other system does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="takings")
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="takings")
    reference = models.CharField(max_length=60, blank=True)
    taken_at = models.DateTimeField()
    given_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(given_back_at=None), name="case_taken_by_one"),
            models.CheckConstraint(
                condition=Q(given_back_at=None) | Q(given_back_at__gte=F("taken_at")), name="taking_ends_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.system_id}"


class Result(models.Model):
    """What a department gave as the result of a case: files, the number of an e-licence, or a paper that is on its way."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="result")
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="+")
    licence = EncryptedText(null=True)
    on_paper = models.BooleanField(default=False)
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.case_id)


class ResultFile(models.Model):
    """A file of a result. What it holds lies encrypted in the store, under this id; `result` None: not given out yet."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        OFD = "ofd", "OFD (GB/T 33190)"
        JPEG = "jpeg", "JPEG"
        PNG = "png", "PNG"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="result_files", db_index=False)
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="+")
    result = models.ForeignKey(Result, on_delete=models.PROTECT, null=True, related_name="files")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    size = models.PositiveIntegerField(help_text="bytes")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file as it was sent, hexadecimal")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "digest"], name="result_file_once_per_case"),
            models.CheckConstraint(condition=Q(kind__in=["pdf", "ofd", "jpeg", "png"]), name="result_file_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class Change(models.Model):
    """That something happened to a case of a department, in the order in which it happened; what it was stands in the event.

    Written by a trigger in the transaction of the event (migration 0002), so that no action can forget it. The feed and
    the webhooks both read from here.
    """

    event = models.BigIntegerField(unique=True, help_text="its number in the ledger")
    case = models.UUIDField()
    verb = models.CharField(max_length=40)
    department = models.CharField(max_length=40)
    centre = models.CharField(max_length=16, help_text="that works on the case, as things stood then")

    class Meta:
        indexes = [models.Index(fields=["department", "id"], name="change_of_department")]

    def __str__(self) -> str:
        return f"{self.pk} {self.verb}"


class Horizon(models.Model):
    """Up to which number no change can appear any more (`feed.settle`). One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    mark = models.BigIntegerField(default=0)
    mark_until = models.BigIntegerField(default=0)
    settled = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="horizon_alone"),
            models.CheckConstraint(condition=Q(mark__gte=F("settled")), name="horizon_mark_ahead"),
        ]

    def __str__(self) -> str:
        return str(self.settled)


class Subscription(models.Model):
    """An address that is told of changes. `upto`: the last change for which deliveries were made.

    `secret_before` signs beside `secret` until `secret_before_until`. `rests_until`: after failures in a row nobody asks it
    before then. `off_because` says why the house stopped by itself.
    """

    class State(models.TextChoices):
        ACTIVE = "active", "在发 active"
        PAUSED = "paused", "暂停 paused"
        OFF = "off", "停了 switched off"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="subscriptions")
    address = models.CharField(max_length=300)
    types = models.JSONField(default=list, help_text="of which changes; empty: of all")
    secret = EncryptedText()
    secret_before = EncryptedText(null=True)
    secret_before_until = models.DateTimeField(null=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.ACTIVE)
    upto = models.BigIntegerField()
    failures = models.PositiveIntegerField(default=0, help_text="in a row")
    failing_since = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    off_because = models.CharField(max_length=12, blank=True)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "address"], name="subscription_address_once"),
            models.CheckConstraint(condition=Q(state__in=["active", "paused", "off"]), name="subscription_state_known"),
            models.CheckConstraint(
                condition=Q(state="off") & ~Q(off_because="") | ~Q(state="off") & Q(off_because=""),
                name="subscription_off_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system_id} {self.pk}"


class Delivery(models.Model):
    """One change to be told to one address. `body` is what is sent, the same at each try; its id is the webhook-id."""

    class State(models.TextChoices):
        DUE = "due", "要发 to be sent"
        SENT = "sent", "送到 delivered"
        FAILED = "failed", "没送到 given up"

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    change = models.BigIntegerField()
    case = models.UUIDField()
    number = models.CharField(max_length=24)
    type = models.CharField(max_length=40)
    body = models.TextField()
    state = models.CharField(max_length=6, choices=State.choices, default=State.DUE)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    last_status = models.PositiveSmallIntegerField(null=True)
    last_answer = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscription", "change"], name="delivery_once_per_change"),
            models.CheckConstraint(
                condition=Q(state__in=["due", "sent", "failed"]), name="webhook_delivery_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="due", ended_at=None) | ~Q(state="due") & Q(ended_at__isnull=False),
                name="delivery_ended_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["subscription", "due_at"], condition=Q(state="due"), name="delivery_due"),
            models.Index(fields=["subscription", "case", "id"], condition=Q(state="due"), name="delivery_due_of_case"),
            models.Index(fields=["ended_at"], condition=~Q(state="due"), name="delivery_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.change}"

    @property
    def message(self) -> str:
        """The webhook-id, the same at every try."""
        return f"msg_{self.subscription_id.hex[:12]}_{self.change}"
