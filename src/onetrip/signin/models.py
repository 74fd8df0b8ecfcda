from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from onetrip.people.fields import EncryptedJSON, EncryptedText
from onetrip.people.models import Resident
from onetrip.staff.roles import ROLES

STAFF_ROLES = sorted(set(ROLES) - {"resident", "device"})


class FactorRule(models.Model):
    """Whether a role needs a second factor in a centre ("*": in each that says nothing itself). Where nothing is said, it
    does: forgetting must not open a door."""

    role = models.CharField(max_length=20)
    centre = models.CharField(max_length=16)
    needed = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "centre"], name="factor_rule_once"),
            models.CheckConstraint(condition=Q(role__in=STAFF_ROLES), name="factor_rule_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role}@{self.centre} {self.needed}"


class Factor(models.Model):
    """Something by which an account's owner is known besides the password: a code app, a passkey, one of the recovery codes.

    Of a recovery code only a keyed hash is kept; it counts once. `last_step` is the newest step of time whose code was
    taken: neither it nor an older one is taken again. `signatures` is the passkey's own count, which never goes back.
    """

    class Kind(models.TextChoices):
        TOTP = "totp", "验证码应用 code app"
        PASSKEY = "passkey", "通行密钥 passkey"
        RECOVERY = "recovery", "备用码 recovery code"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    label = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    secret = EncryptedText(null=True)
    last_step = models.BigIntegerField(default=0)
    credential = models.BinaryField(null=True)
    credential_id = models.BinaryField(max_length=1023, null=True, unique=True)
    signatures = models.BigIntegerField(default=0)
    code_hash = models.BinaryField(max_length=32, null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="totp", secret__isnull=False, credential=None, credential_id=None, code_hash=None)
                | Q(kind="passkey", secret=None, credential__isnull=False, credential_id__isnull=False, code_hash=None)
                | Q(kind="recovery", secret=None, credential=None, credential_id=None, code_hash__isnull=False),
                name="factor_holds_its_kind",
            ),
            models.UniqueConstraint(fields=["account"], condition=Q(kind="totp"), name="factor_one_code_app"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.kind}"


class PendingSignIn(models.Model):
    """The first step of a sign-in is done, the second is not: a few minutes long, named by the browser's signed cookie."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField(db_index=True)
    proofs = models.CharField(max_length=40)
    onward = models.CharField(max_length=1000, blank=True)
    wrong = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.account_id} {self.began_at:%F %R}"


class Challenge(models.Model):
    """What was asked of a browser and can be answered once: the challenge of a passkey, the new secret of a code app."""

    class Purpose(models.TextChoices):
        REGISTER = "register", "登记通行密钥 register a passkey"
        PROVE = "prove", "出示通行密钥 show a passkey"
        CODE_APP = "code-app", "绑定验证码应用 set up a code app"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    kept = EncryptedJSON()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=["register", "prove", "code-app"]), name="challenge_purpose_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.purpose}"


class StaffIdentity(models.Model):
    """An account is somebody of an identity provider. Linked once by a claim, found by (issuer, subject) from then on: a name
    that the provider gives to somebody else later opens nothing."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="staff_identity_once"),
            models.UniqueConstraint(fields=["account", "issuer"], name="staff_identity_one_of_a_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.issuer}"


class IdentityRequest(models.Model):
    """A browser was sent to an identity provider and may come back once: what has to fit then. Found by a keyed hash of the
    state, so that the table opens nothing."""

    class Door(models.TextChoices):
        STAFF = "staff", "员工 staff"
        RESIDENT = "resident", "居民 residents"

    state_hash = models.BinaryField(max_length=32, primary_key=True)
    door = models.CharField(max_length=8, choices=Door.choices)
    kept = EncryptedJSON()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(door__in=["staff", "resident"]), name="identity_request_door_known")
        ]

    def __str__(self) -> str:
        return f"{self.door} {self.at:%F %R}"


class ResidentSession(models.Model):
    """A resident has shown their city identity in this browser; short, and named by the browser's signed cookie."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    browser = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=models.F("began_at")), name="resident_session_ends_after")
        ]

    def __str__(self) -> str:
        return f"{self.began_at:%F %R}"
