"""The stops that cases had before stops were rows: read from their events, with ids that every house finds alike."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import migrations

_OURS = uuid.UUID("7a7c6f0e-53a4-4a3c-9b0c-6a1f9a5d2c11")
_ENDS = ("supplement", "withdraw")


def keep(apps: Any, _editor: Any) -> None:
    events, cases, stops = (
        apps.get_model(*name) for name in (("ledger", "Event"), ("cases", "Case"), ("cases", "Stop"))
    )
    told = events.objects.filter(thing="case", verb__in=["ask-supplement", *_ENDS]).order_by("pk")
    open_stop: dict[str, Any] = {}
    for event in told.iterator():
        case, note = event.thing_id, event.data.get("note", "")
        if event.verb == "ask-supplement":
            made = uuid.uuid5(_OURS, f"{case} {event.at.isoformat()}")
            open_stop[case] = stops(
                id=made, case_id=case, procedure="supplement", reason=note or "—", began_at=event.at
            )
        elif case in open_stop:
            stop = open_stop.pop(case)
            stop.ended_at, stop.result = max(event.at, stop.began_at), note
            _write(cases, stop)
    for stop in open_stop.values():
        _write(cases, stop)


def _write(cases: Any, stop: Any) -> None:
    if cases.objects.filter(pk=stop.case_id).exists():
        stop.save(force_insert=True)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_limits_and_stops"), ("ledger", "0002_triggers")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop, elidable=True)]
