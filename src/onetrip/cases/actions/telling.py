"""一次性告知: what is missing is told all at once, on one notice; where a slip had promised otherwise, it is recorded."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from onetrip.cases import numbers
from onetrip.cases.basis import Basis, refuse_ill_formed
from onetrip.cases.breaking import Broken, break_slip
from onetrip.cases.models import Case, MissingNotice
from onetrip.cases.promises import said_about
from onetrip.cases.records.issuing import issue_with_notice
from onetrip.cases.wording import as_json
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed
from onetrip.ledger.words import one_line
from onetrip.lobby.actions import note_matters
from onetrip.prints.privacy import holds_full_number
from onetrip.ratings import actions as ratings
from onetrip.ratings.actions.promises import check_cause
from onetrip.ratings.models import BrokenPromise

MOST_MISSING = 60
"""Papers that one notice may name."""

MOST_REASON = 200
"""Characters of a clerk's reason."""


@dataclass(frozen=True)
class MissingPaper:
    """A paper of a matter that is not there, or not right; `reason` in the clerk's words ("照片看不清").

    `cause` says why the slip was wrong, where it was: a BrokenPromise.Cause.
    """

    matter: str
    paper: str
    reason: str = ""
    cause: str = BrokenPromise.Cause.UNKNOWN.value
    by_proxy: bool = False


@dataclass(frozen=True)
class _Told:
    """A missing paper as the notice keeps it, and the promise it breaks, if it does."""

    line: dict[str, Any]
    broken: Broken | None


def tell_missing(
    *,
    ticket_id: uuid.UUID,
    account_id: int,
    missing: Sequence[MissingPaper],
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> MissingNotice:
    """Tell whoever is served at this account's window everything that is missing, on one notice.

    Each paper is compared with the slip: one that the slip did not ask for is a broken promise, recorded with its cause
    in the same transaction. Raises Refused (not served here), NotFound, Malformed.
    """
    _refuse_malformed(missing)
    notice_id = uuid.uuid4()
    with transaction.atomic():
        action, result = f"tell-missing {ticket_id}", {"notice": str(notice_id)}
        if earlier := requests.claim(key, action=action, actor=by, now=now, result=result):
            return MissingNotice.objects.get(pk=earlier["notice"])
        served = note_matters(
            ticket_id=ticket_id, account_id=account_id, wanted=list(dict.fromkeys(one.matter for one in missing))
        )
        visit = served.visit
        place = settled(visit.centre_id)
        centre = place.centre
        basis = Basis(visit, centre.day_of(now))
        told = [_tell(one, basis) for one in missing]
        ratings.invite(visit=visit, served_by=account_id, window=served.window, now=now)
        notice = MissingNotice.objects.create(
            id=notice_id,
            number=numbers.take(centre.code, centre.day_of(now), notice=1)["notice"][0],
            token=secrets.token_urlsafe(16),
            centre_id=centre.code,
            visit=visit,
            slip_id=visit.slip_id,
            items=[one.line for one in told],
            told_at=now,
            told_by=by,
        )
        accepted = list(visit.cases.exclude(state=Case.State.WITHDRAWN).order_by("number"))
        issue_with_notice(notice, accepted, place=place, window=served.window, now=now, by=by)
        broken = [one.broken for one in told if one.broken is not None]
        events.record(
            now=now,
            centre=centre.code,
            actor=by,
            thing="notice",
            thing_id=notice.pk,
            verb="tell-missing",
            data={
                "number": notice.number,
                "ticket": served.number,
                "window": served.window,
                "papers": [f"{one.matter}/{one.paper}" for one in missing],
                "broken": len(broken),
            },
            public={"changed": True},
        )
        if basis.slip is not None:
            break_slip(basis.slip, broken, served, now=now, by=by)
    return notice


def _tell(one: MissingPaper, basis: Basis) -> _Told:
    at = basis.at_window(one.matter, by_proxy=one.by_proxy)
    line = at.papers.line(one.paper)
    name = line[1] if line else at.paper_name(one.paper)
    said = said_about(basis.plan, one.matter, one.paper, name) if basis.plan is not None else None
    broken = said is not None and said.broken and not basis.has_lapsed
    paper = at.catalogue.papers.get(one.paper)
    return _Told(
        line={
            "matter": one.matter,
            "matter_name": as_json(at.name),
            "paper": one.paper,
            "name": as_json(name),
            "originals": line[0].originals if line else None,
            "copies": line[0].copies if line else 0,
            "gloss": as_json(paper.gloss) if paper and paper.gloss else None,
            "where": as_json(paper.where) if paper and paper.where else None,
            "reason": one_line(one.reason, MOST_REASON),
            "slip_said": as_json(said.sentence) if said else None,
            "broken": broken,
        },
        broken=Broken(one.matter, one.paper, name, said.sentence, one.cause) if said and broken else None,
    )


def _refuse_malformed(missing: Sequence[MissingPaper]) -> None:
    pairs = [(one.matter, one.paper) for one in missing]
    if not pairs:
        raise Malformed(
            "nothing-missing", "请勾出缺什么，再出告知单。", "Please mark what is missing first.", field="missing"
        )
    if len(pairs) > MOST_MISSING or len(set(pairs)) < len(pairs):
        raise Malformed(
            "missing-repeated",
            f"一张告知单最多写 {MOST_MISSING} 样，每样只写一次。",
            f"A notice names at most {MOST_MISSING} papers, each of them once.",
            field="missing",
        )
    for one in missing:
        refuse_ill_formed([one.matter, one.paper], field="missing")
        if holds_full_number(one.reason):
            raise Malformed(
                "number-in-words",
                "说明里有完整的证件号码，会印到纸上。请去掉或只写后四位。",
                "A full ID number stands in the reason, which is printed. Please leave it out or give its last four characters.",
                field="missing",
            )
        check_cause(one.cause)
