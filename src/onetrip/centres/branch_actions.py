"""A centre becomes the branch of another, or stands on its own again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from onetrip.centres import queries
from onetrip.centres.models import Centre
from onetrip.ledger import events
from onetrip.ledger.refusals import NotFound, Refused


def attach_branch(*, centre: str, of: str | None, now: datetime, by: str) -> Centre:
    """`centre` is a branch of the centre `of` from now on; None: of none. Doing it again changes nothing.

    One level only: a branch has no branches. Raises NotFound, Refused.
    """
    with transaction.atomic():
        held = {each.pk: each for each in Centre.objects.select_for_update().filter(pk__in=[centre, of]).order_by("pk")}
        if centre not in held or (of is not None and of not in held):
            raise NotFound("centre-unknown", "没有这个中心。", "There is no such centre.")
        branch = held[centre]
        if of is not None and (
            of == centre or held[of].belongs_to_id or Centre.objects.filter(belongs_to_id=centre).exists()
        ):
            raise Refused(
                "branch-of-a-branch",
                "分中心下面不能再有分中心，也不能是自己的分中心。",
                "A branch has no branches of its own, and no centre is a branch of itself.",
            )
        if branch.belongs_to_id == of:
            return branch
        before, branch.belongs_to_id = branch.belongs_to_id, of
        branch.save(update_fields=["belongs_to"])
        events.record(
            now=now, centre=centre, actor=by, thing="centre", thing_id=centre, verb="attach",
            data={"from": before, "to": of},
        )  # fmt: skip
    queries.forget()
    return branch
