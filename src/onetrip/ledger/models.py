from __future__ import annotations

import uuid

from django.db import models


class Event(models.Model):
    """One change: who, what, from state, to state, when, where. Append-only; no foreign keys, so that it outlives everything.

    A trigger forbids update and delete, another sends NOTIFY with `public` (never personal data).
    """

    at = models.DateTimeField()
    centre = models.CharField(max_length=16, blank=True)
    actor = models.CharField(max_length=80)
    thing = models.CharField(max_length=40)
    thing_id = models.CharField(max_length=64)
    verb = models.CharField(max_length=40)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40, blank=True)
    data = models.JSONField(default=dict)
    public = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["centre", "at"], name="event_centre_at"),
            models.Index(fields=["thing", "thing_id"], name="event_thing"),
            # For the figure of papers that nobody was asked for: one event in some hundreds has it.
            models.Index(
                fields=["centre", "at"], condition=models.Q(thing="case", data__has_key="spared"), name="event_spared"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thing} {self.thing_id} {self.verb}"


class Seal(models.Model):
    """An event's place in the hash chain of its centre: `digest` covers the previous seal and the event.

    `form` is how it was computed (`sealing.digest`); seals made before there was a second form are of the first.
    """

    event_id = models.BigIntegerField(unique=True)
    centre = models.CharField(max_length=16, blank=True)
    position = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    form = models.PositiveSmallIntegerField(default=2, db_default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["centre", "position"], name="seal_one_per_position")]

    def __str__(self) -> str:
        return f"{self.centre} {self.position}"


class RequestKey(models.Model):
    """The idempotency key of a changing request, with what it led to, so that a repeat gets the same answer."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    action = models.CharField(max_length=60)
    actor = models.CharField(max_length=80)
    result = models.JSONField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.action} {self.key}"


class Brake(models.Model):
    """How often something was tried within a stretch of time, by a keyed hash of what or who: passwords from one address,
    codes that open nothing. A row is of no use after `until` and is removed by the clock."""

    key = models.BinaryField(max_length=32, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.until:%R}"
