"""What every acceptance writes, at a window or after a run at a kiosk: receipt, cases, their events; what is kept of papers."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from onetrip.cases import clock, numbers
from onetrip.cases.basis import AtWindow
from onetrip.cases.models import Case, Receipt
from onetrip.cases.wording import as_json
from onetrip.centres.queries import Settled
from onetrip.centres.working_days import Unit
from onetrip.ledger import events, rows
from onetrip.ledger.refusals import Refused
from onetrip.lobby.models import Visit
from onetrip.planning import Place
from onetrip.ratings.models import BrokenPromise
from onetrip.rules import Text


@dataclass(frozen=True)
class ExtraPaper:
    """A paper the window asked for and took although no plan asks for it; `cause` as in BrokenPromise.Cause."""

    paper: str
    cause: str = BrokenPromise.Cause.UNKNOWN.value


@dataclass(frozen=True)
class AcceptedMatter:
    """A matter to accept: the ids of the papers taken, those that follow later, and those asked for beyond the plan."""

    matter: str
    papers: tuple[str, ...]
    by_proxy: bool = False
    to_follow: tuple[str, ...] = ()
    extra: tuple[ExtraPaper, ...] = ()


@dataclass(frozen=True)
class Checked:
    """A matter found complete: what is kept of its papers, and its clock from the day of acceptance on."""

    asked: AcceptedMatter
    at: AtWindow
    clock: clock.Clock
    papers: list[dict[str, Any]]


def papers_kept(
    asked: AcceptedMatter, at: AtWindow, at_hand: Set[str], place: Settled, day: date
) -> list[dict[str, Any]]:
    """The papers of a case as it keeps them: taken, following by a day, and asked for beyond the plan."""
    kept: list[dict[str, Any]] = []
    shared = [paper for needed in at.papers.needed for paper in sorted(needed.any_of & at_hand)]
    for paper in dict.fromkeys([*asked.papers, *shared]):
        line = at.papers.line(paper)
        if line is None:
            raise _not_asked_for(at, paper)
        needed, name = line
        kept.append({"paper": paper, "name": as_json(name), "originals": needed.originals, "copies": needed.copies})
    for paper in dict.fromkeys(asked.to_follow):
        line = at.papers.line(paper)
        if line is None or not line[0].may_follow:
            raise _may_not_follow(at, line[1] if line else Text(paper, paper))
        gap = at.terms.minor_gap
        by = place.calendar.deadline(day, gap.days, Unit.WORKING_DAYS).day if gap and gap.days is not None else None
        kept.append({"paper": paper, "name": as_json(line[1]), "follows": True, "by": by and by.isoformat()})
    for extra in asked.extra:
        name = at.paper_name(extra.paper)
        kept.append({"paper": extra.paper, "name": as_json(name), "originals": 1, "copies": 0, "extra": True})
    return kept


def write(
    receipt_id: uuid.UUID,
    checked: Sequence[Checked],
    visit: Visit,
    account_id: int,
    place: Settled,
    day: date,
    *,
    where: dict[str, Any],
    now: datetime,
    by: str,
) -> Receipt:
    """The receipt, the cases and their events: three statements after the numbers, whatever the number of matters.

    In the caller's transaction. `where` goes into the event of the receipt: at which window, with which ticket.
    """
    centre = place.centre
    given = numbers.take(centre.code, day, case=len(checked), receipt=1)
    lines = [_line(one, number) for one, number in zip(checked, given["case"], strict=True)]
    receipt = Receipt(
        id=receipt_id,
        number=given["receipt"][0],
        token=secrets.token_urlsafe(16),
        centre_id=centre.code,
        visit=visit,
        lines=lines,
        issued_at=now,
        issued_by=by,
    )
    cases = [
        Case(
            number=number,
            matter=one.at.matter,
            matter_name=as_json(one.at.name),
            catalogue_id=one.at.catalogue.number,
            visit=visit,
            receipt=receipt,
            slip_id=visit.slip_id,
            resident_id=visit.resident_id,
            receiving_centre_id=centre.code,
            accepting_centre_id=None if one.at.item.place is Place.ANY_SENT_ON else centre.code,
            clerk_id=account_id,
            state=Case.State.COMPLETED if one.at.terms.limits.on_the_spot else Case.State.ACCEPTED,
            by_proxy=one.asked.by_proxy,
            papers=one.papers,
            accepted_at=now,
            limit=one.clock.stored(),
            due_on=one.clock.due.day if one.clock.due else None,
            due_certain=one.clock.due.certain if one.clock.due else True,
            completed_at=now if one.at.terms.limits.on_the_spot else None,
        )
        for one, number in zip(checked, given["case"], strict=True)
    ]
    rows.insert(receipt)
    rows.insert(*cases)
    common = {"receipt": receipt.number, **where}
    events.record_all(
        now=now,
        centre=centre.code,
        actor=by,
        drafts=[
            events.Draft(
                "receipt", receipt.pk, "issue", data={**common, "cases": given["case"]}, public={"changed": True}
            ),
            *(
                events.Draft(
                    "case", case.pk, "accept", to_state=case.state, data={"number": case.number, "matter": case.matter}
                )
                for case in cases
            ),
        ],
    )
    return receipt


def _line(one: Checked, number: str) -> dict[str, Any]:
    """What the receipt says of one case, for ever: texts in both languages, never looked up again."""
    item, limits, due = one.at.item, one.at.terms.limits, one.clock.due
    return {
        "case": number,
        "matter": one.at.matter,
        "name": as_json(one.at.name),
        "papers": one.papers,
        "spared": [
            {"paper": each.paper, "name": as_json(each.name), "why": as_json(each.why)} for each in one.at.papers.spared
        ],
        "by_proxy": one.asked.by_proxy,
        "on_the_spot": limits.on_the_spot,
        "limit": one.clock.stored(),
        "due": due and due.day.isoformat(),
        "due_certain": due.certain if due else True,
        "limit_known": limits.on_the_spot or due is not None,
        "place": item.place.value,
        "result": item.result and as_json(item.result),
        "unverified": item.unverified,
    }


def _not_asked_for(at: AtWindow, paper: str) -> Refused:
    return Refused(
        "paper-not-asked-for",
        f"“{at.name.zh}”不要这份材料（{paper[:40]}）。真要的话，请记成“单子上没写，却要材料”。",
        f"“{at.name.en}” does not ask for this paper ({paper[:40]}). If it is really needed, record it as asked for "
        "beyond the slip.",
        status=422,
    )


def _may_not_follow(at: AtWindow, name: Text) -> Refused:
    return Refused(
        "paper-may-not-follow",
        f"“{at.name.zh}”的{name.zh}不能后补：不是次要材料，或这件事不能容缺受理。",
        f"The {name.en} of “{at.name.en}” may not follow later: it is a main paper, or the matter allows no gap.",
        status=422,
    )
