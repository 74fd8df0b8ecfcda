"""An application that came from a kiosk is accepted: a visit without a ticket, its case and receipt, or nothing at all."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from onetrip.advice import actions
from onetrip.advice import queries as advice
from onetrip.advice.models import Slip
from onetrip.cases import clock
from onetrip.cases.actions.writing import AcceptedMatter, Checked, write
from onetrip.cases.basis import AtWindow
from onetrip.cases.models import Receipt
from onetrip.cases.wording import as_json
from onetrip.centres.queries import settled
from onetrip.centres.working_days import Calendar, Unit
from onetrip.ledger.refusals import Refused
from onetrip.lobby.actions import came_for
from onetrip.lobby.models import Visit
from onetrip.lobby.queries import accepted_with
from onetrip.ratings import actions as ratings


@dataclass(frozen=True)
class Received:
    """A paper as it came: `pictures` of it, fetched as e-licence (`fetched`), or following later (`follows`)."""

    paper: str
    pictures: int = 0
    fetched: bool = False
    follows: bool = False


@dataclass(frozen=True)
class Application:
    """What a kiosk hands over: the matter as it was computed for this resident, and the papers that came with it."""

    at: AtWindow
    resident_id: uuid.UUID
    by_proxy: bool
    papers: tuple[Received, ...]
    began_at: datetime
    number: str
    slip: Slip | None = None


def accept_without_ticket(*, centre: str, application: Application, account_id: int, now: datetime, by: str) -> Receipt:
    """Accept what came from a kiosk, in the caller's transaction: the clock starts today.

    No key of its own: the run that it ends can end only once. Raises Refused when a paper that the matter needs neither
    came nor may follow.
    """
    at, place = application.at, settled(centre)
    day = place.centre.day_of(now)
    came = {one.paper for one in application.papers if not one.follows}
    follows = {one.paper for one in application.papers if one.follows}
    if missing := at.papers.missing(came, follows):
        zh, en = "、".join(each.name.zh for each in missing), ", ".join(each.name.en for each in missing)
        raise Refused("papers-missing", f"还差：{zh}。没有受理。", f"Still missing: {en}. Nothing was accepted.")
    visit = Visit.objects.create(
        centre_id=centre,
        channel=Visit.Channel.KIOSK,
        day=day,
        resident_id=application.resident_id,
        slip=application.slip,
        wanted=[at.matter],
        accepted=[at.matter],
        arrived_at=application.began_at,
        finished_at=now,
        outcome="all",
    )
    asked = AcceptedMatter(at.matter, tuple(sorted(came)), by_proxy=application.by_proxy)
    checked = Checked(asked, at, clock.start(at.terms, day, place.calendar), _kept(application, place.calendar, day))
    ratings.invite(visit=visit, served_by=None, window=None, now=now)
    where = {"errand": application.number, "channel": Visit.Channel.KIOSK.value}
    receipt = write(uuid.uuid4(), [checked], visit, account_id, place, day, where=where, now=now, by=by)
    if application.slip is not None:
        _keep(application.slip, centre, now=now, by=by)
    return receipt


def _keep(slip: Slip, centre: str, *, now: datetime, by: str) -> None:
    """The slip is kept when this was the last of what it was for."""
    if set(came_for(advice.read(slip).plan)) <= accepted_with(slip.pk):
        actions.honour(slip_id=slip.pk, now=now, by=by, centre=centre)


def _kept(application: Application, calendar: Calendar, day: date) -> list[dict[str, Any]]:
    """The papers as the case keeps them. No original was seen at a machine, and no copy is kept."""
    at, kept = application.at, []
    for one in application.papers:
        line = at.papers.line(one.paper)
        name = as_json(line[1] if line else at.paper_name(one.paper))
        if one.follows:
            gap = at.terms.minor_gap
            by = calendar.deadline(day, gap.days, Unit.WORKING_DAYS).day if gap and gap.days is not None else None
            kept.append({"paper": one.paper, "name": name, "follows": True, "by": by and by.isoformat()})
            continue
        kept.append(
            {
                "paper": one.paper,
                "name": name,
                "originals": 0,
                "copies": 0,
                "pictures": one.pictures,
                "fetched": one.fetched,
            }
        )
    return kept
