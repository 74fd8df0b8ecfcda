"""What a carrier says of its parcels, pushed or asked for: kept once each, and acted on as all of it together says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from onetrip.cases.delivering.actions.posting import NEWS_EVERY, claim_due, locked_parcel
from onetrip.cases.delivering.actions.stepping import finish, row_of, step
from onetrip.cases.delivering.carriers import registry
from onetrip.cases.delivering.carriers.base import Said
from onetrip.cases.delivering.models import Parcel, Track
from onetrip.cases.delivering.tracks import Standing, standing
from onetrip.cases.models import Case

_AHEAD = timedelta(hours=1)
"""How far a carrier's clock may be ahead of ours."""
_STEP = {Standing.TAKEN: "find", Standing.LOST: "lose", Standing.COMING_BACK: "turn-back"}


def hear(*, carrier: str, said: Sequence[Said], now: datetime, by: str) -> set[str]:
    """Take in what `carrier` says, however late, often or out of order; the waybills of it that nobody here knows."""
    by_waybill: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        by_waybill[one.waybill].append(one)
    unknown = set()
    for waybill, told in sorted(by_waybill.items()):
        found = Parcel.objects.filter(carrier=carrier, waybill=waybill).values_list("pk", flat=True).first()
        if found is None:
            unknown.add(waybill)
            continue
        with transaction.atomic():
            case, parcel = locked_parcel(found)
            _keep(parcel, told, now)
            if parcel.is_under_way:
                _act(case, parcel, now=now, by=by)
    return unknown


def follow(*, now: datetime, by: str) -> int:
    """Ask the carrier for news of every parcel it was not asked about for a while; of how many it told. A carrier that is
    away is left alone until the next time."""
    carrier = registry.carrier()
    if carrier is None:
        return 0
    due = ~Q(state=Parcel.State.ORDERED) & Q(carrier=carrier.name, ask_at__lte=now)
    asked = 0
    for pk in claim_due(due, None, now + NEWS_EVERY):
        waybill = Parcel.objects.values_list("waybill", flat=True).get(pk=pk)
        news = carrier.news(waybill)
        if news is None:
            break
        hear(carrier=carrier.name, said=news, now=now, by=by)
        asked += 1
    return asked


def _keep(parcel: Parcel, told: Sequence[Said], now: datetime) -> None:
    """Each message once. A moment that lies well ahead comes of a clock that is wrong: it counts as now."""
    made = [
        Track(parcel=parcel, event=one.event, what=one.what, at=one.at if one.at <= now + _AHEAD else now, heard_at=now)
        for one in told
    ]
    before = parcel.tracks.count()
    Track.objects.bulk_create(made, ignore_conflicts=True)
    if parcel.tracks.count() > before:
        Parcel.objects.filter(pk=parcel.pk).update(heard_at=now)


def _act(case: Case, parcel: Parcel, *, now: datetime, by: str) -> None:
    state = standing(parcel.tracks.values_list("at", "what"))
    if state == parcel.state or (state is Standing.TAKEN and parcel.state == Parcel.State.ORDERED):
        return
    row = row_of(case)
    is_over = state is Standing.SIGNED
    Parcel.objects.filter(pk=parcel.pk).update(state=state, is_under_way=not is_over)
    if is_over:
        Parcel.objects.filter(pk=parcel.pk).update(ask_at=None)
        finish(row, "sign", centre=parcel.centre_id, now=now, by=by, more={"waybill": parcel.waybill})
    else:
        step(row, _STEP[state], centre=parcel.centre_id, now=now, by=by, waybill=parcel.waybill)
