"""An application that came from a kiosk is accepted, or refused in writing: a visit without a ticket, with its case and receipt or
its refusal, or nothing at all."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from onetrip.advice import actions
from onetrip.advice import queries as advice
from onetrip.advice.models import Slip
from onetrip.cases import clock, numbers
from onetrip.cases.actions.moving import sentence
from onetrip.cases.actions.writing import AcceptedMatter, Checked, write
from onetrip.cases.basis import AtWindow, Basis, refuse_if_proxy_may_not
from onetrip.cases.delivering.actions.stepping import result_is_there
from onetrip.cases.models import Authority, Case, Receipt, Record
from onetrip.cases.proxies.actions import Shown, register
from onetrip.cases.proxies.held import Held
from onetrip.cases.records import wording
from onetrip.cases.records.appeals import appeal
from onetrip.cases.records.issuing import issue_of_visit
from onetrip.cases.wording import as_json
from onetrip.centres.queries import settled
from onetrip.centres.working_days import Calendar, Unit
from onetrip.ledger import events
from onetrip.ledger.refusals import Refused
from onetrip.lobby.actions import came_for
from onetrip.lobby.models import Visit
from onetrip.lobby.queries import accepted_with
from onetrip.people.models import Resident
from onetrip.ratings import actions as ratings


@dataclass(frozen=True)
class Received:
    """A paper as it came: `pictures` of it, fetched as e-licence (`fetched`), or following later (`follows`)."""

    paper: str
    pictures: int = 0
    fetched: bool = False
    follows: bool = False


@dataclass(frozen=True)
class ActedFor:
    """Somebody who acts for the resident: who, as what, and what a reviewer saw of their authority (None: the matter takes
    none)."""

    proxy_id: uuid.UUID
    relation: str
    shown: Shown | None = None


@dataclass(frozen=True)
class Application:
    """What a kiosk hands over: the matter as it was computed for this resident, and the papers that came with it.

    `proxy`: who did it for the resident, and on what; None: the resident themselves.
    """

    at: AtWindow
    resident_id: uuid.UUID
    proxy: ActedFor | None
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
        proxy_id=application.proxy.proxy_id if application.proxy else None,
        relation=application.proxy.relation if application.proxy else "",
        wanted=[at.matter],
        accepted=[at.matter],
        arrived_at=application.began_at,
        finished_at=now,
        outcome="all",
    )
    authority = _authority(application, visit, day, now=now, by=by)
    asked = AcceptedMatter(at.matter, tuple(sorted(came)), by_proxy=application.proxy is not None)
    checked = Checked(
        asked,
        at,
        clock.start(at.terms, day, place.calendar),
        _kept(application, place.calendar, day),
        authority=authority,
    )
    ratings.invite(visit=visit, served_by=None, window=None, now=now)
    where = {"errand": application.number, "channel": Visit.Channel.KIOSK.value}
    receipt = write(uuid.uuid4(), [checked], visit, account_id, place, day, where=where, now=now, by=by)
    for case in receipt.cases.filter(state=Case.State.COMPLETED):  # done at once, and nobody is there to take it
        result_is_there(case, centre=centre, now=now, by=by)
    if application.slip is not None:
        _keep(application.slip, centre, now=now, by=by)
    return receipt


@dataclass(frozen=True)
class Declined:
    """What came from a kiosk and is not accepted: `number` is what the kiosk gave it, `came` who did it for the resident."""

    at: AtWindow
    resident_id: uuid.UUID | None
    came: Resident | None
    began_at: datetime
    number: str


def refuse_without_ticket(*, centre: str, declined: Declined, reason: str, now: datetime, by: str) -> Record:
    """Refuse in writing what came from a kiosk, in the caller's transaction, with the reason and how to object.

    No key of its own: the run that it ends can end only once. Raises Malformed without a reason, or where a full ID number
    stands in it.
    """
    at, place, note = declined.at, settled(centre), sentence(reason, field="reason")
    day = place.centre.day_of(now)
    visit = Visit.objects.create(
        centre_id=centre,
        channel=Visit.Channel.KIOSK,
        day=day,
        resident_id=declined.resident_id,
        wanted=[at.matter],
        arrived_at=declined.began_at,
        finished_at=now,
        outcome="none",
    )
    ratings.invite(visit=visit, served_by=None, window=None, now=now)
    (number,) = numbers.take(centre, day, refusal=1)["refusal"]
    record = issue_of_visit(
        uuid.uuid4(),
        number,
        visit,
        came=declined.came,
        matter=at.matter,
        name=at.name,
        department=at.catalogue.matters[at.matter].department or "",
        words=wording.refusal_without_case(day, reason=note, how=appeal()),
        place=place,
        now=now,
        by=by,
    )
    events.record(
        now=now,
        centre=centre,
        actor=by,
        thing="refusal",
        thing_id=record.pk,
        verb="refuse",
        data={"number": number, "errand": declined.number, "matter": at.matter, "note": note},
    )
    return record


def _authority(application: Application, visit: Visit, day: date, *, now: datetime, by: str) -> Authority | None:
    """On what somebody did it for the resident: what is on file, else what the reviewer saw, which is entered. Raises Refused
    where the matter, or what they are, takes an authority and there is none; or nobody of the kind may do it."""
    acted = application.proxy
    if acted is None or visit.resident is None or visit.proxy is None:
        return None
    at = Basis(visit, day).as_done_by(application.at)
    refuse_if_proxy_may_not(at)
    held = Held(visit, day)
    if held.for_matter(at.matter) is None and acted.shown is not None:
        register(
            principal=visit.resident,
            agent=visit.proxy,
            relation=acted.relation,
            shown=replace(acted.shown, matters=(at.matter,)),
            centre=visit.centre_id,
            visit=visit,
            now=now,
            by=by,
        )
        held = Held(visit, day)
    if (why := held.lacking(at)) is not None:
        raise Refused("authority-missing", why.zh, why.en)
    return held.for_matter(at.matter)


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
