from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from onetrip.staff.permissions import Permission
from onetrip.staff.roles import ROLES, permitted


class AccountManager(BaseUserManager["Account"]):
    def with_grants(self) -> models.QuerySet[Account]:
        """Accounts with their grants read in the same statement, as `granted` (["clerk@LF", …])."""
        return self.annotate(
            granted=ArrayAgg(
                Concat(F("grants__role"), Value("@"), F("grants__centre")), filter=Q(grants__isnull=False), default=[]
            )
        )

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.with_grants().get(username=username)


class Account(AbstractBaseUser):
    """Somebody, or a device, who signs in. What they may do stands in their grants."""

    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    failed_sign_ins = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

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

    def _grants(self) -> list[str]:
        granted: list[str] | None = self.__dict__.get("granted")
        if granted is None:
            granted = [f"{grant.role}@{grant.centre}" for grant in self.grants.all()]
            self.__dict__["granted"] = granted
        return granted

    def roles_in(self, centre: str) -> frozenset[str]:
        """The roles held in the centre with code `centre`; a grant for "*" counts everywhere."""
        pairs = (grant.split("@", 1) for grant in self._grants())
        return frozenset(role for role, where in pairs if where in (centre, "*"))

    def centres(self) -> tuple[str, ...]:
        """Codes of the centres in which some role is held, "*" left out."""
        return tuple(sorted({grant.split("@", 1)[1] for grant in self._grants()} - {"*"}))

    def may(self, permission: Permission, centre: str) -> bool:
        """Whether this account may do `permission` in `centre`."""
        return self.is_active and permitted(self.roles_in(centre), permission)


class Grant(models.Model):
    """A role held by an account in one centre (its code), or in every centre ("*")."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20)
    centre = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "role", "centre"], name="grant_once"),
            models.CheckConstraint(condition=Q(role__in=sorted(set(ROLES) - {"resident"})), name="grant_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role}@{self.centre}"


class Qualification(models.Model):
    """An account may be called for a category of matters, or for one matter, from a day until a day (None: for good).

    An account without a single row is qualified for everything: training fills the table by and by. One with rows is
    qualified for what they name on the day, and rows that have run out count as rows.
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
