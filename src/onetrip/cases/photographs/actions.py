"""What can be done with photographs of papers: take, look at for a purpose, take away, let go when their time is over."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from onetrip.cases.models import Case
from onetrip.cases.photographs import queries
from onetrip.cases.photographs.models import Photograph
from onetrip.ledger import events
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.people.actions import view_plain
from onetrip.people.purposes import For
from onetrip.storage.backings.base import Gone
from onetrip.storage.collections import PHOTOGRAPHS
from onetrip.storage.pictures import Kept, tidy
from onetrip.storage.receiving import examine

MOST_PAGES = 12
"""Pages of one paper."""

SMALL_SIDE = 40
"""Pixels of the long side in lists: colours and shape tell which paper it is. Of one with 128 a recogniser still read every
digit of an ID number; of this one it reads none, and a test has it try."""

ORPHAN = timedelta(hours=1)
"""A file that no row knows is deleted after so long."""


def take(
    *, case: Case, paper: str, raw: bytes, source: Photograph.Source, centre: str, now: datetime, by: str
) -> Photograph:
    """Keep a picture of a paper. The same picture sent twice is one.

    Raises Malformed for what is no picture, for malware and for a paper that the case does not have, Refused once the case
    has ended, Away.
    """
    _refuse_unasked(case, paper)
    _refuse_if_over(case)
    kept = tidy(raw, small_side=SMALL_SIDE)
    examine(raw, field="picture", centre=centre, by=by, now=now)
    same = queries.kept(case).filter(paper=paper, digest=kept.digest).first()
    if same is not None:
        return same
    with PHOTOGRAPHS.stored(kept.jpeg, small=kept.small, is_named=queries.is_known) as photograph_id:
        row = Photograph(pk=photograph_id, paper=paper, source=source, taken_at=now, taken_by=by)
        return _write(case.pk, row, kept, centre=centre, now=now, by=by)


def _write(case_id: uuid.UUID, row: Photograph, kept: Kept, *, centre: str, now: datetime, by: str) -> Photograph:
    """The row of a picture that is kept already; the one that is there where another request was faster."""
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
        _refuse_if_over(case)
        of_paper = queries.kept(case).filter(paper=row.paper)
        same = of_paper.filter(digest=kept.digest).first()
        if same is not None:
            return same
        if of_paper.count() >= MOST_PAGES:
            raise Malformed(
                "pictures-many",
                f"一种材料最多 {MOST_PAGES} 张。请先删掉不要的。",
                f"At most {MOST_PAGES} pictures of one paper. Please remove those you do not need.",
                field="picture",
            )
        row.case, row.digest, row.width, row.height = case, kept.digest, kept.width, kept.height
        row.bytes = len(kept.jpeg)
        row.save(force_insert=True)
        _record(row, case, "take", centre=centre, now=now, by=by, data={"source": str(row.source)})
    return row


def look(*, photograph: Photograph, purpose: For, centre: str, now: datetime, by: str) -> bytes:
    """The whole picture, for a purpose that stays on record: with the photograph, and with the persons of the case.

    Raises NotFound where it is gone, Away, Damaged.
    """
    try:
        content = PHOTOGRAPHS.get(photograph.pk)
    except Gone as error:
        raise queries.no_photograph() from error
    with transaction.atomic():
        case = photograph.case
        for person in (case.resident_id, case.proxy_id):  # a letter on it tells the number of either
            if person is not None:
                view_plain(resident_id=person, purpose=purpose, by=by, centre=centre, now=now)
        told = {"purpose": str(purpose), "for": purpose.purpose.value}
        _record(photograph, case, "look", centre=centre, now=now, by=by, data=told)
    return content


def take_back(*, photograph: Photograph, centre: str, now: datetime, by: str) -> None:
    """It was taken by mistake: it goes at once. Raises NotFound when it is gone already, Refused once the case has ended."""
    _refuse_if_over(photograph.case)
    with transaction.atomic():
        if not let_go([photograph.pk], why=Photograph.Why.MISTAKE, centre=centre, now=now, by=by):
            raise queries.no_photograph()


def let_go(ids: Iterable[uuid.UUID], *, why: Photograph.Why, now: datetime, by: str, centre: str | None = None) -> int:
    """Delete these photographs, in the caller's transaction, with an event each; the files follow its commit. How many."""
    found = Photograph.objects.select_for_update(of=("self",)).filter(pk__in=list(ids), removed_at=None)
    gone = list(found.select_related("case").order_by("pk"))
    for row in gone:
        row.removed_at, row.removed_why = max(now, row.taken_at), why
        row.save(update_fields=["removed_at", "removed_why"])
        where = centre or row.case.receiving_centre_id
        _record(row, row.case, "let-go", centre=where, now=now, by=by, data={"why": why.value})

    def delete() -> None:
        for row in gone:
            PHOTOGRAPHS.remove(row.pk)

    # First the row, then the file: one that the store does not hear of is found by its age, a row without a file would lie.
    transaction.on_commit(delete, robust=True)
    return len(gone)


def sweep(*, now: datetime) -> int:
    """Delete stored photographs that no row knows any more, or never knew; how many. Raises Away."""
    return PHOTOGRAPHS.sweep(queries.known_among, before=now - ORPHAN)


def _record(
    row: Photograph, case: Case, verb: str, *, centre: str, now: datetime, by: str, data: dict[str, str]
) -> None:
    events.record(
        now=now,
        centre=centre,
        actor=by,
        thing="photograph",
        thing_id=row.pk,
        verb=verb,
        data={"number": case.number, "paper": row.paper, **data},
    )


def _refuse_unasked(case: Case, paper: str) -> None:
    if paper and paper not in queries.papers_of(case):
        raise NotFound("paper-not-in-case", "这件没有这份材料。", "This case has no such paper.")


def _refuse_if_over(case: Case) -> None:
    if case.state not in queries.TAKEN_IN:
        raise Refused(
            "case-over",
            f"办件 {case.number} 已经办完或结束，不再收照片。",
            f"Case {case.number} has ended; no more photographs are taken.",
        )
