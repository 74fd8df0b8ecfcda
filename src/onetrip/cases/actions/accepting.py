"""A window accepts, all matters of a visit in one go: cases, receipt, invitation to rate, or nothing at all."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime

from django.db import IntegrityError, transaction

from onetrip.advice import actions as advice
from onetrip.cases import clock
from onetrip.cases.actions.who_came import as_filed, with_who_came
from onetrip.cases.actions.writing import AcceptedMatter, Checked, papers_kept, write
from onetrip.cases.basis import AtWindow, Basis, refuse_if_not_possible, refuse_ill_formed
from onetrip.cases.breaking import Broken, break_slip
from onetrip.cases.looked_up import OPEN, LookedUp, by_paper, looked_up
from onetrip.cases.models import Case, Receipt
from onetrip.cases.papers import Needed
from onetrip.cases.promises import said_about
from onetrip.cases.proxies.held import Held
from onetrip.cases.proxies.rules import letters
from onetrip.centres.queries import Settled, settled
from onetrip.ledger import requests
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.licences import actions as licences
from onetrip.licences import queries as lookups
from onetrip.licences.models import Lookup
from onetrip.lobby.actions import Served, came_for, note_matters
from onetrip.lobby.models import Visit
from onetrip.lobby.queries import accepted_with
from onetrip.ratings import actions as ratings
from onetrip.ratings.actions.promises import check_cause

MOST_MATTERS = 20
"""Matters that one acceptance may hold; nobody has come with half as many."""


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
    for, and broken when a window asked for more than it says. A licence that was found in this visit takes the place of
    its paper; what is accepted `on_lookup` goes on, and the house goes on looking. Raises PapersMissing, Refused (not
    served here, accepted before, not possible, a look-up that is answered), NotFound, Malformed.
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
            checked = _check(with_who_came(matters, served.visit), basis, served.visit, place, day)
            ratings.invite(visit=served.visit, served_by=account_id, window=served.window, now=now)
            where = {"ticket": served.number, "window": served.window}
            receipt = write(receipt_id, checked, served.visit, account_id, place, day, where=where, now=now, by=by)
            licences.keep_looking(lookups=[row for one in checked for row in one.lookups.values()], now=now, by=by)
            _keep_or_break(checked, served, basis, now=now, by=by)
    except IntegrityError as error:
        if "case_once_per_visit_and_matter" not in str(error):
            raise
        raise _accepted_before(ticket_id, matters) from error
    return receipt


def _check(matters: Sequence[AcceptedMatter], basis: Basis, visit: Visit, place: Settled, day: date) -> list[Checked]:
    """Every matter with its papers; raises for all that is missing at once."""
    # One original serves every matter of the visit: what was looked at for one of them is at hand for all.
    on_counter = {paper for asked in matters for paper in asked.papers}
    awaited = {paper for asked in matters for paper in asked.on_lookup}
    said = lookups.of_occasion(visit.pk, visit.resident_id)
    held = Held(visit, day)
    checked, missing = [], []
    for asked in matters:
        at = basis.at_window(asked.matter, by_proxy=asked.by_proxy)
        refuse_if_not_possible(at, by_proxy=asked.by_proxy)
        authority = held.insist(at, asked.papers)
        # A letter counts for the matters that it names, and only as it was entered.
        at_hand = on_counter - letters(at.catalogue.papers) | held.letters_at_hand(at)
        seen = _looked_up(asked, at, said, awaited)
        missing += [(at, paper) for paper in at.papers.missing(at_hand | seen.papers, asked.to_follow)]
        papers = papers_kept(asked, at, at_hand, place, day, seen)
        papers = as_filed(papers, at, authority, visit)
        waits = {paper: seen.awaited[paper] for paper in seen.awaited_for(at.papers.needed, at_hand)}
        checked.append(Checked(asked, at, clock.start(at.terms, day, place.calendar), papers, waits, authority))
    if missing:
        raise PapersMissing(missing)
    return checked


def _looked_up(asked: AcceptedMatter, at: AtWindow, said: Mapping[str, Lookup], awaited: Set[str]) -> LookedUp:
    """What the store said in this visit, where the resident is there. Raises Refused for what is to be accepted on a look-up
    that nobody made, or that was answered meanwhile."""
    of_papers = {} if asked.by_proxy else by_paper(said, at.catalogue.papers)
    for paper in asked.on_lookup:
        if paper not in of_papers or of_papers[paper].state not in OPEN or at.papers.line(paper) is None:
            name = at.paper_name(paper)
            raise Refused(
                "look-up-not-open",
                f"{name.zh}不能先收后查：这次没有查过，或者已经有结果了。请刷新清单。",
                f"The {name.en} cannot be accepted on a later look-up: it was not looked up in this visit, or was answered. "
                "Please refresh the checklist.",
            )
    return looked_up(of_papers, awaited)


def _keep_or_break(checked: Sequence[Checked], served: Served, basis: Basis, *, now: datetime, by: str) -> None:
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
        refuse_ill_formed([one.matter, *one.papers, *one.to_follow, *one.on_lookup, *extra], field="matters")
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
