"""The result of a case: its files arrive, and then it is completed with them, with an e-licence, or with a paper."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from onetrip.cases import queries
from onetrip.cases.models import Case
from onetrip.departments import checking
from onetrip.departments.actions.working import mine, step
from onetrip.departments.models import Result, ResultFile, System
from onetrip.ledger import events
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.ledger.words import one_line
from onetrip.storage.collections import RESULTS
from onetrip.storage.receiving import examine

MOST_FILES = 10
"""Files of one result."""

MOST_LICENCE = 80


def send_file(*, system: System, number: str, content: bytes, content_type: str, now: datetime) -> ResultFile:
    """Keep a file for the result of a case; the same bytes sent again are the same file.

    Raises NotFound, Malformed for a file that is not taken, Refused where the case is over or has files enough, Away.
    """
    kind = checking.kind_of(content, content_type)
    examine(content, field="file", centre="", by=system.actor, now=now)
    digest = hashlib.sha256(content).hexdigest()
    case = queries.case_of_departments(number, system.account.departments())
    if found := ResultFile.objects.filter(case=case, digest=digest).first():
        return found
    with RESULTS.stored(content, is_named=lambda file_id: ResultFile.objects.filter(pk=file_id).exists()) as file_id:
        return _write(system, number, content, ResultFile(pk=file_id, kind=kind, digest=digest, sent_at=now))


def _write(system: System, number: str, content: bytes, file: ResultFile) -> ResultFile:
    """The row of a file that is kept already; the one that is there where another request was faster."""
    with transaction.atomic():
        case = mine(system, number)
        if found := ResultFile.objects.filter(case=case, digest=file.digest).first():
            return found
        if case.state not in (Case.State.ACCEPTED, Case.State.DECIDED):
            raise Refused(
                "result-not-now",
                f"{case.number} 现在不收结果文件。",
                f"{case.number} takes no file of a result now.",
            )
        if ResultFile.objects.filter(case=case).count() >= MOST_FILES:
            raise Refused(
                "files-enough",
                f"一件最多 {MOST_FILES} 个文件。",
                f"A case has {MOST_FILES} files at most.",
            )
        file.case, file.system, file.size = case, system, len(content)
        file.save(force_insert=True)
    return file


def complete(
    *,
    system: System,
    number: str,
    files: Sequence[uuid.UUID],
    licence: str,
    on_paper: bool,
    note: str,
    now: datetime,
    key: uuid.UUID,
) -> Case:
    """办结 with a result: files sent before, the number of an e-licence, a paper that goes to the centre, or several of these.

    A refusal may be completed without any. Raises Malformed for a file that is not of this case or a result without
    anything, NotFound, Refused.
    """
    said = one_line(licence, MOST_LICENCE)
    with transaction.atomic():
        case = mine(system, number)
        if Result.objects.filter(case=case).exists():
            return step("complete", system=system, number=number, now=now, key=key, note=note)
        sent = list(ResultFile.objects.filter(case=case, pk__in=files))
        if len(sent) < len(set(files)):
            raise Malformed(
                "file-unknown",
                "有的文件不是这一件的，或者没有传过。",
                "A file is none of this case, or was never sent.",
                field="files",
            )
        if not (sent or said or on_paper) and case.granted is not False:
            raise Malformed(
                "result-missing",
                "结果是什么：传过的文件、电子证照号，或者纸质结果会送到中心，至少写一样。",
                "What is the result? Name a file that was sent, the number of an e-licence, or say that a paper comes.",
                field="files",
            )
        case = step("complete", system=system, number=number, now=now, key=key, note=note)
        result = Result.objects.create(case=case, system=system, licence=said or None, on_paper=on_paper, given_at=now)
        ResultFile.objects.filter(pk__in=[one.pk for one in sent]).update(result=result)
    return case


def note_fetched(*, file: ResultFile, centre: str, now: datetime, by: str) -> None:
    """Somebody at a centre has fetched a file of a result: who and when is on record."""
    with transaction.atomic():
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="result-file",
            thing_id=file.pk,
            verb="fetch",
            data={"number": file.case.number},
        )
