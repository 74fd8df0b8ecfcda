"""A display is set up, or follows the layout of all displays again."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from onetrip.centres.models import Centre
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Refused
from onetrip.lobby.layouts import EVERY, Layout, as_columns
from onetrip.lobby.models import DisplayLayout


def set_layout(*, centre: str, layout: Layout, onto: int, now: datetime, by: str, key: uuid.UUID) -> None:
    """Let display `layout.number` (EVERY: all without a layout of their own) show this from now on.

    `onto` is the version that was seen (0: none yet). Raises Refused when somebody changed it meanwhile, NotFound.
    """
    try:
        _set_layout(settled(centre).centre, layout, onto, now=now, by=by, key=key)
    except IntegrityError as error:
        if "display_layout_once" not in str(error):
            raise
        raise _changed_meanwhile() from error  # two set it up for the first time: there was no row to wait for


def _set_layout(centre: Centre, layout: Layout, onto: int, *, now: datetime, by: str, key: uuid.UUID) -> None:
    with transaction.atomic():
        claimed = requests.claim(key, action=f"set-layout {centre.code} {layout.number}", actor=by, now=now, result={})
        if claimed is not None:
            return
        row = DisplayLayout.objects.select_for_update().filter(centre=centre, number=layout.number).first()
        if (row.version if row else 0) != onto:
            raise _changed_meanwhile()
        columns = as_columns(layout)
        if row is None:
            DisplayLayout.objects.create(centre=centre, number=layout.number, version=1, **columns)
        else:
            DisplayLayout.objects.filter(pk=row.pk).update(version=onto + 1, **columns)
        _record(centre.code, layout.number, "set", now, by, columns)


def clear_layout(*, centre: str, number: int, now: datetime, by: str, key: uuid.UUID) -> None:
    """Display `number` follows the layout of all displays again; does nothing where it had none of its own."""
    with transaction.atomic():
        claimed = requests.claim(key, action=f"clear-layout {centre} {number}", actor=by, now=now, result={})
        if claimed is not None or number == EVERY:
            return
        gone, _ = DisplayLayout.objects.filter(centre_id=centre, number=number).delete()
        if gone:
            _record(centre, number, "clear", now, by, {})


def _changed_meanwhile() -> Refused:
    return Refused(
        "layout-changed",
        "这块屏刚被别人改过。请看看新的，再改。",
        "Somebody has just changed this display. Please look at it as it is now, and change it again.",
    )


def _record(centre: str, number: int, verb: str, now: datetime, by: str, data: dict[str, object]) -> None:
    events.record(
        now=now,
        centre=centre,
        actor=by,
        thing="display-layout",
        thing_id=number,
        verb=verb,
        data=data,
        public={"changed": True},
    )
