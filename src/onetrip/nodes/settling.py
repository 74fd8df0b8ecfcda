"""Columns that both sides may change: whoever hears the other's word ends at the same value, in whichever order they hear.

Without this, two changes that cross on the line would leave each side with what the other one said.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from onetrip.advice.models import Slip
from onetrip.people.models import Consent

_SLIP_GOES = (Slip.State.ISSUED, Slip.State.REPLACED, Slip.State.HONOURED, Slip.State.BROKEN)
"""The states of a slip in the order in which its life may go (advice.lifecycle): the further one stands."""


def standing(table: str, key: str, row: dict[str, Any]) -> dict[str, Any]:
    """Columns of a row that is changed, or copied once more, that keep the value they have here, because ours is the one
    that stands; {} as a rule."""
    if table == "advice_slip" and "state" in row:
        ours = Slip.objects.filter(pk=key).values_list("state", flat=True).first()
        if ours is not None and _SLIP_GOES.index(Slip.State(ours)) > _SLIP_GOES.index(Slip.State(row["state"])):
            return {"state": ours}
    if table == "people_consent" and row.get("withdrawn_at"):
        withdrawn = Consent.objects.filter(pk=key).values_list("withdrawn_at", "withdrawn_by").first()
        if withdrawn and withdrawn[0] and withdrawn[0] <= datetime.fromisoformat(row["withdrawn_at"]):
            return {"withdrawn_at": withdrawn[0].isoformat(), "withdrawn_by": withdrawn[1]}
    return {}
