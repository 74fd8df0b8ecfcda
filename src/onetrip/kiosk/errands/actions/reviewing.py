"""The review desk: a person looks at what came from a kiosk and accepts, asks again, or refuses; and lets prints go."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from onetrip.cases.actions import Declined, refuse_without_ticket
from onetrip.cases.proxies.actions import Shown
from onetrip.kiosk.errands.actions.changing import move, moving, record, unknown
from onetrip.kiosk.errands.actions.submitting import accept
from onetrip.kiosk.errands.actions.tidying import remove_pictures
from onetrip.kiosk.errands.run import run_of
from onetrip.kiosk.models import Errand
from onetrip.ledger import requests
from onetrip.ledger.refusals import Malformed
from onetrip.lobby.models import Relation
from onetrip.people.actions import view_plain
from onetrip.people.purposes import For

MOST_WORDS = 300
"""Characters of what a reviewer writes to the resident."""


def accept_errand(
    *,
    errand_id: uuid.UUID,
    centre: str,
    account_id: int,
    now: datetime,
    by: str,
    key: uuid.UUID,
    relation: str = "",
    shown: Shown | None = None,
) -> Errand:
    """Accept the application: a case, its receipt, and the clock starts.

    Where somebody did it for the resident, the reviewer says as what (`relation`) and what of the letter or proof is on the
    pictures (`shown`). Raises Refused where a paper or the authority is missing, Malformed where it is not said.
    """
    with moving(errand_id) as errand:
        if _is_done_before(errand, "accept", centre, now=now, by=by, key=key):
            return errand
        if errand.by_proxy and relation not in Relation.values:
            raise Malformed(
                "relation-unknown",
                "这件是代办的：请选来的人是办件人的什么人。",
                "Somebody did this for the resident: please choose what they are to them.",
                field="relation",
            )
        run = run_of(errand, now)
        errand.reviewer_id, errand.decided_at = account_id, now
        accept(errand, run, account_id, now=now, by=by, relation=relation, shown=shown)
        errand.save(update_fields=["state", "reviewer", "decided_at", "receipt", "ended_at"])
    return errand


def approve_print(
    *, errand_id: uuid.UUID, centre: str, account_id: int, now: datetime, by: str, key: uuid.UUID
) -> Errand:
    """What was asked for may be printed, from now on, at any hour."""
    with moving(errand_id) as errand:
        if _is_done_before(errand, "approve-print", centre, now=now, by=by, key=key):
            return errand
        before = move(errand, "approve-print")
        errand.reviewer_id, errand.decided_at, errand.ready_from = account_id, now, now
        errand.save(update_fields=["state", "reviewer", "decided_at", "ready_from"])
        record(errand, "approve-print", now=now, by=by, before=before, data={"number": errand.number}, public=True)
    return errand


def ask_again(
    *,
    errand_id: uuid.UUID,
    centre: str,
    account_id: int,
    papers: Sequence[str],
    words: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Errand:
    """Ask for papers once more, all at once and in words; the resident reads it behind the receipt's code.

    Pictures of these papers stay until better ones came. Raises Malformed without words, or for papers not asked for.
    """
    told = _words(words)
    with moving(errand_id) as errand:
        if _is_done_before(errand, "ask-again", centre, now=now, by=by, key=key):
            return errand
        run = run_of(errand, now)
        wanted = [line.paper for line in run.lines if line.paper in set(papers)]
        if not wanted:
            raise Malformed(
                "papers-missing", "请勾上要补的材料。", "Please tick the papers that are wanted.", field="papers"
            )
        before = move(errand, "ask-again")
        errand.wanted_again, errand.words, errand.asked_at = wanted, told, now
        errand.reviewer_id, errand.decided_at = account_id, now
        errand.save(update_fields=["state", "wanted_again", "words", "asked_at", "reviewer", "decided_at"])
        record(errand, "ask-again", now=now, by=by, before=before, data={"papers": wanted}, public=True)
    return errand


def refuse(
    *, errand_id: uuid.UUID, centre: str, account_id: int, words: str, now: datetime, by: str, key: uuid.UUID
) -> Errand:
    """Refuse, with the reason in words, in writing (不予受理通知书); its pictures go at once. Raises Malformed without a
    reason."""
    told = _words(words)
    with moving(errand_id) as errand:
        if _is_done_before(errand, "refuse", centre, now=now, by=by, key=key):
            return errand
        declined = Declined(
            at=run_of(errand, now).at,
            resident_id=errand.resident_id,
            came=errand.proxy,
            began_at=errand.started_at,
            number=errand.number or "",
        )
        before = move(errand, "refuse")
        errand.refusal = refuse_without_ticket(centre=centre, declined=declined, reason=told, now=now, by=by)
        errand.words, errand.ended_at = told, now
        errand.reviewer_id, errand.decided_at = account_id, now
        errand.save(update_fields=["state", "words", "ended_at", "reviewer", "decided_at", "refusal"])
        remove_pictures(errand, now=now)
        record(errand, "refuse", now=now, by=by, before=before, data={"number": errand.number}, public=True)
    return errand


def look_at(*, errand: Errand, purpose: For, now: datetime, by: str) -> None:
    """Somebody sees who stands behind an errand, in plain words and on its pictures: kept on record with the purpose, for
    the resident and for whoever came instead."""
    for resident_id in (errand.resident_id, errand.proxy_id):
        if resident_id is not None:
            view_plain(resident_id=resident_id, purpose=purpose, by=by, centre=errand.centre_id, now=now)


def _is_done_before(errand: Errand, verb: str, centre: str, *, now: datetime, by: str, key: uuid.UUID) -> bool:
    if errand.centre_id != centre:
        raise unknown()
    return requests.claim(key, action=f"{verb} {errand.pk}", actor=by, now=now, result={}) is not None


def _words(raw: str) -> str:
    text = " ".join(raw.replace("\0", "").split())[:MOST_WORDS]
    if len(text) < 2:
        raise Malformed(
            "words-missing",
            "请写一句话，居民要看得懂：哪里不对，怎么补。",
            "Please write a sentence that the resident understands: what is wrong, and what to do.",
            field="words",
        )
    return text
