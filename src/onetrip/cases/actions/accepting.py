"""A window accepts, all matters of a visit in one go: cases, receipt, invitation to rate, or nothing at all."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from onetrip.advice import actions as advice
from onetrip.cases import clock, numbers
from onetrip.cases.basis import AtWindow, Basis, refuse_if_not_possible, refuse_ill_formed
from onetrip.cases.breaking import Broken, break_slip
from onetrip.cases.models import Case, Receipt
from onetrip.cases.papers import Needed
from onetrip.cases.promises import said_about
from onetrip.cases.wording import as_json
from onetrip.centres.queries import Settled, settled
from onetrip.centres.working_days import Unit
from onetrip.ledger import events, requests, rows
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.lobby.actions import Served, came_for, note_matters
from onetrip.lobby.queries import accepted_with
from onetrip.planning import Place
from onetrip.ratings import actions as ratings
from onetrip.ratings.actions.promises import check_cause
from onetrip.ratings.models import BrokenPromise
from onetrip.rules import Text

MOST_MATTERS = 20
"""Matters that one acceptance may hold; nobody has come with half as many."""


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


class PapersMissing(Refused):
    """Nothing was accepted, because papers are missing: all of them, with their matters, in `missing`."""

    def __init__(self, missing: Sequence[tuple[AtWindow, Needed]]) -> None:
        zh = "；".join(f"{at.name.zh}：{paper.name.zh}" for at, paper in missing)
        en = "; ".join(f"{at.name.en}: {paper.name.en}" for at, paper in missing)
        super().__init__(
            "papers-missing",
            f"还差 {len(missing)} 样，没有受理：{zh}。补齐了再收，或者先收齐了的、其余开一次性告知单。",
            f"{len(missing)} papers are missing, so nothing was accepted: {en}. Add them, or accept what is complete and "
            "tell the rest on one notice.",
        )
        self.missing = tuple(missing)


@dataclass(frozen=True)
class _Checked:
    """A matter found complete."""

    asked: AcceptedMatter
    at: AtWindow
    clock: clock.Clock
    papers: list[dict[str, Any]]


def accept(
    *,
    ticket_id: uuid.UUID,
    account_id: int,
    matters: Sequence[AcceptedMatter],
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Receipt:
    """Accept `matters` for whoever is served at this account's window: a case each, one receipt, or nothing.

    What is done on the spot is completed in the same moment. The slip is kept when this completes everything it was
    for, and broken when a window asked for more than it says. Raises PapersMissing, Refused (not served here, accepted
    before, not possible), NotFound, Malformed.
    """
    _refuse_malformed(matters)
    receipt_id = uuid.uuid4()
    try:
        with transaction.atomic():
            action, result = f"accept {ticket_id}", {"receipt": str(receipt_id)}
            if earlier := requests.claim(key, action=action, actor=by, now=now, result=result):
                return Receipt.objects.get(pk=earlier["receipt"])
            accepted = [one.matter for one in matters]
            served = note_matters(ticket_id=ticket_id, account_id=account_id, accepted=accepted)
            place = settled(served.visit.centre_id)
            day = place.centre.day_of(now)
            basis = Basis(served.visit, day)
            checked = _check(matters, basis, place, day)
            ratings.invite(visit=served.visit, served_by=account_id, window=served.window, now=now)
            receipt = _write(receipt_id, checked, served, account_id, place, day, now=now, by=by)
            _keep_or_break(checked, served, basis, now=now, by=by)
    except IntegrityError as error:
        if "case_once_per_visit_and_matter" not in str(error):
            raise
        raise _accepted_before(ticket_id, matters) from error
    return receipt


def _check(matters: Sequence[AcceptedMatter], basis: Basis, place: Settled, day: date) -> list[_Checked]:
    """Every matter with its papers; raises for all that is missing at once."""
    # One original serves every matter of the visit: what was looked at for one of them is at hand for all.
    at_hand = {paper for asked in matters for paper in asked.papers}
    checked, missing = [], []
    for asked in matters:
        at = basis.at_window(asked.matter, by_proxy=asked.by_proxy)
        refuse_if_not_possible(at, by_proxy=asked.by_proxy)
        missing += [(at, paper) for paper in at.papers.missing(at_hand, asked.to_follow)]
        papers = _papers(asked, at, at_hand, place, day)
        checked.append(_Checked(asked, at, clock.start(at.terms, day, place.calendar), papers))
    if missing:
        raise PapersMissing(missing)
    return checked


def _papers(asked: AcceptedMatter, at: AtWindow, at_hand: Set[str], place: Settled, day: date) -> list[dict[str, Any]]:
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


def _write(
    receipt_id: uuid.UUID,
    checked: Sequence[_Checked],
    served: Served,
    account_id: int,
    place: Settled,
    day: date,
    *,
    now: datetime,
    by: str,
) -> Receipt:
    """The receipt, the cases and their events: three statements after the numbers, whatever the number of matters."""
    centre, visit = place.centre, served.visit
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
    common = {"receipt": receipt.number, "ticket": served.number, "window": served.window}
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


def _line(one: _Checked, number: str) -> dict[str, Any]:
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


def _keep_or_break(checked: Sequence[_Checked], served: Served, basis: Basis, *, now: datetime, by: str) -> None:
    """The slip is kept when all it was for is accepted, and broken by each paper asked for beyond it."""
    if basis.slip is None or basis.plan is None:
        return
    broken = []
    for one in checked:
        for extra in one.asked.extra:
            name = one.at.paper_name(extra.paper)
            said = said_about(basis.plan, one.at.matter, extra.paper, name)
            if said.broken and not basis.has_lapsed:
                broken.append(Broken(one.at.matter, extra.paper, name, said.sentence, extra.cause))
    break_slip(basis.slip, broken, served, now=now, by=by)
    if not broken and set(came_for(basis.plan)) <= accepted_with(basis.slip.pk):
        advice.honour(slip_id=basis.slip.pk, now=now, by=by, centre=served.visit.centre_id)


def _refuse_malformed(matters: Sequence[AcceptedMatter]) -> None:
    ids = [one.matter for one in matters]
    if not ids:
        raise Malformed("nothing-to-accept", "请至少选一件事。", "Please choose at least one matter.", field="matters")
    if len(ids) > MOST_MATTERS or len(set(ids)) < len(ids):
        raise Malformed(
            "matters-repeated",
            f"一次最多收 {MOST_MATTERS} 件，每件只能写一次。",
            f"At most {MOST_MATTERS} matters at once, each of them once.",
            field="matters",
        )
    for one in matters:
        extra = [extra.paper for extra in one.extra]
        refuse_ill_formed([one.matter, *one.papers, *one.to_follow, *extra], field="matters")
        for each in one.extra:
            check_cause(each.cause)


def _accepted_before(ticket_id: uuid.UUID, matters: Sequence[AcceptedMatter]) -> Refused:
    cases = Case.objects.filter(visit__ticket=ticket_id, matter__in=[one.matter for one in matters])
    before = cases.exclude(state=Case.State.WITHDRAWN).order_by("number")
    zh = "、".join(f"{case.matter_name['zh']}（{case.number}）" for case in before)
    en = ", ".join(f"{case.matter_name['en']} ({case.number})" for case in before)
    return Refused(
        "accepted-before",
        f"这次已经受理过了：{zh}。没有再收一遍。",
        f"Accepted already in this visit: {en}. Nothing was accepted twice.",
    )


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
