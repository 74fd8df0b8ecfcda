"""An errand while it is changed, by whatever verb: its row locked, its sitting and its state looked at."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from onetrip.kiosk.errands.lifecycle import ERRAND, is_of_kind
from onetrip.kiosk.models import Errand
from onetrip.ledger import events
from onetrip.ledger.refusals import NotFound

SEAT_LASTS = timedelta(minutes=10)
"""A sitting in which nothing was pressed for so long is over, also where no page was there to say so."""

RELATED = ("consultation", "resident", "proxy", "slip")


def over() -> NotFound:
    """The refusal for a run that is not open in this sitting: the same whether it never was or was taken away."""
    return NotFound(
        "errand-over",
        "这台机器上没有正在办的事了：可能离开得久，信息已经清掉。要接着办，请从“给谁办”重新开始，放上身份证就能找回来。",
        "Nothing is going on at this machine any more: you may have been away, and everything was cleared. To go on, begin "
        "again and lay down the ID card; what you began is then found.",
    )


@contextmanager
def changing(seat: uuid.UUID, now: datetime, *, states: tuple[str, ...] = (Errand.State.OPEN,)) -> Iterator[Errand]:
    """The errand of this sitting, locked, inside a transaction. Raises NotFound where the sitting is over."""
    with transaction.atomic():
        errand = (
            Errand.objects.select_for_update(of=("self",))
            .select_related(*RELATED)
            .filter(seat=seat, touched_at__gt=now - SEAT_LASTS, state__in=states)
            .first()
        )
        if errand is None:
            raise over()
        errand.touched_at = now
        yield errand


@contextmanager
def moving(errand_id: uuid.UUID) -> Iterator[Errand]:
    """Any errand by its id, locked, inside a transaction. Raises NotFound."""
    with transaction.atomic():
        errand = Errand.objects.select_for_update(of=("self",)).select_related(*RELATED).filter(pk=errand_id).first()
        if errand is None:
            raise unknown()
        yield errand


def unknown() -> NotFound:
    """There is no such errand."""
    return NotFound("errand-unknown", "没有这件自助办件。", "There is no such errand.")


def move(errand: Errand, verb: str) -> str:
    """Bring the errand into the state after `verb`; the state before it. Raises Refused where the table has no such step,
    or none for this kind: a print becomes no case, and an application is not printed."""
    if not is_of_kind(verb, errand.kind):
        raise ERRAND.refuse(verb, errand.state, errand.number or "")
    before, errand.state = errand.state, ERRAND.move(verb, errand.state, errand.number or "")
    return before


def record(
    errand: Errand,
    verb: str,
    *,
    now: datetime,
    by: str,
    before: str = "",
    data: dict[str, Any] | None = None,
    public: bool = False,
) -> None:
    """One event of an errand: its matter and its kiosk beside what is given; never who, never what was said.

    With `public`, screens of the centre look again.
    """
    kiosk = errand.kiosk.number if errand.kiosk else None
    events.record(
        now=now,
        centre=errand.centre_id,
        actor=by,
        thing="errand",
        thing_id=errand.pk,
        verb=verb,
        from_state=before,
        to_state=errand.state if before else "",
        data={"matter": errand.matter, "kiosk": kiosk, **(data or {})},
        public={"tag": errand.tag} if public else None,
    )
