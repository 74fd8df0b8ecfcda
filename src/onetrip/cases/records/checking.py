"""Anybody's check of a paper: whether we issued it, whether it is the latest word, whether a file is the very one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import F, Q, QuerySet

from onetrip.cases.models import Case, Record, RecordPrint
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import NotFound
from onetrip.rules import Text

RECEIPT = Text("受理回执", "Receipt")
NOTICE = Text("一次性告知单", "What is missing")


@dataclass(frozen=True)
class Standing:
    """What came after a record: the newest one since (`later`), and whether its case has gone on since (`went_on`)."""

    later: Record | None
    went_on: bool

    @property
    def is_latest(self) -> bool:
        return self.later is None and not self.went_on


class Match(StrEnum):
    """What a file is: this very paper, another paper of ours, or none that we know."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"


def record_by_token(token: str) -> Record:
    """The record that this code names. Raises NotFound, in words for whoever was shown a forged paper."""
    found = None
    if 0 < len(token) <= 40 and token.isascii() and "\0" not in token:
        found = (
            Record.objects.select_related("centre", "receipt", "notice", "case", "visit").filter(token=token).first()
        )
    if found is None:
        raise NotFound(
            "record-unknown",
            "我们没有发出过带这个码的单子。码可能是伪造的、改过的，或者没扫全。先不要凭这张纸办事，打 12345 或到中心问一问。",
            "We never issued a paper with this code. It may be forged, altered, or not scanned whole. Do not rely on this "
            "paper; call 12345 or ask at a centre.",
        )
    return found


def heading_of(record: Record) -> Text:
    """What the paper is called."""
    if record.kind == Record.Kind.RECEIPT:
        return RECEIPT
    if record.kind == Record.Kind.NOTICE:
        return NOTICE
    heading = record.content["words"]["heading"]
    return Text(heading["zh"], heading["en"])


def standing_of(record: Record) -> Standing:
    """Whether the record is the latest word on what it is about."""
    about = _cases_of(record)
    later = _later(record, about).order_by("-issued_at", "-serial").first()
    if record.case is not None:
        return Standing(later, went_on=record.case.state != record.state)
    moves = Event.objects.filter(thing="case", thing_id__in=[str(case.pk) for case in about], at__gt=record.issued_at)
    return Standing(later, went_on=moves.exclude(to_state=F("from_state")).exists())


def match(record: Record, sha256: bytes) -> Match:
    """What the file with this hash is."""
    if any(bytes(kept) == sha256 for kept in record.prints.values_list("sha256", flat=True)):
        return Match.SAME
    return Match.OTHER if RecordPrint.objects.filter(sha256=sha256).exists() else Match.UNKNOWN


def hash_of(chunks: Iterable[bytes]) -> bytes:
    """The SHA-256 hash of a file in pieces."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.digest()


def _cases_of(record: Record) -> list[Case]:
    if record.receipt is not None:
        return list(record.receipt.cases.all())
    if record.notice is not None:
        return list(Case.objects.filter(visit=record.notice.visit_id))
    if record.visit is not None:
        return list(Case.objects.filter(visit=record.visit, matter=record.content["matter_id"]))
    return [record.case] if record.case is not None else []


def _later(record: Record, about: list[Case]) -> QuerySet[Record]:
    """What was given since on the same cases; of a notice also the receipts and notices of the same visit."""
    since = Record.objects.exclude(pk=record.pk).exclude(issued_at=record.issued_at)
    if record.case is not None and record.serial is not None:
        # By number and not by the clock, which may have been set back.
        return since.filter(case=record.case, serial__gt=record.serial)
    same = Q(case__in=about)
    if record.notice is not None:
        same |= Q(receipt__visit=record.notice.visit_id) | Q(notice__visit=record.notice.visit_id)
    return since.filter(same, issued_at__gt=record.issued_at)
