from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone

from onetrip.staff.permissions import Permission
from onetrip.staff.roles import ROLES, Resident, permitted


def counting(now: datetime, prefix: str = "") -> Q:
    """Grants that count at `now`: those for good, and those lent whose time has come, is not over, and was not ended."""
    lent = {f"{prefix}from_at__lte": now, f"{prefix}until_at__gt": now, f"{prefix}ended_at": None}
    return Q(**{f"{prefix}until_at": None}) | Q(**lent)


class AccountManager(BaseUserManager["Account"]):
    def with_grants(self, now: datetime | None = None) -> models.QuerySet[Account]:
        """Accounts with the grants that count at `now` (None: at this moment) read in the same statement, as `granted`.

        Each is "role@centre@categories@withheld" (["clerk@LF@@", …]), the last two with commas between.
        """
        parts = ("role", "centre", "categories", "withheld")
        words = [word for part in parts for word in (Value("@"), F(f"grants__{part}"))][1:]
        counts = Q(grants__isnull=False) & counting(now or timezone.now(), "grants__")
        return self.annotate(granted=ArrayAgg(Concat(*words), filter=counts, default=[]))

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.with_grants().get(username=username)


class Account(AbstractBaseUser):
    """Somebody, or a device, who signs in. What they may do stands in their grants."""

    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    failed_sign_ins = models.PositiveIntegerField(default=0, help_text="wrong passwords since the last sign-in")

    proved_at: datetime | None = None
    """When whoever acts last showed a password or a second factor; known of a request alone (`staff.sessions`)."""

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(username__regex=r"^[a-z0-9][a-z0-9.-]{1,39}$"), name="account_username_form"
            )
        ]

    def __str__(self) -> str:
        return self.username

    @property
    def actor(self) -> str:
        """How events name this account."""
        return f"staff:{self.username}"

    def _held(self) -> list[_Held]:
        """The grants that counted when this account was read; read now where nobody has yet."""
        granted: list[str] | None = self.__dict__.get("granted")
        if granted is None:
            rows = self.grants.filter(counting(timezone.now()))
            granted = [f"{each.role}@{each.centre}@{each.categories}@{each.withheld}" for each in rows]
            self.__dict__["granted"] = granted
        return [_Held.read(each) for each in granted]

    @property
    def is_device(self) -> bool:
        """Whether this is a machine of a hall, by its grants; asks nothing of the database where they are read."""
        return any(held.role == "device" for held in self._held())

    def roles_in(self, centre: str) -> frozenset[str]:
        """The roles held in the centre with code `centre`; a grant for "*" counts everywhere."""
        return frozenset(held.role for held in self._held() if held.centre in (centre, "*"))

    def centres(self) -> tuple[str, ...]:
        """Codes of the centres in which some role is held, "*" left out."""
        return tuple(sorted({held.centre for held in self._held()} - {"*"}))

    def departments(self) -> frozenset[tuple[str, str]]:
        """The departments this account decides for, each with the centre, "*" for every one. Read anew."""
        held = self.grants.filter(counting(timezone.now()), role="reviewer").values_list("department", "centre")
        return frozenset(held) if self.is_active else frozenset()

    @property
    def is_machine(self) -> bool:
        """A display, a ticket machine or a kiosk: nobody sits in front of it who could sign in again."""
        return any(held.role == "device" for held in self._held())

    def may(self, permission: Permission, centre: str, *, category: str = "") -> bool:
        """Whether this account may do `permission` in `centre`, with matters of `category` where one is named."""
        if not self.is_active:
            return False
        if permission in Resident.permissions:
            return True
        return any(
            held.centre in (centre, "*")
            and permitted(frozenset({held.role}), permission)
            and permission not in held.withheld
            and not (category and held.categories and category not in held.categories)
            for held in self._held()
        )


@dataclass(frozen=True)
class _Held:
    """One grant as a request knows it."""

    role: str
    centre: str
    categories: tuple[str, ...]
    withheld: tuple[str, ...]

    @classmethod
    def read(cls, granted: str) -> _Held:
        role, centre, categories, withheld = [*granted.split("@"), "", ""][:4]
        return cls(role, centre, tuple(filter(None, categories.split(","))), tuple(filter(None, withheld.split(","))))


class Grant(models.Model):
    """A role held by an account in one centre (its code), or in every centre ("*"); of a reviewer also for which
    department, by its id in the catalogue.

    For good, or lent by a colleague (`given_by`, `reason`) from a moment until another, or until it was taken back
    (`ended_at`); see `counting`. `categories`: of matters, by their ids with commas between, "" for all. `withheld`: classes
    of personal data (permissions.DATA_CLASSES) that do not come with the role, as `categories`.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20)
    centre = models.CharField(max_length=16)
    department = models.CharField(max_length=40, blank=True, default="", db_default="")
    categories = models.CharField(max_length=400, blank=True, default="", db_default="")
    withheld = models.CharField(max_length=100, blank=True, default="", db_default="")
    from_at = models.DateTimeField(null=True)
    until_at = models.DateTimeField(null=True)
    given_by = models.CharField(max_length=80, blank=True, default="", db_default="")
    reason = models.CharField(max_length=200, blank=True, default="", db_default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "centre", "department", "from_at"],
                name="grant_once_at_a_time",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(from_at=None, until_at=None, ended_at=None, given_by="", reason="")
                | Q(from_at__isnull=False, until_at__gt=F("from_at")) & ~Q(given_by="") & ~Q(reason=""),
                name="grant_for_good_or_lent_whole",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="") | Q(ended_at__isnull=False) & ~Q(ended_by=""),
                name="grant_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(role="reviewer") & ~Q(department="") | ~Q(role="reviewer") & Q(department=""),
                name="grant_department_of_reviewers",
            ),
            models.CheckConstraint(condition=Q(role__in=sorted(set(ROLES) - {"resident"})), name="grant_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role}@{self.centre}"


class Session(models.Model):
    """Somebody is signed in, in one browser. The browser's cookie names the row, and the row decides: what was ended here
    is ended, whatever the cookie says.

    `browser` (family and system) and `network` (address prefix) are those of the sign-in, "" where they were not known.
    """

    class End(models.TextChoices):
        SIGNED_OUT = "signed-out", "自己退出 signed out"
        BY_OWNER = "by-owner", "在另一处结束 ended by its owner elsewhere"
        BY_OPERATOR = "by-operator", "管理员结束 ended by the operator"
        IDLE = "idle", "久未使用 not used for long"
        OVER = "over", "到了最长时间 the longest time was over"
        TOO_MANY = "too-many", "登录处太多 too many at once"
        ELSEWHERE = "elsewhere", "出现在别的浏览器或网络 used from another browser or network"
        PASSWORD = "password", "换了密码 the password was changed"
        FACTORS = "factors", "第二步验证被重置 the second factors were reset"
        CLOSED = "closed", "账号停用 the account was closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sessions")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    proved_at = models.DateTimeField()
    proofs = models.CharField(max_length=60, blank=True, help_text="what was shown, joined by +: password, totp, …")
    browser = models.CharField(max_length=60, blank=True)
    network = models.CharField(max_length=50, blank=True)
    ended_at = models.DateTimeField(null=True)
    why_ended = models.CharField(max_length=12, choices=End.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, why_ended="") | Q(ended_at__isnull=False) & ~Q(why_ended=""),
                name="session_ends_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(
                    why_ended__in=[
                        *("", "signed-out", "by-owner", "by-operator", "idle", "over", "too-many", "elsewhere"),
                        *("password", "factors", "closed"),
                    ]
                ),
                name="session_end_known",
            ),
        ]
        indexes = [models.Index(fields=["ended_at"], name="session_ended", condition=Q(ended_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.account_id} {self.began_at:%F %R}"


class Qualification(models.Model):
    """An account may be called for a category of matters, or for one matter, from a day until a day (None: for good).

    An account without a single row is qualified for everything, unless it is enrolled: training fills the table by and by.
    One with rows is qualified for what they name on the day, and rows that have run out count as rows.
    """

    class Of(models.TextChoices):
        CATEGORY = "category", "类别 category"
        MATTER = "matter", "事项 matter"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="qualifications")
    of = models.CharField(max_length=8, choices=Of.choices)
    name = models.CharField(max_length=80, help_text="id of the category or the matter in the catalogue")
    from_day = models.DateField()
    until_day = models.DateField(null=True)
    source = models.CharField(max_length=200, help_text="what it rests on: a test, a trial, a decision")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "of", "name", "from_day"], name="qualification_once"),
            models.CheckConstraint(condition=Q(of__in=["category", "matter"]), name="qualification_of_known"),
            models.CheckConstraint(
                condition=Q(until_day__isnull=True) | Q(until_day__gte=F("from_day")), name="qualification_ends_after"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="qualification_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.of} {self.name}"


class Enrolment(models.Model):
    """Training has begun with an account: from now on it is qualified only for what its `Qualification` rows name, also
    while there are none. Somebody new begins here, so that nobody is called for matters that they have not learnt."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True, related_name="enrolment")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.account_id}"
