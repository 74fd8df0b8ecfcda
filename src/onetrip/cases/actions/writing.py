"""What every acceptance writes, at a window or after a run at a kiosk: receipt, cases, their events; what is kept of papers."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from onetrip.cases import clock, numbers
from onetrip.cases.basis import AtWindow
from onetrip.cases.looked_up import NOTHING, LookedUp, spared_by
from onetrip.cases.models import Case, Gap, Receipt, Record
from onetrip.cases.notices import after_acceptance
from onetrip.cases.proxies.models import Authority
from onetrip.cases.records import wording
from onetrip.cases.records.issuing import issue_with_receipt
from onetrip.cases.records.wording import Words
from onetrip.cases.wording import as_json
from onetrip.centres.queries import Settled
from onetrip.centres.working_days import Unit
from onetrip.ledger import events, rows
from onetrip.ledger.refusals import Refused
from onetrip.licences.models import Lookup
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
    """A matter to accept: the ids of the papers taken, those that follow later, those asked for beyond the plan, and those
    whose licence is looked up later because the store does not answer (`on_lookup`)."""

    matter: str
    papers: tuple[str, ...]
    by_proxy: bool = False
    to_follow: tuple[str, ...] = ()
    extra: tuple[ExtraPaper, ...] = ()
    on_lookup: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checked:
    """A matter found complete: what is kept of its papers, and its clock from the day of acceptance on. `lookups`: by paper
    what it is accepted on. `authority`: on what whoever came acts for the resident."""

    asked: AcceptedMatter
    at: AtWindow
    clock: clock.Clock
    papers: list[dict[str, Any]]
    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    authority: Authority | None = None

    @property
    def is_at_once(self) -> bool:
        """Whether it is done on the spot: not while a paper is looked for."""
        return self.at.terms.limits.on_the_spot and not self.lookups


def papers_kept(
    asked: AcceptedMatter, at: AtWindow, at_hand: Set[str], place: Settled, day: date, seen: LookedUp = NOTHING
) -> list[dict[str, Any]]:
    """The papers of a case as it keeps them: taken, found or looked for as licences, following by a day, and asked for beyond
    the plan."""
    kept: list[dict[str, Any]] = []
    shared = [paper for needed in at.papers.needed for paper in sorted(needed.any_of & at_hand)]
    for paper in dict.fromkeys([*asked.papers, *shared]):
        line = at.papers.line(paper)
        if line is None:
            raise _not_asked_for(at, paper)
        needed, name = line
        kept.append({"paper": paper, "name": as_json(name), "originals": needed.originals, "copies": needed.copies})
    for paper in seen.spared(at.papers.needed, at_hand):
        until = seen.found[paper].valid_until
        named = {"paper": paper, "name": as_json(at.paper_name(paper)), "originals": 0, "copies": 0}
        kept.append({**named, "licence": True, "valid_until": until and until.isoformat()})
    for paper in seen.awaited_for(at.papers.needed, at_hand):
        kept.append(
            {"paper": paper, "name": as_json(at.paper_name(paper)), "follows": True, "by": None, "lookup": True}
        )
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
    """The receipt, the cases, their records, their events and what the resident is told: four statements after the
    numbers, whatever the number of matters, and one more where papers follow.

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
        _case(one, number, receipt=receipt, account=account_id, now=now)
        for one, number in zip(checked, given["case"], strict=True)
    ]
    rows.insert(receipt, *cases)
    if gaps := list(_gaps(checked, cases, now)):
        rows.insert(*gaps)  # after the cases: the database takes them where it shows their case (docs/walls.md)
    issue_with_receipt(receipt, _words(cases, day), place=place, window=where.get("window"), now=now, by=by)
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
                    "case",
                    case.pk,
                    "receive" if case.state == Case.State.RECEIVED else "accept",
                    to_state=case.state,
                    data={"number": case.number, "matter": case.matter, **spared_by(one.papers, one.at)},
                )
                for one, case in zip(checked, cases, strict=True)
            ),
        ],
    )
    after_acceptance(receipt, cases, now=now)
    return receipt


def _case(one: Checked, number: str, *, receipt: Receipt, account: int, now: datetime) -> Case:
    """A case as it begins: done on the spot, accepted, or only received where another centre accepts it."""
    visit, centre = receipt.visit, receipt.centre_id
    at_once, sent_on = one.is_at_once, is_sent_on(one)
    return Case(
        number=number,
        matter=one.at.matter,
        matter_name=as_json(one.at.name),
        catalogue_id=one.at.catalogue.number,
        department=one.at.catalogue.matters[one.at.matter].department or "",
        visit=visit,
        receipt=receipt,
        slip_id=visit.slip_id,
        resident_id=visit.resident_id,
        receiving_centre_id=centre,
        accepting_centre_id=None if sent_on else centre,
        papers_at_id=centre,
        collect_at_id=centre,
        result_at_id=centre if at_once else None,
        clerk_id=account,
        state=_begins(at_once=at_once, sent_on=sent_on),
        by_proxy=one.asked.by_proxy,
        proxy_id=visit.proxy_id,
        relation=visit.relation,
        authority=one.authority,
        papers=one.papers,
        received_at=now,
        accepted_at=None if sent_on else now,
        limit=one.clock.stored(),
        due_on=one.clock.due.day if one.clock.due and not sent_on else None,
        due_certain=one.clock.due.certain if one.clock.due and not sent_on else True,
        legal_limit=one.clock.stored_legal(),
        legal_due_on=one.clock.legal_due.day if one.clock.legal_due and not sent_on else None,
        completed_at=now if at_once else None,
    )


def _words(cases: Sequence[Case], day: date) -> list[tuple[Case, Record.Kind, Words]]:
    """What an acceptance gives in writing beside the receipt: what is done on the spot needs no more than that."""
    said = []
    for case in cases:
        if case.state == Case.State.ACCEPTED:
            said.append((case, Record.Kind.ACCEPTANCE, wording.acceptance(case, day, accepted=day)))
        if any(wording.is_promised(paper) for paper in case.papers):
            said.append((case, Record.Kind.PROMISE, wording.promise(case, day)))
    return said


def is_sent_on(one: Checked) -> bool:
    """Whether another centre accepts it (收受分离): the clock starts there."""
    return one.at.item.place is Place.ANY_SENT_ON and not one.at.terms.limits.on_the_spot


def _begins(*, at_once: bool, sent_on: bool) -> Case.State:
    if at_once:
        return Case.State.COMPLETED
    return Case.State.RECEIVED if sent_on else Case.State.ACCEPTED


def _gaps(checked: Sequence[Checked], cases: Sequence[Case], now: datetime) -> list[Gap]:
    """The papers that were promised for later, and those that are looked for."""
    return [
        Gap(
            case=case,
            paper=paper["paper"],
            name=paper["name"],
            promised_at=now,
            promised_by=paper["by"] and date.fromisoformat(paper["by"]),
            lookup=one.lookups[paper["paper"]] if paper.get("lookup") else None,
        )
        for one, case in zip(checked, cases, strict=True)
        for paper in case.papers
        if paper.get("follows")
    ]


def _line(one: Checked, number: str) -> dict[str, Any]:
    """What the receipt says of one case, for ever: texts in both languages, never looked up again."""
    item, limits, due = one.at.item, one.at.terms.limits, None if is_sent_on(one) else one.clock.due
    return {
        "case": number,
        "matter": one.at.matter,
        "name": as_json(one.at.name),
        "papers": one.papers,
        "spared": [
            {"paper": each.paper, "name": as_json(each.name), "why": as_json(each.why)} for each in one.at.papers.spared
        ],
        "by_proxy": one.asked.by_proxy,
        "on_the_spot": one.is_at_once,
        "awaits_licence": bool(one.lookups),
        "limit": one.clock.stored(),
        "due": due and due.day.isoformat(),
        "due_certain": due.certain if due else True,
        "limit_known": limits.on_the_spot or one.clock.limit is not None,
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
