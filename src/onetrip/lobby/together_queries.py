"""What people of a centre came for, visit by visit, without who they are."""

from __future__ import annotations

from datetime import date

from onetrip.lobby.models import Visit


def baskets(centre: str, first: date, last: date) -> list[list[str]]:
    """The matters of each visit from `first` to `last`, both counted, in no order of people; visits without one left out."""
    wanted = Visit.objects.filter(centre_id=centre, day__gte=first, day__lte=last).exclude(wanted=[])
    return list(wanted.order_by().values_list("wanted", flat=True))
