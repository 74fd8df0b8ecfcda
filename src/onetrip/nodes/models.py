from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from onetrip.centres.models import Centre
from onetrip.people.fields import EncryptedText


class Here(models.Model):
    """What this database is: one row where it belongs to a node, none in a house that stands alone.

    `number` is the node's part of all numbers that tables give themselves (see `capture.claim_numbers`); 0 is the city.
    """

    class Role(models.TextChoices):
        CITY = "city", "市节点 city node"
        CENTRE = "centre", "中心节点 centre node"

    only = models.PositiveSmallIntegerField(primary_key=True, default=1)
    role = models.CharField(max_length=8, choices=Role.choices)
    centre = models.CharField(max_length=16, blank=True)
    number = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(only=1), name="node_here_once"),
            models.CheckConstraint(
                condition=Q(role="city", centre="", number=0) | (Q(role="centre", number__gte=1) & ~Q(centre="")),
                name="node_here_is_city_or_centre",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.centre}".strip()


class Node(models.Model):
    """At the city: a centre that has a database of its own.

    `heard` is the last message of it that was taken in, `acknowledged` the last of ours that it has taken in. `mark` and
    `mark_until` remember a look at the outbox whose transactions had not all ended (see `outbox`). `told` is what it
    says of itself, `trouble` why its last messages were not taken, {"zh": …, "en": …}.
    """

    centre = models.OneToOneField(Centre, on_delete=models.PROTECT, primary_key=True, related_name="+")
    number = models.PositiveSmallIntegerField(unique=True)
    added_at = models.DateTimeField()
    heard = models.BigIntegerField(default=0)
    acknowledged = models.BigIntegerField(default=0)
    said = models.BigIntegerField(default=0, help_text="the highest number of a message that was ever put on the line")
    begins = models.BigIntegerField(default=0, help_text="what was said up to this message was not said to it")
    past = models.BigIntegerField(default=0, help_text="with this message it has all that it begins with")
    mark = models.BigIntegerField(default=0)
    mark_until = models.BigIntegerField(default=0)
    settled = models.BigIntegerField(default=0)
    calls = models.BigIntegerField(default=0, help_text="the highest number of a call that was answered")
    last_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True, help_text="silent for so long that it has to begin anew")
    told = models.JSONField(default=dict)
    trouble = models.JSONField(null=True)
    trouble_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=8191), name="node_number_1_to_8191"),
            models.CheckConstraint(
                condition=Q(trouble=None, trouble_since=None) | Q(trouble__isnull=False, trouble_since__isnull=False),
                name="node_trouble_since_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.centre_id)


class NodeKey(models.Model):
    """A secret that a centre node signs with. The secret is shown once; revoked keys stay, so that their number does."""

    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="keys")
    number = models.PositiveSmallIntegerField()
    secret = EncryptedText()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "number"], name="node_key_number_once")]

    def __str__(self) -> str:
        return f"{self.node_id}.{self.number}"


class Call(models.Model):
    """A signed call of a node that was answered: the same number is never answered again."""

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    number = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["node", "number"], name="node_call_once")]

    def __str__(self) -> str:
        return f"{self.node_id} {self.number}"


class Line(models.Model):
    """At a centre node: the line to the city, as one row. The counters are those of `Node`, seen from here."""

    only = models.PositiveSmallIntegerField(primary_key=True, default=1)
    city = models.CharField(max_length=200)
    heard = models.BigIntegerField(default=0)
    acknowledged = models.BigIntegerField(default=0)
    said = models.BigIntegerField(default=0, help_text="the highest number of a message that was ever put on the line")
    past = models.BigIntegerField(
        null=True, help_text="with this message of the city we have all that we begin with; not known yet: null"
    )
    mark = models.BigIntegerField(default=0)
    mark_until = models.BigIntegerField(default=0)
    settled = models.BigIntegerField(default=0)
    is_up = models.BooleanField(default=False)
    since = models.DateTimeField(help_text="since when the line is up, or down")
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True, help_text="when the city last took something")
    trouble = models.JSONField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=1), name="line_once")]

    def __str__(self) -> str:
        return self.city


class Outgoing(models.Model):
    """A change of a row that somebody else has to hear of, written by a trigger in the transaction of the change.

    `to` is "city", a centre's code, or "*" for every centre node. `row` is the row as PostgreSQL writes it as JSON, as
    text so that nobody on the way reads a number otherwise: all columns of a new row, the changed ones of a changed row.
    `transaction` keeps together what was committed together.
    """

    class Deed(models.TextChoices):
        INSERT = "I", "new"
        UPDATE = "U", "changed"
        DELETE = "D", "gone"

    to = models.CharField(max_length=16)
    transaction = models.BigIntegerField()
    table = models.CharField(max_length=63)
    deed = models.CharField(max_length=1, choices=Deed.choices)
    key = models.CharField(max_length=64)
    row = models.TextField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["to", "id"], name="outgoing_to"),
            models.Index(fields=["transaction"], name="outgoing_transaction"),
            models.Index(fields=["at"], name="outgoing_at"),
        ]
        constraints = [models.CheckConstraint(condition=Q(deed__in=["I", "U", "D"]), name="outgoing_deed_known")]

    def __str__(self) -> str:
        return f"{self.to} {self.table} {self.deed} {self.key}"


class Alias(models.Model):
    """The same thing under two ids: `theirs` at `peer`, `ours` here (a resident both had met before they could talk).

    `seen` is how often the other side had counted it when we last heard (findings of the catalogue).
    """

    peer = models.CharField(max_length=16)
    table = models.CharField(max_length=63)
    theirs = models.CharField(max_length=64)
    ours = models.CharField(max_length=64)
    seen = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["peer", "table", "theirs"], name="alias_once"),
            models.CheckConstraint(condition=~Q(theirs=F("ours")), name="alias_of_another"),
        ]
        indexes = [models.Index(fields=["peer", "table", "ours"], name="alias_back")]

    def __str__(self) -> str:
        return f"{self.peer} {self.table} {self.theirs}"


class Holding(models.Model):
    """At the city: a centre node holds a copy of a slip that was issued elsewhere, and is told what becomes of it."""

    node = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="+")
    slip = models.ForeignKey("advice.Slip", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slip", "node"], name="holding_once")]

    def __str__(self) -> str:
        return f"{self.node_id} {self.slip_id}"


class Conflict(models.Model):
    """Two sides did, without hearing of each other, what does not go together: for a person to decide, never dropped.

    `same` is one text per matter of dispute, so that it is found once. `left` and `right` hold the two facts as they are
    shown: {"centre", "at", "zh", "en", …}, without what identifies a person. A decision is final, and told to both centres.
    """

    class Kind(models.TextChoices):
        SLIP_TWICE = "slip-twice", "一张小贴士两处用 one slip at two centres"
        MATTER_TWICE = "matter-twice", "同一件事两处受理 one matter accepted twice"
        ACCOUNT_CLOSED = "account-closed", "账号停用后还在用 an account used after it was closed"
        NOT_BOTH = "not-both", "两边的记录放不到一起 two records that cannot both stand"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    same = models.CharField(max_length=200, unique=True)
    centre = models.CharField(max_length=16)
    other = models.CharField(max_length=16, blank=True)
    left = models.JSONField()
    right = models.JSONField()
    found_at = models.DateTimeField()
    decision = models.CharField(max_length=16, blank=True)
    note = models.CharField(max_length=400, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["slip-twice", "matter-twice", "account-closed", "not-both"]),
                name="conflict_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by="", decision="")
                | (Q(decided_at__isnull=False) & ~Q(decided_by="") & ~Q(decision="")),
                name="conflict_decided_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["found_at"], condition=Q(decided_at=None), name="conflict_open")]

    def __str__(self) -> str:
        return f"{self.kind} {self.same}"


class Withheld(models.Model):
    """What a message said and the tables here could not take beside what they have; kept whole, with its conflict.

    `beside` is the key of the row that stands here instead.
    """

    conflict = models.ForeignKey(Conflict, on_delete=models.PROTECT, related_name="withheld")
    peer = models.CharField(max_length=16)
    table = models.CharField(max_length=63)
    key = models.CharField(max_length=64)
    deed = models.CharField(max_length=1)
    row = models.TextField(null=True)
    beside = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["peer", "table", "key"], name="withheld_row")]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"
