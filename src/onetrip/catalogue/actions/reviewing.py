"""The second pair of eyes: submit a draft, send it back, approve it, withdraw it."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from onetrip.catalogue import drafts
from onetrip.catalogue.actions.drafting import changing, record, refuse_changed_since
from onetrip.catalogue.lifecycle import DRAFT
from onetrip.catalogue.models import Draft
from onetrip.catalogue.problems import CatalogueInvalid
from onetrip.catalogue.schema import read
from onetrip.ledger import requests
from onetrip.ledger.refusals import Malformed, Refused

MOST_WORDS = 400


def submit(
    *,
    draft_id: uuid.UUID,
    edition: int,
    note: str,
    publish_on: date | None,
    today: date,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> None:
    """Hand the draft to somebody else to look at. `publish_on` is the day it comes into force, None for whenever
    somebody publishes it; `today` that of the city.

    Raises CatalogueInvalid (422) with everything wrong in the catalogue as it would be, Malformed, Refused (409).
    """
    if publish_on is not None and publish_on < today:
        raise Malformed(
            "publish-day-past",
            "生效的日子已经过了。写今天或以后的，或者空着。",
            "That day is over. Give today or a later day, or leave it empty.",
            field="publish_on",
        )
    with changing(draft_id, "submit") as draft:
        if requests.claim(key, action=f"catalogue.submit {draft_id}", actor=by, now=now, result={}) is not None:
            return
        refuse_changed_since(draft, edition)
        files = list(draft.files.all())
        if not files:
            raise Refused("draft-empty", "这份草稿还没有改任何东西。", "The draft does not change anything yet.")
        problems = read(drafts.applied(drafts.in_force_texts()[1], files)).problems
        if any(problem.is_error for problem in problems):
            raise CatalogueInvalid(problems)
        draft.note, draft.publish_on, draft.returned_why = _words(note, "note"), publish_on, ""
        move(draft, "submit", now, by, "note", "publish_on", "returned_why")


def approve(*, draft_id: uuid.UUID, edition: int, now: datetime, by: str, key: uuid.UUID) -> None:
    """Somebody other than its authors finds the draft right. Raises Refused (403) for an author, Refused (409)."""
    with changing(draft_id, "approve") as draft:
        if requests.claim(key, action=f"catalogue.approve {draft_id}", actor=by, now=now, result={}) is not None:
            return
        refuse_changed_since(draft, edition)
        if by in draft.authors:
            raise Refused(
                "own-draft",
                "这份草稿有您写的内容，要另一位编辑来审。",
                "You wrote part of this draft, so another editor has to review it.",
                status=403,
            )
        draft.reviewed_by = by
        move(draft, "approve", now, by, "reviewed_by")


def return_to_author(*, draft_id: uuid.UUID, edition: int, reason: str, now: datetime, by: str, key: uuid.UUID) -> None:
    """Send the draft back to be written on, with the reason. Raises Malformed (field "reason"), Refused (409)."""
    with changing(draft_id, "return") as draft:
        if requests.claim(key, action=f"catalogue.return {draft_id}", actor=by, now=now, result={}) is not None:
            return
        refuse_changed_since(draft, edition)
        draft.returned_why = _words(reason, "reason", needed=True)
        draft.reviewed_by, draft.trouble = "", None
        move(draft, "return", now, by, "returned_why", "reviewed_by", "trouble")


def withdraw(*, draft_id: uuid.UUID, edition: int, reason: str, now: datetime, by: str, key: uuid.UUID) -> None:
    """Give the draft up; it stays readable. Raises Malformed (field "reason"), Refused (409)."""
    with changing(draft_id, "withdraw") as draft:
        if requests.claim(key, action=f"catalogue.withdraw {draft_id}", actor=by, now=now, result={}) is not None:
            return
        refuse_changed_since(draft, edition)
        draft.returned_why = _words(reason, "reason", needed=True)
        move(draft, "withdraw", now, by, "returned_why")


def move(draft: Draft, verb: str, now: datetime, by: str, *fields: str) -> None:
    """Take the step `verb`, save it with `fields`, and record the event. In the caller's transaction."""
    before, draft.state = draft.state, DRAFT.move(verb, draft.state, draft.title)
    draft.edition += 1
    draft.changed_at = now
    draft.save(update_fields=["state", "edition", "changed_at", *fields])
    told: dict[str, object] = {}
    if verb == "submit":
        told = {"note": draft.note}
    elif draft.returned_why:
        told = {"reason": draft.returned_why}
    record(draft, verb, now, by, from_state=before, data=told)


def _words(text: str, field: str, *, needed: bool = False) -> str:
    said = " ".join(text.split())
    if needed and not said:
        raise Malformed(
            "reason-missing",
            "请写一句为什么，对方好知道。",
            "Please say why in a sentence, for the others.",
            field=field,
        )
    if len(said) > MOST_WORDS:
        raise Malformed("too-long", f"最多 {MOST_WORDS} 个字。", f"At most {MOST_WORDS} characters.", field=field)
    return said
