"""What training does by itself; the house asks once a minute."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from onetrip.centres.elsewhere import in_each_centre
from onetrip.ledger import events
from onetrip.staff.models import Account
from onetrip.training.actions.following import bring_due
from onetrip.training.actions.planning import plan_due
from onetrip.training.actions.testing import give_up_forgotten
from onetrip.training.models import Path


def tend(*, now: datetime, by: str) -> None:
    """Who moved takes their training along, forgotten tests are given up, follow-ups are brought, plans are made. Under a
    scope that shows every centre."""
    take_along(now=now, by=by)
    in_each_centre("giving up tests", lambda code: give_up_forgotten(centre=code, now=now, by=by))
    bring_due(now=now, by=by)
    plan_due(now=now, by=by)


def take_along(*, now: datetime, by: str) -> int:
    """The training of whoever works in another centre now goes on there; how many paths that moved. Whoever works nowhere
    just now, or in all centres, keeps it where it was."""
    moved = 0
    trained = Path.objects.filter(account__is_active=True).values("account")
    for account in Account.objects.with_grants(now).filter(pk__in=trained):
        where = account.centres()
        if where:
            left_behind = Path.objects.filter(account=account).exclude(centre_id__in=where)
            moved += sum(_take(path, account, where[0], now=now, by=by) for path in left_behind)
    return moved


def _take(path: Path, account: Account, centre: str, *, now: datetime, by: str) -> bool:
    with transaction.atomic():
        before, path.centre_id = path.centre_id, centre
        path.save(update_fields=["centre"])
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="training",
            thing_id=path.pk,
            verb="move",
            from_state=path.state,
            to_state=path.state,
            data={"account": account.username, "category": path.category, "from": before},
        )
    return True
