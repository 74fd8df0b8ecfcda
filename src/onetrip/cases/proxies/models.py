"""The table of authorities: on what somebody may act for somebody else."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from onetrip.centres.models import Centre
from onetrip.lobby.models import Visit
from onetrip.people.models import Resident


class Authority(models.Model):
    """`agent` may act for `principal` in `matters` ([]: in all), from `since` until `until`, both days included.

    `kind`: a letter that the principal signed, or a proof that the law lets the agent act. `proof`: which paper showed it.
    `visit`: the one in which it was handed in. Kept on file, it serves later visits until its end, or until the principal
    revokes it.
    """

    class Kind(models.TextChoices):
        LETTER = "letter", "授权委托书 letter of authority"
        GUARDIANSHIP = "guardianship", "监护证明 proof of guardianship"
        REPRESENTATION = "representation", "法定代理证明 proof of legal representation"

    class Proof(models.TextChoices):
        LETTER = "letter", "委托书 the letter"
        NOTARISED = "notarised", "公证委托书 a notarised letter"
        BIRTH = "birth", "出生医学证明 birth certificate"
        BOOKLET = "booklet", "户口簿 household booklet"
        COURT = "court", "法院文书 court paper"
        NOTARY = "notary", "公证书 notarial deed"
        COMMITTEE = "committee", "居委会或民政部门证明 residents' committee or civil affairs"

    class Ending(models.TextChoices):
        REVOKED = "revoked", "本人撤回 revoked by the principal"
        MISTAKEN = "mistaken", "登记错了 entered by mistake"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="+")
    principal = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="authorities_given")
    agent = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="authorities_held")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    proof = models.CharField(max_length=12, choices=Proof.choices)
    matters = models.JSONField(default=list)
    since = models.DateField()
    until = models.DateField()
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="authorities")
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    ending = models.CharField(max_length=12, choices=Ending.choices, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(principal=F("agent")), name="authority_two_persons"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="authority_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(kind="letter") | ~Q(matters=[]), name="authority_letter_names_matters"),
            models.CheckConstraint(
                condition=Q(kind="letter", proof__in=["letter", "notarised"])
                | Q(
                    kind__in=["guardianship", "representation"],
                    proof__in=["birth", "booklet", "court", "notary", "committee"],
                ),
                name="authority_proof_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="", ending="")
                | (Q(ended_at__isnull=False, ending__in=["revoked", "mistaken"]) & ~Q(ended_by="")),
                name="authority_ended_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["principal", "agent", "until"], name="authority_of_two")]

    def __str__(self) -> str:
        return f"{self.kind} {self.since}–{self.until}"

    def covers(self, matter: str) -> bool:
        """Whether it speaks of this matter."""
        return not self.matters or matter in self.matters

    def holds_on(self, day: date) -> bool:
        """Whether the agent may act on this day."""
        return self.ended_at is None and self.since <= day <= self.until
