from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from onetrip.cases.models import Case
from onetrip.centres.models import Centre
from onetrip.people.models import Resident


class Hold(models.Model):
    """Nothing of this case, and nothing of its two persons, goes while it is held: a court, an inspection, a complaint under
    way."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=400)
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=80)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(lifted_at=None), name="hold_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by="")
                | Q(lifted_at__isnull=False, lifted_at__gte=F("placed_at")) & ~Q(lifted_by=""),
                name="hold_lifted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.placed_at:%F}"


class Erasure(models.Model):
    """A resident asks that what is known of them goes (PIPL, article 47): by whom it was taken and how they proved who they
    are, and what came of it. `went` and `stays` are lists of {"kind", "number"} and {"kind", "why"}, without a word of theirs."""

    class State(models.TextChoices):
        OPEN = "open", "等着办 open"
        DONE = "done", "办了 done"
        REFUSED = "refused", "没有办 refused"

    class Proof(models.TextChoices):
        CARD = "card", "看了身份证原件，人证一致 the card, compared with the person"

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="erasures")
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    proof = models.CharField(max_length=8, choices=Proof.choices)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    answer_by = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    went = models.JSONField(default=list)
    stays = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resident"], condition=Q(state="open"), name="erasure_one_open"),
            models.CheckConstraint(condition=Q(state__in=["open", "done", "refused"]), name="erasure_state_known"),
            models.CheckConstraint(condition=Q(proof__in=["card"]), name="erasure_proof_known"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None, ended_by="")
                | (~Q(state="open") & Q(ended_at__isnull=False) & ~Q(ended_by="")),
                name="erasure_ended_by_somebody",
            ),
            models.CheckConstraint(condition=Q(ended_by="") | ~Q(ended_by=F("asked_by")), name="erasure_four_eyes"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="erasure_refused_says_why"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """As it is named aloud."""
        return f"{self.centre_id}-X{self.pk:05d}"
