"""In which order somebody meets what they have never practised."""

from __future__ import annotations

from datetime import datetime

from onetrip.catalogue import queries as catalogues
from onetrip.staff.models import Account
from onetrip.training.courses.figures import by_frequency
from onetrip.training.queries import plan_of


def order_of(account: Account, centre: str, now: datetime) -> tuple[str, ...]:
    """The matters whose questions come next: first those of this person's plan in its order, then every other one, those
    that this centre handles most first, a category after the other (先高频后低频，先大类后小类)."""
    plan = plan_of(account.pk, centre)
    planned = [line["matter"] for line in plan.lines] if plan is not None else []
    others = (matter.id for group in by_frequency(centre, now) for matter in group.matters)
    known = catalogues.current().matters
    return tuple(one for one in dict.fromkeys([*planned, *others]) if one in known)
